"""The data package read from a folder: every cell as text, every row with its line."""

from __future__ import annotations

import csv
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from evidence.problems import Problem, RejectedInput
from evidence.tables.descriptor import load_descriptor
from evidence.tables.files import CSV_UTF8, LARGEST, TIDY, Files, read_files
from evidence.tables.table import DESCRIPTOR, Package, Table

SEPARATORS = {
    ";": ("Excel saved the file with semicolons between the cells.", f"{TIDY} Or save it in Google Sheets."),
    "\t": ("The file was saved with tabs between the cells, as Excel's “Text”.", f"{TIDY} {CSV_UTF8}."),
    "|": ("The file was saved with | between the cells.", TIDY),
}
HINT = re.compile(r'"?sep=.?"?\n')
"""The first line in which Excel notes what stands between the cells."""
MOST_LINES = 50
"""Lines over which a cell with line breaks is looked for."""

csv.field_size_limit(LARGEST)


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """The cells of a line; `fault` and `remedy` say why they may not be what was meant."""

    line: int
    cells: tuple[str, ...]
    fault: str = ""
    remedy: str = ""


def read(folder: Path) -> tuple[Package, list[Problem]]:
    """Read the data package in a folder, and say which tables could not be read and why.

    Raises RejectedInput where the descriptor itself is faulty.
    """
    files = read_files(folder)
    return read_package(files, load_descriptor(files))


def read_package(files: Files, descriptor: Mapping[str, Any]) -> tuple[Package, list[Problem]]:
    """Read the tables that a sound descriptor describes, as `read` does."""
    resources = {resource["path"]: resource for resource in descriptor["resources"]}
    renamed = _renamed(files, resources)
    tables, problems = {}, [*files.problems, *_explain_strays(files, resources, renamed)]
    for resource in resources.values():
        try:
            if resource["path"] not in renamed.values():
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
    width, start = 0, 0
    while start < len(lines):
        record, height = _record(lines[start : start + MOST_LINES], separator, width)
        width = width or len(record.cells)
        yield Record(line=start + 1, cells=record.cells, fault=record.fault, remedy=record.remedy)
        start += height


def _table(files: Files, resource: Mapping[str, Any]) -> Table:
    text, path = files.text(resource["path"]), files.path(resource["path"])
    separator = find_separator(text, [field["name"] for field in resource["schema"]["fields"]])
    if separator in SEPARATORS:
        raise RejectedInput([Problem(path, 1, "file", *SEPARATORS[separator])])
    header, *records = parse(text)
    problems = [
        Problem(path, record.line, _last_column(header, record), record.fault, record.remedy)
        for record in (header, *records)
        if record.fault
    ]
    if problems:
        raise RejectedInput(problems)
    rows = tuple((record.line, record.cells) for record in records)
    return Table(resource["name"], path, resource, header.cells, rows)


def _last_column(header: Record, record: Record) -> str:
    """Name the column that a record ends in, which is where a quotation mark was opened."""
    position = len(record.cells) - 1
    return header.cells[position] if record is not header and position < len(header.cells) else "row"


def _record(lines: Sequence[str], separator: str, width: int) -> tuple[Record, int]:
    """Read the record that starts on the first of some lines; gives the number of its lines too."""
    cells = _cells(lines[0], separator)
    if cells is not None:
        return Record(line=1, cells=cells), 1
    cells = tuple(next(csv.reader(lines[:1], delimiter=separator)))
    if lines[0].count('"') % 2 == 0:
        fault = "Within a cell that stands in quotation marks, a single one stands."
        return Record(
            line=1, cells=cells, fault=fault, remedy='Write "" for a quotation mark in the text.'
        ), 1
    for height in range(2, len(lines) + 1):
        if len(_cells("\n".join(lines[:height]), separator) or ()) == width:
            fault = "The cell holds a line break."
            return Record(line=1, cells=cells, fault=fault, remedy="Write it on one line."), height
    fault = "A quotation mark opens a cell here, and none closes it on this line."
    return Record(line=1, cells=cells, fault=fault, remedy='Write " at the end of the cell too.'), 1


def _cells(text: str, separator: str) -> tuple[str, ...] | None:
    """Give the cells of one record; None where its quotation marks do not pair."""
    try:
        return tuple(cell for cells in csv.reader([text], delimiter=separator, strict=True) for cell in cells)
    except csv.Error:
        return None


def _explain_strays(files: Files, known: Collection[str], renamed: Mapping[str, str]) -> Iterator[Problem]:
    """Yield each file that is no table, with the table that it may be."""
    for name in files.contents.keys() - {DESCRIPTOR, *known}:
        original = _original(name)
        remedy = "Remove it, or describe it in datapackage.json if it is a new table."
        if name in renamed:
            remedy = f"Call it {renamed[name]} again."
        elif original in known:
            remedy = f"If it is the newer version of {original}, put it in the place of that; else remove it."
        yield Problem(files.path(name), 1, "file", "No table of datapackage.json has this name.", remedy)


def _renamed(files: Files, known: Collection[str]) -> dict[str, str]:
    """Give the lost table that each file was which has another name now."""
    missing = set(known) - files.contents.keys() - {Path(problem.path).name for problem in files.problems}
    likely = {
        name: get_close_matches(_original(name), missing, n=1, cutoff=0.85)
        for name in files.contents.keys() - known
    }
    return {name: matches[0] for name, matches in likely.items() if matches}


def _original(name: str) -> str:
    """Give the name of a table without what is added to that of a copy."""
    copied = r"( ?\(\d+\)| - copy.*|[ _-]?copy.*)?(\.csv|\.txt)*$"
    return re.sub(copied, "", name.lower().removeprefix("copy of ")) + ".csv"
