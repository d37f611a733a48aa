"""The tables in the World Wide Web Consortium's vocabulary for tabular data, derived from the data package.

All tables stand in one description: a foreign key may only lead to a table of the same group, and programs
that are given any one of the files look for a description of this name beside it.
https://www.w3.org/TR/tabular-metadata/, https://www.w3.org/TR/tabular-data-model/#locating-metadata
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from evidence.metadata.publication import Publication
from evidence.tables import Package, Table

PATH = "data/csv-metadata.json"
LANGUAGE = "en"
DIALECT = {"commentPrefix": None, "trim": False}
"""Said, because readers of the standard differ: no row is a comment, and no space is removed."""
HARMLESS = "Text that a spreadsheet could take for a formula starts with an apostrophe in these files."
SYNTAX = re.compile(r"[\\^$.*+?()\[\]{}|]")


def description(publication: Publication) -> str:
    """Describe the published CSV files as JSON."""
    return json.dumps(group(publication), indent=2, ensure_ascii=False) + "\n"


def group(publication: Publication) -> dict[str, Any]:
    """Describe all tables as one table group."""
    package = publication.package
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": LANGUAGE}],
        "@type": "TableGroup",
        **_about(package.descriptor),
        "dc:publisher": publication.publisher,
        "dc:modified": {"@value": publication.released, "@type": "xsd:date"},
        "schema:version": publication.version,
        "rdfs:comment": HARMLESS,
        "dialect": DIALECT,
        "tables": [_table(table, package) for table in package.tables.values()],
    }


def _about(described: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "dc:title": described["title"],
        "dc:description": described["description"],
        "dc:license": [_licence(licence) for licence in described["licenses"]],
        "dc:source": [source["title"] for source in described["sources"]],
    }


def _licence(licence: Mapping[str, str]) -> str | dict[str, str]:
    return {"@id": licence["path"]} if "path" in licence else licence["title"]


def _table(table: Table, package: Package) -> dict[str, Any]:
    return {
        "url": table.resource["path"],
        **_about(table.resource),
        "tableSchema": _schema(table, package),
    }


def _schema(table: Table, package: Package) -> dict[str, Any]:
    keys = list(_foreign_keys(table, package))
    return {
        "null": table.resource["schema"]["missingValues"],
        "columns": [_column(field, package) for field in table.fields],
        "primaryKey": list(table.key),
        **({"foreignKeys": keys} if keys else {}),
    }


def _foreign_keys(table: Table, package: Package) -> Iterator[dict[str, Any]]:
    """Give the keys that every row has: to a strict reader of the standard, an empty one leads nowhere."""
    required = {field["name"] for field in table.fields if _required(field)}
    for key in table.resource["schema"].get("foreignKeys", ()):
        if required.issuperset(key["fields"]):
            target = package.tables[key["reference"]["resource"]]
            reference = {"resource": target.resource["path"], "columnReference": key["reference"]["fields"]}
            yield {"columnReference": key["fields"], "reference": reference}


def _required(field: Mapping[str, Any]) -> bool:
    return bool(field.get("constraints", {}).get("required"))


def _column(field: Mapping[str, Any], package: Package) -> dict[str, Any]:
    return {
        "name": field["name"],
        "titles": field["name"],
        "dc:description": field["description"],
        **({"schema:unitText": field["unit"]} if "unit" in field else {}),
        **({"required": True} if _required(field) else {}),
        **_values(field, package),
    }


def _values(field: Mapping[str, Any], package: Package) -> dict[str, Any]:
    """Give the datatype of a column; a list has that of the key that its items lead to.

    The standard has no foreign key from the items of a list, so that link is left to the data package.
    """
    if "references" not in field:
        return {"datatype": _datatype(field)}
    target = package.tables[field["references"]]
    key = next(column for column in target.fields if column["name"] == target.key[0])
    return {"separator": " ", "datatype": _datatype(key)}


def _datatype(field: Mapping[str, Any]) -> str | dict[str, Any]:
    constraints = field.get("constraints", {})
    limits = {limit: constraints[limit] for limit in ("minimum", "maximum") if limit in constraints}
    if form := _form(constraints):
        limits["format"] = form
    base = BASES[field["type"], field.get("format")]
    return {"base": base, **limits} if limits else base


BASES = {
    ("string", None): "string",
    ("string", "uri"): "anyURI",
    ("integer", None): "integer",
    ("number", None): "decimal",
    ("date", None): "date",
}
"""What the standard calls each type, and format, of the data package."""


def _form(constraints: Mapping[str, Any]) -> str:
    if "enum" not in constraints:
        return str(constraints.get("pattern", ""))
    allowed = (SYNTAX.sub(r"\\\g<0>", value) for value in constraints["enum"])
    return f"^({'|'.join(allowed)})$"
