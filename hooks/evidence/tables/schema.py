"""What the data package says of each table, checked by Frictionless and told in our words.

References between tables are checked in `rules`, with those that stand in lists: Frictionless copies a
whole table for each of them, which costs as much as all the rest.
"""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib.metadata import version
from itertools import zip_longest
from typing import Any, TypeAlias

import frictionless
from frictionless import Error

from evidence.cache import CACHE_DIR, cached, source
from evidence.problems import Problem, RejectedInput
from evidence.tables import Package, Table

Told: TypeAlias = tuple[str, str, str]
"""Column, fault and remedy."""

EVERY = 1_000
"""Faults of one table that are looked for: more are not mended one by one."""
FIRST_LINE = {"headerRows": [1]}
"""Where the header is; Frictionless looks for it further down where rows differ in length."""
PLAIN = {
    "integer": re.compile(r"-?(0|[1-9][0-9]{0,14})"),
    "number": re.compile(r"-?(0|[1-9][0-9]{0,14})(\.[0-9]{1,15})?"),
    "date": re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"),
}
"""What every program reads as the same value; Python alone reads 1_000, NaN and 20231109 too."""
STOPPED = "Correct those above, and check again."
NOT_PLAIN = "no plain value"
TYPES = {
    "integer": ("a whole number", "Write digits only, such as 81200."),
    "number": ("a number", "Write digits and a point, such as 0.512."),
    "string": ("a web address", "Write it whole, such as https://www.kent.police.uk/."),
    "date": ("a date", "Write a day of the calendar, such as 2023-11-09."),
}


def problems(package: Package) -> Iterator[Problem]:
    """Yield what Frictionless finds wrong with the tables, at their lines."""
    for table in package.tables.values():
        yield from _table(package, table)


def _table(package: Package, table: Table) -> Iterator[Problem]:
    """Yield what is wrong with a table; one that was sound before, and is the same, is not read again."""
    if not table.header:
        yield Problem(table.path, 1, "header", "The file is empty.", f"Write {_header_of(table)!r}.")
        return
    if table.header != tuple(field["name"] for field in table.fields):  # whose cell is whose is not known
        fault = f"The header is {','.join(table.header)!r}."
        yield Problem(table.path, 1, "header", fault, f"Write {_header_of(table)!r}.")
        return
    cache_key = json.dumps(
        [table.resource, table.header, table.rows, version("frictionless"), source("tables")]
    )
    try:
        cached(cache_key, lambda: _verdict(package, table), CACHE_DIR / "sound")
    except RejectedInput as error:
        yield from error.problems


def _verdict(package: Package, table: Table) -> str:
    report = frictionless.Package.from_descriptor(_inline(table)).validate(limit_errors=EVERY)
    errors = [error for task in report.tasks for error in task.errors]
    found = [(_line(table, error), told) for error in errors for told in _told(package, table, error)]
    if len(errors) >= EVERY:
        found.append(
            (_line(table, errors[-1]), ("row", f"The check stopped here, after {EVERY:,} faults.", STOPPED))
        )
    if found:
        raise RejectedInput(Problem(table.path, line, *told) for line, told in found)
    return f"{table.name} is sound"


def _told(package: Package, table: Table, error: Error) -> Iterator[Told]:
    return TELLERS.get(error.type, _other)(package, table, error)


def nearest(value: str, values: Sequence[str], otherwise: str) -> str:
    """Give the cure for a value that is not in a list: the one most like it, or the whole of a short list."""
    close = difflib.get_close_matches(value, values, n=1)
    if close:
        return f"Did you mean {close[0]!r}?"
    return f"Write one of: {', '.join(values)}." if 0 < len(values) <= 12 else otherwise


def _inline(table: Table) -> dict[str, Any]:
    forms = [PLAIN.get(field["type"]) for field in table.fields]
    rows = [list(table.header), *(_plain(cells, forms) for _, cells in table.rows)]
    schema = {**table.resource["schema"], "foreignKeys": []}
    resource = {"name": table.name, "data": rows, "dialect": FIRST_LINE, "schema": schema}
    return {"name": table.name, "resources": [resource]}


def _plain(cells: tuple[str, ...], forms: Sequence[re.Pattern[str] | None]) -> list[str]:
    """Give cells with a word in place of what is no plain value, so that Frictionless refuses it."""
    return [
        NOT_PLAIN if form and cell and not form.fullmatch(cell) else cell
        for cell, form in zip_longest(cells, forms[: len(cells)])
    ]


def _line(table: Table, error: Error) -> int:
    number = getattr(error, "row_number", None)
    return table.rows[number - 2][0] if number else 1


def _field(table: Table, name: str) -> Mapping[str, Any]:
    return next(field for field in table.fields if field["name"] == name)


def _noun(column: str) -> str:
    words = column.replace("_", " ")
    return f"{'an' if words[0] in 'aeio' else 'a'} {words}"


def _type(package: Package, table: Table, error: Any) -> Iterator[Told]:
    noun, remedy = TYPES[_field(table, error.field_name)["type"]]
    cell = table.rows[error.row_number - 2][1][error.field_number - 1]
    yield error.field_name, f"{cell!r} is not {noun}.", remedy


def _constraint(package: Package, table: Table, error: Any) -> Iterator[Told]:
    field = _field(table, error.field_name)
    match = re.match(r'constraint "(\w+)"', error.note)
    kind = match[1] if match else ""
    yield error.field_name, *CONSTRAINTS[kind](error.cell, field)


def _required(cell: str, field: Mapping[str, Any]) -> tuple[str, str]:
    return "The cell is empty.", f"Fill it in: {field['description']}"


def _enum(cell: str, field: Mapping[str, Any]) -> tuple[str, str]:
    values = field["constraints"]["enum"]
    return f"{cell!r} is not {_noun(field['name'])}.", nearest(
        cell, values, f"Write one of: {', '.join(values)}."
    )


def _pattern(cell: str, field: Mapping[str, Any]) -> tuple[str, str]:
    return (
        f"{cell!r} does not have the form of {_noun(field['name'])}.",
        f"Write it like {field['example']!r}.",
    )


def _range(cell: str, field: Mapping[str, Any]) -> tuple[str, str]:
    low, high = (field["constraints"].get(end) for end in ("minimum", "maximum"))
    span = f"from {low} to {high}" if high is not None else f"of at least {low}"
    return f"{cell!r} is out of range.", f"Write a number {span}."


def _unique(package: Package, table: Table, error: Any) -> Iterator[Told]:
    yield _repeated(table, error, error.field_name)


def _key(package: Package, table: Table, error: Any) -> Iterator[Told]:
    if "the same as" in error.note:
        yield _repeated(table, error, "+".join(table.key))


def _repeated(table: Table, error: Any, columns: str) -> Told:
    first = table.rows[int(error.note.split()[-1]) - 2][0]
    cells = dict(zip(table.header, error.cells, strict=False))
    value = ", ".join(str(cells[column]) for column in columns.split("+"))
    return columns, f"{value!r} stands on line {first} too.", "Remove one of the rows, or correct it."


def _cells(package: Package, table: Table, error: Any) -> Iterator[Told]:
    fault = f"The row has {len(error.cells)} cells and the header has {len(table.header)}."
    yield "row", fault, "Write one cell a column, with quotation marks around a cell that holds a comma."


def _blank(package: Package, table: Table, error: Any) -> Iterator[Told]:
    yield "row", "Every cell of the row is empty.", "Remove the row."


def _header_of(table: Table) -> str:
    return ",".join(field["name"] for field in table.fields)


def _other(package: Package, table: Table, error: Any) -> Iterator[Told]:
    yield "file", error.message, "Correct the table, or its description in datapackage.json."


CONSTRAINTS: Mapping[str, Callable[[str, Mapping[str, Any]], tuple[str, str]]] = {
    "required": _required,
    "enum": _enum,
    "pattern": _pattern,
    "minimum": _range,
    "maximum": _range,
}
TELLERS: Mapping[str, Callable[[Package, Table, Any], Iterator[Told]]] = {
    "type-error": _type,
    "constraint-error": _constraint,
    "unique-error": _unique,
    "primary-key": _key,
    "extra-cell": _cells,
    "missing-cell": _cells,
    "blank-row": _blank,
}
