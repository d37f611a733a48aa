"""What a row names in another table is there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from evidence.problems import Problem
from evidence.tables import Table
from evidence.tables.files import decode
from evidence.tables.history import UnreadableHistory, read_files
from evidence.tables.read import parse
from evidence.tables.suggest import suggest

ADD = "Correct it, or add its row there."
RESTORE = "Put its row back, or change them."
MOST = 100
"""Missing keys of one table for which it is asked what was meant."""
NAMES = ("name", "short_name", "name_cy", "pfa_code", "title", "term")
"""Columns by whose cells people know a row."""
Place: TypeAlias = tuple[str, int, str]
"""The path, the line and the column of a cell that names a row."""
OTHER_NAMES = {"aliases": "alias", "local_authorities": "name"}
"""Tables that give other names to forces, and the column of the name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceColumn:
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


def find_reference_columns(tables: Mapping[str, Table]) -> Iterator[ReferenceColumn]:
    """Yield each column that names rows of a table that could be read."""
    for table in tables.values():
        for key in table.resource["schema"].get("foreignKeys", []):
            (column,), reference = key["fields"], key["reference"]
            if known := tables.get(reference["resource"]):
                named = reference["fields"][0]
                yield ReferenceColumn(table=table, column=column, known=known, key=named, listed=False)
        for field in table.fields:
            if known := tables.get(field.get("references", "")):
                yield ReferenceColumn(
                    table=table, column=field["name"], known=known, key=known.key[0], listed=True
                )


def dangling_references(tables: Mapping[str, Table]) -> Iterator[Problem]:
    """Yield each name of a row that is not there; of a row that went, one problem for all that name it."""
    columns: defaultdict[tuple[str, str], list[ReferenceColumn]] = defaultdict(list)
    for each in find_reference_columns(tables):
        columns[each.known.name, each.key].append(each)
    for (name, key), group in columns.items():
        missing = _find_missing(group)
        if missing:
            yield from _explain_missing(_Known(table=tables[name], key=key, tables=tables), missing)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """A table whose rows are named by cells of a column, among all tables."""

    table: Table
    key: str
    tables: Mapping[str, Table]

    def rows(self) -> dict[str, tuple[str, ...]]:
        """Give the rows by their names, each without its name."""
        return _by_name(self.table.header, self.key, (cells for _, cells in self.table.rows))

    def rows_before(self) -> dict[str, tuple[str, ...]]:
        """Give the rows of the last two commits in the same way: none where there is no history."""
        file = self.table.resource["path"]
        try:
            folder = Path(self.table.path).parent
            before = read_files(folder, [f"{commit}:./{file}" for commit in ("HEAD^", "HEAD")])
        except UnreadableHistory:
            return {}
        found: dict[str, tuple[str, ...]] = {}
        for content in before.values():
            header, *records = parse(decode(content) or "")
            if self.key in header.cells:
                found |= _by_name(header.cells, self.key, (record.cells for record in records))
        return found

    def aliases(self) -> dict[str, list[str]]:
        """Give the names of rows by the other names under which people know them."""
        others = [(self.table, column, self.key) for column in NAMES if column in self.table.header]
        if self.table.name == "forces":
            named = ((self.tables.get(table), column) for table, column in OTHER_NAMES.items())
            others += [(table, column, "force_id") for table, column in named if table]
        aliases = defaultdict(list)
        for table, column, key in others:
            for (_, alias), (_, name) in zip(table.column(column), table.column(key), strict=True):
                aliases[alias].append(name)
        return aliases


def _by_name(header: Sequence[str], key: str, rows: Iterable[Sequence[str]]) -> dict[str, tuple[str, ...]]:
    at = header.index(key)
    return {cells[at]: (*cells[:at], *cells[at + 1 :]) for cells in rows if at < len(cells)}


def _find_missing(columns: Iterable[ReferenceColumn]) -> dict[str, list[Place]]:
    """Give the places of each name that is not there."""
    missing: defaultdict[str, list[Place]] = defaultdict(list)
    for each in columns:
        known = {cell for _, cell in each.known.column(each.key)}
        for line, name in each.names():
            if name not in known:
                missing[name].append((each.table.path, line, each.column))
    return missing


def _explain_missing(known: _Known, missing: Mapping[str, Sequence[Place]]) -> Iterator[Problem]:
    file, rows = known.table.resource["path"], known.rows()
    if not rows:
        fault = f"The table has no rows, and others name {len(missing):,} of them."
        yield Problem(known.table.path, 1, known.key, fault, "Put its rows back.")
        return
    before, aliases = known.rows_before(), known.aliases()
    for number, (name, places) in enumerate(missing.items()):
        went = name in before
        meant = "" if went or number >= MOST else suggest(name, rows, aliases)
        if went or (len(places) > 1 and not meant):
            fault = f"{name!r} has no row in {file}{' any more' if went else ''}: {_count(places)}."
            now = next((other for other, cells in rows.items() if went and cells == before[name]), "")
            remedy = f"Its row is called {now!r} now: change it back, or change them." if now else RESTORE
            yield Problem(known.table.path, 1, known.key, fault, remedy)
        else:
            fault = f"{name!r} is not in {file}{f': {_count(places)}' if len(places) > 1 else ''}."
            yield Problem(*places[0], fault, meant or ADD)


def _count(places: Sequence[Place]) -> str:
    firsts = {Path(path).name: line for path, line, _ in reversed(places)}
    tables = ", ".join(f"{table} line {line}" for table, line in sorted(firsts.items()))
    if len(places) == 1:
        return f"a row names it ({tables})"
    return f"{len(places):,} rows name it, the first of each table on {tables}"
