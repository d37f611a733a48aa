"""Every file in docs/ is known, and holds no marks of a merge that was not finished."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from evidence.problems import Problem
from evidence.tables.files import find_conflict

KNOWN = re.compile(
    r"""
    [a-z0-9-]+\.md
    | templates/(?:[a-z0-9-]+/)*[a-z0-9_-]+(?:\.md|\.html)?\.jinja
    | templates/exports/[a-z0-9-]+\.md
    | templates/charts\.toml
    | \.overrides/(?:[a-z0-9-]+/)*[a-z0-9-]+\.html
    | assets/(?:[a-z0-9-]+/)*[\w.-]+\.(?:css|js|mjs|json|svg|png|ico|webp|woff2)
    | assets/vendor/[\w.-]+
    """,
    re.VERBOSE,
)
DOCUMENT = re.compile(r".*\.(?:pdf|docx?|odt|rtf|xls[xm]?|ods|pptx?|zip|7z|rar|gz|tar|eml|msg|html?)", re.I)


def conflict_problems(path: str, text: str) -> Iterator[Problem]:
    """Yield the first mark of a conflict that nobody has resolved in a file."""
    if found := find_conflict(text):
        line, fault, remedy = found
        yield Problem(path, line, "conflict", fault, remedy)


def problems(paths: Iterable[str], folder: str, words: str) -> Iterator[Problem]:
    """Yield each file that does not belong in docs/; `words` are the texts that name what they load."""
    for path in paths:
        fault, remedy = _fault(path, words)
        if fault:
            yield Problem(f"{folder}/{path}", 1, "file", fault, remedy)


def _fault(path: str, words: str) -> tuple[str, str]:
    name = path.rpartition("/")[2]
    if KNOWN.fullmatch(path):
        is_used = not path.startswith("assets/") or "/vendor/" in path or name in words
        fault = "" if is_used else "No page shows or loads this file."
        return fault, "Name it where it is used, or remove it."
    if DOCUMENT.fullmatch(name):
        return (
            "A document is not published here.",
            "Remove it, and name its page in data/sources.csv instead.",
        )
    if KNOWN.fullmatch(path.lower()):
        return "The name has a capital letter.", f"Rename it to {path.lower()!r}."
    fault = "The file is none that the site is made of, and would be published."
    return fault, "Remove it, or close the program that keeps it there."
