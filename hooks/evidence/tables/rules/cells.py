"""Rules that hold in each table by itself: clean edges, order, dates."""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise

from evidence.problems import Problem
from evidence.tables import Table
from evidence.tables.rules.frames import rows

FIRST_TO_REACH_A_DAY = datetime.timezone(datetime.timedelta(hours=14))
MAY_BE_TO_COME = {("claims", "period_end")}
"""A source may speak of a time to come: of a fund that runs until a year that it names."""
UNSEEN = {"Cc", "Cf", "Zl", "Zp"}
"""Controls, marks that turn or join the text around them, and the ends of lines and paragraphs."""
SUSPECT = re.compile(r"[^ -~£–‘’“”À-ɏ]")
"""What is looked at one by one: all but ASCII, our punctuation and Latin letters with their accents."""


def characters_are_seen(table: Table) -> Iterator[Problem]:
    """Yield each cell with a character that no reader sees, or with digits that look like others.

    Such a character can turn a sentence round, hide a word from the search or spoil a spreadsheet.
    https://www.unicode.org/reports/tr36/#Bidirectional_Text_Spoofing
    """
    for line, cells in table.rows:
        for column, cell in zip(table.header, cells, strict=False):
            unfit = next((each for each in SUSPECT.findall(cell) if _is_unfit(each)), None)
            if unfit:
                fault = f"The cell holds the character U+{ord(unfit):04X}, {_called(unfit)}."
                yield Problem(table.path, line, column, fault, "Remove it, or write it with the keyboard.")


def _is_unfit(character: str) -> bool:
    if character in "\r\n":
        return False  # told of where the table is read
    is_digit = character.isdecimal() and not character.isascii()
    return is_digit or unicodedata.category(character) in UNSEEN or ord(character) & 0xFFFE == 0xFFFE


def _called(character: str) -> str:
    return unicodedata.name(character, "which has no name").lower()


def edges_are_clean(table: Table) -> Iterator[Problem]:
    """Yield each cell that starts or ends with a space."""
    for line, cells in table.rows:
        for column, cell in zip(table.header, cells, strict=False):
            if cell != cell.strip():
                fault = f"{cell!r} starts or ends with a space."
                yield Problem(table.path, line, column, fault, "Remove it, or run make tidy, which does.")


def rows_are_sorted(table: Table) -> Iterator[Problem]:
    """Yield the first row that stands after one with a greater key, with the number of the others."""
    keys = [(line, table.sort_key(cells), cells) for line, cells in table.rows]
    late = [(line, cells) for (_, before, _), (line, key, cells) in pairwise(keys) if key < before]
    if late:
        columns, (line, cells) = "+".join(table.key), late[0]
        key = ", ".join(cells[table.header.index(name)] for name in table.key)
        others = f", and {len(late) - 1:,} more" if len(late) > 1 else ""
        fault = f"The row of {key!r} is not at its place in the order of {columns}{others}."
        yield Problem(
            table.path, line, columns, fault, "Move it there, or run make tidy, which sorts the rows."
        )


def dates_are_real(table: Table) -> Iterator[Problem]:
    """Yield each date that is no day, month or year of the calendar."""
    for column in (field["name"] for field in table.fields if field.get("partialDate")):
        for line, cell in table.column(column):
            if cell and not _is_date(cell):
                remedy = "Write a year, a month or a day of the calendar, such as 2023-11-09."
                yield Problem(table.path, line, column, f"{cell!r} is not a date.", remedy)


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
            for line, cell in table.column(field["name"]):
                if cell > today[: len(cell)] and _is_date(cell):
                    fault = f"{cell!r} is in the future."
                    yield Problem(table.path, line, field["name"], fault, "Correct the date.")


def periods_run_forward(table: Table) -> Iterator[Problem]:
    """Yield each period that ends before it starts."""
    if not {"period_start", "period_end"} <= set(table.header):
        return
    for line, row in rows(table):
        start, end = row["period_start"], row["period_end"]
        if start and end and end < start[: len(end)]:
            fault = f"{end!r} is before the start of the period, {start!r}."
            yield Problem(table.path, line, "period_end", fault, "Correct one of the two.")
