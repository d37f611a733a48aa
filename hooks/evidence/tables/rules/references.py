"""What a row names in another table is there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from evidence.problems import Problem
from evidence.tables import Table
from evidence.tables.suggest import suggest

MOST = 100
"""Missing names for which it is asked what was meant: that takes time."""
NAMES = ("name", "short_name", "name_cy", "pfa_code", "title", "term")
"""Columns by whose cells people know a row."""
Place: TypeAlias = tuple[str, int, str]
"""The path, the line and the column of a cell that names a row."""
OTHER_NAMES = {"aliases": "alias", "local_authorities": "name"}
"""Tables that give other names to forces, and the column of the name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Naming:
    """A column whose cells name rows of a known table by its key, several where it is a list."""

    table: Table
    column: str
    known: Table
    key: str
    listed: bool

    def names(self) -> Iterator[tuple[int, str]]:
        """Yield each name with its line."""
        for line, cell in self.table.column(self.column):
            for name in cell.split() if self.listed else filter(None, (cell,)):
                yield line, name


def naming(tables: Mapping[str, Table]) -> Iterator[Naming]:
    """Yield each column that names rows of a table that could be read."""
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
    """Yield each name of a row that is not there, once for all that name it."""
    missing: defaultdict[tuple[str, str, str], list[Place]] = defaultdict(list)
    for each in naming(tables):
        known = {cell for _, cell in each.known.column(each.key)}
        for line, name in each.names():
            if name not in known:
                missing[each.known.name, each.key, name].append((each.table.path, line, each.column))
    for number, ((table, key, name), places) in enumerate(missing.items()):
        names = [cell for _, cell in tables[table].column(key)]
        meant = suggest(name, names, _other_names(tables, table, key)) if number < MOST else ""
        yield _explain_missing(tables[table], key, name, places, meant)


def _explain_missing(known: Table, key: str, name: str, places: Sequence[Place], meant: str) -> Problem:
    """Place a name at the first row that has it, or at the table that lacks it where several have it."""
    file = known.resource["path"]
    if len(places) == 1:
        return Problem(
            *places[0], f"{name!r} is not in {file}.", meant or "Correct it, or add its row there."
        )
    firsts = {Path(path).name: line for path, line, _ in reversed(places)}
    tables = ", ".join(f"{table} line {line}" for table, line in sorted(firsts.items()))
    count = f"{len(places):,} rows name it, the first of each table on {tables}"
    if meant:
        return Problem(*places[0], f"{name!r} is not in {file}: {count}.", meant)
    fault = f"{name!r} has no row in {file}: {count}."
    return Problem(known.path, 1, key, fault, "Put its row back, or change them.")


def _other_names(tables: Mapping[str, Table], known: str, key: str) -> dict[str, list[str]]:
    """Give the names of a table's rows by the other names under which people know them."""
    table = tables[known]
    others = [(table, column, key) for column in NAMES if column in table.header]
    if known == "forces":
        named = ((tables.get(other), column) for other, column in OTHER_NAMES.items())
        others += [(other, column, "force_id") for other, column in named if other]
    found = defaultdict(list)
    for other, column, named_by in others:
        for (_, alias), (_, name) in zip(other.column(column), other.column(named_by), strict=True):
            found[alias].append(name)
    return found
