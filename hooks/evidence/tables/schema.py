"""What the data package says of each column, held against every cell."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker

from evidence.problems import Problem
from evidence.tables.explanations import (
    LONGEST,
    PLAIN,
    Fault,
    Field,
    explain_cell,
    explain_header,
    explain_row,
)
from evidence.tables.read import Table
from evidence.tables.rules.addresses import address_faults

FORMATS = FormatChecker(["date"])
FORMATS.checks("uri")(lambda cell: not any(address_faults(cell)))


def find_in_table(table: Table, tables: Mapping[str, Table]) -> Iterator[Problem]:
    """Yield what is wrong with the header of a table, one of several, or with its rows and cells."""
    if header_fault := explain_header(table, tables):
        yield Problem(table.path, 1, "header", *header_fault)
        return
    explain = [_cell_explainer(field) for field in table.fields]
    for line, cells in table.rows:
        if row_fault := explain_row(table, cells):
            yield Problem(table.path, line, "row", *row_fault)
            continue
        for column, explain_in_column, cell in zip(table.header, explain, cells, strict=True):
            if fault := explain_in_column(cell):
                yield Problem(table.path, line, column, *fault)


def _cell_explainer(field: Field) -> Callable[[str], Fault | None]:
    """Give the function that says what is wrong with a cell of a column."""
    validator = Draft202012Validator(_json_schema(field), format_checker=FORMATS)
    return cache(lambda cell: _explain(cell, field, validator))


def _json_schema(field: Field) -> dict[str, Any]:
    """Give the JSON Schema of a column's values, from the constraints of its Table Schema."""
    constraints = {**field.get("constraints", {})}
    constraints["minLength"] = int(constraints.pop("required", False))
    constraints.pop("unique", None)
    if "pattern" in constraints:
        constraints["pattern"] = rf"\A(?:{constraints['pattern']})\Z"
    kind = field["type"]
    shape = {"format": kind if kind == "date" else field.get("format", "default"), "maxLength": LONGEST}
    return {"type": kind if kind in PLAIN else "string", **shape, **constraints}


def _explain(cell: str, field: Field, validator: Draft202012Validator) -> Fault | None:
    if not cell and not field.get("constraints", {}).get("required"):
        return None
    plain = PLAIN.get(field["type"])
    value: object = cell
    if plain and plain.fullmatch(cell):
        value = int(cell) if field["type"] == "integer" else float(cell)
    error = next(iter(validator.iter_errors(value)), None)
    return explain_cell(cell, field, error.validator) if error else None
