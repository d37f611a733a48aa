"""What no cell may hold: lost letters, code in place of text, and what a spreadsheet made of a value."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from evidence.problems import Problem
from evidence.tables import Table
from evidence.tables.rules.characters import character_faults

VERBATIM = {("letter", "text"), ("letter", "italic"), ("claims", "quote"), ("misprints", "printed")}
"""Columns that repeat what others printed, faults included."""
ADDRESSES = {"url", "website"}
"""Columns of web addresses."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A pattern that no cell may match, what is wrong with it, and what to do."""

    pattern: str
    fault: str
    remedy: str


EMPTY = "Leave the cell empty: empty means not known."
RETYPE = "Type the value anew."
MONTHS = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"

ANYWHERE = (
    Mark(
        r"#[A-Z][A-Z0-9/_]*[!?]|#N/?[AV]\b|#(?i:ref|value|name|div/0)\b|\bErr:\d{3}|#{3,}",
        "is an error of a spreadsheet",
        "Write the value that belongs there.",
    ),
    Mark(r"&(?:#\d+|#[xX][\da-fA-F]+|[A-Za-z]{2,8}\d*);", "is code for a character", "Type the character."),
    Mark(r"</?[A-Za-z][^<>]*>|<!--", "is HTML", "Remove it: a cell holds plain text."),
    Mark(r"\{\{|\}\}|\{%|%\}|\{#", "belongs in a template", "Remove it: a cell holds plain text."),
    Mark(r"(?i:\b(?:javascript|vbscript):)\S|data:[a-z]+/", "is a program in an address", "Remove it."),
    Mark(r"  +", "is two spaces or more", "Leave one space."),
    Mark(
        r"\A(?:[=+@]|-[A-Za-z(]|'[\d=+-]).*",
        "starts like a formula, which a spreadsheet would work out",
        "Write the value itself.",
    ),
    Mark(r"\A\d(?:[.,]\d+)?[Ee][+-]?\d+\Z", "is a number that a spreadsheet shortened", RETYPE),
    Mark(rf"\A(?:\d\d?-(?i:{MONTHS})|(?i:{MONTHS})-\d\d?)(?:-\d+)?\Z", "is a spreadsheet's date", RETYPE),
    Mark(
        r"\A(?i:n/?[ak]|n\.[ak]\.|nil|null|none|nan|undefined|unknown|no (?:data|value)|none (?:given|known)"
        r"|not (?:applicable|available|found|given|known|recorded|stated)|as above|see (?:above|below|note)"
        r"|to be (?:added|announced|confirmed|decided)|tb[acd]|pending|missing|blank|empty|ditto|placeholder"
        r"|example|to ?do|fixme|xxx+|test|true|false|lorem ipsum.*|[-–—_.?…*/~\"]+)\Z",
        "is no value",
        EMPTY,
    ),
    Mark(
        r"\A(?:(?:SOURCE|CLAIM|RESPONSE)-ID|TITLE|PUBLISHE[RD]|ADDRESS|STATEMENT|SUMMARY|NUMBER|REASON)\Z",
        "is a word of the guide, to be replaced by yours",
        "Write what it stands for.",
    ),
)
"""Marks of every cell."""
PROSE = (
    Mark(r"(?:^|\s)[‘“\"(]?[A-Za-z’-]+\?[a-z]+\b", "has a question mark in place of a letter", RETYPE),
    Mark(
        r"\\[ux][\da-fA-F]{2}|\\[nrt]\b|(?:=[\dA-F]{2}){2}|=\?(?i:utf-8)|(?:^|\s)[^\s/%]*%[2-7CE][\dA-F]",
        "is code for a character",
        "Type the character.",
    ),
    Mark(r"\*\*|__|~~|`|\]\(|\A#+ ", "is a mark of Markdown", "Remove it: a cell holds plain text."),
)
"""Marks of every cell in our own words."""


def cells_are_clean(table: Table) -> Iterator[Problem]:
    """Yield the first thing in each cell that is no part of a plain text or value."""
    for line, cells in table.rows:
        for column, cell in zip(table.header, cells, strict=False):
            if cell and (found := _fault(cell, _is_prose(table, column))):
                yield Problem(table.path, line, column, *found)


def prose(table: Table) -> Iterator[tuple[int, str, str]]:
    """Yield the line, the column and the cell of each text that is not an address or what others printed."""
    for column in filter(lambda column: _is_prose(table, column), table.header):
        yield from ((line, column, cell) for line, cell in table.column(column) if " " in cell or "@" in cell)


def _is_prose(table: Table, column: str) -> bool:
    return column not in ADDRESSES and (table.name, column) not in VERBATIM


@cache
def _fault(cell: str, is_prose: bool) -> tuple[str, str] | None:
    """Give the first fault of a cell and its cure; the same cell is in many rows."""
    if cell != cell.strip():
        return f"{cell!r} starts or ends with a space.", "Remove it, or run make tidy, which does."
    for fault in character_faults(cell):
        return fault
    found = (PROSE_MARKS if is_prose else ANY_MARKS).search(cell)
    if found is None:
        return None
    mark = MARKS[int((found.lastgroup or "")[1:])]
    return f"{found[0].strip() or found[0]!r} {mark.fault}.", mark.remedy


def _any_of(marks: tuple[Mark, ...]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?P<m{position}>{mark.pattern})" for position, mark in enumerate(marks)))


MARKS = (*ANYWHERE, *PROSE)
ANY_MARKS = _any_of(ANYWHERE)
PROSE_MARKS = _any_of(MARKS)
