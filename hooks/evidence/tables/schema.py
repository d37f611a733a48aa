"""What the data package says of each column, held against every cell."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any, TypeAlias
from urllib.parse import urlsplit

from jsonschema import Draft202012Validator, FormatChecker

from evidence.problems import Problem
from evidence.tables.files import TIDY
from evidence.tables.layout import explain_header, explain_row, spare_cells
from evidence.tables.spreadsheets import explain_date, explain_number, explain_value
from evidence.tables.suggest import suggest
from evidence.tables.table import Table

LONGEST = 32_767
"""Characters of a cell, which is what a cell of a spreadsheet holds."""
PLAIN = {
    "integer": re.compile(r"-?(0|[1-9][0-9]{0,14})"),
    "number": re.compile(r"-?(0|[1-9][0-9]{0,14})(\.[0-9]{1,15})?"),
}
"""What every program reads as the same number; Python alone reads 1_000 and NaN too."""
TYPES = {
    "integer": ("a whole number", "Write digits only, such as 81200."),
    "number": ("a number", "Write digits and a point, such as 0.512."),
}
TRUTHS = {"true": "yes", "false": "no", "1": "yes", "0": "no", "y": "yes", "n": "no"}
ADDRESS = "Write it whole, such as https://www.kent.police.uk/."

Field: TypeAlias = Mapping[str, Any]
Fault: TypeAlias = tuple[str, str]
"""Fault and remedy."""

formats = FormatChecker(["date"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column by name; `explain` gives what is wrong with a cell of it, or None."""

    name: str
    explain: Callable[[str], Fault | None]


def find_in_table(table: Table, tables: Mapping[str, Table]) -> Iterator[Problem]:
    """Yield what is wrong with the header of one of the tables or, where it is right, with rows and keys."""
    header_fault = explain_header(table, tables)
    if header_fault:
        yield Problem(table.path, 1, "header", *header_fault)
        return
    again = next((line for line, cells in table.rows if cells == table.header), None)
    if again:
        fault = "The header stands here again, as where two files were joined."
        yield Problem(table.path, again, "row", fault, "Remove the line, and each row that stands twice.")
        return
    spare = spare_cells(table.header, (cells for _, cells in table.rows))
    if spare and not any(cell for _, cells in table.rows for cell in cells[len(table.header) :]):
        yield Problem(table.path, table.rows[0][0], "row", "Each row ends in an empty cell too many.", TIDY)
        return
    columns = [_column(field) for field in table.fields]
    for line, cells in table.rows:
        row_fault = explain_row(table, cells)
        if row_fault:
            yield Problem(table.path, line, "row", *row_fault)
        else:
            yield from (Problem(table.path, line, *fault) for fault in _explain_cells(columns, cells))
    yield from _find_repeated(table)


def _explain_cells(columns: Sequence[Column], cells: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """Yield column, fault and remedy of each cell of a row that does not fit its column."""
    explained = [(at, column.explain(cells[at])) for at, column in enumerate(columns)]
    faulty = {at: fault for at, fault in explained if fault}
    if len(faulty) == 2 and _changed_places(columns, cells, list(faulty)):
        one, other = (columns[at].name for at in faulty)
        yield (
            f"{one}+{other}",
            f"The cells of {one!r} and {other!r} have changed places.",
            "Change them back.",
        )
        return
    for at, fault in faulty.items():
        yield columns[at].name, *fault


def _changed_places(columns: Sequence[Column], cells: Sequence[str], positions: Sequence[int]) -> bool:
    one, other = positions
    fits = not columns[one].explain(cells[other]) and not columns[other].explain(cells[one])
    return fits and bool(cells[one] and cells[other])


def _column(field: Field) -> Column:
    validator = Draft202012Validator(_json_schema(field), format_checker=formats)
    return Column(name=field["name"], explain=cache(lambda cell: _explain_cell(cell, field, validator)))


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


def _explain_cell(cell: str, field: Field, validator: Draft202012Validator) -> Fault | None:
    if not cell and not field.get("constraints", {}).get("required"):
        return None
    plain = PLAIN.get(field["type"])
    value: object = cell
    if plain and plain.fullmatch(cell):
        value = int(cell) if field["type"] == "integer" else float(cell)
    error = next(iter(validator.iter_errors(value)), None)
    return _explain(error.validator, cell, field) if error else None


def _explain(keyword: str, cell: str, field: Field) -> Fault:
    """Say in words that a cell breaks a keyword of JSON Schema."""
    if not cell:
        return "The cell is empty.", f"Fill it in: {field['description']}"
    if keyword == "maxLength":
        return f"The cell holds {len(cell):,} characters.", f"Write at most {LONGEST:,}."
    return _explain_habit(cell, field) or KEYWORDS[keyword](cell, field)


def _explain_type(cell: str, field: Field) -> Fault:
    noun, remedy = TYPES[field["type"]]
    unknown = "" if field.get("constraints", {}).get("required") else " Leave it empty where it is not known."
    return f"{cell!r} is not {noun}.", remedy + unknown


def _explain_enum(cell: str, field: Field) -> Fault:
    values = field["constraints"]["enum"]
    truths = {word: [truth] for word, truth in TRUTHS.items() if truth in values}
    remedy = suggest(cell, values, truths) or f"Write one of: {', '.join(values)}."
    return f"{cell!r} is not {_noun(field)}.", remedy


def _explain_pattern(cell: str, field: Field) -> Fault:
    lower = cell.lower()
    secure = re.sub("^http:", "https:", cell)
    spellings = (
        secure,
        lower,
        cell.upper(),
        re.sub(r"[_\s]+", "-", lower),
        re.sub(r"[,;\s]+", " ", lower).strip(),
    )
    fits = (
        each
        for each in spellings
        if not cell.isupper() and re.fullmatch(field["constraints"]["pattern"], each)
    )
    fault = f"{cell!r} does not have the form of {_noun(field)}."
    fitting = next(fits, "")
    return fault, f"Write {fitting!r}." if fitting else f"Write it like {field['example']!r}."


def _explain_range(cell: str, field: Field) -> Fault:
    low, high = (field["constraints"].get(end) for end in ("minimum", "maximum"))
    spans = [f"of at least {low}" * (low is not None), f"of at most {high}" * (high is not None)]
    return f"{cell!r} is out of range.", f"Write a number {' and '.join(filter(None, spans))}."


def _explain_format(cell: str, field: Field) -> Fault:
    if field["type"] == "date":
        return f"{cell!r} is not a date.", "Write a day of the calendar, such as 2023-11-09."
    if re.match(r"https?://[^/]*@", cell):
        fault = f"{cell!r} does not lead to what stands before the @, which is a name to log in with."
        return fault, "Write the address without it."
    remedy = f"Write {'https://' + cell!r}." if re.match(r"www\.\S+$", cell) else ADDRESS
    return f"{cell!r} is not a web address.", remedy


KEYWORDS: Mapping[str, Callable[[str, Field], Fault]] = {
    "type": _explain_type,
    "format": _explain_format,
    "enum": _explain_enum,
    "pattern": _explain_pattern,
    "minimum": _explain_range,
    "maximum": _explain_range,
}
"""How a cell is explained that breaks a keyword of JSON Schema."""


def _explain_habit(cell: str, field: Field) -> Fault | None:
    """Recognise what spreadsheets and people often write in a cell of a kind."""
    if cell != cell.strip():
        return f"{cell!r} starts or ends with a space.", "Remove it, or run make tidy, which does."
    if canonical_number(cell, field["type"]) != cell:
        return f"{cell!r} is not written as a whole number.", TIDY
    if field["type"] == "date" or field.get("partialDate"):
        return explain_date(cell, whole=field["type"] == "date") or explain_value(cell)
    return explain_value(cell) or (explain_number(cell) if field["type"] in PLAIN else None)


def canonical_number(cell: str, kind: str) -> str:
    """Give the one way to write a number of a type, or the cell itself where it is no such number."""
    if kind == "integer":
        return re.sub(r"\.0+$", "", cell) if re.fullmatch(rf"({PLAIN[kind].pattern})\.0+", cell) else cell
    if kind == "number" and PLAIN[kind].fullmatch(cell):
        shortest = repr(float(cell))
        return shortest if Decimal(shortest) == Decimal(cell) and PLAIN[kind].fullmatch(shortest) else cell
    return cell


def _noun(field: Field) -> str:
    words = str(field["name"]).replace("_", " ")
    article = "" if words.endswith("ids") else "an " if words[0] in "aeio" else "a "
    return article + words


@formats.checks("uri")
def _is_address(cell: object) -> bool:
    try:
        parts = urlsplit(str(cell))
        host = parts.hostname or ""
        _ = parts.port
    except ValueError:
        return False
    named = parts.scheme in {"http", "https"} and re.fullmatch(r"[\w-]+(\.[\w-]+)+", host)
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
                yield Problem(
                    table.path, line, "+".join(names), fault, "Remove one of the rows, or correct it."
                )
