"""How high the version of a release must be, by what has changed since the last one.

The first number rises when a program that reads the tables may fail, the second when rows or columns are
new, or rows gone, the third when cells are corrected. The Data page says so too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from evidence.problems import Problem, RejectedInput
from evidence.tables.history import CORRECTIONS, History, changed_rows, rows_by_key
from evidence.tables.read import Package

MAJOR, MINOR, PATCH = range(3)
VERSION = re.compile(r"(0|[1-9]\d*)(\.(0|[1-9]\d*)){2}")


def validate_version(version: str, package: Package, history: History) -> None:
    """Raise RejectedInput where a release of the package may not have a version."""
    fault = _find_fault(version, package, history)
    if fault:
        raise RejectedInput([Problem(package.path, 1, "version", *fault)])


def _find_fault(version: str, package: Package, history: History) -> tuple[str, str] | None:
    if not VERSION.fullmatch(version):
        return f"{version!r} is not a version.", "Write three numbers, such as 1.1.0."
    if history.gap:
        return f"The last release is not known: {history.gap}", "Then release again."
    if history.released is None:
        return None
    changes = [*_changes(history.released, package), (PATCH, "There is one already")]
    part, reason = min(changes, key=lambda change: change[0])
    last = _numbers(history.tags[-1].removeprefix("v"))
    lowest = [*last[:part], last[part] + 1, 0, 0][:3]
    if _numbers(version) >= lowest:
        return None
    return f"{version} is too low. {reason}.", f"Release {'.'.join(map(str, lowest))}, or a higher version."


def _numbers(version: str) -> list[int]:
    return [int(number) for number in version.split(".")]


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
