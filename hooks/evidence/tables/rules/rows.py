"""The rows of a table by column, and the numbers in cells."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TypeAlias

from evidence.tables import Table

Row: TypeAlias = Mapping[str, str]
Tables: TypeAlias = Mapping[str, Table]

PHONE = "phone"
"""The unit of a claim that is a telephone number, which its statement need not have."""
NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,15})?")


def rows(table: Table) -> Iterator[tuple[int, Row]]:
    """Yield the rows that have as many cells as the header, each with its line."""
    for line, cells in table.rows:
        if len(cells) == len(table.header):
            yield line, dict(zip(table.header, cells, strict=True))


def by_id(table: Table) -> dict[str, Row]:
    """Give each row by the first column of the table's key; of two with the same, the first."""
    found: dict[str, Row] = {}
    for _, row in rows(table):
        found.setdefault(row[table.key[0]], row)
    return found


def number(cell: str) -> float:
    """Give a cell as a number, or zero where it is none."""
    return float(cell) if NUMBER.fullmatch(cell) else 0.0


def figures(text: str) -> set[str]:
    """Find the figures that a text has in digits, without the commas between thousands."""
    return set(re.findall(r"(?<![\w.])\d+(?:\.\d+)?", re.sub(r"(?<=\d),(?=\d{3})", "", text)))
