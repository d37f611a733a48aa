"""What needs no judgement, repaired in the files of the tables; no value ever changes."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeAlias

from evidence.tables.descriptor import load_descriptor
from evidence.tables.explanations import canonical_number, plain_header, spare_cells
from evidence.tables.files import decode, read_files
from evidence.tables.read import HINT, Table, find_separator, parse
from evidence.tables.schema import find_in_table

Rows: TypeAlias = list[tuple[str, ...]]


def tidy(folder: Path) -> Iterator[str]:
    """Write each table in a folder as the check wants it, and yield what was done to which file.

    A file that takes judgement, as where a row lacks a cell, stays as it is: the check explains it.
    """
    files = read_files(folder)
    for resource in load_descriptor(files)["resources"]:
        name = resource["path"]
        content = files.contents.get(name, b"")
        repaired, done = repair(content, resource)
        if repaired != content:
            (folder / name).write_bytes(repaired)
            yield f"{files.path(name)}: {', '.join(done) or 'quotation marks written where they are needed'}"


def repair(content: bytes, resource: Mapping[str, Any]) -> tuple[bytes, list[str]]:
    """Give the bytes of a table repaired and what was done; the same bytes where it takes judgement."""
    described = [field["name"] for field in resource["schema"]["fields"]]
    text = HINT.sub("", decode(content) or "", count=1)
    separator = find_separator(text, described)
    records = list(parse(text, separator))
    header, *rows = [record.cells for record in records if any(map(str.strip, record.cells))] or [()]
    widths = range(len(described), len(described) + spare_cells(header, rows) + 1)
    clear = all(len(row) in widths and not any(map(str.strip, row[len(described) :])) for row in rows)
    if not clear or any(record.fault for record in records) or plain_header(header) != described:
        return content, []
    done = [*_describe_bytes(content, separator)]
    done += ["header written as described"] if list(header) != described else []
    done += ["empty rows removed"] if len(rows) < len(records) - 1 else []
    table = Table(resource["name"], "", resource, tuple(described), ())
    for words, step in STEPS.items():
        before, rows = rows, step(table, rows)
        done += [words] if rows != before else []
    stream = io.StringIO(newline="")
    csv.writer(stream, lineterminator="\n").writerows([described, *rows])
    return stream.getvalue().encode(), done


def _describe_bytes(content: bytes, separator: str) -> Iterator[str]:
    if content.decode("utf-8", errors="ignore").encode() != content:
        yield "written in UTF-8"
    else:
        if content.startswith(b"\xef\xbb\xbf"):
            yield "byte-order mark removed"
        if b"\r" in content or not content.endswith(b"\n"):
            yield "line ends written"
    if separator != ",":
        yield "commas written between cells"


def _strip(table: Table, rows: Rows) -> Rows:
    """Remove blanks around cells, but not those before a quotation mark, which was to hold cells together."""
    return [
        tuple(cell if cell.lstrip().startswith('"') else cell.strip() for cell in cells) for cells in rows
    ]


def _write_numbers(table: Table, rows: Rows) -> Rows:
    types = [field["type"] for field in table.fields]
    return [
        tuple(canonical_number(cell, kind) for cell, kind in zip(cells, types, strict=True)) for cells in rows
    ]


def _sort(table: Table, rows: Rows) -> Rows:
    """Sort by key, but not where a row or a key is faulty: mended, it will stand elsewhere."""
    faults = find_in_table(replace(table, rows=tuple(enumerate(rows))), {})
    if any({"row", *table.key} & set(fault.column.split("+")) for fault in faults):
        return rows
    return sorted(rows, key=table.sort_key)


STEPS: Mapping[str, Callable[[Table, Rows], Rows]] = {
    "empty columns removed": lambda table, rows: [cells[: len(table.header)] for cells in rows],
    "blanks around cells removed": _strip,
    "numbers written in one form": _write_numbers,
    "rows sorted": _sort,
}
"""What is done to the rows of a table, in this order."""
