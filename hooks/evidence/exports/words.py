"""The words that go with the files, from docs/templates/exports: what stands there in braces is filled in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from evidence import text
from evidence.metadata import Publication
from evidence.problems import Problem, RejectedInput
from evidence.tables import display_path


def describe(publication: Publication) -> dict[str, str]:
    """Give the facts of a publication that every file may name."""
    descriptor = publication.package.descriptor
    facts = {name: str(descriptor[name]) for name in ("title", "description", "version")}
    return {**facts, "date": text.date(publication.released), "site": publication.url}


def fill(path: Path, facts: Mapping[str, str]) -> str:
    """Fill facts into the words of a file; raises RejectedInput where braces name none of them."""
    words = path.read_text("utf-8-sig")
    problems = list(_unknown_facts(path, words, facts))
    if problems:
        raise RejectedInput(problems)
    return words.format_map(facts)


def _unknown_facts(path: Path, words: str, facts: Mapping[str, str]) -> Iterator[Problem]:
    known = ", ".join(f"{{{fact}}}" for fact in facts)
    for number, line in enumerate(words.splitlines(), 1):
        try:
            line.format_map(facts)
        except (AttributeError, IndexError, KeyError, ValueError):
            fault = "There are braces around something that cannot be filled in here."
            yield Problem(display_path(path), number, "words", fault, f"Use {known}.")
