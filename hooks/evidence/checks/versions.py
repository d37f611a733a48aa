"""How much the version of the data must rise for what has changed since the last release.

Its parts are those of https://semver.org, read for tables much as https://datapackage.org/recipes/data-package-version/
reads them. A program relies on the names of tables and columns, on what kind of thing a cell is and on the
key that names a row, so a change of these is major. Rows that are new or gone are minor, and so are new
columns and tables: a program runs as before and finds more, or less. Corrected cells are a patch.

What a column may hold (its constraints) is not compared: where it matters, cells or rows change with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import TypeAlias

from evidence.checks.manifest import LEDGER, NEW, Record, cells, described, digest, keyed, kinds
from evidence.checks.released import is_whole
from evidence.problems import Problem
from evidence.tables import Package, Table

FORM = re.compile(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)", re.ASCII)

Version: TypeAlias = tuple[int, int, int]


class Step(IntEnum):
    """The part of a version that rises."""

    PATCH = 1
    MINOR = 2
    MAJOR = 3

    def after(self, version: Version) -> Version:
        """Give the least version that is this step above another."""
        major, minor, patch = version
        above = {Step.MAJOR: (major + 1, 0, 0), Step.MINOR: (major, minor + 1, 0)}
        return above.get(self, (major, minor, patch + 1))


@dataclass(frozen=True, slots=True)
class Reason:
    """Why the version must rise: by which step, and what has changed, in words."""

    step: Step
    changed: str

    def __str__(self) -> str:
        return f"{self.changed}: that is a {self.step.name.lower()} change."


def problems(package: Package) -> Iterator[Problem]:
    """Yield what is wrong with the version; the released one may stay, and what has changed waits."""
    version, was = _versions(package)
    if version == was:
        return
    parsed, released = _parsed(version), _parsed(was)
    if not parsed:
        fault = f"{version!r} is not a version."
        yield _problem(package, fault, "Write three whole numbers with points between, such as 1.2.0.")
    elif released:
        yield from _low(package, parsed, released)


def unraised(package: Package) -> Iterator[Problem]:
    """Yield that the version must rise before what has changed is released."""
    version, was = _versions(package)
    reason = owed(package) if version == was else None
    if reason and (released := _parsed(was)):
        yield _problem(package, f"{version!r} is released already. {reason}", _least(reason, released))


def owed(package: Package) -> Reason | None:
    """Give the greatest change since the last release, or nothing where nothing has changed."""
    return max(_reasons(package), key=lambda reason: reason.step, default=None)


def _versions(package: Package) -> tuple[str, str]:
    return str(package.descriptor.get("version", "")), str(package.released.get("version", ""))


def _parsed(version: str) -> Version | None:
    match = FORM.fullmatch(version)
    return (int(match[1]), int(match[2]), int(match[3])) if match else None


def _low(package: Package, version: Version, released: Version) -> Iterator[Problem]:
    written, was = _versions(package)
    reason = owed(package)
    if version < released:
        remedy = _least(reason, released) if reason else f"Write {was}: nothing has changed since."
        yield _problem(package, f"{written!r} is lower than {was!r}, which is released.", remedy)
    elif reason and version < reason.step.after(released):
        yield _problem(package, f"{written!r} is too low. {reason}", _least(reason, released))


def _least(reason: Reason, released: Version) -> str:
    return f"Write {'.'.join(map(str, reason.step.after(released)))} or higher."


def _problem(package: Package, fault: str, remedy: str) -> Problem:
    return Problem(package.path, package.version_line, "version", fault, remedy)


def _reasons(package: Package) -> Iterator[Reason]:
    released = package.released["tables"]
    resources = {resource["name"]: resource["path"] for resource in package.descriptor["resources"]}
    for name in sorted(released.keys() - resources):
        yield Reason(Step.MAJOR, f"The table {name!r} is gone")
    for name, table in package.tables.items():
        if name not in released:
            yield Reason(Step.MINOR, f"The table {name!r} is new")
        elif is_whole(table) and name != LEDGER:
            yield from _of_table(table, released[name])
    yield from _told(package)
    if described(package) != package.released.get("description"):
        yield Reason(Step.PATCH, "The data package is described in other words")


def _told(package: Package) -> Iterator[Reason]:
    """Yield that a change is told: whatever it tells of, the list itself grows with every release."""
    ledger = package.tables.get(LEDGER)
    if ledger and keyed(ledger).keys() - package.released["tables"].get(LEDGER, NEW)["rows"].keys():
        yield Reason(Step.PATCH, f"{ledger.resource['path']} has new lines")


def _of_table(table: Table, was: Record) -> Iterator[Reason]:
    yield from _of_columns(table, was)
    file, rows, released = table.resource["path"], keyed(table).keys(), was["rows"].keys()
    for key in sorted(released - rows):
        yield Reason(Step.MINOR, f"The row {key!r} of {file} is gone")
    for key in sorted(rows - released):
        yield Reason(Step.MINOR, f"The row {key!r} of {file} is new")
    yield from _of_cells(table, was)


def _of_columns(table: Table, was: Record) -> Iterator[Reason]:
    now: Mapping[str, str] = kinds(table)
    then: Mapping[str, str] = {**was["key"], **was["columns"]}
    file = table.resource["path"]
    for column, kind in then.items():
        if column not in now:
            yield Reason(Step.MAJOR, f"The column {column!r} of {file} is gone")
        elif now[column] != kind:
            words = f"The column {column!r} of {file} was {kind!r} and is {now[column]!r}"
            yield Reason(Step.MAJOR, words)
    if tuple(was["key"]) != table.key:
        yield Reason(Step.MAJOR, f"The rows of {file} have another key")
    for column in sorted(now.keys() - then):
        yield Reason(Step.MINOR, f"The column {column!r} of {file} is new")


def _of_cells(table: Table, was: Record) -> Iterator[Reason]:
    for key, (_, row) in keyed(table).items():
        for column, cell in cells(was, key):
            if digest(row.get(column, "")) != cell:
                words = f"The cell {column!r} of the row {key!r} of {table.resource['path']} has changed"
                yield Reason(Step.PATCH, words)
