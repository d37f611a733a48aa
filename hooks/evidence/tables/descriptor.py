"""The description of the tables is one that the rules and the pages can read.

Frictionless checks that it is a data package. A data package may leave out what this site shows.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from importlib.metadata import version
from typing import Any

import frictionless
from jsonschema import Draft202012Validator, FormatChecker

from evidence.cache import CACHE_DIR, cached, source
from evidence.problems import Problem, RejectedInput
from evidence.tables import DESCRIBED, Package

TEXT = {"type": "string", "minLength": 1}
TEXTS = {"type": "array", "items": TEXT, "minItems": 1}


def _named(required: str, **more: object) -> dict[str, Any]:
    """Describe an object that has these texts, and more that are of their own kinds."""
    properties = dict.fromkeys(required.split(), TEXT) | more
    return {"type": "object", "required": list(properties), "properties": properties}


def _list(item: Mapping[str, Any], least: int = 1) -> dict[str, Any]:
    return {"type": "array", "items": item, "minItems": least}


CONSTRAINTS = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "required": {"type": "boolean"},
        "unique": {"type": "boolean"},
        "enum": TEXTS,
        "pattern": {"type": "string", "format": "regex"},
        "minimum": {"type": "number"},
        "maximum": {"type": "number"},
    },
}
FIELD = _named("name type description") | {
    "dependentSchemas": {"partialDate": {"properties": {"type": {"const": "string"}}}},
    "allOf": [
        {"properties": {"constraints": CONSTRAINTS, "example": TEXT, "unit": TEXT, "references": TEXT}},
        {"properties": {"format": {"enum": ["default", "uri"]}, "partialDate": {"const": True}}},
        {
            "if": {"required": ["constraints"], "properties": {"constraints": {"required": ["pattern"]}}},
            "then": {"required": ["example"]},
        },
    ],
}
ONE_NAME = TEXTS | {"maxItems": 1}
REFERENCE = _named("resource", fields=ONE_NAME)
SCHEMA = _named("", fields=_list(FIELD), primaryKey=TEXTS, missingValues={"const": [""]}) | {
    "dependentSchemas": {
        "foreignKeys": {
            "properties": {"foreignKeys": _list(_named("", fields=ONE_NAME, reference=REFERENCE), 0)}
        }
    }
}
SOURCES = _list(_named("title"))
LICENCES = _list(_named("name title"))
PLACED = _list(_named("name title path"))
FORMS = {
    name: {"const": value} for name, value in (("scheme", "file"), ("format", "csv"), ("encoding", "utf-8"))
}
RESOURCE = _named(
    "name path profile type title description mediatype",
    **FORMS,
    sources=SOURCES,
    licenses=LICENCES,
    schema=SCHEMA,
)
DESCRIPTION = _named(
    "profile name title description created version",
    keywords=TEXTS,
    contributors=_list(_named("title role"))
    | {"contains": {"properties": {"role": {"const": "publisher"}}, "required": ["role"]}},
    licenses=PLACED,
    sources=SOURCES,
    resources=_list(RESOURCE),
)


def problems(package: Package) -> Iterator[Problem]:
    """Yield what is wrong with the description; the same that was sound before is not read again."""
    cache_key = json.dumps(
        [package.descriptor, version("frictionless"), version("jsonschema"), source("tables")]
    )
    try:
        cached(cache_key, lambda: _verdict(package), CACHE_DIR / "sound")
    except RejectedInput as error:
        yield from error.problems


def _verdict(package: Package) -> str:
    descriptor = package.descriptor
    for faults in (_lacking, _strangers, _foreign):  # each reads what those before it found sound
        found = [f"This is no data package: {fault}." for fault in faults(descriptor)]
        if found:
            raise RejectedInput(Problem(package.path, 1, "file", fault, DESCRIBED) for fault in found)
    return "the description is sound"


def _lacking(descriptor: Mapping[str, Any]) -> Iterator[str]:
    checker = Draft202012Validator(DESCRIPTION, format_checker=FormatChecker(["regex"]))
    for error in checker.iter_errors(descriptor):
        yield f"{_place(descriptor, error.absolute_path)}{error.message}"


def _strangers(descriptor: Mapping[str, Any]) -> Iterator[str]:
    """Yield each reference to a table or column that is not described."""
    resources = descriptor["resources"]
    columns = {one["name"]: {field["name"] for field in one["schema"]["fields"]} for one in resources}
    for one in resources:
        for key in one["schema"].get("foreignKeys", []):
            to, (target,), (column,) = (
                key["reference"]["resource"],
                key["reference"]["fields"],
                key["fields"],
            )
            if column not in columns[one["name"]] or target not in columns.get(to, set()):
                yield f"{one['name']}.{column} refers to {to}.{target}, and one of them is not described"
        for field in one["schema"]["fields"]:
            if field.get("references", one["name"]) not in columns:
                yield f"{one['name']}.{field['name']} refers to {field['references']!r}, which is no table"


def _foreign(descriptor: Mapping[str, Any]) -> Iterator[str]:
    return (fault.note for fault in frictionless.Package.metadata_validate(dict(descriptor)))


def _place(descriptor: Mapping[str, Any], path: Iterable[str | int]) -> str:
    """Give the way to a fault with the names of tables and columns instead of their numbers."""
    steps: list[str] = []
    here: Any = descriptor
    for step in path:
        here = here[step]
        steps.append(str(here["name"] if isinstance(here, dict) and "name" in here else step))
    return f"{' '.join(steps)}: " if steps else ""
