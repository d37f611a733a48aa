"""The data package read from disk, every cell as text and every row with its line number.

What would make line numbers or cells unsafe (broken bytes, blank lines, line breaks in cells) is
reported here and mended in memory, so that the rules after it still see every other row.
"""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evidence.problems import Problem, UnsoundData

DESCRIPTOR = "datapackage.json"
RELEASED = "released.json"
ADDRESSES = "urls.txt"
RECORDED = "Put back the one of the last release: it is written when the tables are released, never by hand."
BOM = b"\xef\xbb\xbf"


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


def _descriptor(folder: Path) -> tuple[dict[str, Any], int]:
    path = folder / DESCRIPTOR
    try:
        text = path.read_text("utf-8")
        descriptor: dict[str, Any] = json.loads(text)
    except FileNotFoundError:
        raise UnsoundData([_missing(path)]) from None
    except UnicodeDecodeError as error:
        raise UnsoundData([_not_utf8(path, path.read_bytes(), error)]) from None
    except json.JSONDecodeError as error:
        fault = f"This is not JSON: {error.msg} at character {error.colno}."
        raise UnsoundData(
            [Problem(shown(path), error.lineno, "file", fault, "Look for a comma or a quotation mark.")]
        ) from None
    _require_description(path, descriptor)
    return descriptor, text.partition('"version"')[0].count("\n") + 1 if '"version"' in text else 1


def _released(folder: Path, problems: list[Problem]) -> Mapping[str, Any]:
    path = folder / RELEASED
    try:
        record: dict[str, Any] = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        fault = "The file is missing."
    except ValueError:  # neither UTF-8 nor JSON
        fault = "This is no record of a release."
    else:
        return record
    problems.append(Problem(shown(path), 1, "file", fault, RECORDED))
    return {"tables": {}}


def _addresses(folder: Path, problems: list[Problem]) -> tuple[str, ...]:
    path = folder / ADDRESSES
    try:
        return tuple(path.read_text("utf-8").splitlines())
    except FileNotFoundError:
        problems.append(_missing(path))
    except UnicodeDecodeError as error:
        problems.append(_not_utf8(path, path.read_bytes(), error))
    return ()


def _require_description(path: Path, descriptor: dict[str, Any]) -> None:
    try:
        for resource in descriptor["resources"]:
            _ = resource["name"], resource["path"], resource["schema"]["primaryKey"]
            _ = [
                (field["name"], field["type"], field["description"]) for field in resource["schema"]["fields"]
            ]
    except (KeyError, TypeError) as error:
        remedy = "Describe each table as the others are."
        raise UnsoundData(
            [Problem(shown(path), 1, "file", f"This is no data package: {error} is missing.", remedy)]
        ) from None


def _table(folder: Path, resource: Mapping[str, Any], problems: list[Problem]) -> Table | None:
    path = folder / resource["path"]
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        problems.append(_missing(path))
        return None
    problems.extend(_byte_problems(path, content))
    lines = list(_parsed(content))
    problems.extend(_line_problems(path, lines))
    rows = [(line, cells) for line, cells in lines if cells]
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


def _line_problems(path: Path, lines: list[tuple[int, tuple[str, ...]]]) -> Iterator[Problem]:
    place = shown(path)
    for line, cells in lines:
        if not cells:
            yield Problem(place, line, "row", "The line is blank.", "Remove it.")
        for position, cell in enumerate(cells):
            if "\n" in cell or "\r" in cell:
                column = lines[0][1][position] if position < len(lines[0][1]) else "row"
                yield Problem(place, line, column, "The cell holds a line break.", "Write it on one line.")


def _missing(path: Path) -> Problem:
    return Problem(shown(path), 1, "file", "The file is missing.", "Put it back, or correct its name.")


def _not_utf8(path: Path, content: bytes, error: UnicodeDecodeError) -> Problem:
    line = content[: error.start].count(b"\n") + 1
    fault = f"Byte {content[error.start]:#04x} is not UTF-8."
    return Problem(shown(path), line, "file", fault, "Save the file as UTF-8.")
