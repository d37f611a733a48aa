"""Every abbreviation that a reader meets is spelled out somewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator

from evidence.problems import Problem
from evidence.tables.rules.cells import prose
from evidence.tables.rules.rows import Tables, rows

ABBREVIATION = re.compile(r"\b([A-Z]{2,8})s?\b")
ROMAN = re.compile(r"X{0,3}(?:IX|IV|V?I{0,3})")
WELL_KNOWN = {"EU", "ID", "NHS", "TV", "UN", "US"}
"""Abbreviations that more people know than what they stand for."""
SMALL_WORDS = r"(?:(?:and|for|in|of|on|the|to|with|against)[ -])*"


def abbreviations_are_spelled_out(tables: Tables) -> Iterator[Problem]:
    """Yield each abbreviation that is neither in the glossary nor spelled out in its own cell."""
    if "glossary" not in tables:
        return
    terms = " ".join(f"{row['term']} {row['abbreviation']}" for _, row in rows(tables["glossary"]))
    known = {*ABBREVIATION.findall(terms), *WELL_KNOWN}
    if "aliases" in tables:
        known |= {row["alias"] for _, row in rows(tables["aliases"]) if row["kind"] == "abbreviation"}
    for table in tables.values():
        for line, column, cell in prose(table):
            unknown = next((each for each in _abbreviations(cell) if each not in known), None)
            if unknown and not _spelled_out(unknown).search(cell):
                fault = f"{unknown!r} is an abbreviation that the glossary does not have."
                remedy = "Spell it out, or add a row for it to glossary.csv."
                yield Problem(table.path, line, column, fault, remedy)


def _abbreviations(cell: str) -> Iterator[str]:
    """Yield the abbreviations of a text, not those of a title in capitals, a code or a numeral."""
    if not cell.isupper():
        yield from (each for each in ABBREVIATION.findall(cell) if not ROMAN.fullmatch(each))


def _spelled_out(abbreviation: str) -> re.Pattern[str]:
    """Give what finds words with these initials, small words between them left out."""
    return re.compile(
        r"[a-z]*[ -]".join(rf"\b{SMALL_WORDS}{letter}" for letter in abbreviation), re.IGNORECASE
    )
