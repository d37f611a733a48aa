"""What is said of the letter stands in it."""

from __future__ import annotations

from collections.abc import Iterator

from evidence.problems import Problem
from evidence.tables import Table
from evidence.tables.rules.rows import Row, rows

QUOTATION_MARKS = str.maketrans("\N{LEFT SINGLE QUOTATION MARK}\N{RIGHT SINGLE QUOTATION MARK}“”", "''\"\"")
HEAD = "CC: Rt Hon Ed Argar MP"
"""The line above the paragraphs that a claim quotes; letter.csv starts at paragraph 1."""


def misprints_are_in_the_letter(misprints: Table, letter: Table) -> Iterator[Problem]:
    """Yield each misprint that is not in its paragraph."""
    paragraphs = {row["paragraph"]: row["text"] for _, row in rows(letter)}
    for line, row in rows(misprints):
        if row["printed"] not in paragraphs.get(row["paragraph"], row["printed"]):
            fault = f"{row['printed']!r} is not in paragraph {row['paragraph']}."
            yield Problem(misprints.path, line, "printed", fault, "Write the words as the letter has them.")


def locators_lead_to_paragraphs(claims: Table, letter: Table) -> Iterator[Problem]:
    """Yield each claim that stands in a paragraph which the letter does not have."""
    paragraphs = [paragraph for _, paragraph in letter.column("paragraph")]
    for line, row in _of_the_letter(claims):
        paragraph = row["locator"].removeprefix("paragraph ")
        if paragraph.isdecimal() and paragraph not in paragraphs:
            fault = f"The letter has no {row['locator']}."
            remedy = f"Write one of its paragraphs: {', '.join(paragraphs)}."
            yield Problem(claims.path, line, "locator", fault, remedy)


def quotes_are_word_for_word(claims: Table, letter: Table) -> Iterator[Problem]:
    """Yield each quote that is not in its paragraph as printed, misprints and all.

    Only the shape of quotation marks and the width of spaces may differ.
    """
    places = {f"paragraph {row['paragraph']}": row["text"] for _, row in rows(letter)}
    places[""] = HEAD
    for line, row in _of_the_letter(claims):
        words = places.get(row["locator"])
        if words is not None and _straight(row["quote"]) not in _straight(words):
            fault = f"{row['quote']!r} is not in {row['locator'] or 'the head of the letter'}."
            remedy = "Copy the words as they are printed, or correct the locator."
            yield Problem(claims.path, line, "quote", fault, remedy)


def _of_the_letter(claims: Table) -> Iterator[tuple[int, Row]]:
    return ((line, row) for line, row in rows(claims) if row["source_id"] == "letter")


def _straight(words: str) -> str:
    return " ".join(words.translate(QUOTATION_MARKS).split())
