"""Rules that hold in each table by itself: clean edges, order, dates."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from evidence.checks.rules.frames import frame, number
from evidence.problems import Problem
from evidence.tables import Table

FIRST_TO_REACH_A_DAY = datetime.timezone(datetime.timedelta(hours=14))
MAY_BE_TO_COME = {("claims", "period_end")}
"""A source may speak of a time to come: of a fund that runs until a year that it names."""


def edges_are_clean(table: Table) -> Iterator[Problem]:
    """Yield each cell that starts or ends with a space."""
    for line, cells in table.rows:
        for column, cell in zip(table.header, cells, strict=False):
            if cell != cell.strip():
                yield Problem(
                    table.path, line, column, f"{cell!r} starts or ends with a space.", "Remove the space."
                )


def rows_are_sorted(table: Table) -> Iterator[Problem]:
    """Yield each row that stands before one with a lesser key."""
    numeric = {field["name"] for field in table.fields if field["type"] == "integer"}
    rows = frame(table)
    keys = [
        tuple(_sortable(row[column], column in numeric) for column in table.key)
        for row in rows[list(table.key)].to_dict("records")
    ]
    for previous, line, key in zip(keys, rows.index[1:], keys[1:], strict=False):
        if key < previous and any(key):
            columns = "+".join(table.key)
            yield Problem(
                table.path, line, columns, "The row is out of order.", f"Sort the rows by {columns}."
            )


def _sortable(cell: str, numeric: bool) -> str:
    return cell.zfill(20) if numeric and cell else cell


def dates_are_real(table: Table) -> Iterator[Problem]:
    """Yield each date that is no day, month or year of the calendar."""
    for column in (field["name"] for field in table.fields if field.get("partialDate")):
        for line, cell in frame(table)[column].items():
            if cell and not _is_date(cell):
                remedy = "Write a year, a month or a day of the calendar, such as 2023-11-09."
                yield Problem(table.path, number(line), column, f"{cell!r} is not a date.", remedy)


def _is_date(cell: str) -> bool:
    try:
        datetime.date.fromisoformat((cell + "-01-01")[:10] if len(cell) < 8 else cell)
    except ValueError:
        return False
    return True


def dates_have_come(table: Table) -> Iterator[Problem]:
    """Yield each date that is still to come.

    This alone looks at the clock. A table that is sound stays sound as time passes, so a verdict that is
    kept stays right and the same tables make the same site.
    """
    today = datetime.datetime.now(FIRST_TO_REACH_A_DAY).date().isoformat()
    for field in table.fields:
        dated = field.get("partialDate") or field["type"] == "date"
        if dated and (table.name, field["name"]) not in MAY_BE_TO_COME:
            for line, cell in frame(table)[field["name"]].items():
                if cell > today[: len(cell)] and _is_date(cell):
                    fault = f"{cell!r} is in the future."
                    yield Problem(table.path, number(line), field["name"], fault, "Correct the date.")


def periods_run_forward(table: Table) -> Iterator[Problem]:
    """Yield each period that ends before it starts."""
    if not {"period_start", "period_end"} <= set(table.header):
        return
    for line, row in frame(table).iterrows():
        start, end = row["period_start"], row["period_end"]
        if start and end and end < start[: len(end)]:
            fault = f"{end!r} is before the start of the period, {start!r}."
            yield Problem(table.path, number(line), "period_end", fault, "Correct one of the two.")
