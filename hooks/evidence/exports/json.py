"""Each table as JSON, for programs that read one alone."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial
from typing import Any

from evidence.exports.build import Download
from evidence.model import Cells, read_rows
from evidence.tables import Package, Table


def export_json(package: Package) -> Iterator[Download]:
    """Give each table as a list of objects, one a row; a date is text, an empty cell null."""
    for table in package.tables.values():
        yield f"data/{table.name}.json", partial(_table, table)


def without_empty(cells: Cells) -> dict[str, Any]:
    """Give the cells of a row with None in place of an empty text."""
    return {name: None if cell == "" else cell for name, cell in cells.items()}


def _table(table: Table) -> str:
    rows = (json.dumps(without_empty(row), ensure_ascii=False, default=str) for row in read_rows(table))
    return "[\n" + ",\n".join(rows) + "\n]\n"
