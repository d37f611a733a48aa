"""A whole data package read from a folder.

What would make line numbers or cells unsafe (broken bytes, blank lines, line breaks in cells, cells without
end) is reported here and mended in memory, so that the rules after it still see every other row.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from itertools import chain, repeat
from pathlib import Path
from typing import Any

from evidence.problems import Problem, RejectedInput
from evidence.tables.description import DESCRIPTOR, described
from evidence.tables.files import BOM, LARGEST, byte_problems, content_of, shown
from evidence.tables.table import Package, Table

LONGEST = 32_767
"""Characters of a cell, which is what a cell of a spreadsheet holds."""

csv.field_size_limit(LARGEST)  # so that the reader goes on to the cells after one that is too long


def read(folder: Path) -> tuple[Package, list[Problem]]:
    """Read the data package in a folder, with what is wrong with its files.

    Raises RejectedInput where the descriptor itself cannot be read.
    """
    problems: list[Problem] = []
    descriptor = described(folder)
    tables = {}
    for resource in descriptor["resources"]:
        table = _table(folder, resource, problems)
        if table is not None:
            tables[resource["name"]] = table
    path = shown(folder / DESCRIPTOR)
    return Package(path, descriptor, tables), problems


def _table(folder: Path, resource: Mapping[str, Any], problems: list[Problem]) -> Table | None:
    path = folder / resource["path"]
    try:
        content = content_of(path)
    except RejectedInput as error:
        problems += error.problems
        return None
    problems.extend(byte_problems(path, content))
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
