"""What names a row: it stands once and in order, and what pages and redirects need is there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from evidence.problems import Problem
from evidence.tables import Table
from evidence.tables.rules.rows import Row, Tables, rows

ONCE = {
    "claims": ("statement",),
    "constituencies": ("name",),
    "disagreements": ("id", "question"),
    "force_responses": ("force_id+summary",),
    "forces": ("id", "website"),
    "glossary": ("id", "meaning"),
    "sources": ("id", "url"),
    "support": ("id", "name", "phone", "url"),
    "tiles": ("column+row",),
    "timeline": ("id", "event"),
}
"""Columns of which no two rows are alike but for capitals, hyphens, a final s, or how an address begins."""
NAMED_BY_PAGES = (("sources", "id", "letter"), ("timeline", "id", "letter"), ("totals", "table", "counts"))
"""Rows that pages name, by a column and its cell."""


def nothing_stands_twice(table: Table) -> Iterator[Problem]:
    """Yield each row that says the same as one above it."""
    for columns in ONCE.get(table.name, ()):
        firsts: dict[tuple[str, ...], Row] = {}
        for row in rows(table):
            cells = [row[column] for column in columns.split("+")]
            first = firsts.setdefault(tuple(map(_normal, cells)), row)
            if first is not row and all(cells):
                fault = f"{' '.join(cells)!r} is the same as on line {first.line}."
                yield row.problem(columns, fault, "Remove one of the rows, or correct it.")


def rows_are_sorted(table: Table) -> Iterator[Problem]:
    """Yield the first row that stands after one with a greater key, with the number of the others."""
    keys = [(line, table.sort_key(cells), cells) for line, cells in table.rows]
    late = [(line, cells) for (_, before, _), (line, key, cells) in pairwise(keys) if key < before]
    if late:
        columns, (line, cells) = "+".join(table.key), late[0]
        key = ", ".join(cells[table.header.index(name)] for name in table.key)
        others = f", and {len(late) - 1:,} more" if len(late) > 1 else ""
        fault = f"The row of {key!r} is not at its place in the order of {columns}{others}."
        remedy = "Move it there, or run make tidy, which sorts the rows."
        yield Problem(table.path, line, columns, fault, remedy)


def rows_that_pages_name_are_there(tables: Tables) -> Iterator[Problem]:
    """Yield each table without a row that a page names."""
    for name, column, cell in NAMED_BY_PAGES:
        table = tables.get(name)
        if table and cell not in {each for _, each in table.column(column)}:
            fault = f"There is no row {cell!r}, which the pages name."
            yield Problem(table.path, 1, column, fault, "Put the row back, with that name.")


def redirects_lead_straight(redirects: Table) -> Iterator[Problem]:
    """Yield each redirect to an address that is itself an old one, so that there is no chain and no loop."""
    old = {address for _, address in redirects.column("old")}
    for row in rows(redirects):
        if {row["new"], row["new"].partition("#")[0]} & old:
            fault = f"{row['new']!r} is an old address itself."
            yield row.problem("new", fault, "Write the address to which that one leads.")


def _normal(cell: str) -> str:
    """Give a text without what hardly tells it from another; of an address, without its beginning."""
    plain = re.sub(r"^https?://(?:www\.)?|[^\w]", "", cell.casefold())
    return plain.removesuffix("s") or cell
