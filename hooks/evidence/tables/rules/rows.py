"""The rows of a table by column, and the numbers in cells."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from evidence.problems import Problem
from evidence.tables import Table

Tables: TypeAlias = Mapping[str, Table]

PHONE = "phone"
"""The unit of a claim that is a telephone number, which its statement need not have."""
NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,15})?")


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of a row by column, and where it stands."""

    path: str
    line: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        """Give the cell of a column; raises KeyError where the table has no such column."""
        return self.cells[column]

    def period(self) -> str:
        """Give the first and the last day, month or year of its period, with a slash between them."""
        return f"{self['period_start']}/{self['period_end']}"

    def problem(self, column: str, fault: str, remedy: str) -> Problem:
        """Give a problem of one of its cells."""
        return Problem(self.path, self.line, column, fault, remedy)


def rows(table: Table) -> Iterator[Row]:
    """Yield the rows that have as many cells as the header."""
    for line, cells in table.rows:
        if len(cells) == len(table.header):
            yield Row(table.path, line, dict(zip(table.header, cells, strict=True)))


def by_id(table: Table) -> dict[str, Row]:
    """Give each row by the first column of the table's key; of two with the same, the first."""
    found: dict[str, Row] = {}
    for row in rows(table):
        found.setdefault(row[table.key[0]], row)
    return found


def join(table: Table, column: str, known: Table) -> Iterator[tuple[Row, Row]]:
    """Yield each row with the row of another table that its column names, where there is one."""
    named = by_id(known)
    return ((row, named[row[column]]) for row in rows(table) if row[column] in named)


def number(cell: str) -> float:
    """Give a cell as a number, or zero where it is none."""
    return float(cell) if NUMBER.fullmatch(cell) else 0.0


def figures(text: str) -> set[str]:
    """Find the figures that a text has in digits, without the commas between thousands."""
    return set(re.findall(r"(?<![\w.])\d+(?:\.\d+)?", re.sub(r"(?<=\d),(?=\d{3})", "", text)))
