"""The rules that a table schema cannot say: order, sums, ledgers and what one table owes another."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pandas as pd

from evidence.checks.schema import nearest
from evidence.problems import Problem
from evidence.tables import Package, Table

Tables = Mapping[str, Table]
SHARES_TOLERANCE = 0.0021
"""Shares are rounded to three decimals, so two of them may miss 1 by this much."""


def problems(package: Package) -> Iterator[Problem]:
    """Yield what is wrong by every rule whose tables could be read and have their right headers."""
    tables = {name: table for name, table in package.tables.items() if _has_its_header(table)}
    for table in tables.values():
        for each in EACH:
            yield from each(table)
    yield from _dangling_references(tables)
    for needs, rule in ACROSS:
        if tables.keys() >= set(needs):
            yield from rule(*(tables[name] for name in needs))


def _has_its_header(table: Table) -> bool:
    return table.header == tuple(field["name"] for field in table.fields)


def _edges_are_clean(table: Table) -> Iterator[Problem]:
    for line, cells in table.rows:
        for column, cell in zip(table.header, cells, strict=False):
            if cell != cell.strip():
                yield Problem(
                    table.path, line, column, f"{cell!r} starts or ends with a space.", "Remove the space."
                )


def _rows_are_sorted(table: Table) -> Iterator[Problem]:
    numeric = {field["name"] for field in table.fields if field["type"] == "integer"}
    frame = _frame(table)
    keys = [
        tuple(_sortable(row[column], column in numeric) for column in table.key)
        for row in frame[list(table.key)].to_dict("records")
    ]
    for previous, line, key in zip(keys, frame.index[1:], keys[1:], strict=False):
        if key < previous and any(key):
            columns = "+".join(table.key)
            yield Problem(
                table.path, line, columns, "The row is out of order.", f"Sort the rows by {columns}."
            )


def _sortable(cell: str, numeric: bool) -> str:
    return cell.zfill(20) if numeric and cell else cell


def _dates_are_real(table: Table) -> Iterator[Problem]:
    for column in (field["name"] for field in table.fields if field.get("partialDate")):
        for line, cell in _frame(table)[column].items():
            if cell and not _is_date(cell):
                remedy = "Write a year, a month or a day of the calendar, such as 2023-11-09."
                yield Problem(table.path, _int(line), column, f"{cell!r} is not a date.", remedy)


def _is_date(cell: str) -> bool:
    try:
        datetime.date.fromisoformat((cell + "-01-01")[:10] if len(cell) < 8 else cell)
    except ValueError:
        return False
    return True


def _periods_run_forward(table: Table) -> Iterator[Problem]:
    if not {"period_start", "period_end"} <= set(table.header):
        return
    for line, row in _frame(table).iterrows():
        start, end = row["period_start"], row["period_end"]
        if start and end and end < start[: len(end)]:
            fault = f"{end!r} is before the start of the period, {start!r}."
            yield Problem(table.path, _int(line), "period_end", fault, "Correct one of the two.")


def _dangling_references(tables: Tables) -> Iterator[Problem]:
    for table in tables.values():
        for key in table.resource["schema"].get("foreignKeys", []):
            reference = key["reference"]
            if reference["resource"] in tables:
                known = tables[reference["resource"]]
                yield from _dangling(
                    table, key["fields"][0], known, reference["fields"][0], lambda cell: [cell]
                )
        for field in table.fields:
            if field.get("references") in tables:
                known = tables[field["references"]]
                yield from _dangling(table, field["name"], known, known.key[0], str.split)


def _dangling(
    table: Table, column: str, known: Table, key: str, parted: Callable[[str], list[str]]
) -> Iterator[Problem]:
    values = dict.fromkeys(cell for _, cell in known.column(key))
    for line, cell in table.column(column):
        for reference in parted(cell) if cell else []:
            if reference not in values:
                fault = f"{reference!r} is not in {known.resource['path']}."
                remedy = nearest(reference, list(values), "Correct it, or add its row there.")
                yield Problem(table.path, line, column, fault, remedy)


def _shares_sum_to_one(constituencies: Table, overlaps: Table) -> Iterator[Problem]:
    shares = _frame(overlaps).assign(share=_numbers(_frame(overlaps)["share_population"]))
    sums = shares.groupby("constituency_code")["share"].sum()
    for line, code in _frame(constituencies)["code"].items():
        total = sums.get(code, 0.0)
        if abs(total - 1) > SHARES_TOLERANCE:
            rows = _frame(overlaps).index[_frame(overlaps)["constituency_code"] == code]
            place = (overlaps.path, _int(rows[0])) if len(rows) else (constituencies.path, _int(line))
            fault = f"The shares of {code} sum to {total:.3f}, not 1."
            yield Problem(
                *place, "share_population", fault, "Correct a share, or add the row that is missing."
            )


def _parts_meet_their_totals(totals: Table, forces: Table, *parts: Table) -> Iterator[Problem]:
    special = set(_frame(forces).loc[_frame(forces)["kind"] == "special", "id"])
    named = {table.name: table for table in parts}
    for line, total in _frame(totals).iterrows():
        table = named.get(total["table"])
        if table is None or not total["total"].isdecimal() or total["column"] not in table.header:
            continue
        left_out = special if total["forces"] == "territorial" else set()
        fault = _unmet(_part(table, total, left_out), int(total["total"]))
        if fault:
            period = f"{total['table']} {total['period']}, {total['column']}: "
            yield Problem(
                totals.path, _int(line), "total", period + fault, f"Correct a row of {table.name}.csv."
            )


def _part(table: Table, total: pd.Series[str], left_out: set[str]) -> pd.Series[str]:
    frame = _frame(table)[~_frame(table)["force_id"].isin(list(left_out))]
    period = frame[list(table.key[1:])].agg("/".join, axis=1)
    return frame.loc[period == total["period"], total["column"]]


def _unmet(cells: pd.Series[str], total: int) -> str:
    known = round(float(_numbers(cells).sum()))
    if cells.empty:
        return f"no row belongs to the total of {total:,}."
    if known > total:
        return f"the known rows sum to {known:,}, more than the total of {total:,}."
    if known < total and (cells != "").all():
        return f"all rows are known and sum to {known:,}, not to the total of {total:,}."
    return ""


def _counts_are_told_or_marked(counts: Table, markers: Table) -> Iterator[Problem]:
    absent = set(_frame(markers).loc[_frame(markers)["stands_for_figure"] == "yes", "marker"])
    for line, row in _frame(counts).iterrows():
        for column, fault, remedy in _count_faults(row, absent):
            yield Problem(counts.path, _int(line), column, fault, remedy)


def _count_faults(row: pd.Series[str], absent: set[str]) -> Iterator[tuple[str, str, str]]:
    if row["count"] and row["marker"] in absent:
        fault = f"The row has both a count and {row['marker']!r}, which says that there is none."
        yield "marker", fault, "Remove one of the two."
    if not row["count"] and row["marker"] not in absent:
        yield (
            "marker",
            "The count is empty and no marker says why.",
            f"Write one of: {', '.join(sorted(absent))}.",
        )
    if row["count"] and not (row["claim_id"] or row["source_id"]):
        yield "source_id", "The count has no claim and no source.", "Name the publication that gives it."


def _forces_are_complete(forces: Table, counts: Table, tiles: Table) -> Iterator[Problem]:
    for table in (counts, tiles):
        known = set(_frame(table)["force_id"])
        for line, force in _frame(forces)["id"].items():
            if force not in known:
                fault = f"{force!r} has no row in {table.name}.csv."
                yield Problem(forces.path, _int(line), "id", fault, "Add its row there.")


def _tiles_do_not_meet(tiles: Table) -> Iterator[Problem]:
    places: dict[tuple[str, str], object] = {}
    for line, row in _frame(tiles).iterrows():
        place = (row["column"], row["row"])
        if place in places:
            fault = f"Column {place[0]}, row {place[1]} is taken by the tile on line {places[place]}."
            yield Problem(tiles.path, _int(line), "column+row", fault, "Move one of the two.")
        places.setdefault(place, line)


def _misprints_are_in_the_letter(misprints: Table, letter: Table) -> Iterator[Problem]:
    paragraphs = dict(zip(_frame(letter)["paragraph"], _frame(letter)["text"], strict=True))
    for line, row in _frame(misprints).iterrows():
        if row["printed"] not in paragraphs.get(row["paragraph"], row["printed"]):
            fault = f"{row['printed']!r} is not in paragraph {row['paragraph']}."
            yield Problem(
                misprints.path, _int(line), "printed", fault, "Write the words as the letter has them."
            )


def _frame(table: Table) -> pd.DataFrame:
    """Give the rows that have as many cells as the header, as text, indexed by line."""
    whole = [(line, cells) for line, cells in table.rows if len(cells) == len(table.header)]
    frame = pd.DataFrame([cells for _, cells in whole], columns=list(table.header), dtype=object)
    frame.index = pd.Index([line for line, _ in whole], name="line", dtype=int)
    return frame


def _numbers(cells: pd.Series[Any]) -> pd.Series[float]:
    return pd.to_numeric(cells, errors="coerce").fillna(0)


def _int(line: object) -> int:
    return int(str(line))


EACH = (_edges_are_clean, _rows_are_sorted, _dates_are_real, _periods_run_forward)
ACROSS: tuple[tuple[tuple[str, ...], Callable[..., Iterator[Problem]]], ...] = (
    (("constituencies", "constituency_forces"), _shares_sum_to_one),
    (("totals", "forces", "counts", "officers", "population"), _parts_meet_their_totals),
    (("counts", "markers"), _counts_are_told_or_marked),
    (("forces", "counts", "tiles"), _forces_are_complete),
    (("tiles",), _tiles_do_not_meet),
    (("misprints", "letter"), _misprints_are_in_the_letter),
)
