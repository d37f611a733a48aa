"""The data package: its descriptor and each table as CSV."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from evidence.exports.build import Download
from evidence.tables import DESCRIPTOR, Package, Table

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the start of a formula: https://owasp.org/www-community/attacks/CSV_Injection."""


def export_csv(package: Package) -> Iterator[Download]:
    """Give the data package: its descriptor and each table as CSV."""
    yield f"data/{DESCRIPTOR}", lambda: json.dumps(package.descriptor, indent=2, ensure_ascii=False) + "\n"
    for table in package.tables.values():
        yield f"data/{table.resource['path']}", partial(_table, table)


def write_csv(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Write rows as CSV under their header."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return stream.getvalue()


def escape_formula(cell: str) -> str:
    """Give a text that no spreadsheet takes for a formula: an apostrophe stands before one that could be."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def _table(table: Table) -> str:
    texts = {field["name"] for field in table.fields if field["type"] == "string"}
    rows = (
        [
            escape_formula(cell) if name in texts else cell
            for name, cell in zip(table.header, cells, strict=True)
        ]
        for _, cells in table.rows
    )
    return write_csv(table.header, rows)
