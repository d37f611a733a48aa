"""The rows of the tables as objects, made by what the data package says of their columns."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar, get_origin, get_type_hints

from evidence.problems import Problem, RejectedInput
from evidence.tables import Package, Table

Cells = Mapping[str, Any]
"""The cells of a row by the names of their columns, each of the type that the data package gives it."""
READERS: Mapping[str, Callable[[str], Any]] = {
    "date": datetime.date.fromisoformat,
    "integer": int,
    "number": float,
}
"""How a cell of a type is read; a cell of any other type is text."""
MISSING = (
    "The column is missing, and the site is built from it.",
    "Put it back in the table and in datapackage.json.",
)
UNFIT = (
    "The site cannot use the column as datapackage.json describes it now.",
    "Undo what was changed of its type or its constraints there.",
)


@dataclass(frozen=True, kw_only=True, eq=False)
class Row:
    """A row of a table: one object, equal to no other.

    Each kind of row declares the columns that code uses. Every other column of the data package is carried
    along in `cells`, and templates read it as an attribute too.
    """

    cells: Cells = field(repr=False)

    if not TYPE_CHECKING:  # code may use only what is declared

        def __getattr__(self, column: str) -> Any:
            """Give the cell of a column that no code uses."""
            cells = vars(self).get("cells", {})
            if column not in cells:
                raise AttributeError(f"A {type(self).__name__} has no {column!r}.")
            return cells[column]


Kind = TypeVar("Kind", bound=Row)
Join = Callable[[Cells], Cells]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """The rows of valid tables; `sources` and `claims` are those that rows name, by their ids."""

    package: Package
    sources: Mapping[str, Row]
    claims: Mapping[str, Row]

    def build(self, table: str, kind: type[Kind], join: Join = lambda _: {}) -> tuple[Kind, ...]:
        """Build each row of a table, in its order, with what `join` finds in other tables by its cells.

        Raises RejectedInput where the table lacks a column that code uses, or has it with another type.
        """
        read, built = self.package.tables[table], []
        declared = {name: hint for name, hint in get_type_hints(kind).items() if name != "cells"}
        for (line, _), cells in zip(read.rows, read_rows(read), strict=True):
            known = {**cells, **dict(self._find_named(cells)), **join(cells)}
            for column, hint in declared.items():
                expected = tuple if get_origin(hint) is tuple else hint
                if column not in known or not isinstance(known[column], expected):
                    fault = UNFIT if column in known else MISSING
                    raise RejectedInput([Problem(read.path, line, column, *fault)])
            built.append(kind(cells=cells, **{name: known[name] for name in declared}))
        return tuple(built)

    def _find_named(self, cells: Cells) -> Iterator[tuple[str, object]]:
        """Give the source, the claim and the claims that a row names."""
        if "source_id" in cells:
            yield "source", self.sources.get(cells["source_id"])
        if "claim_id" in cells:
            yield "claim", self.claims.get(cells["claim_id"])
        if "claim_ids" in cells:
            yield "claims", tuple(self.claims[each] for each in cells["claim_ids"].split())


def read_rows(table: Table) -> Iterator[Cells]:
    """Read each row of a table by the types of its columns.

    An empty text stays empty; any other empty cell is None: its value is not known, or there can be none.
    """
    types = {field["name"]: field["type"] for field in table.fields}
    for _, cells in table.rows:
        yield {name: read_cell(types[name], cell) for name, cell in zip(table.header, cells, strict=True)}


def read_cell(kind: str, cell: str) -> Any:
    """Read a cell by its type in the data package, such as "integer"."""
    reader = READERS.get(kind, str)
    return reader(cell) if cell or reader is str else None


def by_order(rows: Sequence[Kind]) -> tuple[Kind, ...]:
    """Give rows in the order that their own column says."""
    return tuple(sorted(rows, key=lambda row: row.cells["order"]))
