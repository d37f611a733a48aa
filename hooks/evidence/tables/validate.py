"""Every rule that the tables must keep, checked in one run."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import astuple
from functools import partial
from hashlib import sha256
from pathlib import Path

from evidence.cache import Memory, cached, code
from evidence.problems import Problem, RejectedInput
from evidence.tables import rules, schema
from evidence.tables.descriptor import load_descriptor
from evidence.tables.files import DESCRIPTOR, Files, read_files
from evidence.tables.read import Package, Table, read_package
from evidence.tables.rules import keys

MEMORY = Memory()
MARK = "artificial"
"""The member of a descriptor by which tests mark tables that they make up."""
MADE_UP = re.compile(
    r"https?://([^/?#]+\.)?(example(\.(com|net|org))?|invalid|localhost|test)(?=[:/?#]|$)|artificial-",
    re.IGNORECASE,
)
"""Names that tests make up, and addresses that belong to nobody: https://www.rfc-editor.org/rfc/rfc6761."""


def validate(folder: Path, *, artificial: bool = False) -> Package:
    """Read the data package in a folder and check it against every rule.

    Raises RejectedInput with the problems in the order of files and lines. Only a test may ask for
    `artificial` tables, which are refused everywhere else.
    """
    return _validate(read_files(folder), artificial=artificial)


def load_validated(folder: Path, *, artificial: bool = False) -> Package:
    """Read the data package in a folder as `validate` does, but check the same files only once."""
    files = read_files(folder)
    return MEMORY.recall("package", (files, artificial), partial(_load, files, artificial=artificial))


def _load(files: Files, *, artificial: bool) -> Package:
    packages: list[Package] = []

    def check() -> str:
        packages.append(_validate(files, artificial=artificial))
        return str(len(packages[0].tables))

    cached(repr((_fingerprint(files), code(), artificial)), check)
    return packages[0] if packages else read_package(files, load_descriptor(files))[0]


def _validate(files: Files, *, artificial: bool) -> Package:
    package, problems = read_package(files, load_descriptor(files))
    problems += () if artificial else _find_test_data(package)
    problems += rules.find_in_descriptor(package.path, files.text(DESCRIPTOR))
    problems += _find_problems(package)
    if problems:
        raise RejectedInput(sorted(set(problems)))
    return package


def _find_test_data(package: Package) -> Iterator[Problem]:
    """Yield the mark of tables that a test made up, and each cell that is made up."""
    if package.descriptor.get(MARK):
        fault = "These tables are artificial: they were made up for a test."
        yield Problem(package.path, 1, MARK, fault, "Put the real tables back.")
    for table in package.tables.values():
        for line, cells in table.rows:
            for column, cell in zip(table.header, cells, strict=False):
                if MADE_UP.match(cell):
                    fault = f"{cell!r} is artificial: names like it are kept for tests."
                    yield Problem(table.path, line, column, fault, "Remove the row, or name what is real.")


def _find_problems(package: Package) -> list[Problem]:
    """Look at the schema, at each table by itself, across tables and at the order of rows.

    Each step is for the tables that are sound by those before: what follows from a fault would hide it.
    """
    tables = package.tables
    found = [problem for table in tables.values() for problem in _find_alone(table, tables)]
    sound = _without(tables, found)
    found += rules.find_across(_without(sound, found))
    sound = _without(sound, found)
    ordered = (table for table in sound.values() if table.key_targets <= sound.keys())
    return found + [problem for table in ordered for problem in keys.rows_are_sorted(table)]


def _find_alone(table: Table, tables: Mapping[str, Table]) -> list[Problem]:
    """Find what is wrong in a table by itself, in the same one only once: by its schema, then by rules."""

    def find() -> str:
        problems = [*schema.find_in_table(table, tables)] or rules.find_in_table(table)
        return json.dumps([astuple(problem) for problem in problems])

    columns = [(each.name, each.columns) for each in tables.values()]  # of which a header may be another's
    return [Problem(*each) for each in json.loads(cached(f"{code()}{table!r}{columns}", find))]


def _without(tables: Mapping[str, Table], problems: Iterable[Problem]) -> dict[str, Table]:
    faulty = {problem.path for problem in problems}
    return {name: table for name, table in tables.items() if table.path not in faulty}


def _fingerprint(files: Files) -> list[tuple[str, str]]:
    contents = [(name, sha256(content).hexdigest()) for name, content in files.contents.items()]
    return [*contents, *((problem.path, problem.fault) for problem in files.problems)]
