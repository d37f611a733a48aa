"""What a release writes beside the tables: every value, and every address that was ever published."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from evidence.problems import Problem, UnsoundData
from evidence.tables.files import BOM, byte_problems, content_of, json_of, shown

RELEASED = "released.json"
ADDRESSES = "urls.txt"
RECORDED = "Put back the one of the last release: it is written when the tables are released, never by hand."


def released_in(folder: Path, problems: list[Problem]) -> Mapping[str, Any]:
    """Read the record of the last release, or give one of nothing; adds what is wrong with it."""
    path = folder / RELEASED
    try:
        record = json_of(path, content_of(path))
        if _is_record(record):
            return dict(record)
        fault = "This is no record of a release."
    except UnsoundData as error:
        fault = error.problems[0].fault
    problems.append(Problem(shown(path), 1, "file", fault, RECORDED))
    return {"tables": {}}


def _is_record(record: Any) -> bool:
    if not isinstance(record, dict) or not isinstance(record.get("tables"), dict):
        return False
    texts = [record.get(name, "") for name in ("version", "date", "addresses")]
    return _are_texts(texts) and all(map(_is_record_of_table, record["tables"].values()))


def _is_record_of_table(table: Any) -> bool:
    parts = [table.get(name) for name in ("key", "columns", "rows")] if isinstance(table, dict) else [None]
    return all(isinstance(part, dict) and _are_texts(part.values()) for part in parts)


def _are_texts(values: Iterable[Any]) -> bool:
    return all(isinstance(value, str) for value in values)


def addresses_in(folder: Path, problems: list[Problem]) -> tuple[str, ...]:
    """Read the addresses that were ever published, one a line; adds what is wrong with the file."""
    path = folder / ADDRESSES
    try:
        content = content_of(path)
    except UnsoundData as error:
        problems += error.problems
        return ()
    problems.extend(byte_problems(path, content))
    lines = content.removeprefix(BOM).decode("utf-8", errors="replace").split("\n")
    return tuple(lines[:-1] if lines[-1] == "" else lines)
