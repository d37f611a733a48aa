"""What a claim says agrees with itself, with the letter, and with all that rests on it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from evidence.problems import Problem
from evidence.tables import Table
from evidence.tables.rules.people import LETTER, PEOPLE
from evidence.tables.rules.rows import PHONE, Tables, by_id, figures, join, rows

FIGURE = re.compile(r"(?:0|[1-9]\d*)(?:\.\d+)?|[1-9]\d* in [1-9]\d*|\d+-\d+")
IN_WORDS = "no none|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
SPELLED = {str(value): words.split() for value, words in enumerate(IN_WORDS.split("|"))}
CLAIM_WORDS = ("statement", "value", "period_start", "period_end", "caveat")
RESTING = (
    ("disagreement_positions", "position", "claim_id"),
    ("timeline", "event", "claim_ids"),
    ("glossary", "meaning", "claim_ids"),
    ("disagreements", "how_we_word_it", ""),
)
"""Texts that take their figures from the claims that a column names, or from those of both sides."""
COUNTS = (("totals", "total"), ("counts", "count"))
"""Tables of counts, and the column that a claim gives."""
AREAS = {
    "England and Wales": "England and Wales",
    "PSNI": "Northern Ireland",
    "Police Scotland": "Scotland",
    "UK": "United Kingdom",
}
"""The area of a claim, and what the chart of comparisons calls it."""
QUOTATION_MARKS = str.maketrans("\N{LEFT SINGLE QUOTATION MARK}\N{RIGHT SINGLE QUOTATION MARK}“”", "''\"\"")
HEAD = "CC: Rt Hon Ed Argar MP"
"""The line above the paragraphs that a claim quotes; letter.csv starts at paragraph 1."""


def values_are_figures(claims: Table) -> Iterator[Problem]:
    """Yield each value that holds more than a figure, each range of people, and each that lacks its unit."""
    for row in rows(claims):
        for column, fault, remedy in _value_faults(row["value"], row["unit"]):
            yield row.problem(column, fault, remedy)


def values_are_in_their_statements(claims: Table) -> Iterator[Problem]:
    """Yield each claim whose statement and quote do not have its value, as when one of them was changed."""
    for row in rows(claims):
        words = f"{row['statement']} {row['quote']}"
        missing = [figure for figure in figures(row["value"]) if not _is_in(figure, words)]
        if missing and row["unit"] != PHONE:
            fault = f"{row['value']!r} is not in the statement."
            yield row.problem("value", fault, "Correct the value, or the statement.")


def counts_equal_their_claims(tables: Tables) -> Iterator[Problem]:
    """Yield each count or total whose claim gives another, counts something else, or is of another period."""
    for name, column in COUNTS:
        if not {name, "claims"} <= tables.keys():
            continue
        for row, claim in join(tables[name], "claim_id", tables["claims"]):
            period = row.cells.get("period") or row.period()
            same = (claim["value"], claim.period()) == (row[column], period) and row["unit"] in claim["unit"]
            if row[column] and not same:
                figure = f"{claim['value']} {claim['unit']}".strip() or "no figure"
                fault = f"{row['claim_id']} gives {figure} for {claim.period()}, and not this {column}."
                yield row.problem("claim_id", fault, "Correct the row, or name the claim that gives it.")


def figures_are_those_of_claims(tables: Tables) -> Iterator[Problem]:
    """Yield each text with a figure that none of the claims that it names has."""
    known = by_id(tables["claims"]) if "claims" in tables else {}
    sides = _claims_of_sides(tables["disagreement_positions"]) if "disagreement_positions" in tables else {}
    for name, column, naming in RESTING:
        for row in rows(tables[name]) if known and name in tables else ():
            named = row[naming] if naming else sides.get(row["id"], "")
            claims = [known[claim] for claim in named.split() if claim in known]
            words = " ".join(claim[each] for claim in claims for each in CLAIM_WORDS)
            missing = figures(row[column]) - figures(words)
            if claims and missing:
                fault = f"{min(missing)!r} is in no claim that the row rests on: {named}."
                yield row.problem(column, fault, "Correct the figure, or add the claim that has it.")


def comparisons_fit_their_claims(comparisons: Table, claims: Table) -> Iterator[Problem]:
    """Yield each comparison of a claim without a figure, or of another area."""
    for row, claim in join(comparisons, "claim_id", claims):
        if not claim["value"].isdecimal():
            fault = f"{row['claim_id']} has no whole number to compare."
            yield row.problem("claim_id", fault, "Name a claim that has one.")
        if AREAS.get(claim["area"]) != row["area"]:
            fault = f"{row['area']!r} is not the area of {row['claim_id']}, {claim['area']!r}."
            yield row.problem("area", fault, "Correct whichever is wrong.")


def quotes_are_word_for_word(claims: Table, letter: Table) -> Iterator[Problem]:
    """Yield each claim of the letter whose paragraph is not there, or has not its quote, misprints and all.

    Only the shape of quotation marks and the width of spaces may differ.
    """
    places = {f"paragraph {row['paragraph']}": row["text"] for row in rows(letter)}
    for row in (row for row in rows(claims) if row["source_id"] == LETTER):
        words = {"": HEAD, **places}.get(row["locator"])
        if words is None and re.fullmatch(r"paragraph \d+", row["locator"]):
            remedy = f"Write one of its paragraphs: {', '.join(places)}."
            yield row.problem("locator", f"The letter has no {row['locator']}.", remedy)
        elif words is not None and _straight(row["quote"]) not in _straight(words):
            fault = f"{row['quote']!r} is not in {row['locator'] or 'the head of the letter'}."
            yield row.problem("quote", fault, "Copy the words as they are printed, or correct the locator.")


def misprints_are_in_the_letter(misprints: Table, letter: Table) -> Iterator[Problem]:
    """Yield each misprint that is not in its paragraph."""
    for row, paragraph in join(misprints, "paragraph", letter):
        if row["printed"] not in paragraph["text"]:
            fault = f"{row['printed']!r} is not in paragraph {row['paragraph']}."
            yield row.problem("printed", fault, "Write the words as the letter has them.")


def the_letter_names_the_briefing(letter: Table) -> Iterator[Problem]:
    """Yield words in italics that are not in their paragraph, and a letter that has none."""
    for row in rows(letter):
        if row["italic"] not in row["text"]:
            fault = f"{row['italic']!r} is not in the paragraph."
            yield row.problem("italic", fault, "Write the words as they stand there.")
    if not any(row["italic"] for row in rows(letter)):
        fault = "No words are in italics, and those of the letter are the name of the briefing."
        yield Problem(letter.path, 1, "italic", fault, "Put them back beside their paragraph.")


def _value_faults(value: str, unit: str) -> Iterator[tuple[str, str, str]]:
    if value and not unit:
        yield "unit", f"The value {value!r} has no unit.", "Write what it counts, such as victims."
    elif unit and not value:
        yield "value", f"The unit {unit!r} has no value.", "Write the figure, or leave the unit empty too."
    elif value and unit != PHONE and not FIGURE.fullmatch(value):
        remedy = "Write digits and a point only, such as 2672 or 18.7. What they count is the unit."
        yield "value", f"{value!r} is not a figure.", remedy
    elif "-" in value and re.search(rf"\b{PEOPLE}\b", unit):
        remedy = "Leave the value empty; the statement can say what the source says."
        yield "value", f"{value!r} is a range, and no figure.", remedy


def _is_in(figure: str, words: str) -> bool:
    """Say whether words have a figure, in digits or spelled out."""
    spelled = "|".join(SPELLED.get(figure, ())) or "(?!)"
    return figure in figures(words) or bool(re.search(rf"\b(?:{spelled})\b", words, re.IGNORECASE))


def _claims_of_sides(positions: Table) -> dict[str, str]:
    """Give the claims that take a side in each disagreement."""
    sides: defaultdict[str, str] = defaultdict(str)
    for row in rows(positions):
        sides[row["disagreement_id"]] += f"{row['claim_id']} "
    return sides


def _straight(words: str) -> str:
    return " ".join(words.translate(QUOTATION_MARKS).split())
