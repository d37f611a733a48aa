"""Edits of a folder of tables, as people, spreadsheets and merges make them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

Edit: TypeAlias = Callable[[Path], object]
Rows: TypeAlias = list[list[str]]


def change_bytes(name: str, change: Callable[[bytes], bytes]) -> Edit:
    def edit(data: Path) -> None:
        (data / name).write_bytes(change((data / name).read_bytes()))

    return edit


def replace(name: str, old: str, new: str) -> Edit:
    """Replace text that must be there, where it stands first."""

    def change(content: bytes) -> bytes:
        assert old.encode() in content
        return content.replace(old.encode(), new.encode(), 1)

    return change_bytes(name, change)


def change_rows(name: str, change: Callable[[Rows], object]) -> Edit:
    """Change the rows of a table in place, the header among them."""

    def edit(data: Path) -> None:
        rows = read(data / name)
        change(rows)
        save(rows, data / name)

    return edit


def add_column(name: str, header: str, cell: str = "") -> Edit:
    def change(rows: Rows) -> None:
        for row in rows:
            row.append(header if row is rows[0] else cell)

    return change_rows(name, change)


def change_cell(name: str, line: int, column: str, cell: str) -> Edit:
    def change(rows: Rows) -> None:
        rows[line - 1][rows[0].index(column)] = cell

    return change_rows(name, change)


def remove_row(name: str, key: str) -> Edit:
    return change_rows(name, lambda rows: rows.remove(next(row for row in rows if row[0] == key)))


def read(path: Path) -> Rows:
    """Read rows, of a file with bytes that are no text too."""
    return list(csv.reader(io.StringIO(path.read_text("utf-8", errors="surrogateescape"), newline="")))


def save(rows: Rows, path: Path, encoding: str = "utf-8", **dialect: Any) -> None:
    stream = io.StringIO(newline="")
    csv.writer(stream, **{"lineterminator": "\n"} | dialect).writerows(rows)
    path.write_bytes(stream.getvalue().encode(encoding, errors="surrogateescape"))


def save_as(name: str, encoding: str = "utf-8", **dialect: Any) -> Edit:
    """Save a table as a program does that has another encoding or another form of CSV."""

    def edit(data: Path) -> None:
        save(read(data / name), data / name, encoding, **dialect)

    return edit


def change_descriptor(change: Callable[[dict[str, Any]], object]) -> Edit:
    def edit(data: Path) -> None:
        path = data / "datapackage.json"
        descriptor = json.loads(path.read_text("utf-8"))
        change(descriptor)
        path.write_text(json.dumps(descriptor, indent=2, ensure_ascii=False) + "\n", "utf-8")

    return edit


def table(descriptor: dict[str, Any], name: str) -> dict[str, Any]:
    """Find a table in a descriptor."""
    return next(resource for resource in descriptor["resources"] if resource["name"] == name)


def field(descriptor: dict[str, Any], name: str) -> dict[str, Any]:
    """Find a column in a descriptor by the names of its table and itself, with a point between."""
    of_table, _, column = name.partition(".")
    fields = table(descriptor, of_table)["schema"]["fields"]
    return next(each for each in fields if each["name"] == column)


def add_category(column: str, **category: str) -> Edit:
    return change_descriptor(lambda descriptor: field(descriptor, column)["categories"].append(category))


def together(*edits: Edit) -> Edit:
    def edit(data: Path) -> None:
        for each in edits:
            each(data)

    return edit
