"""The tables as files to take away."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator

from evidence.tables import DESCRIPTOR, Package, Table

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the start of a formula: https://owasp.org/www-community/attacks/CSV_Injection."""


def of_package(package: Package) -> Iterator[tuple[str, str]]:
    """Give the data package as (path, content): its descriptor and one CSV a table."""
    yield f"data/{DESCRIPTOR}", json.dumps(package.descriptor, indent=2, ensure_ascii=False) + "\n"
    for table in package.tables.values():
        yield f"data/{table.resource['path']}", table_csv(table)


def table_csv(table: Table) -> str:
    """Give a table as CSV in which no text can be taken for a formula: it starts with an apostrophe."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(table.header)
    texts = {position for position, field in enumerate(table.fields) if field["type"] == "string"}
    for _, cells in table.rows:
        writer.writerow(_harmless(cell) if position in texts else cell for position, cell in enumerate(cells))
    return stream.getvalue()


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA) else cell
