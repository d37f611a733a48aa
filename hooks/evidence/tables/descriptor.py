"""What says which tables there are and what each column means: is it whole, and strict enough?"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker

from evidence.problems import Problem, RejectedInput
from evidence.tables.files import Files
from evidence.tables.minimum import Fault, constraints_by_column, find_looser
from evidence.tables.table import DESCRIPTOR

SCHEMA = json.loads(Path(__file__).with_name("descriptor.schema.json").read_text("utf-8"))
FOR_TEXT, FOR_NUMBERS = {"enum", "pattern"}, {"minimum", "maximum"}
LACKING = "Describe it as the others are."


def load_descriptor(files: Files) -> dict[str, Any]:
    """Read the descriptor; raises RejectedInput with all that is wrong with it."""
    text = files.text(DESCRIPTOR)
    descriptor = parse_json(files.path(DESCRIPTOR), text)
    for find in (
        _find_malformed,
        _find_inconsistent,
        find_looser,
        _find_misplaced,
    ):  # each relies on those before it
        faults = dict.fromkeys(find(descriptor))
        if faults:
            raise RejectedInput(_problem(files.path(DESCRIPTOR), text, fault) for fault in faults)
    return descriptor


def parse_json(path: str, text: str) -> dict[str, Any]:
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
    table, column, words, remedy = fault
    place = ".".join(filter(None, (table, column))) or "file"
    return Problem(path, _line(text, table, column), place, words, remedy)


def _line(text: str, *names: str) -> int:
    """Give the line on which a table is named, or a column after it."""
    lines, found = text.splitlines(), 0
    for name in filter(None, names):
        pattern = re.compile(rf'"name":\s*{re.escape(json.dumps(name))}')
        found = next((at for at in range(found, len(lines)) if pattern.search(lines[at])), found)
    return found + 1


def _find_malformed(descriptor: Mapping[str, Any]) -> Iterator[Fault]:
    for error in Draft202012Validator(SCHEMA, format_checker=FormatChecker(["regex"])).iter_errors(
        descriptor
    ):
        steps = list(error.absolute_path)
        table = _name(descriptor, steps[:2])
        column = _name(descriptor, steps[:5]) if "fields" in steps[:4] else ""
        inside = [str(step) for step in steps[5 if column else 2 if table else 0 :]]
        for words in _words(error):
            yield table, column, f"{' '.join(inside)}{': ' if inside else ''}{words}.", LACKING


def _words(error: Any) -> Iterable[str]:
    match error.validator:
        case "required":
            return [f"{name!r} is missing" for name in error.validator_value if name not in error.instance]
        case "additionalProperties":
            allowed = error.schema["properties"]
            return [
                f"{name!r} is none of {', '.join(allowed)}" for name in error.instance if name not in allowed
            ]
        case _:
            return [error.message]


def _name(descriptor: Any, steps: list[str | int]) -> str:
    for step in steps:
        descriptor = descriptor[step]
    name = descriptor.get("name") if len(steps) > 1 and isinstance(descriptor, dict) else ""
    return name if isinstance(name, str) else ""


def _find_inconsistent(descriptor: Mapping[str, Any]) -> Iterator[Fault]:
    """Yield what is described twice, and each key or reference to what is not described."""
    resources = descriptor["resources"]
    columns = {resource["name"]: constraints_by_column(resource["schema"]) for resource in resources}
    for name in _repeated(resources):
        yield name, "", "The table is described twice.", "Remove one of the two."
    for resource in resources:
        name, schema = resource["name"], resource["schema"]
        if resource["path"] != f"{name}.csv":
            yield name, "", f"Its path is {resource['path']!r}.", f"Write {name + '.csv'!r}."
        for column in _repeated(schema["fields"]):
            yield name, column, "The column is described twice.", "Remove one of the two."
        for column in set(schema["primaryKey"]) - columns[name].keys():
            yield name, "", f"Its key names the column {column!r}, which is not described.", LACKING
        yield from _find_dangling(name, schema, columns)


def _find_dangling(
    name: str, schema: Mapping[str, Any], columns: Mapping[str, Mapping[str, Any]]
) -> Iterator[Fault]:
    references = [
        (field["name"], field["references"], "") for field in schema["fields"] if "references" in field
    ]
    for key in schema.get("foreignKeys", []):
        references.append((key["fields"][0], key["reference"]["resource"], key["reference"]["fields"][0]))
    for column, table, target in references:
        if column not in columns[name] or table not in columns or target not in {"", *columns[table]}:
            fault = (
                f"The column {column!r} refers to {target or 'the key'} of {table!r}; one is not described."
            )
            yield name, column, fault, LACKING


def _find_misplaced(descriptor: Mapping[str, Any]) -> Iterator[Fault]:
    """Yield each constraint that no cell of a column's type could be held against."""
    for resource in descriptor["resources"]:
        for column, constraints in constraints_by_column(resource["schema"]).items():
            of_text = constraints["type"] == "string"
            for name in constraints.keys() & (FOR_NUMBERS if of_text else FOR_TEXT):
                fault = f"The constraint {name!r} is not for a column of the type {constraints['type']!r}."
                yield resource["name"], column, fault, "Remove it, or correct the type."


def _repeated(described: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    counts = Counter(each["name"] for each in described)
    return (name for name, times in counts.items() if times > 1)
