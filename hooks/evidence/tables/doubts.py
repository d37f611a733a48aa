"""What is no fault and yet may be a slip: rows that nothing uses, sources unread, figures grown old."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from evidence.problems import Problem
from evidence.tables.read import Package, Table
from evidence.tables.rules.references import find_reference_columns

YEARS = 2
"""Years without a newer row, after which a table of dated rows may have grown old."""
PARTIAL_DATE = re.compile(r"\d{4}(-\d\d){0,2}")
UNUSED = {
    "claims": "Cite it on a page, name it in a table, or remove it.",
    "sources": "Rest a row on it, or remove it.",
}


def find_doubts(package: Package, docs: Path) -> Iterator[Problem]:
    """Yield what may be a slip in sound tables; `docs` is the folder of templates and pages."""
    texts = (
        path.read_text("utf-8", errors="replace")
        for path in docs.rglob("*")
        if path.suffix in {".md", ".jinja"}
    )
    words = {word for text in texts for word in re.findall(r"[\w-]+", text)}
    for name, remedy in UNUSED.items():
        yield from _find_unused(package, package.tables[name], words, remedy)
    sources = package.tables["sources"]
    for (line, key), (_, read_in) in zip(sources.column("id"), sources.column("read_in"), strict=True):
        if read_in != "original":
            fault = f"{key!r} was not read at its publisher."
            yield Problem(sources.path, line, "read_in", fault, "Read it there, if it can be found.")
    day = str(package.descriptor["created"])[:10]
    for table in package.tables.values():
        yield from _find_old(table, f"{int(day[:4]) - YEARS}{day[4:]}")


def _find_unused(package: Package, table: Table, words: set[str], remedy: str) -> Iterator[Problem]:
    """Yield each row that no table and no page names; a claim with a locator stands by the letter."""
    used = words | {
        key
        for each in find_reference_columns(package.tables)
        if each.known.name == table.name
        for _, key in each.names()
    }
    locators = dict(table.column("locator")) if "locator" in table.header else {}
    for line, key in table.column("id"):
        if key not in used and not locators.get(line):
            yield Problem(table.path, line, "id", f"Nothing uses {key!r}.", remedy)


def _find_old(table: Table, before: str) -> Iterator[Problem]:
    for name in table.key:
        dates = [(cell, line) for line, cell in table.column(name)]
        if dates and all(PARTIAL_DATE.fullmatch(cell) for cell, _ in dates):
            newest, line = max(dates)
            if newest < before[: len(newest)]:
                fault = f"The newest row is of {newest}."
                yield Problem(table.path, line, name, fault, "Look whether there is a newer one.")
