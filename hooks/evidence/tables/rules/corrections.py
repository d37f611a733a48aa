"""A correction says in somebody's own words what was wrong and why."""

from __future__ import annotations

from collections.abc import Iterator

from evidence.problems import Problem
from evidence.tables import Table

WRONG, WHY = "WHAT WAS WRONG", "WHY"
"""What stands for the words in the line that is offered to be pasted."""


def corrections_are_in_words(corrections: Table) -> Iterator[Problem]:
    """Yield each cell in which a pasted line still has its capitals."""
    for column in ("wrong", "why"):
        for line, cell in corrections.column(column):
            if cell.strip() in {WRONG, WHY}:
                fault = f"The words {cell!r} stand for your own."
                yield Problem(
                    corrections.path, line, column, fault, "Write in their place what readers are to know."
                )
