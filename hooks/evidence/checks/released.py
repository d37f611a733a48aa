"""What was released stays as it was, or a line of changes.csv says what became of it.

With the record of the last release the rules know what has changed since, and whether the list of changes
tells it truly. What is new needs no line.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from evidence.checks.manifest import LEDGER, NEW, Record, Row, cells, digest, keyed
from evidence.checks.schema import nearest
from evidence.problems import Problem
from evidence.tables import Package, Table

OWED = "Put it back, or add to changes.csv: "
MOST = 100
"""Changes for whose unknown names the nearest is looked for, which takes long."""

Change: TypeAlias = tuple[int, Row]
"""A line of the list of changes that is not in the last release, and its number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """A table as it stands and as it was released, with the changes told since."""

    table: Table
    rows: Mapping[str, tuple[int, Row]]
    released: Record
    changes: tuple[Change, ...]

    def told(self, row: str, column: str) -> bool:
        """Say whether a change names the row and column, or the whole row, column or table."""
        return _told(self.changes, self.table.name, row, column)


def problems(package: Package) -> Iterator[Problem]:
    """Yield what differs from the last release untold, and what the list of changes tells untruly."""
    tables = {name: table for name, table in package.tables.items() if is_whole(table)}
    if LEDGER not in tables:
        return
    ledger, released = tables[LEDGER], package.released["tables"]
    known = released.get(LEDGER, NEW)
    changes = tuple(each for key, each in keyed(ledger).items() if key not in known["rows"])
    yield from _only_grows(ledger, known)
    yield from _strange(package, ledger, changes)
    yield from _early(ledger, changes, package.released.get("date", ""))
    yield from _gone_tables(package, changes)
    for name, table in tables.items():
        if name != LEDGER:
            was = released.get(name, NEW)
            compared = Compared(table=table, rows=keyed(table), released=was, changes=changes)
            yield from _gone(compared)
            yield from _differing(compared)
            yield from _untrue(compared, ledger.path)


def is_whole(table: Table) -> bool:
    """Say whether a table can be compared: of one whose columns or rows are broken other rules tell."""
    header = tuple(field["name"] for field in table.fields)
    return table.header == header and all(len(row) == len(header) for _, row in table.rows)


def _only_grows(ledger: Table, released: Record) -> Iterator[Problem]:
    rows = keyed(ledger)
    for key in released["rows"]:
        line, row = rows.get(key, (1, None))
        if row is None:
            fault, remedy = f"The released line {key!r} is gone.", "Put it back: this list only grows."
            yield Problem(ledger.path, line, "row", fault, remedy)
        for column, was in cells(released, key):
            if row and digest(row.get(column, "")) != was:
                fault = f"{row.get(column, '')!r} is not what was released."
                remedy = "Put it back: what is wrong in a line is told in a new one."
                yield Problem(ledger.path, line, column, fault, remedy)


def _strange(package: Package, ledger: Table, changes: tuple[Change, ...]) -> Iterator[Problem]:
    """Yield the new lines of the list that name a table, row or column that neither is nor was."""
    described = [str(resource["name"]) for resource in package.descriptor["resources"]]
    released = package.released["tables"]
    known = {name: _known(table, released.get(name, NEW)) for name, table in package.tables.items()}
    for number, (line, change) in enumerate(changes):
        name = change["table"]
        if name not in {*described, *released}:
            remedy = nearest(name, described if number < MOST else (), "Write the name of a table.")
            yield Problem(ledger.path, line, "table", f"{name!r} is not a table.", remedy)
        for what, values, otherwise in known.get(name, ()):
            if change[what] and change[what] not in values:
                fault = f"{change[what]!r} is no {what} of {name}.csv."
                remedy = nearest(change[what], list(values) if number < MOST else (), otherwise)
                yield Problem(ledger.path, line, what, fault, remedy)


def _known(table: Table, was: Record) -> tuple[tuple[str, Mapping[str, object], str], ...]:
    """Give what a change can name in a table, and what to do where it names nothing that is or was there."""
    if not is_whole(table):
        return ()
    rows = dict.fromkeys([*keyed(table), *was["rows"]])
    columns = dict.fromkeys([*table.header, *was["columns"]])
    return (
        ("row", rows, f"Write its {' '.join(table.key)}, with a space between."),
        ("column", columns, "Write the name of a column."),
    )


def _early(ledger: Table, changes: tuple[Change, ...], released: str) -> Iterator[Problem]:
    for line, change in changes:
        if change["date"] < released:
            fault = f"{change['date']!r} is before the last release, on {released}."
            yield Problem(ledger.path, line, "date", fault, "Write the day on which the change is published.")


def _told(changes: tuple[Change, ...], table: str, row: str, column: str) -> bool:
    return any(
        change["table"] == table and change["row"] in {"", row} and change["column"] in {"", column}
        for _, change in changes
    )


def _gone_tables(package: Package, changes: tuple[Change, ...]) -> Iterator[Problem]:
    described = {resource["name"] for resource in package.descriptor["resources"]}
    for name in package.released["tables"].keys() - described:
        if not _told(changes, name, "", ""):
            fault = f"The released table {name!r} is gone, and no line of changes.csv says so."
            yield Problem(package.path, 1, "file", fault, _cure(name, "", "", ""))


def _gone(compared: Compared) -> Iterator[Problem]:
    table = compared.table
    for column in compared.released["columns"]:
        if column not in table.header and not compared.told("", column):
            fault = f"The released column {column!r} is gone, and no line of changes.csv says so."
            yield Problem(table.path, 1, "header", fault, _cure(table.name, "", column, ""))
    for key in compared.released["rows"].keys() - compared.rows.keys():
        if not compared.told(key, ""):
            fault = f"The released row {key!r} is gone, and no line of changes.csv says so."
            yield Problem(table.path, 1, "row", fault, _cure(table.name, key, "", ""))


def _differing(compared: Compared) -> Iterator[Problem]:
    for key, (line, row) in compared.rows.items():
        for column, was in cells(compared.released, key):
            cell = row.get(column, "")
            if column in row and digest(cell) != was and not compared.told(key, column):
                fault = f"{cell!r} is not what was released, and no line of changes.csv says so."
                yield Problem(
                    compared.table.path, line, column, fault, _cure(compared.table.name, key, column, cell)
                )


def _untrue(compared: Compared, path: str) -> Iterator[Problem]:
    """Yield the lines whose old cell was not released, or whose new cell is not in the table."""
    told: dict[tuple[str, str], list[Change]] = {}
    for line, change in compared.changes:
        if change["table"] == compared.table.name and change["row"] and change["column"]:
            told.setdefault((change["row"], change["column"]), []).append((line, change))
    for changes in told.values():
        yield from _untrue_old(compared, path, changes[0])
        yield from _untrue_new(compared, path, changes[-1])


def _untrue_old(compared: Compared, path: str, each: Change) -> Iterator[Problem]:
    line, change = each
    was = dict(cells(compared.released, change["row"]))
    if change["column"] in was and digest(change["old"]) != was[change["column"]]:
        fault = f"{change['old']!r} is not what was released."
        yield Problem(path, line, "old", fault, "Write the cell as it was before.")


def _untrue_new(compared: Compared, path: str, each: Change) -> Iterator[Problem]:
    line, change = each
    if change["row"] not in compared.rows or change["column"] not in compared.table.header:
        return
    cell = compared.rows[change["row"]][1][change["column"]]
    if cell != change["new"]:
        fault = f"{change['new']!r} is not in {compared.table.resource['path']}, which has {cell!r}."
        yield Problem(path, line, "new", fault, "Write what the table has, or correct the table.")


def _cure(table: str, key: str, column: str, new: str) -> str:
    """Give the line to add to the list of changes, with capitals where only its writer knows the word."""
    change = ("DATE-01", "DATE", "WHAT", table, key, column, "OLD" if key and column else "", new)
    stream = io.StringIO()
    csv.writer(stream, lineterminator="").writerow((*change, "REASON", "YES-OR-NO"))
    return f"{OWED}{stream.getvalue()}"
