"""Every table in one SQLite database, with the types and keys that the data package gives them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial
from graphlib import TopologicalSorter
from typing import TYPE_CHECKING

from evidence.exports import licences
from evidence.exports.build import Download
from evidence.exports.json import without_empty
from evidence.metadata import Publication
from evidence.model import read_rows
from evidence.tables import Package, Table

if TYPE_CHECKING:
    from sqlite_utils import Database

TYPES = {"integer": int, "number": float}
"""How SQLite keeps a type of the data package; all others are text to it, dates too."""


def export_sqlite(publication: Publication) -> Download:
    """Give the data package as a database; its table "about" says what it is, and under which terms."""
    name = publication.package.descriptor["name"]
    return f"data/{name}.sqlite", partial(_database, publication)


def _database(publication: Publication) -> bytes:
    from sqlite_utils import Database  # noqa: PLC0415  (slow to import)

    database = Database(memory=True)
    database.table("about", pk="name").insert_all(_about(publication))
    for table in _in_order_of_keys(publication.package):
        _add(database, table)
    return bytes(database.conn.serialize())


def _in_order_of_keys(package: Package) -> Iterator[Table]:
    """Give the tables, each after those to which its keys lead."""
    targets = {name: {to for _, to, _ in _foreign_keys(table)} for name, table in package.tables.items()}
    return (package.tables[name] for name in TopologicalSorter(targets).static_order())


def _add(database: Database, table: Table) -> None:
    constraints = {field["name"]: field.get("constraints", {}) for field in table.fields}
    added = database.create_table(
        table.name,
        {field["name"]: TYPES.get(field["type"], str) for field in table.fields},
        pk=table.key,
        not_null=[name for name, each in constraints.items() if each.get("required")],
        foreign_keys=_foreign_keys(table),
    )
    for name, each in constraints.items():
        if each.get("unique"):
            added.create_index([name], unique=True)
    added.insert_all(without_empty(row) for row in read_rows(table))


def _foreign_keys(table: Table) -> list[tuple[str, str, str]]:
    keys = table.resource["schema"].get("foreignKeys", ())
    return [(key["fields"][0], key["reference"]["resource"], key["reference"]["fields"][0]) for key in keys]


def _about(publication: Publication) -> Iterator[dict[str, str]]:
    descriptor = publication.package.descriptor
    facts = {name: descriptor[name] for name in ("title", "description", "version")}
    facts |= {"released": publication.released, "site": publication.url}
    facts |= {"acknowledgement": licences.acknowledgement()}
    facts |= {"datapackage": json.dumps(descriptor, ensure_ascii=False)}
    return ({"name": name, "value": value} for name, value in facts.items())
