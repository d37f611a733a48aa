"""A claim's figure is a plain figure, says what it counts, and is the one in its words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from evidence.problems import Problem
from evidence.tables import Table
from evidence.tables.rules.rows import PHONE, figures, rows
from evidence.tables.rules.small_numbers import PEOPLE

FIGURE = re.compile(r"(?:0|[1-9]\d*)(?:\.\d+)?|[1-9]\d* in [1-9]\d*|\d+-\d+")
IN_WORDS = "no none|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
SPELLED = {str(value): words.split() for value, words in enumerate(IN_WORDS.split("|"))}


def values_are_figures(claims: Table) -> Iterator[Problem]:
    """Yield each value that holds more than a figure, and each range of people, which is no figure."""
    for line, row in rows(claims):
        value = row["value"]
        if row["unit"] == PHONE or not value:
            continue
        if not FIGURE.fullmatch(value):
            remedy = "Write digits and a point only, such as 2672 or 18.7. What they count is the unit."
            yield Problem(claims.path, line, "value", f"{value!r} is not a figure.", remedy)
        elif "-" in value and re.search(rf"\b{PEOPLE}\b", row["unit"]):
            remedy = "Leave the value empty; the statement can say what the source says."
            yield Problem(claims.path, line, "value", f"{value!r} is a range, and no figure.", remedy)


def values_have_units(claims: Table) -> Iterator[Problem]:
    """Yield each claim whose value does not say what it counts, or that counts without a value."""
    for line, row in rows(claims):
        if row["value"] and not row["unit"]:
            fault = f"The value {row['value']!r} has no unit."
            yield Problem(claims.path, line, "unit", fault, "Write what it counts, such as victims.")
        if row["unit"] and not row["value"]:
            fault = f"The unit {row['unit']!r} has no value."
            yield Problem(claims.path, line, "value", fault, "Write the figure, or leave the unit empty too.")


def values_are_in_their_statements(claims: Table) -> Iterator[Problem]:
    """Yield each claim whose statement and quote do not have its value, as when one of them was changed."""
    for line, row in rows(claims):
        words = f"{row['statement']} {row['quote']}"
        missing = [figure for figure in figures(row["value"]) if not _is_in(figure, words)]
        if missing and row["unit"] != PHONE:
            fault = f"{row['value']!r} is not in the statement."
            yield Problem(claims.path, line, "value", fault, "Correct the value, or the statement.")


def _is_in(figure: str, words: str) -> bool:
    """Say whether words have a figure, in digits or spelled out."""
    spelled = "|".join(SPELLED.get(figure, ())) or "(?!)"
    return figure in figures(words) or bool(re.search(rf"\b(?:{spelled})\b", words, re.IGNORECASE))
