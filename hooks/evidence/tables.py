"""The data package read from disk, every cell as text and every row with its line number.

What would make line numbers or cells unsafe (broken bytes, blank lines, line breaks in cells, cells without
end) is reported here and mended in memory, so that the rules after it still see every other row. Only a file
that is one is opened: a link could lead out of the folder, and a pipe would never end.
"""

from __future__ import annotations

import csv
import io
import json
import os
import re
import stat
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, repeat
from pathlib import Path
from typing import Any

from evidence.problems import Problem, UnsoundData

DESCRIPTOR = "datapackage.json"
RELEASED = "released.json"
ADDRESSES = "urls.txt"
RECORDED = "Put back the one of the last release: it is written when the tables are released, never by hand."
BOM = b"\xef\xbb\xbf"
LARGEST = 50_000_000
"""Bytes of a file; more would take all memory before a rule could speak."""
LONGEST = 32_767
"""Characters of a cell, which is what a cell of a spreadsheet holds."""
DESCRIBED = "Describe each table as the others are."
TABLE = re.compile(r"[a-z0-9_-]+")
COLUMN = re.compile(r"[a-z0-9_]+")
TYPES = {"date", "integer", "number", "string"}

csv.field_size_limit(LARGEST)  # so that the reader goes on to the cells after one that is too long


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its description from the data package, and its rows as read.

    `rows` pairs each row with the line on which it starts; the header is on line 1.
    """

    name: str
    path: str
    resource: Mapping[str, Any]
    header: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]

    @property
    def fields(self) -> tuple[Mapping[str, Any], ...]:
        """The columns as the data package describes them."""
        return tuple(self.resource["schema"]["fields"])

    @property
    def key(self) -> tuple[str, ...]:
        """The columns whose cells identify a row, and by which rows are sorted."""
        return tuple(self.resource["schema"]["primaryKey"])

    def column(self, name: str) -> Iterator[tuple[int, str]]:
        """Give the cells of a column with their lines, from every row that reaches as far."""
        position = self.header.index(name)
        return ((line, cells[position]) for line, cells in self.rows if position < len(cells))


@dataclass(frozen=True, slots=True)
class Package:
    """The data package: its descriptor, the path of that, and the tables that could be read, by name.

    `released` is the record of the last release, which `checks.released` writes and reads; `addresses` are
    those that were ever published; `version_line` is the line of the descriptor that has its version.
    """

    path: str
    descriptor: Mapping[str, Any]
    tables: Mapping[str, Table]
    released: Mapping[str, Any]
    addresses: tuple[str, ...]
    version_line: int = 1


def read(folder: Path) -> tuple[Package, list[Problem]]:
    """Read the data package in a folder, with what is wrong with its files.

    Raises UnsoundData where the descriptor itself cannot be read.
    """
    problems: list[Problem] = []
    descriptor, version_line = _descriptor(folder)
    tables = {}
    for resource in descriptor["resources"]:
        table = _table(folder, resource, problems)
        if table is not None:
            tables[resource["name"]] = table
    released, addresses = _released(folder, problems), _addresses(folder, problems)
    path = shown(folder / DESCRIPTOR)
    return Package(path, descriptor, tables, released, addresses, version_line), problems


def shown(path: Path) -> str:
    """Give a path as a maintainer writes it, relative to where the command runs."""
    return Path(os.path.relpath(path)).as_posix()


def _content(path: Path) -> bytes:
    """Read a file of the data; raises UnsoundData where it is none, cannot be read or is too large."""
    try:
        status = path.lstat()
        if not stat.S_ISREG(status.st_mode):
            raise UnsoundData([_no_file(path, status.st_mode)])
        if status.st_size > LARGEST:
            raise UnsoundData([_too_large(path, status.st_size)])
        return path.read_bytes()
    except FileNotFoundError:
        raise UnsoundData([_missing(path)]) from None
    except OSError as error:
        raise UnsoundData([_unreadable(path, error)]) from None


def _json(path: Path, content: bytes) -> Any:
    """Read JSON; raises UnsoundData where it is none, or holds what no file of text can."""
    try:
        read = json.loads(content.decode("utf-8"), parse_constant=_no_number)
        json.dumps(read, ensure_ascii=False).encode()
    except UnicodeDecodeError as error:
        raise UnsoundData([_not_utf8(path, content, error)]) from None
    except json.JSONDecodeError as error:
        fault = f"This is not JSON: {error.msg} at character {error.colno}."
        raise UnsoundData([_not_json(path, error.lineno, fault)]) from None
    except UnicodeEncodeError:
        raise UnsoundData([_not_json(path, 1, "Half a character is written, such as \\ud800.")]) from None
    except RecursionError:
        raise UnsoundData([_not_json(path, 1, "Brackets stand within brackets too often.")]) from None
    except ValueError as error:
        raise UnsoundData([_not_json(path, 1, f"This is not JSON: {error}.")]) from None
    return read


def _no_number(word: str) -> None:
    raise ValueError(f"{word} is no number")


def _descriptor(folder: Path) -> tuple[dict[str, Any], int]:
    path = folder / DESCRIPTOR
    content = _content(path)
    descriptor: dict[str, Any] = _json(path, content)
    try:
        _require_description(descriptor)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        fault = f"{error} is missing" if isinstance(error, KeyError) else str(error)
        fault = f"This is no data package: {fault}."
        raise UnsoundData([Problem(shown(path), 1, "file", fault, DESCRIBED)]) from None
    return descriptor, content.partition(b'"version"')[0].count(b"\n") + 1


def _require_description(descriptor: dict[str, Any]) -> None:
    """Require what the tables are read by; the rest is required by the first of the rules."""
    _require_names([resource["name"] for resource in descriptor["resources"]], TABLE)
    for resource in descriptor["resources"]:
        if resource["path"] != f"{resource['name']}.csv":
            raise ValueError(f"the path of the table {resource['name']!r} is not its name with .csv")
        fields = resource["schema"]["fields"]
        _require_names([field["name"] for field in fields], COLUMN)
        for field in fields:
            if field["type"] not in TYPES or not isinstance(field["description"], str):
                raise ValueError(f"the column {field['name']!r} has no known type, or no description")
        key = resource["schema"]["primaryKey"]
        if not isinstance(key, list) or not key or not set(key) <= {field["name"] for field in fields}:
            raise ValueError(f"the key of the table {resource['name']!r} is no list of its columns")


def _require_names(names: Sequence[Any], form: re.Pattern[str]) -> None:
    unfit = [name for name in names if not isinstance(name, str) or not form.fullmatch(name)]
    unfit += [name for name, times in Counter(names).items() if times > 1] if not unfit else []
    if unfit or not names:
        raise ValueError(f"{unfit[0]!r} is no name, or stands twice" if unfit else "a list of names is empty")


def _released(folder: Path, problems: list[Problem]) -> Mapping[str, Any]:
    path = folder / RELEASED
    try:
        record = _json(path, _content(path))
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


def _addresses(folder: Path, problems: list[Problem]) -> tuple[str, ...]:
    path = folder / ADDRESSES
    try:
        content = _content(path)
    except UnsoundData as error:
        problems += error.problems
        return ()
    problems.extend(_byte_problems(path, content))
    lines = content.removeprefix(BOM).decode("utf-8", errors="replace").split("\n")
    return tuple(lines[:-1] if lines[-1] == "" else lines)


def _table(folder: Path, resource: Mapping[str, Any], problems: list[Problem]) -> Table | None:
    path = folder / resource["path"]
    try:
        content = _content(path)
    except UnsoundData as error:
        problems += error.problems
        return None
    problems.extend(_byte_problems(path, content))
    lines = list(_parsed(content))
    problems.extend(_line_problems(path, lines, resource))
    rows = [(line, tuple(cell[:LONGEST] for cell in cells)) for line, cells in lines if cells]
    header = rows[0][1] if rows else ()
    return Table(resource["name"], shown(path), resource, header, tuple(rows[1:]))


def _parsed(content: bytes) -> Iterator[tuple[int, tuple[str, ...]]]:
    text = content.removeprefix(BOM).decode("utf-8", errors="replace")
    reader = csv.reader(io.StringIO(text.replace("\r\n", "\n"), newline=""))
    line = 1
    for cells in reader:
        yield line, tuple(cells)
        line = reader.line_num + 1


def _byte_problems(path: Path, content: bytes) -> Iterator[Problem]:
    place = shown(path)
    if content.startswith(BOM):
        yield Problem(
            place, 1, "file", "The file starts with a byte-order mark.", "Save it as UTF-8 without one."
        )
    if b"\r" in content:
        line = content[: content.index(b"\r")].count(b"\n") + 1
        yield Problem(
            place, line, "file", "A line ends with a carriage return.", "Save it with LF line ends."
        )
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        yield _not_utf8(path, content, error)


def _line_problems(
    path: Path, lines: list[tuple[int, tuple[str, ...]]], resource: Mapping[str, Any]
) -> Iterator[Problem]:
    place = shown(path)
    described = {field["name"] for field in resource["schema"]["fields"]}
    columns = [name if name in described else "row" for name in lines[0][1]] if lines else []
    for line, cells in lines:
        if not cells:
            yield Problem(place, line, "row", "The line is blank.", "Remove it.")
        for column, cell in zip(chain(columns, repeat("row")), cells, strict=False):
            if "\n" in cell or "\r" in cell:
                yield Problem(place, line, column, "The cell holds a line break.", "Write it on one line.")
            if len(cell) > LONGEST:
                fault = f"The cell holds {len(cell):,} characters."
                yield Problem(place, line, column, fault, f"Write at most {LONGEST:,}.")


def _missing(path: Path) -> Problem:
    return Problem(shown(path), 1, "file", "The file is missing.", "Put it back, or correct its name.")


def _no_file(path: Path, mode: int) -> Problem:
    kind = "a symbolic link" if stat.S_ISLNK(mode) else "a folder" if stat.S_ISDIR(mode) else "no file"
    return Problem(shown(path), 1, "file", f"This is {kind}.", "Put the file itself there.")


def _too_large(path: Path, size: int) -> Problem:
    return Problem(
        shown(path), 1, "file", f"The file holds {size:,} bytes.", f"Write at most {LARGEST:,} into one file."
    )


def _unreadable(path: Path, error: OSError) -> Problem:
    fault = f"The file cannot be read: {error.strerror}."
    return Problem(shown(path), 1, "file", fault, "Let everybody read the file and its folder.")


def _not_json(path: Path, line: int, fault: str) -> Problem:
    return Problem(shown(path), line, "file", fault, "Look for a comma or a quotation mark.")


def _not_utf8(path: Path, content: bytes, error: UnicodeDecodeError) -> Problem:
    line = content[: error.start].count(b"\n") + 1
    fault = f"Byte {content[error.start]:#04x} is not UTF-8."
    return Problem(shown(path), line, "file", fault, "Save the file as UTF-8.")
