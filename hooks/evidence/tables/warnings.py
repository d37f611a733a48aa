"""What is no fault and yet may be a slip: a row that nothing uses, a source unread, figures grown old."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from evidence.problems import Problem
from evidence.tables import Package, Table
from evidence.tables.rules.references import naming

FEW = 5  # more than these of one table are told together, so that the list can be read
YEARS = 2  # without a newer row in a table of dated rows, after which it is a doubt
PARTIAL = re.compile(r"\d{4}(-\d\d){0,2}")
USED = {
    "claims": "Cite it on a page or name it in another table",
    "sources": "Name it in the row that rests on it",
}


def doubts(package: Package, pages: Iterable[str], few: int = FEW) -> Iterator[Problem]:
    """Yield the claims and sources of a sound package that no other table names, and no page's own words.

    A claim of a paragraph of the letter is used: the paragraph leads to it. So is every response, by the
    page of its force. `pages` are the templates and the pages that are written by hand. More than `few` of
    one table are told as one.
    """
    written = set(re.findall(r"[\w-]+", " ".join(pages)))
    for name, cure in USED.items():
        table = package.tables[name]
        named = {
            cell for column in naming(package.tables) if column.known is table for _, cell in column.names()
        }
        used = named | written | _told(table)
        unused = [(line, key) for line, key in table.column("id") if key not in used]
        yield from _doubted(table, unused, cure, few)


def written(project: Path) -> Iterator[str]:
    """Read the words of a project's templates and of its pages that are written by hand."""
    docs = project / "docs"
    return (path.read_text("utf-8") for path in (*docs.glob("*.md"), *docs.glob("templates/*.jinja")))


def unread(package: Package) -> Iterator[Problem]:
    """Yield the sources of a sound package that were read in a copy and not at their publishers."""
    table = package.tables["sources"]
    for (line, key), (_, read_in) in zip(table.column("id"), table.column("read_in"), strict=True):
        if read_in != "original":
            fault = f"Doubt: {key!r} was not read at its publisher."
            yield Problem(table.path, line, "read_in", fault, "Read it there, if it can be found.")


def stale(package: Package) -> Iterator[Problem]:
    """Yield the tables of dated rows whose newest is over two years older than the last published change."""
    day = max(cell for _, cell in package.tables["changes"].column("date"))
    before = str(int(day[:4]) - YEARS) + day[4:]
    for table in package.tables.values():
        for column in _dated(table)[-1:]:
            newest, line = max((cell, line) for line, cell in table.column(column))
            if newest < before[: len(newest)]:
                fault = f"Doubt: the newest row is of {newest}, over {YEARS} years before the last change."
                yield Problem(table.path, line, column, fault, "Look whether there is a newer one.")


def _dated(table: Table) -> list[str]:
    """Give the columns of a table's key that hold dates or years, as known."""
    cells = {column: [cell for _, cell in table.column(column)] for column in table.key}
    return [column for column, found in cells.items() if found and all(map(PARTIAL.fullmatch, found))]


def _told(table: Table) -> set[str]:
    if "locator" not in table.header:
        return set()
    rows = zip(table.column("id"), table.column("locator"), strict=True)
    return {key for (_, key), (_, locator) in rows if locator}


def _doubted(table: Table, unused: list[tuple[int, str]], cure: str, few: int) -> Iterator[Problem]:
    if len(unused) > few:
        keys = ", ".join(key for _, key in unused)
        fault = f"Doubt: nothing uses {len(unused)} of {len(table.rows)} {table.name}: {keys}."
        yield Problem(table.path, unused[0][0], "id", fault, f"For each: {cure.lower()}, or remove its row.")
        return
    for line, key in unused:
        yield Problem(table.path, line, "id", f"Doubt: nothing uses {key!r}.", f"{cure}, or remove its row.")
