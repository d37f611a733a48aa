"""Every rule that the tables must keep, checked in one run."""

from __future__ import annotations

import json
from importlib.metadata import version
from pathlib import Path

from evidence.kept import FOLDER, kept, source
from evidence.problems import Problem, UnsoundData
from evidence.tables import RELEASED, Package, read

__all__ = ["check", "record", "releasable", "release", "sound"]


def check(folder: Path, *, artificial: bool = False) -> Package:
    """Read the data package in a folder and check it against every rule.

    Raises UnsoundData, with every problem in the order of files and lines, where it breaks one. Only a test
    may ask for `artificial` tables, which are refused everywhere else.
    """
    return _sound(*read(folder), artificial=artificial)


def sound(folder: Path, *, artificial: bool = False) -> Package:
    """Read the data package in a folder as `check` does, but check the same tables only once.

    The verdict is kept under everything that it rests on: the tables, their description, their last release
    and the rules.
    """
    package, problems = read(folder)
    if problems:
        return _sound(package, problems, artificial=artificial)
    tables = [(table.path, table.header, table.rows) for table in package.tables.values()]
    rules = source("checks"), source("tables"), version("frictionless"), version("pandas")
    ledgers = package.released, package.addresses
    made_of = json.dumps([package.descriptor, *ledgers, tables, rules, artificial])
    kept(made_of, lambda: _verdict(_sound(package, [], artificial=artificial)), FOLDER / "sound")
    return package


def _verdict(package: Package) -> str:
    return f"{len(package.tables)} sound tables"


def release(folder: Path) -> str:
    """Give the record of a release of the tables in a folder, as data/released.json keeps it.

    Raises UnsoundData where they break a rule. One rule is that every change since the last release is told.
    """
    return record(releasable(folder))


def releasable(folder: Path) -> Package:
    """Read the data package as `check` does; of the first release there need be no record yet."""
    package, problems = read(folder)
    if not (folder / RELEASED).exists():
        problems = [problem for problem in problems if not problem.path.endswith(RELEASED)]
    return _sound(package, problems)


def record(package: Package) -> str:
    """Give the record of a release of a package whose files are sound.

    Raises UnsoundData where it breaks a rule, and where its version is released already and it has changed.
    """
    from evidence.checks import manifest, versions  # noqa: PLC0415  (as below)

    return manifest.manifest(_sound(package, [*versions.unraised(package)]))


def _sound(package: Package, problems: list[Problem], *, artificial: bool = False) -> Package:
    """Give what was read if nothing is wrong with it; the files may be others by now."""
    problems = [*problems, *_broken_rules(package, artificial=artificial)]
    if problems:
        raise UnsoundData(sorted(set(problems)))
    return package


def _broken_rules(package: Package, *, artificial: bool) -> list[Problem]:
    from evidence.checks import (  # noqa: PLC0415  (pandas and Frictionless: 0.5 s)
        description,
        invented,
        listed,
        released,
        rules,
        schema,
        versions,
    )

    return [*description.problems(package)] or [
        *(() if artificial else invented.problems(package)),
        *schema.problems(package),
        *rules.problems(package),
        *released.problems(package),
        *listed.problems(package),
        *versions.problems(package),
    ]
