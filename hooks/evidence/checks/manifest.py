"""The record of a release: what every cell of every table was, kept as digests."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

from evidence.tables import Package, Table

LEDGER = "changes"
"""The table that tells what became of the others."""
LENGTH = 4
"""Letters of a digest: one change in 16 million would go unseen."""

Row: TypeAlias = Mapping[str, str]
Record: TypeAlias = Mapping[str, Any]
"""What was released of a table: the kind of each column, and the digests of each row in their order."""

NEW: Record = {"key": {}, "columns": {}, "rows": {}}
"""A table of which nothing was released."""


def manifest(package: Package) -> str:
    """Give the record of a release as JSON: its version, its date, every table and every address."""
    date = max(cell for _, cell in package.tables[LEDGER].column("date"))
    tables = {name: _record(table) for name, table in sorted(package.tables.items())}
    addresses = "".join(map(digest, package.addresses))
    record = {
        "version": package.descriptor["version"],
        "date": date,
        "description": described(package),
        "tables": tables,
        "addresses": addresses,
    }
    return json.dumps(record, indent=1, ensure_ascii=False) + "\n"


def described(package: Package) -> str:
    """Give a digest of what the data package says of itself and its tables, save the version it bears."""
    unversioned = {name: value for name, value in package.descriptor.items() if name != "version"}
    return digest(json.dumps(unversioned, sort_keys=True))


def kinds(table: Table) -> dict[str, str]:
    """Give what a program expects of the cells of each column: their type, their format and their unit."""
    return {
        field["name"]: " ".join(str(field[part]) for part in ("type", "format", "unit") if part in field)
        for field in table.fields
    }


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
    every, rows = kinds(table), sorted(keyed(table).items())
    columns = {column: kind for column, kind in every.items() if column not in table.key}
    return {
        "key": {column: every[column] for column in table.key},
        "columns": columns,
        "rows": {key: "".join(digest(row[column]) for column in columns) for key, (_, row) in rows},
    }
