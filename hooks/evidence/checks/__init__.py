"""Every rule that the tables must keep, checked in one run."""

from __future__ import annotations

import json
from importlib.metadata import version
from pathlib import Path

from evidence.kept import FOLDER, kept, source
from evidence.problems import Problem, UnsoundData
from evidence.tables import RELEASED, Package, read

__all__ = ["check", "release", "sound"]


def check(folder: Path, *, artificial: bool = False) -> Package:
    """Read the data package in a folder and check it against every rule.

    Raises UnsoundData, with every problem in the order of files and lines, where it breaks one. Only a test
    may ask for `artificial` tables, which are refused everywhere else.
    """
    package, problems = read(folder)
    problems += _broken_rules(package, artificial=artificial)
    if problems:
        raise UnsoundData(sorted(set(problems)))
    return package


def sound(folder: Path, *, artificial: bool = False) -> Package:
    """Read the data package in a folder as `check` does, but check the same tables only once.

    The verdict is kept under everything that it rests on: the tables, their description, their last release
    and the rules.
    """
    package, problems = read(folder)
    if problems:
        return check(folder, artificial=artificial)
    tables = [(table.path, table.header, table.rows) for table in package.tables.values()]
    rules = source("checks"), source("tables.py"), version("frictionless"), version("pandas")
    ledgers = package.released, package.addresses
    made_of = json.dumps([package.descriptor, *ledgers, tables, rules, artificial])
    kept(made_of, lambda: _verdict(check(folder, artificial=artificial)), FOLDER / "sound")
    return package


def _verdict(package: Package) -> str:
    return f"{len(package.tables)} sound tables"


def release(folder: Path) -> str:
    """Give the record of a release of the tables in a folder, as data/released.json keeps it.

    Raises UnsoundData where they break a rule. One rule is that every change since the last release is told.
    """
    from evidence.checks.manifest import manifest  # noqa: PLC0415  (as below)

    package, problems = read(folder)
    if not (folder / RELEASED).exists():  # of the first release there is no record yet
        problems = [problem for problem in problems if not problem.path.endswith(RELEASED)]
    problems += _broken_rules(package)
    if problems:
        raise UnsoundData(sorted(set(problems)))
    return manifest(package)


def _broken_rules(package: Package, *, artificial: bool = False) -> list[Problem]:
    from evidence.checks import (  # noqa: PLC0415  (pandas and Frictionless: 0.5 s)
        invented,
        listed,
        released,
        rules,
        schema,
    )

    return [
        *(() if artificial else invented.problems(package)),
        *schema.problems(package),
        *rules.problems(package),
        *released.problems(package),
        *listed.problems(package),
    ]
