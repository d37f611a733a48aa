"""Rows stand in the order of their key."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from evidence.problems import Problem
from evidence.tables import Table


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
