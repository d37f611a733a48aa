"""The words that go with the files, from docs/templates/exports: what stands there in braces is filled in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from evidence.cache import HERE
from evidence.problems import Problem, RejectedInput

FOLDER = "docs/templates/exports"


def fill(name: str, facts: Mapping[str, str]) -> str:
    """Fill facts into the words of a file; raises RejectedInput where braces name none of them."""
    words = (HERE.parents[1] / FOLDER / name).read_text("utf-8-sig")
    problems = list(_unknown_facts(f"{FOLDER}/{name}", words, facts))
    if problems:
        raise RejectedInput(problems)
    return words.format_map(facts)


def _unknown_facts(path: str, words: str, facts: Mapping[str, str]) -> Iterator[Problem]:
    remedy = f"Write one of: {', '.join(f'{{{fact}}}' for fact in facts)}."
    for number, line in enumerate(words.splitlines(), 1):
        try:
            line.format_map(facts)
        except (KeyError, ValueError, IndexError):
            yield Problem(path, number, "text", "The braces on this line hold no word that is known.", remedy)
