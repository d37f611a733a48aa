"""The tables, keys, columns and constraints that pages rest on: a descriptor may say more, and never less."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, TypeAlias

MINIMUM: Mapping[str, Any] = json.loads(Path(__file__).with_suffix(".json").read_text("utf-8"))

Fault: TypeAlias = tuple[str, str, str, str]
"""Table and column, each empty where it is none, then fault and remedy."""


def find_looser(descriptor: Mapping[str, Any]) -> Iterator[Fault]:
    """Yield each table, column and constraint of the minimum that a descriptor leaves out."""
    schemas = {resource["name"]: resource["schema"] for resource in descriptor["resources"]}
    for name, needs in MINIMUM.items():
        if name in schemas:
            yield from _find_in_table(name, schemas[name], needs)
        else:
            yield name, "", f"The table {name!r} is missing.", "Put its description and its file back."


def constraints_by_column(schema: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Give what a schema requires of each column: type, constraints and the table to which it refers."""
    tables = {key["fields"][0]: key["reference"]["resource"] for key in schema.get("foreignKeys", [])}
    names = ("type", "format", "partialDate", "references")
    return {
        field["name"]: {name: field[name] for name in names if name in field}
        | field.get("constraints", {})
        | ({"references": tables[field["name"]]} if field["name"] in tables else {})
        for field in schema["fields"]
    }


def _find_in_table(table: str, schema: Mapping[str, Any], needs: Mapping[str, Any]) -> Iterator[Fault]:
    if schema["primaryKey"] != needs["key"]:
        yield table, "", "Its key has changed.", f"Write {_json({'primaryKey': needs['key']})} again."
    columns = constraints_by_column(schema)
    for column, constraints in needs["columns"].items():
        if column in columns:
            yield from ((table, column, *words) for words in _compare(columns[column], constraints))
        else:
            fault = f"The column {column!r} is missing, and pages rest on it."
            yield table, "", fault, f"Put it back, here and in {table}.csv."


def _compare(found: Mapping[str, Any], needs: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield fault and remedy of what a column no longer requires."""
    looser = {name: value for name, value in needs.items() if _is_looser(name, found.get(name), value)}
    new = [repr(value) for value in found.get("enum", ()) if "enum" in looser and value not in looser["enum"]]
    if new:
        del looser["enum"]
        fault = f"It allows {', '.join(new)}, which no page knows."
        yield fault, "Take it out: a page must be taught it first (minimum.json)."
    if table := looser.pop("references", ""):
        yield f"It no longer refers to {table}.csv.", f"Put its reference to {table!r} back."
    if looser:
        fault = f"It no longer says {_json(looser)}, on which pages rest."
        yield fault, "Put that back; minimum.json lists what they rest on."


def _is_looser(name: str, found: Any, value: Any) -> bool:
    if found is None:
        return True
    match name:
        case "enum":
            return not set(found) <= set(value)
        case "minimum":
            return bool(found < value)
        case "maximum":
            return bool(found > value)
        case _:
            return bool(found != value)


def _json(members: Mapping[str, Any]) -> str:
    return json.dumps(members)[1:-1]
