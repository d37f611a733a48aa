"""What a workbook is made of, whichever program opens it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

COVER_WIDTH = 90  # characters
NAME_LENGTH = 31
CELL_LENGTH = 32_767
"""What Excel can hold: https://support.microsoft.com/office/excel-specifications-and-limits."""
UNPRINTABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no XML can hold: https://www.w3.org/TR/xml/#charsets."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Words that lead to another worksheet, where `to` is `#` and its name, or to an address."""

    text: str
    to: str

    @property
    def sheet(self) -> str:
        """The worksheet that the link leads to, or nothing where it leads out of the workbook."""
        return self.to[1:] if self.to.startswith("#") else ""


@dataclass(frozen=True, slots=True)
class Heading:
    """Words above a part of the cover."""

    text: str


Line: TypeAlias = str | Link | Heading
Cell: TypeAlias = str | Decimal | Link | None
"""What a cell of a table holds: text, a number or a link; nothing where the table says nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column: its name, its width in characters, and how its numbers are written.

    `decimals` are those of a quantity, written with commas between the thousands; other numbers, such as
    years, are written as they are.
    """

    name: str
    width: int
    decimals: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A worksheet: a title, lines, and one table below them, save on the cover, which has no columns."""

    name: str
    title: str
    lines: tuple[Line, ...]
    columns: tuple[Column, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()

    @property
    def header_row(self) -> int:
        """The row of the table's header, counted from 1."""
        return len(self.lines) + 2

    @property
    def table_name(self) -> str:
        """The name of the table, which may not look like the name of a cell, as `a1` does."""
        return "table_" + re.sub(r"\W", "_", self.name)

    @property
    def table_range(self) -> tuple[str, str]:
        """The first and the last cell of the table; Excel wants a row below the header, even an empty one."""
        last_row = self.header_row + max(len(self.rows), 1)
        return f"A{self.header_row}", f"{letters(len(self.columns))}{last_row}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """A workbook; raises ValueError where a spreadsheet could not hold what is in it."""

    title: str
    description: str
    publisher: str
    released: str
    sheets: tuple[Sheet, ...]

    def __post_init__(self) -> None:
        names = [sheet.name.lower() for sheet in self.sheets]
        for name in names:
            if names.count(name) > 1:
                raise ValueError(f"Two worksheets are named {name!r}. Rename one table.")
            if len(name) > NAME_LENGTH:
                raise ValueError(f"The name {name!r} has more than {NAME_LENGTH} characters. Shorten it.")
        for sheet in self.sheets:
            _require_room(sheet)


def letters(position: int) -> str:
    """Give the letters of a column, counted from 1: A to Z, then AA."""
    before, last = divmod(position - 1, 26)
    return (letters(before) if before else "") + chr(ord("A") + last)


def shown(cell: Line | Cell) -> str:
    """Give the words of a line or a cell."""
    return cell.text if isinstance(cell, Link | Heading) else "" if cell is None else str(cell)


def _require_room(sheet: Sheet) -> None:
    for text in map(shown, _cells(sheet)):
        if found := UNPRINTABLE.search(text):
            raise ValueError(f"Worksheet {sheet.name!r}: {text!r} holds {found[0]!r}. Remove that character.")
        if len(text) > CELL_LENGTH:
            raise ValueError(
                f"Worksheet {sheet.name!r}: a cell has {len(text):,} characters; {CELL_LENGTH:,} fit."
            )


def _cells(sheet: Sheet) -> Iterator[Line | Cell]:
    yield sheet.title
    yield from sheet.lines
    for row in sheet.rows:
        yield from row
