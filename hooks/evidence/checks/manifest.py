"""The record of a release: what every cell of every table was, kept as digests."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

from evidence.tables import Package, Table

LENGTH = 4
"""Letters of a digest: one change in 16 million would go unseen."""

Row: TypeAlias = Mapping[str, str]
Record: TypeAlias = Mapping[str, Any]
"""What was released of a table: its columns without the key, and each row's digests in their order."""

NEW: Record = {"columns": [], "rows": {}}
"""A table of which nothing was released."""


def manifest(package: Package) -> str:
    """Give the record of a release as JSON: its version, its date, every table and every address."""
    date = max(cell for _, cell in package.tables["changes"].column("date"))
    tables = {name: _record(table) for name, table in sorted(package.tables.items())}
    addresses = "".join(map(digest, package.addresses))
    record = {
        "version": package.descriptor["version"],
        "date": date,
        "tables": tables,
        "addresses": addresses,
    }
    return json.dumps(record, indent=1, ensure_ascii=False) + "\n"


def keyed(table: Table) -> Mapping[str, tuple[int, Row]]:
    """Give each row with its line, by what changes.csv calls it: the cells of its key with spaces between."""
    rows = ((line, dict(zip(table.header, cells, strict=False))) for line, cells in table.rows)
    return {" ".join(row.get(column, "") for column in table.key): (line, row) for line, row in rows}


def cells(record: Record, key: str) -> Iterator[tuple[str, str]]:
    """Give the columns and digests of a released row; none where it was not released."""
    digests = record["rows"].get(key, "")
    parts = (digests[start : start + LENGTH] for start in range(0, len(digests), LENGTH))
    return zip(record["columns"], parts, strict=False)


def digests(record: Record) -> list[str]:
    """Give the digests of the addresses that were released."""
    letters: str = record.get("addresses", "")
    return [letters[start : start + LENGTH] for start in range(0, len(letters), LENGTH)]


def digest(cell: str) -> str:
    """Give the first letters of a cell's SHA-256 in base 64."""
    return base64.urlsafe_b64encode(hashlib.sha256(cell.encode()).digest())[:LENGTH].decode()


def _record(table: Table) -> Record:
    columns = [column for column in table.header if column not in table.key]
    rows = sorted(keyed(table).items())
    return {
        "columns": columns,
        "rows": {key: "".join(digest(row[column]) for column in columns) for key, (_, row) in rows},
    }
