"""How high the version of a release must be, by what has changed since the last one.

The first number rises when a program that reads the tables may fail, the second when rows or columns are
new, or rows gone, the third when cells are corrected. The Data page says so too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from evidence.problems import Problem, RejectedInput
from evidence.tables.history import CORRECTIONS, History, changed_rows_of_table, rows_by_key
from evidence.tables.table import Package, Table

MAJOR, MINOR, PATCH = range(3)
VERSION = re.compile(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)")

Version = tuple[int, int, int]


def validate_version(version: str, package: Package, history: History) -> None:
    """Raise RejectedInput where a release of the package may not have a version."""
    if not VERSION.fullmatch(version):
        raise _rejected(package, f"{version!r} is not a version.", "Write three numbers, such as 1.1.0.")
    if history.gap:
        raise _rejected(package, f"The last release is not known: {history.gap}", "Then release again.")
    if history.released is None:
        return
    part, reason = min(_changes(history.released, package), default=(PATCH, "There is one already"))
    lowest = _raise(_numbers(history.tags[-1].removeprefix("v")), part)
    if _numbers(version) < lowest:
        words = ".".join(map(str, lowest))
        raise _rejected(package, f"{version} is too low. {reason}.", f"Release {words}, or a higher version.")


def _rejected(package: Package, fault: str, remedy: str) -> RejectedInput:
    return RejectedInput([Problem(package.path, 1, "version", fault, remedy)])


def _numbers(version: str) -> Version:
    major, minor, patch = map(int, version.split("."))
    return major, minor, patch


def _raise(version: Version, part: int) -> Version:
    major, minor, patch = version
    return ((major + 1, 0, 0), (major, minor + 1, 0), (major, minor, patch + 1))[part]


def _changes(before: Package, after: Package) -> Iterator[tuple[int, str]]:
    """Yield what has changed, each with the part of the version that must rise for it."""
    for name in before.tables.keys() - after.tables.keys():
        yield MAJOR, f"The table {name} is gone"
    for name in after.tables.keys() - before.tables.keys():
        yield MINOR, f"The table {name} is new"
    for name in before.tables.keys() & after.tables.keys():
        yield from _columns(before.tables[name], after.tables[name])
        if name != CORRECTIONS and before.tables[name].key == after.tables[name].key:
            yield from _rows(before.tables[name], after.tables[name])


def _columns(old: Table, new: Table) -> Iterator[tuple[int, str]]:
    then, now = (
        {field["name"]: (field["type"], field.get("unit")) for field in table.fields} for table in (old, new)
    )
    if old.key != new.key:
        yield MAJOR, f"The rows of {new.name} have another key"
    for column in then.keys() - now.keys():
        yield MAJOR, f"The column {column} of {new.name} is gone"
    for column in then.keys() & now.keys():
        if then[column] != now[column]:
            yield MAJOR, f"The column {column} of {new.name} has another type or unit"
    for column in now.keys() - then.keys():
        yield MINOR, f"The column {column} of {new.name} is new"


def _rows(old: Table, new: Table) -> Iterator[tuple[int, str]]:
    for key in rows_by_key(new).keys() - rows_by_key(old).keys():
        yield MINOR, f"The row {key!r} of {new.name} is new"
    for change in changed_rows_of_table(old, new):
        yield (
            (MINOR, f"The row {change.key!r} of {new.name} is gone")
            if change.is_gone
            else (PATCH, f"The row {change.key!r} of {new.name} has changed")
        )
