"""Every rule that the tables must keep, checked in one run."""

from __future__ import annotations

import json
from importlib.metadata import version
from pathlib import Path

from evidence.kept import FOLDER, kept, source
from evidence.problems import Problem, UnsoundData
from evidence.tables import Package, read

__all__ = ["check", "sound"]


def check(folder: Path) -> Package:
    """Read the data package in a folder and check it against every rule.

    Raises UnsoundData, with every problem in the order of files and lines, where it breaks one.
    """
    package, problems = read(folder)
    problems += _broken_rules(package)
    if problems:
        raise UnsoundData(sorted(set(problems)))
    return package


def sound(folder: Path) -> Package:
    """Read the data package in a folder as `check` does, but check the same tables only once.

    The verdict is kept under everything that it rests on: the tables, their description and the rules.
    """
    package, problems = read(folder)
    if problems:
        return check(folder)
    tables = [(table.path, table.header, table.rows) for table in package.tables.values()]
    rules = source("checks"), source("tables.py"), version("frictionless"), version("pandas")
    made_of = json.dumps([package.descriptor, tables, rules])
    kept(made_of, lambda: f"{len(check(folder).tables)} sound tables", FOLDER / "sound")
    return package


def _broken_rules(package: Package) -> list[Problem]:
    from evidence.checks import rules, schema  # noqa: PLC0415  (pandas and Frictionless: 0.5 s)

    return [*schema.problems(package), *rules.problems(package)]
