"""Every rule that the tables must keep, checked in one run."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from importlib.metadata import version
from pathlib import Path

from evidence.cache import CACHE_DIR, cached, source
from evidence.problems import Problem, RejectedInput
from evidence.tables import Package, Table, read


def validate(folder: Path, *, artificial: bool = False) -> Package:
    """Read the data package in a folder and check it against every rule.

    Raises RejectedInput, with every problem in the order of files and lines, where it breaks one. Only a test
    may ask for `artificial` tables, which are refused everywhere else.
    """
    return _require_valid(*read(folder), artificial=artificial)


def load_validated(folder: Path, *, artificial: bool = False) -> Package:
    """Read the data package in a folder as `validate` does, but check the same tables only once."""
    package, problems = read(folder)
    if problems:
        return _require_valid(package, problems, artificial=artificial)
    tables = [(table.path, table.header, table.rows) for table in package.tables.values()]
    rules = source("tables"), version("frictionless"), version("pandas")
    cache_key = json.dumps([package.descriptor, tables, rules, artificial])
    cached(cache_key, lambda: _verdict(package, artificial=artificial), CACHE_DIR / "valid")
    return package


def _verdict(package: Package, *, artificial: bool) -> str:
    _require_valid(package, [], artificial=artificial)
    return f"{len(package.tables)} valid tables"


def _require_valid(package: Package, problems: list[Problem], *, artificial: bool) -> Package:
    problems = [*problems, *_broken_rules(package, artificial=artificial)]
    if problems:
        raise RejectedInput(sorted(set(problems)))
    return package


def _broken_rules(package: Package, *, artificial: bool) -> list[Problem]:
    # pandas and Frictionless take 0.5 s to import, and a warm build needs neither.
    from evidence.tables import artificial as test_data  # noqa: PLC0415
    from evidence.tables import descriptor, rules, schema  # noqa: PLC0415

    found = [*descriptor.problems(package)]
    if found:
        return found
    found += () if artificial else test_data.problems(package)
    found += schema.problems(package)
    sound = _without(package.tables, found)
    found += [problem for table in sound.values() for problem in rules.find_in_table(table)]
    return [*found, *rules.find_across(_without(sound, found))]


def _without(tables: Mapping[str, Table], problems: Iterable[Problem]) -> dict[str, Table]:
    faulty = {problem.path for problem in problems}
    return {name: table for name, table in tables.items() if table.path not in faulty}
