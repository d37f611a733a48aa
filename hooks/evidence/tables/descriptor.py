"""What says which tables there are and what each column means: is it whole, and strict enough?

minimum.json lists the tables, keys, columns and constraints that pages rest on: a descriptor may say more,
and never less.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeAlias

from evidence.cache import cached, code
from evidence.problems import Problem, RejectedInput
from evidence.tables.files import DESCRIPTOR, Files

SCHEMA = json.loads(Path(__file__).with_name("descriptor.schema.json").read_text("utf-8"))
FOR_TEXT, FOR_NUMBERS = {"categories", "enum", "pattern"}, {"minimum", "maximum"}
LACKING = "Describe it as the others are."
MINIMUM: Mapping[str, Any] = json.loads(Path(__file__).with_name("minimum.json").read_text("utf-8"))

Columns: TypeAlias = dict[str, dict[str, Any]]
"""What is required of each column."""
Fault: TypeAlias = tuple[str, str, str, str]
"""Table and column, each empty where it is none, then fault and remedy."""


def load_descriptor(files: Files) -> dict[str, Any]:
    """Read the descriptor; raises RejectedInput with all that is wrong with it."""
    text = files.text(DESCRIPTOR)
    descriptor = _parse_json(files.path(DESCRIPTOR), text)
    faults = json.loads(cached(code() + text, lambda: json.dumps(_find_faults(descriptor))))
    if faults:
        raise RejectedInput(_problem(files.path(DESCRIPTOR), text, tuple(fault)) for fault in faults)
    return _add_enums(descriptor)


def _find_faults(descriptor: Mapping[str, Any]) -> list[Fault]:
    """Give the faults that the first of those finds that find any: each relies on those before it."""
    return next(filter(None, (list(dict.fromkeys(find(descriptor))) for find in FINDERS)), [])


def _add_enums(descriptor: dict[str, Any]) -> dict[str, Any]:
    """Give each column that has categories their values as its `enum` too, by which programs check cells."""
    for resource in descriptor["resources"]:
        for field in resource["schema"]["fields"]:
            if values := [category["value"] for category in field.get("categories", ())]:
                field["constraints"] = {**field.get("constraints", {}), "enum": values}
    return descriptor


def _parse_json(path: str, text: str) -> dict[str, Any]:
    """Read a JSON object; raises RejectedInput where the text is none, or says one thing twice."""
    line, remedy = 1, "Undo the last change of the file."
    try:
        value = json.loads(text, object_pairs_hook=_object, parse_constant=_no_number)
        json.dumps(value, ensure_ascii=False).encode()
        if isinstance(value, dict):
            return value
        fault = "it holds no object in braces"
    except json.JSONDecodeError as error:
        line, fault = error.lineno, f"{error.msg} at character {error.colno}"
        remedy = "Look there, and on the line before, for a comma or a straight quotation mark."
    except UnicodeEncodeError:
        fault = "half a character is written, such as \\ud800"
    except RecursionError:
        fault = "brackets stand within brackets too often"
    except ValueError as error:
        fault = str(error).partition(";")[0]
    raise RejectedInput([Problem(path, line, "file", f"This is not JSON: {fault}.", remedy)])


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    for name, times in Counter(name for name, _ in pairs).items():
        if times > 1:
            raise ValueError(f"{name!r} stands {times} times in one pair of braces")
    return dict(pairs)


def _no_number(word: str) -> None:
    raise ValueError(f"{word} is no number")


def _problem(path: str, text: str, fault: Fault) -> Problem:
    """Place a fault on the line on which its table is named, or its column after that."""
    table, column, words, remedy = fault
    lines, found = text.splitlines(), 0
    for name in filter(None, (table, column)):
        pattern = re.compile(rf'"name":\s*{re.escape(json.dumps(name))}')
        found = next((at for at in range(found, len(lines)) if pattern.search(lines[at])), found)
    return Problem(path, found + 1, ".".join(filter(None, (table, column))) or "file", words, remedy)


def _find_malformed(descriptor: Mapping[str, Any]) -> Iterator[Fault]:
    """Yield each breach of descriptor.schema.json."""
    from jsonschema import Draft202012Validator, FormatChecker  # noqa: PLC0415  (slow to import)

    validator = Draft202012Validator(SCHEMA, format_checker=FormatChecker(["regex"]))
    for error in validator.iter_errors(descriptor):
        steps = list(error.absolute_path)  # resources, position, schema, fields, position …
        table = _name(descriptor, steps[:2])
        column = _name(descriptor, steps[:5]) if "fields" in steps[:4] else ""
        inside = " ".join(map(str, steps[5 if column else 2 if table else 0 :]))
        for words in _words(error):
            yield table, column, f"{inside}{': ' if inside else ''}{words}.", LACKING


def _words(error: Any) -> list[str]:
    found, needed = error.instance, error.validator_value
    if error.validator == "required":
        return [f"{name!r} is missing" for name in needed if name not in found]
    if error.validator == "additionalProperties":
        allowed = error.schema["properties"]
        return [f"{name!r} is none of {', '.join(allowed)}" for name in found if name not in allowed]
    return [error.message]


def _name(descriptor: Any, steps: list[str | int]) -> str:
    for step in steps:
        descriptor = descriptor[step]
    name = descriptor.get("name") if len(steps) > 1 and isinstance(descriptor, dict) else ""
    return name if isinstance(name, str) else ""


def _find_inconsistent(descriptor: Mapping[str, Any]) -> Iterator[Fault]:
    """Yield what is described twice, and each key, reference or constraint that cannot be."""
    resources = descriptor["resources"]
    columns = {resource["name"]: _constraints_by_column(resource["schema"]) for resource in resources}
    for name in _find_repeated(resources):
        yield name, "", "The table is described twice.", "Remove one of the two."
    for resource in resources:
        name, schema = resource["name"], resource["schema"]
        if resource["path"] != f"{name}.csv":
            yield name, "", f"Its path is {resource['path']!r}.", f"Write {name + '.csv'!r}."
        yield from ((name, *fault) for fault in _find_in_schema(schema, columns[name], columns))


def _find_in_schema(
    schema: Mapping[str, Any], own: Columns, columns: Mapping[str, Columns]
) -> Iterator[tuple[str, str, str]]:
    """Yield column, fault and remedy of a table; `own` are its columns, `columns` those of all tables."""
    for column in _find_repeated(schema["fields"]):
        yield column, "The column is described twice.", "Remove one of the two."
    for field in schema["fields"]:
        for value in _find_repeated(field.get("categories", ()), "value"):
            yield field["name"], f"The category {value!r} is described twice.", "Remove one of the two."
    for column in set(schema["primaryKey"]) - own.keys():
        yield "", f"Its key names the column {column!r}, which is not described.", LACKING
    for column, table, key in _references(schema):
        if column not in own or table not in columns or key not in {"", *columns[table]}:
            fault = f"The column {column!r} refers to {key or 'the key'} of {table!r}; one is not described."
            yield column, fault, LACKING


def _find_misplaced(descriptor: Mapping[str, Any]) -> Iterator[Fault]:
    """Yield each constraint that no cell of a column's type could be held against."""
    for resource in descriptor["resources"]:
        for column, constraints in _constraints_by_column(resource["schema"]).items():
            misplaced = FOR_NUMBERS if constraints["type"] == "string" else FOR_TEXT
            for name in constraints.keys() & misplaced:
                fault = f"The constraint {name!r} is not for a column of the type {constraints['type']!r}."
                yield resource["name"], column, fault, "Remove it, or correct the type."


def _find_repeated(described: Iterable[Mapping[str, Any]], by: str = "name") -> Iterator[str]:
    counts = Counter(each[by] for each in described)
    return (name for name, times in counts.items() if times > 1)


def _references(schema: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Yield column, table and column there of each reference; the last is empty for a list of keys."""
    for field in schema["fields"]:
        if "references" in field:
            yield field["name"], field["references"], ""
    for key in schema.get("foreignKeys", []):
        yield key["fields"][0], key["reference"]["resource"], key["reference"]["fields"][0]


def _constraints_by_column(schema: Mapping[str, Any]) -> Columns:
    """Give what a schema requires of each column: type, constraints and the table to which it refers."""
    tables = {column: {"references": table} for column, table, _ in _references(schema)}
    return {
        field["name"]: {
            name: field[name] for name in ("type", "format", "partialDate", "categories") if name in field
        }
        | field.get("constraints", {})
        | tables.get(field["name"], {})
        for field in schema["fields"]
    }


def _find_looser(descriptor: Mapping[str, Any]) -> Iterator[Fault]:
    """Yield each table, key, column and constraint of the minimum that a descriptor leaves out."""
    schemas = {resource["name"]: resource["schema"] for resource in descriptor["resources"]}
    for table in MINIMUM.keys() - schemas.keys():
        yield table, "", f"The table {table!r} is missing.", "Put its description and its file back."
    for table, schema in schemas.items():
        needs = MINIMUM.get(table, {"key": schema["primaryKey"], "columns": {}})
        columns = _constraints_by_column(schema)
        if schema["primaryKey"] != needs["key"]:
            yield table, "", "Its key has changed.", f"Write {_json({'primaryKey': needs['key']})} again."
        for column, constraints in needs["columns"].items():
            if column in columns:
                yield from ((table, column, *words) for words in _compare(columns[column], constraints))
            else:
                fault = f"The column {column!r} is missing, and pages rest on it."
                yield table, "", fault, f"Put it back, here and in {table}.csv."


def _compare(found: Mapping[str, Any], needs: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield fault and remedy of what a column no longer requires."""
    looser = {
        name: value
        for name, value in needs.items()
        if name not in found or not _is_as_strict(name, found[name], value)
    }
    if "enum" in looser and "enum" in found:
        new = ", ".join(repr(value) for value in found["enum"] if value not in looser["enum"])
        remedy = "Take it out: a page must be taught it first (minimum.json)."
        yield f"It allows {new}, which no page knows.", remedy
        del looser["enum"]
    if table := looser.pop("references", ""):
        yield f"It no longer refers to {table}.csv.", f"Put its reference to {table!r} back."
    if looser:
        fault = f"It no longer says {_json(looser)}, on which pages rest."
        yield fault, "Put that back; minimum.json lists what they rest on."


def _is_as_strict(name: str, found: Any, value: Any) -> bool:
    if name == "enum":
        return set(found) <= set(value)
    if name == "categories":
        return all(category.keys() >= set(value) for category in found)
    return bool(
        found >= value if name == "minimum" else found <= value if name == "maximum" else found == value
    )


def _json(members: Mapping[str, Any]) -> str:
    return json.dumps(members)[1:-1]


FINDERS = (_find_malformed, _find_inconsistent, _find_looser, _find_misplaced)
