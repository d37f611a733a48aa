"""Every rule that the tables must keep, checked in one run."""

from __future__ import annotations

from pathlib import Path

from evidence.checks import rules, schema
from evidence.problems import Problem, UnsoundData
from evidence.tables import Package, read

__all__ = ["check", "sound"]


def check(folder: Path) -> list[Problem]:
    """List every problem of the data package in a folder, in the order of files and lines."""
    try:
        sound(folder)
    except UnsoundData as error:
        return list(error.problems)
    return []


def sound(folder: Path) -> Package:
    """Read the data package in a folder.

    Raises UnsoundData, with every problem, where it breaks a rule.
    """
    package, problems = read(folder)
    problems += schema.problems(package)
    problems += rules.problems(package)
    if problems:
        raise UnsoundData(sorted(set(problems)))
    return package
