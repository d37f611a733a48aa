"""Every table in one SQLite database, with the types, keys and words that the data package gives them.

Python's own sqlite3 writes it: the libraries around it can neither keep a column's description beside the
column nor do without a file on disk.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from functools import partial
from typing import Any

from evidence.exports import licences
from evidence.exports.build import Download
from evidence.exports.tables import NUMBERS
from evidence.tables import Package, Table

TYPES = {"integer": "INTEGER", "number": "REAL"}
"""What SQLite calls a type of the data package; all others are text to it, dates too."""
ABOUT = """CREATE TABLE "about" (
  -- What the whole is, as the data package says it; "datapackage" is that description itself, as JSON.
  "name" TEXT PRIMARY KEY,
  "value" TEXT NOT NULL
)"""


def of_database(package: Package, released: str, site_url: str) -> Download:
    """Give the data package as a database; `released` is the ISO date of the tables."""
    return f"data/{package.descriptor['name']}.sqlite", partial(_database, package, released, site_url)


def _database(package: Package, released: str, site_url: str) -> bytes:
    """Write the database in memory, in one transaction, which gives the same bytes for the same tables."""
    with closing(sqlite3.connect(":memory:")) as database, database:
        database.execute("BEGIN")
        database.execute(ABOUT)
        database.executemany('INSERT INTO "about" VALUES (?, ?)', _about(package, released, site_url))
        for table in package.tables.values():
            database.execute(_definition(table))
            places = ", ".join("?" * len(table.header))
            database.executemany(f"INSERT INTO {_name(table.name)} VALUES ({places})", _rows(table))
        database.commit()
        return database.serialize()


def _about(package: Package, released: str, site_url: str) -> Iterator[tuple[str, str]]:
    for name in ("title", "description", "version"):
        yield name, package.descriptor[name]
    yield "released", released
    yield "site", site_url
    yield "acknowledgement", licences.acknowledgement()
    yield "datapackage", json.dumps(package.descriptor, ensure_ascii=False)


def _definition(table: Table) -> str:
    """Give the statement that makes a table, with what its description says as comments that stay in it."""
    foreign = table.resource["schema"].get("foreignKeys", ())
    columns = [f"{_column(field)}, -- {_line(field['description'])}" for field in table.fields]
    keys = ",\n  ".join([f"PRIMARY KEY ({_names(table.key)})", *map(_reference, foreign)])
    lines = [f"-- {_line(table.resource['description'])}", *columns, keys]
    return f"CREATE TABLE {_name(table.name)} (\n  " + "\n  ".join(lines) + "\n)"


def _column(field: Mapping[str, Any]) -> str:
    constraints = field.get("constraints", {})
    kept = {"required": " NOT NULL", "unique": " UNIQUE"}
    rules = "".join(words for name, words in kept.items() if constraints.get(name))
    return f"{_name(field['name'])} {TYPES.get(field['type'], 'TEXT')}{rules}"


def _reference(key: Mapping[str, Any]) -> str:
    to = key["reference"]
    return (
        f"FOREIGN KEY ({_names(key['fields'])}) REFERENCES {_name(to['resource'])} ({_names(to['fields'])})"
    )


def _rows(table: Table) -> Iterator[list[str | float | None]]:
    """Give the rows with numbers as numbers; an empty cell is null."""
    types = [NUMBERS.get(field["type"], str) for field in table.fields]
    for _, cells in table.rows:
        yield [read(cell) if cell else None for read, cell in zip(types, cells, strict=True)]


def _names(columns: Iterable[str]) -> str:
    return ", ".join(map(_name, columns))


def _name(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _line(words: str) -> str:
    return " ".join(words.split())
