"""The data package read from a folder: every cell as text, every row with its line."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from typing import Any

from evidence.problems import Problem, RejectedInput
from evidence.tables.descriptor import load_descriptor
from evidence.tables.files import CSV_UTF8, DESCRIPTOR, LARGEST, TIDY, Files, read_files

SEPARATORS = {
    ";": ("Excel saved the file with semicolons between the cells.", f"{TIDY} Or save it in Google Sheets."),
    "\t": ("The file was saved with tabs between the cells, as Excel's “Text”.", f"{TIDY} {CSV_UTF8}."),
}
HINT = re.compile(r'"?sep=.?"?\n')
"""The first line in which Excel notes what stands between the cells."""
MOST_LINES = 50
"""Lines over which a cell with line breaks is looked for."""

csv.field_size_limit(LARGEST)


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its description from the data package, and its rows as read.

    `rows` pairs each row with the line on which it stands; the header is on line 1.
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
    def columns(self) -> list[str]:
        """The names of the columns that are described."""
        return [field["name"] for field in self.fields]

    @property
    def key(self) -> tuple[str, ...]:
        """The columns whose cells identify a row, and by which rows are sorted."""
        return tuple(self.resource["schema"]["primaryKey"])

    @property
    def key_targets(self) -> set[str]:
        """The tables whose rows the cells of the key name."""
        references = self.resource["schema"].get("foreignKeys", [])
        return {each["reference"]["resource"] for each in references if set(each["fields"]) <= set(self.key)}

    def categories(self, column: str) -> dict[str, Mapping[str, str]]:
        """Give the label of each value that a column may have, and its description where it has one."""
        (found,) = (field["categories"] for field in self.fields if field["name"] == column)
        return {category["value"]: category for category in found}

    def column(self, name: str) -> Iterator[tuple[int, str]]:
        """Yield the cells of a column with their lines, from every row that reaches as far."""
        position = self.header.index(name)
        return ((line, cells[position]) for line, cells in self.rows if position < len(cells))

    def sort_key(self, cells: Sequence[str]) -> tuple[str, ...]:
        """Give what a row with all its cells is sorted by: the cells of its key, whole numbers by size."""
        types = {field["name"]: field["type"] for field in self.fields}
        return tuple(
            cells[self.header.index(name)].zfill(20 if types[name] == "integer" else 0) for name in self.key
        )


@dataclass(frozen=True, slots=True)
class Package:
    """The data package: its descriptor, the path of that, and the tables that could be read, by name."""

    path: str
    descriptor: Mapping[str, Any]
    tables: Mapping[str, Table]


@dataclass(frozen=True, slots=True)
class Record:
    """The cells of a line, and how many lines they take; `fault` says why they may not be what was meant."""

    line: int
    cells: tuple[str, ...]
    fault: tuple[str, str] | None = None
    height: int = 1


def read(folder: Path) -> tuple[Package, list[Problem]]:
    """Read the data package in a folder, and say which tables could not be read and why.

    Raises RejectedInput where the descriptor itself is faulty.
    """
    files = read_files(folder)
    return read_package(files, load_descriptor(files))


def read_package(files: Files, descriptor: Mapping[str, Any]) -> tuple[Package, list[Problem]]:
    """Read the tables that a sound descriptor describes, as `read` does."""
    resources = {resource["path"]: resource for resource in descriptor["resources"]}
    strays = {
        name: _likely_table(name, resources) for name in files.contents.keys() - {DESCRIPTOR, *resources}
    }
    renamed = set(strays.values()) - files.contents.keys()
    tables, problems = {}, [*files.problems, *_explain_strays(files, strays)]
    for resource in resources.values():
        try:
            if resource["path"] not in renamed:
                tables[resource["name"]] = _table(files, resource)
        except RejectedInput as error:
            problems += error.problems
    return Package(files.path(DESCRIPTOR), descriptor, tables), problems


def find_separator(text: str, columns: Sequence[str]) -> str:
    """Give what stands between the cells of a table: of all marks, the one that finds most of its columns."""
    header = HINT.sub("", text, count=1).lstrip("\n").partition("\n")[0].lower()
    names = {mark: [name.strip(' "') for name in header.split(mark)] for mark in (",", *SEPARATORS)}
    return max(names, key=lambda mark: len(set(columns).intersection(names[mark])))


def parse(text: str, separator: str = ",") -> Iterator[Record]:
    """Yield the record of each line of CSV, but for empty ones at the end.

    A cell holds no line break, so each line is read by itself: a quotation mark that nothing closes spoils
    the line where it stands, and not all that follow.
    """
    lines = re.sub(r"\n[\n,]*$", "", text).split("\n")
    width, line = 0, 1
    while line <= len(lines):
        cells = _cells(lines[line - 1], separator)
        record = Record(line, cells) if cells is not None else _explain_quotes(lines, line, separator, width)
        width = width or len(record.cells)
        yield record
        line += record.height


def _cells(text: str, separator: str) -> tuple[str, ...] | None:
    """Give the cells of one record; None where its quotation marks do not pair."""
    try:
        return tuple(cell for cells in csv.reader([text], delimiter=separator, strict=True) for cell in cells)
    except csv.Error:
        return None


def _explain_quotes(lines: Sequence[str], line: int, separator: str, width: int) -> Record:
    """Read a record whose quotation marks do not pair on its line; the header has `width` cells."""
    first = lines[line - 1]
    cells = tuple(next(csv.reader([first], delimiter=separator)))
    if first.count('"') % 2 == 0:
        fault = "Within a cell that stands in quotation marks, a single one stands."
        return Record(line, cells, (fault, 'Write "" for a quotation mark in the text.'))
    for height in range(2, min(MOST_LINES, len(lines) - line + 1) + 1):
        if len(_cells("\n".join(lines[line - 1 : line - 1 + height]), separator) or ()) == width:
            return Record(line, cells, ("The cell holds a line break.", "Write it on one line."), height)
    fault = "A quotation mark opens a cell here, and none closes it on this line."
    return Record(line, cells, (fault, 'Write " at the end of the cell too.'))


def _table(files: Files, resource: Mapping[str, Any]) -> Table:
    text, path = files.text(resource["path"]), files.path(resource["path"])
    separator = find_separator(text, [field["name"] for field in resource["schema"]["fields"]])
    if separator in SEPARATORS:
        raise RejectedInput([Problem(path, 1, "file", *SEPARATORS[separator])])
    header, *records = _records(text)
    problems = []
    for record in (header, *records):
        if record.fault:  # a quotation mark was opened in the last cell
            column = dict(enumerate(header.cells, 1)).get(len(record.cells), "row")
            problems.append(Problem(path, record.line, column, *record.fault))
    if problems:
        raise RejectedInput(problems)
    rows = tuple((record.line, record.cells) for record in records)
    return Table(resource["name"], path, resource, header.cells, rows)


@lru_cache(maxsize=100)  # under make serve, most tables are as they were
def _records(text: str) -> tuple[Record, ...]:
    return tuple(parse(text))


def _likely_table(name: str, tables: Mapping[str, object]) -> str:
    """Give the file of the table that another file may be a copy of, or nothing."""
    copied = r"( ?\(\d+\)| - copy.*|[ _-]?copy.*)?(\.csv|\.txt)*$"
    original = re.sub(copied, "", name.lower().removeprefix("copy of ")) + ".csv"
    return next(iter(get_close_matches(original, tables, n=1, cutoff=0.85)), "")


def _explain_strays(files: Files, strays: Mapping[str, str]) -> Iterator[Problem]:
    """Yield each file that is no table; `strays` gives the table that each may be."""
    for name, table in strays.items():
        remedy = f"Remove it, or describe it in {DESCRIPTOR} if it is a new table."
        if table in files.contents:
            remedy = f"If it is the newer version of {table}, put it in the place of that; else remove it."
        elif table:
            remedy = f"Call it {table} again."
        yield Problem(files.path(name), 1, "file", f"No table of {DESCRIPTOR} has this name.", remedy)
