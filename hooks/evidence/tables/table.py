"""A table as it was read, and the package of all tables."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

DESCRIPTOR = "datapackage.json"


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its description from the data package, and its rows as read.

    `rows` pairs each row with the line on which it stands; the header is on line 1.
    """

    name: str
    path: str
    resource: Mapping[str, Any]
    header: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]

    @property
    def fields(self) -> tuple[Mapping[str, Any], ...]:
        """The columns as the data package describes them."""
        return tuple(self.resource["schema"]["fields"])

    @property
    def key(self) -> tuple[str, ...]:
        """The columns whose cells identify a row, and by which rows are sorted."""
        return tuple(self.resource["schema"]["primaryKey"])

    @property
    def key_targets(self) -> set[str]:
        """The tables whose rows the cells of the key name."""
        references = self.resource["schema"].get("foreignKeys", [])
        return {each["reference"]["resource"] for each in references if set(each["fields"]) <= set(self.key)}

    def column(self, name: str) -> Iterator[tuple[int, str]]:
        """Yield the cells of a column with their lines, from every row that reaches as far."""
        position = self.header.index(name)
        return ((line, cells[position]) for line, cells in self.rows if position < len(cells))

    def sort_key(self, cells: Sequence[str]) -> tuple[str, ...]:
        """Give what a row with all its cells is sorted by: the cells of its key, whole numbers by size."""
        types = {field["name"]: field["type"] for field in self.fields}
        return tuple(
            cells[self.header.index(name)].zfill(20 if types[name] == "integer" else 0) for name in self.key
        )


@dataclass(frozen=True, slots=True)
class Package:
    """The data package: its descriptor, the path of that, and the tables that could be read, by name."""

    path: str
    descriptor: Mapping[str, Any]
    tables: Mapping[str, Table]


def display_path(path: Path) -> str:
    """Give a path as a maintainer writes it, relative to where the command runs."""
    return Path(os.path.relpath(path)).as_posix()
