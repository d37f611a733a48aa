"""The tables as files to take away."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial

from evidence.exports.build import Download
from evidence.tables import DESCRIPTOR, Package, Table

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the start of a formula: https://owasp.org/www-community/attacks/CSV_Injection."""
NUMBERS: Mapping[str, Callable[[str], float]] = {"integer": int, "number": float}
"""How a cell of a type is read; all other cells are text."""


def of_package(package: Package) -> Iterator[Download]:
    """Give the data package: its descriptor and each table as CSV."""
    yield f"data/{DESCRIPTOR}", partial(_descriptor, package)
    for table in package.tables.values():
        yield f"data/{table.resource['path']}", partial(table_csv, table)


def of_tables(package: Package) -> Iterator[Download]:
    """Give each table as JSON, for programs that read one alone."""
    for table in package.tables.values():
        yield f"data/{table.name}.json", partial(table_json, table)


def _descriptor(package: Package) -> str:
    return json.dumps(package.descriptor, indent=2, ensure_ascii=False) + "\n"


def table_csv(table: Table) -> str:
    """Give a table as CSV in which no text can be taken for a formula: it starts with an apostrophe."""
    texts = {position for position, field in enumerate(table.fields) if field["type"] == "string"}
    rows = (
        [harmless(cell) if position in texts else cell for position, cell in enumerate(cells)]
        for _, cells in table.rows
    )
    return written(table.header, rows)


def table_json(table: Table) -> str:
    """Give a table as a list of objects, one a row; an empty cell is null."""
    types = [NUMBERS.get(field["type"], str) for field in table.fields]
    rows = (
        {
            name: read(cell) if cell else None
            for name, read, cell in zip(table.header, types, cells, strict=True)
        }
        for _, cells in table.rows
    )
    return "[\n" + ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows) + "\n]\n"


def written(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Give rows as CSV under their header."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return stream.getvalue()


def harmless(cell: str) -> str:
    """Give a text that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell
