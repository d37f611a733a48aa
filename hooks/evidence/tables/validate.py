"""Every rule that the tables must keep, checked in one run."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from hashlib import sha256
from pathlib import Path

from evidence.cache import CACHE_DIR, cached, libraries, source
from evidence.problems import Problem, RejectedInput
from evidence.tables import rules, schema
from evidence.tables.descriptor import load_descriptor, parse_json
from evidence.tables.files import Files, read_files
from evidence.tables.read import read_package
from evidence.tables.rules import keys
from evidence.tables.table import DESCRIPTOR, Package, Table
from evidence.tables.test_data_guard import find_test_data


def validate(folder: Path, *, artificial: bool = False) -> Package:
    """Read the data package in a folder and check it against every rule.

    Raises RejectedInput with the problems in the order of files and lines. Only a test may ask for
    `artificial` tables, which are refused everywhere else.
    """
    return _validate(read_files(folder), artificial=artificial)


def load_validated(folder: Path, *, artificial: bool = False) -> Package:
    """Read the data package in a folder as `validate` does, but check the same files only once."""
    files = read_files(folder)
    key = json.dumps([_fingerprint(files), source("tables"), source("problems.py"), libraries(), artificial])
    cached(key, lambda: str(len(_validate(files, artificial=artificial).tables)), CACHE_DIR / "valid")
    return read_package(files, parse_json(files.path(DESCRIPTOR), files.text(DESCRIPTOR)))[0]


def _validate(files: Files, *, artificial: bool) -> Package:
    package, problems = read_package(files, load_descriptor(files))
    problems += () if artificial else find_test_data(package)
    problems += rules.find_in_descriptor(package.path, files.text(DESCRIPTOR))
    problems += _find_problems(package)
    if problems:
        raise RejectedInput(sorted(set(problems)))
    return package


def _find_problems(package: Package) -> list[Problem]:
    """Look at the schema, at each table by itself, across tables and at the order of rows.

    Each step is for the tables that are sound by those before: what follows from a fault would hide it.
    """
    tables = package.tables
    found = [problem for table in tables.values() for problem in schema.find_in_table(table, tables)]
    sound = _without(tables, found)
    found += [problem for table in sound.values() for problem in rules.find_in_table(table)]
    found += rules.find_across(_without(sound, found))
    sound = _without(sound, found)
    ordered = (table for table in sound.values() if table.key_targets <= sound.keys())
    return found + [problem for table in ordered for problem in keys.rows_are_sorted(table)]


def _without(tables: Mapping[str, Table], problems: Iterable[Problem]) -> dict[str, Table]:
    faulty = {problem.path for problem in problems}
    return {name: table for name, table in tables.items() if table.path not in faulty}


def _fingerprint(files: Files) -> list[tuple[str, str]]:
    contents = [(name, sha256(content).hexdigest()) for name, content in files.contents.items()]
    return [*contents, *((problem.path, problem.fault) for problem in files.problems)]
