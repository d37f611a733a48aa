"""What the data package says of each column, held against every cell."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import urlsplit

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
    spare_cells,
)
from evidence.tables.files import TIDY
from evidence.tables.read import Table

PLACEHOLDERS = re.compile(
    "(SOURCE|CLAIM|RESPONSE)-ID|FORCE|TITLE|PUBLISHE[RD]|ADDRESS|STATEMENT|SUMMARY|COUNT|NUMBER|REASON"
    "|WHAT WAS WRONG|WHY"
)
"""What stands for a maintainer's own words in the rows that the guide and the check offer to be pasted."""

formats = FormatChecker(["date"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column by name; `explain` gives what is wrong with a cell of it, or None."""

    name: str
    explain: Callable[[str], Fault | None]


def find_in_table(table: Table, tables: Mapping[str, Table]) -> Iterator[Problem]:
    """Yield what is wrong with a table: with its shape or, where that is right, with rows and keys."""
    misshapen = next(_find_misshapen(table, tables), None)
    if misshapen:
        yield misshapen
        return
    columns = [_column(field) for field in table.fields]
    for line, cells in table.rows:
        row_fault = explain_row(table, cells)
        if row_fault:
            yield Problem(table.path, line, "row", *row_fault)
        else:
            yield from (Problem(table.path, line, *fault) for fault in _explain_cells(columns, cells))
    yield from _find_repeated(table)


def _find_misshapen(table: Table, tables: Mapping[str, Table]) -> Iterator[Problem]:
    """Yield what is wrong with the header, or with all rows alike."""
    header_fault = explain_header(table, tables)
    if header_fault:
        yield Problem(table.path, 1, "header", *header_fault)
    for line, cells in table.rows:
        if cells == table.header:
            fault = "The header stands here again, as where two files were joined."
            yield Problem(table.path, line, "row", fault, "Remove the line, and each row that stands twice.")
    spare = spare_cells(table.header, (cells for _, cells in table.rows))
    if spare and not any(cell for _, cells in table.rows for cell in cells[len(table.header) :]):
        yield Problem(table.path, table.rows[0][0], "row", "Each row ends in an empty cell too many.", TIDY)


def _explain_cells(columns: Sequence[Column], cells: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """Yield column, fault and remedy of each cell of a row that does not fit its column."""
    names = [column.name for column in columns]
    placeholders = [
        (name, cell) for name, cell in zip(names, cells, strict=True) if PLACEHOLDERS.fullmatch(cell)
    ]
    if placeholders:
        words = ", ".join(repr(cell) for _, cell in placeholders)
        fault = f"Words of the guide stand for your own: {words}."
        yield "+".join(name for name, _ in placeholders), fault, "Write in their place what they stand for."
        return
    explained = [(at, column.explain(cells[at])) for at, column in enumerate(columns)]
    faulty = {at: fault for at, fault in explained if fault}
    if len(faulty) == 2 and _changed_places(columns, cells, list(faulty)):
        one, other = (names[at] for at in faulty)
        fault = f"The cells of {one!r} and {other!r} have changed places."
        yield f"{one}+{other}", fault, "Change them back."
    else:
        yield from ((names[at], *found) for at, found in faulty.items())


def _changed_places(columns: Sequence[Column], cells: Sequence[str], positions: Sequence[int]) -> bool:
    one, other = positions
    fits = not columns[one].explain(cells[other]) and not columns[other].explain(cells[one])
    return fits and bool(cells[one] and cells[other])


def _column(field: Field) -> Column:
    validator = Draft202012Validator(_json_schema(field), format_checker=formats)
    return Column(name=field["name"], explain=cache(lambda cell: _explain(cell, field, validator)))


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


@formats.checks("uri", raises=ValueError)
def _is_address(cell: object) -> bool:
    parts = urlsplit(str(cell))
    _ = parts.port  # raises ValueError where it is no number
    named = parts.scheme in {"http", "https"} and re.fullmatch(r"[\w-]+(\.[\w-]+)+", parts.hostname or "")
    return bool(named) and "@" not in parts.netloc and not re.search(r"[\s<>\"\\^`{|}]", str(cell))


def _find_repeated(table: Table) -> Iterator[Problem]:
    """Yield each row whose key, or whose cell in a column of unique values, stands on a line before it."""
    alone = [(field["name"],) for field in table.fields if field.get("constraints", {}).get("unique")]
    for names in dict.fromkeys([table.key, *alone]):
        positions = [table.header.index(name) for name in names]
        firsts: dict[tuple[str, ...], int] = {}
        for line, cells in table.rows:
            values = tuple(cells[position] for position in positions if position < len(cells))
            first = firsts.setdefault(values, line) if any(values) else line
            if first != line:
                fault = f"{', '.join(values)!r} stands on line {first} too."
                remedy = "Remove one of the rows, or correct it."
                yield Problem(table.path, line, "+".join(names), fault, remedy)
