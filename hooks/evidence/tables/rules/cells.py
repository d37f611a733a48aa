"""What no cell may hold: lost letters, code in place of text, and what a spreadsheet made of a value."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from evidence.problems import Problem
from evidence.tables import Table
from evidence.tables.rules.characters import character_faults
from evidence.tables.rules.rows import Tables, rows

VERBATIM = {
    ("letter", "text"),
    ("letter", "italic"),
    ("claims", "quote"),
    ("misprints", "printed"),
    ("support", "email"),
}
"""Columns that repeat what others printed, faults included."""
TITLES = {("sources", "title"), ("sources", "publisher")}
"""Columns of names that others gave."""
ADDRESSES = {"online", "url", "website"}
"""Columns of web addresses."""

EVERY, PROSE, OWN = range(3)
"""Columns: every one; those of texts that are not `VERBATIM`; those of them that are not `TITLES` either."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A pattern that no cell of some columns may match, what is wrong with it, and what to do."""

    pattern: str
    fault: str
    remedy: str
    columns: int = PROSE


PLAIN = "Remove it: a cell holds plain text."
RETYPE = "Type it anew."
MONTHS = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"

MARKS = (
    Mark(r"  +", "is two spaces or more", "Leave one space.", EVERY),
    Mark(
        r"#[A-Z][A-Z0-9/_]*[!?]|#N/?[AV]\b|#(?i:ref|value|name|div/0)\b|\bErr:\d{3}|#{3,}",
        "is an error of a spreadsheet",
        "Write the value that belongs there.",
        EVERY,
    ),
    Mark(r"&(?:#\d+|#[xX][\da-fA-F]+|[A-Za-z]{2,8}\d*);", "is code for a character", RETYPE, EVERY),
    Mark(r"</?[A-Za-z][^<>]*>|<!--", "is HTML", PLAIN, EVERY),
    Mark(r"\{\{|\}\}|\{%|%\}|\{#", "belongs in a template", PLAIN, EVERY),
    Mark(r"(?i:\b(?:javascript|vbscript):)\S|data:[a-z]+/", "is a program in an address", PLAIN, EVERY),
    Mark(
        r"\A(?:[=+@]|-[A-Za-z(]|'[\d=+-]).*",
        "starts like a formula, which a spreadsheet would work out",
        "Write the value itself.",
        EVERY,
    ),
    Mark(r"\A\d(?:[.,]\d+)?[Ee][+-]?\d+\Z", "is a number that a spreadsheet shortened", RETYPE, EVERY),
    Mark(
        rf"\A(?:\d\d?-(?i:{MONTHS})|(?i:{MONTHS})-\d\d?)(?:-\d+)?\Z", "is a spreadsheet's date", RETYPE, EVERY
    ),
    Mark(
        r"\A(?i:n[./]?[ak]\.?|nil|null|none|nan|unknown|tb[acd]|pending|missing"
        r"|(?:as|no|none|not|see|to be) (?:above|added|applicable|available|below|confirmed|data|found|given"
        r"|known|recorded|stated)|blank|empty|ditto|to ?do|xxx+|true|false|lorem ipsum.*|[-–—_.?…*/~\"]+)\Z",
        "is no value",
        "Leave the cell empty: empty means not known.",
        EVERY,
    ),
    Mark(r"(?:^|\s)[‘“\"(]?[A-Za-z’-]+\?[a-z]+\b", "has a question mark in place of a letter", RETYPE),
    Mark(
        r"\\[ux][\da-fA-F]{2}|\\[nrt]\b|(?:=[\dA-F]{2}){2}|(?:^|\s)[^\s/%]*%[2-7CE][\dA-F]",
        "is code for a character",
        RETYPE,
    ),
    Mark(r"\*\*|__|~~|`|\]\(|\A#+ ", "is a mark of Markdown", PLAIN),
)

ABBREVIATION = re.compile(r"\b(?![IVX]+\b)([A-Z]{2,8})s?\b")
"""Capitals that are no Roman numeral."""
WELL_KNOWN = set("BBC EU FM GBP GOV ID ITV LGBT MP NHS PA PDF TV UK UN URL US".split())
"""Abbreviations that more people know than what they stand for."""
SMALL_WORDS = r"(?:(?:and|for|in|of|on|the|to|with|against)[ -])*"


def cells_are_clean(table: Table) -> Iterator[Problem]:
    """Yield the first thing in each cell that is no part of a plain text or value."""
    for line, cells in table.rows:
        for column, cell in zip(table.header, cells, strict=False):
            if cell and (found := _character_fault(cell)):
                yield Problem(table.path, line, column, *found)
    yield from scan(table, MARKS)


def scan(table: Table, marks: tuple[Mark, ...]) -> Iterator[Problem]:
    """Yield the first mark in each cell of the columns that it is for."""
    by_scope = [tuple(mark for mark in marks if mark.columns <= scope) for scope in (EVERY, PROSE, OWN)]
    first_mark = cache(lambda cell, scope: next(find_marks(cell, by_scope[scope]), None))
    scopes = [_scope(table, column) for column in table.header]
    for line, cells in table.rows:
        for column, scope, cell in zip(table.header, scopes, cells, strict=False):
            if found := first_mark(cell, scope):
                part, mark = found
                fault = f"{part[0].strip() or part[0]!r} {mark.fault}."
                yield Problem(table.path, line, column, fault, mark.remedy)


def find_marks(text: str, marks: tuple[Mark, ...]) -> Iterator[tuple[re.Match[str], Mark]]:
    """Yield each part of a text that matches a mark."""
    for found in compile_marks(marks).finditer(text) if marks else ():
        yield found, marks[int((found.lastgroup or "")[1:])]


@cache
def compile_marks(marks: tuple[Mark, ...]) -> re.Pattern[str]:
    """Give the pattern of any of some marks, each a group named by its number."""
    return re.compile("|".join(f"(?P<m{position}>{mark.pattern})" for position, mark in enumerate(marks)))


def prose(table: Table) -> Iterator[tuple[int, str, str]]:
    """Yield the line, the column and the cell of each text that is not an address or what others printed."""
    for column in (column for column in table.header if _scope(table, column) >= PROSE):
        yield from ((line, column, cell) for line, cell in table.column(column) if " " in cell or "@" in cell)


def abbreviations_are_spelled_out(tables: Tables) -> Iterator[Problem]:
    """Yield each abbreviation that is neither in the glossary nor spelled out in its own cell."""
    if "glossary" not in tables:
        return
    terms = " ".join(f"{row['term']} {row['abbreviation']}" for row in rows(tables["glossary"]))
    known = {*ABBREVIATION.findall(terms), *WELL_KNOWN}
    if "aliases" in tables:
        known |= {row["alias"] for row in rows(tables["aliases"]) if row["kind"] == "abbreviation"}
    for table in tables.values():
        for line, column, cell in prose(table):
            found = () if cell.isupper() else ABBREVIATION.findall(cell)
            unknown = next((each for each in found if each not in known), None)
            if unknown and not _has_initials(cell, unknown):
                fault = f"{unknown!r} is an abbreviation that the glossary does not have."
                remedy = "Spell it out, or add a row for it to glossary.csv."
                yield Problem(table.path, line, column, fault, remedy)


def _scope(table: Table, column: str) -> int:
    if column in ADDRESSES or (table.name, column) in VERBATIM:
        return EVERY
    return PROSE if (table.name, column) in TITLES else OWN


@cache  # the same cell is in many rows
def _character_fault(cell: str) -> tuple[str, str] | None:
    if cell != cell.strip():
        if cell.lstrip().startswith('"'):  # which may hold cells together, so that tidy leaves it
            return f"{cell!r} has a space before a quotation mark.", "Remove both, and the other mark."
        return f"{cell!r} starts or ends with a space.", "Remove it, or run make tidy, which does."
    return next(character_faults(cell), None)


def _has_initials(text: str, abbreviation: str) -> bool:
    """Say whether words of a text have these initials, small words between them left out."""
    words = r"[a-z]*[ -]".join(rf"\b{SMALL_WORDS}{letter}" for letter in abbreviation)
    return bool(re.search(words, text, re.IGNORECASE))
