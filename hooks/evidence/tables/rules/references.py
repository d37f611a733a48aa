"""What a row names in another table is there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from evidence.problems import Problem
from evidence.tables import Table
from evidence.tables.schema import nearest

ADD = "Correct it, or add its row there."
MOST = 100
"""Names of one column for which the nearest is looked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Naming:
    """A column whose cells name rows of a known table by its key, several where it is a list."""

    table: Table
    column: str
    known: Table
    key: str
    listed: bool

    def names(self) -> Iterator[tuple[int, str]]:
        """Give each name with its line."""
        for line, cell in self.table.column(self.column):
            for name in cell.split() if self.listed else filter(None, (cell,)):
                yield line, name


def naming(tables: Mapping[str, Table]) -> Iterator[Naming]:
    """Give each column that names rows of a table that could be read."""
    for table in tables.values():
        for key in table.resource["schema"].get("foreignKeys", []):
            (column,), reference = key["fields"], key["reference"]
            if known := tables.get(reference["resource"]):
                named = reference["fields"][0]
                yield Naming(table=table, column=column, known=known, key=named, listed=False)
        for field in table.fields:
            if known := tables.get(field.get("references", "")):
                yield Naming(table=table, column=field["name"], known=known, key=known.key[0], listed=True)


def dangling_references(tables: Mapping[str, Table]) -> Iterator[Problem]:
    """Yield each reference to a row that is not there, in lists of references too."""
    for column in naming(tables):
        yield from _dangling(column)


def _dangling(column: Naming) -> Iterator[Problem]:
    values = dict.fromkeys(cell for _, cell in column.known.column(column.key))
    cures: dict[str, str] = {}  # to look for the nearest of many names takes long
    for line, name in column.names():
        if name not in values:
            if len(cures) < MOST and name not in cures:
                cures[name] = nearest(name, list(values), ADD)
            fault = f"{name!r} is not in {column.known.resource['path']}."
            yield Problem(column.table.path, line, column.column, fault, cures.get(name, ADD))
