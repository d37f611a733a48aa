"""The data package read from a folder: every cell as text, every row with its line."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evidence.problems import Problem, RejectedInput
from evidence.tables.descriptor import load_descriptor
from evidence.tables.files import CSV_UTF8, DESCRIPTOR, LARGEST, TIDY, Files, read_files
from evidence.tables.suggest import suggest

SEPARATORS = {
    ";": ("Excel saved the file with semicolons between the cells.", f"{TIDY} Or save it in Google Sheets."),
    "\t": ("The file was saved with tabs between the cells, as Excel's “Text”.", f"{TIDY} {CSV_UTF8}."),
}
HINT = re.compile(r'"?sep=.?"?\n')
"""The first line in which Excel notes what stands between the cells."""
QUOTES = (
    "The quotation marks of this row do not pair.",
    'Write " at both ends of a cell that holds a comma, and "" for a quotation mark within its text.',
)
BREAK = ("A cell of this row holds a line break.", "Write it on one line.")

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

    def cells(self) -> Iterator[tuple[int, str, str]]:
        """Yield each cell with its line and its column."""
        for line, cells in self.rows:
            yield from ((line, column, cell) for column, cell in zip(self.header, cells, strict=False))

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
    """The cells of a row, and the line on which it starts; `fault` is what is wrong with it, and the cure."""

    line: int
    cells: tuple[str, ...]
    fault: tuple[str, str] | None = None


def read(folder: Path) -> tuple[Package, list[Problem]]:
    """Read the data package in a folder, and say which tables could not be read and why.

    Raises RejectedInput where the descriptor itself is faulty.
    """
    files = read_files(folder)
    return read_package(files, load_descriptor(files))


def read_package(files: Files, descriptor: Mapping[str, Any]) -> tuple[Package, list[Problem]]:
    """Read the tables that a sound descriptor describes, as `read` does."""
    resources = {resource["path"]: resource for resource in descriptor["resources"]}
    problems = [*files.problems, *_find_strays(files, resources)]
    tables = {}
    for resource in resources.values():
        try:
            tables[resource["name"]] = _table(files, resource)
        except RejectedInput as error:
            problems += error.problems
    return Package(files.path(DESCRIPTOR), descriptor, tables), problems


def _find_strays(files: Files, resources: Mapping[str, object]) -> Iterator[Problem]:
    for name in files.contents.keys() - {DESCRIPTOR, *resources}:
        new = f"Give it the name of its table, describe it in {DESCRIPTOR} if it is new, or remove it."
        remedy = suggest(name, resources) or new
        yield Problem(files.path(name), 1, "file", f"No table of {DESCRIPTOR} has this name.", remedy)


def find_separator(text: str, columns: Sequence[str]) -> str:
    """Give what stands between the cells of a table: of all marks, the one that finds most of its columns."""
    header = HINT.sub("", text, count=1).lstrip("\n").partition("\n")[0].lower()
    names = {mark: [name.strip(' "') for name in header.split(mark)] for mark in (",", *SEPARATORS)}
    return max(names, key=lambda mark: len(set(columns).intersection(names[mark])))


def parse(text: str, separator: str = ",") -> Iterator[Record]:
    """Yield each row of CSV, up to one whose quotation marks do not pair; empty ones at the end are none."""
    stream = io.StringIO(re.sub(r"\n[\n,]*$", "", text), newline="")
    reader = csv.reader(stream, delimiter=separator, strict=True)
    line = 1
    try:
        for cells in reader:
            yield Record(line, tuple(cells), BREAK if reader.line_num > line else None)
            line = reader.line_num + 1
    except csv.Error:
        yield Record(line, (), QUOTES)


def _table(files: Files, resource: Mapping[str, Any]) -> Table:
    text, path = files.text(resource["path"]), files.path(resource["path"])
    separator = find_separator(text, [field["name"] for field in resource["schema"]["fields"]])
    if separator in SEPARATORS:
        raise RejectedInput([Problem(path, 1, "file", *SEPARATORS[separator])])
    records = list(parse(text))
    faults = [Problem(path, record.line, "row", *record.fault) for record in records if record.fault]
    if faults:
        raise RejectedInput(faults)
    return make_table(resource, path, records)


def make_table(resource: Mapping[str, Any], path: str, records: Iterable[Record]) -> Table:
    """Make a table of records, the first of which is its header."""
    header, *rows = [(record.line, record.cells) for record in records] or [(1, ())]
    return Table(resource["name"], path, resource, header[1], tuple(rows))
