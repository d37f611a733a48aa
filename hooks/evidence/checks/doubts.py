"""What is no fault and yet may be a slip: a row that nothing uses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from evidence.checks.rules.references import naming
from evidence.problems import Problem
from evidence.tables import Package, Table

FEW = 5  # more than these of one table are told together, so that the list can be read
USED = {
    "claims": "Cite it on a page or name it in another table",
    "sources": "Name it in the row that rests on it",
}


def doubts(package: Package, pages: Iterable[str]) -> Iterator[Problem]:
    """Yield the claims and sources of a sound package that no other table names, and no page's own words.

    A claim of a paragraph of the letter is used: the paragraph leads to it. So is every response, by the
    page of its force. `pages` are the templates and the pages that are written by hand.
    """
    written = set(re.findall(r"[\w-]+", " ".join(pages)))
    for name, cure in USED.items():
        table = package.tables[name]
        named = {
            cell for column in naming(package.tables) if column.known is table for _, cell in column.names()
        }
        unused = [
            (line, key) for line, key in table.column("id") if key not in named | written | _told(table)
        ]
        yield from _doubted(table, unused, cure)


def _told(table: Table) -> set[str]:
    if "locator" not in table.header:
        return set()
    rows = zip(table.column("id"), table.column("locator"), strict=True)
    return {key for (_, key), (_, locator) in rows if locator}


def _doubted(table: Table, unused: list[tuple[int, str]], cure: str) -> Iterator[Problem]:
    if len(unused) > FEW:
        keys = ", ".join(key for _, key in unused)
        fault = f"Doubt: nothing uses {len(unused)} of {len(table.rows)} {table.name}: {keys}."
        yield Problem(table.path, unused[0][0], "id", fault, f"For each: {cure.lower()}, or remove its row.")
        return
    for line, key in unused:
        yield Problem(table.path, line, "id", f"Doubt: nothing uses {key!r}.", f"{cure}, or remove its row.")
