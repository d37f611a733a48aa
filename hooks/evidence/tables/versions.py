"""How high the version of a release must be, by what has changed since the last one.

The first number rises when a program that reads the tables may fail, the second when rows or columns are
new, or rows gone, the third when cells are corrected. The Data page says so too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from evidence.problems import Problem, RejectedInput
from evidence.tables.history import CORRECTIONS, History, changed_rows, rows_by_key
from evidence.tables.table import Package

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
    part, reason = min(
        _changes(history.released, package),
        key=lambda change: change[0],
        default=(PATCH, "There is one already"),
    )
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
    old, new = dict(_parts(before)), dict(_parts(after))
    yield from ((old[each], f"{each} is gone") for each in old if each not in new)
    yield from ((MINOR, f"{each} is new") for each in new if each not in old)
    yield from (
        (PATCH, f"The row {change.key!r} of {change.table.name} has changed")
        for change in changed_rows(before, after)
    )


def _parts(package: Package) -> Iterator[tuple[str, int]]:
    """Yield everything that a program may look for, with the part of the version that rises if it goes."""
    for table in package.tables.values():
        yield f"The table {table.name}", MAJOR
        yield f"The key of {table.name} ({', '.join(table.key)})", MAJOR
        for field in table.fields:
            kind = " in ".join(field[name] for name in ("type", "unit") if field.get(name))
            yield f"The column {field['name']} of {table.name} ({kind})", MAJOR
        rows = rows_by_key(table) if table.name != CORRECTIONS else ()
        yield from ((f"The row {key!r} of {table.name}", MINOR) for key in rows)
