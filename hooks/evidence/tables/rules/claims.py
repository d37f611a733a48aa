"""A claim's figure says what it counts, and is the one that its words tell."""

from __future__ import annotations

import re
from collections.abc import Iterator

from evidence.problems import Problem
from evidence.tables import Table
from evidence.tables.rules.frames import rows

IN_WORDS = "no none|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
SPELLED = {str(value): words.split() for value, words in enumerate(IN_WORDS.split("|"))}
NOT_TOLD = "phone"
"""The unit whose values a statement need not tell: a number to confirm first is shown nowhere."""


def values_have_units(claims: Table) -> Iterator[Problem]:
    """Yield each claim whose value does not say what it counts."""
    for line, row in rows(claims):
        if row["value"] and not row["unit"]:
            fault = f"The value {row['value']!r} has no unit."
            yield Problem(claims.path, line, "unit", fault, "Write what it counts, such as victims.")


def values_are_in_their_words(claims: Table) -> Iterator[Problem]:
    """Yield each claim whose statement and quote do not tell its value, as when one of them was changed."""
    for line, row in rows(claims):
        words = f"{row['statement']} {row['quote']}"
        missing = [
            figure for figure in re.findall(r"\d+(?:\.\d+)?", row["value"]) if not _told(figure, words)
        ]
        if missing and row["unit"] != NOT_TOLD:
            fault = f"{row['value']!r} is not in the statement."
            yield Problem(claims.path, line, "value", fault, "Correct the value, or the statement.")


def _told(figure: str, words: str) -> bool:
    """Say whether words tell a figure, in digits or spelled out."""
    spelled = "|".join((re.escape(figure), *SPELLED.get(figure, ())))
    plain = re.sub(r"(?<=\d),(?=\d{3})", "", words)
    return bool(re.search(rf"(?<![\w.])(?:{spelled})(?!\w|\.\d)", plain, re.IGNORECASE))
