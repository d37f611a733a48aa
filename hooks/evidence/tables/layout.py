"""Does the header name the columns that are described, and does each row have a cell for each?"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import TypeAlias

from evidence.tables.files import TIDY
from evidence.tables.table import DESCRIPTOR, Table

Fault: TypeAlias = tuple[str, str]
"""Fault and remedy."""


def plain_header(header: Sequence[str]) -> list[str]:
    """Give the names of columns without capitals and spaces, and without empty ones at the end."""
    names = [re.sub(r"[\s-]+", "_", name.strip().lower()) for name in header]
    while names and not names[-1]:
        names.pop()
    return names


def explain_header(table: Table) -> Fault | None:
    """Give fault and remedy of a header that does not name just the columns that are described, in order."""
    described, header = [field["name"] for field in table.fields], list(table.header)
    if header == described:
        return None
    if plain_header(header) == described:
        return f"The header is {','.join(header)!r}, and not {','.join(described)!r}.", TIDY
    remedy = f"Write as the first line: {','.join(described)}"
    repeated = [name for name, times in Counter(header).items() if times > 1]
    if not set(plain_header(header)) & set(described):
        fault = f"The first line names none of the columns: {','.join(header)!r}."
    elif repeated:
        fault = f"The header names {repeated[0]!r} more than once."
    elif sorted(header) == sorted(described):
        first = next(name for name, right in zip(header, described, strict=True) if name != right)
        fault = f"The columns stand in another order than {DESCRIPTOR} gives, from {first!r} on."
        remedy = f"Put each back at its place, with its cells. {remedy}"
    else:
        return _explain_names(header, described)
    return fault, remedy


def explain_row(table: Table, cells: Sequence[str]) -> Fault | None:
    """Give fault and remedy of a row that does not have just one cell for each column."""
    more = len(cells) - len(table.header)
    if not any(cells):
        return "Every cell of the row is empty.", f"Remove the row. {TIDY}"
    if tuple(cells) == table.header:
        return "The header stands here again, as where two files were joined.", "Remove the line."
    if cells[0][:1] in {"+", "-"} and table.fields[0]["type"] == "string":
        return (
            f"The line starts with the sign {cells[0][0]} of an example or a comparison.",
            "Remove the sign.",
        )
    if more > 0 and not any(cells[len(table.header) :]):
        return f"The row ends in {more} empty {'cell' if more == 1 else 'cells'} too many.", TIDY
    if not more:
        return None
    fault = f"The row has {len(cells)} cells and the header has {len(table.header)}."
    return fault, _explain_marks(
        cells
    ) if more > 0 else "Write a comma for each cell that is empty or missing."


def _explain_marks(cells: Sequence[str]) -> str:
    """Say why cells that hold commas were not kept together."""
    if any(cell.startswith("“") for cell in cells):
        return 'Write straight quotation marks " around the cell that holds a comma, not curly ones.'
    if any(re.match(r'\s+"', cell) for cell in cells):
        return "Remove the space between the comma and the quotation mark."
    return "Write quotation marks around each cell that holds a comma."


def _explain_names(header: list[str], described: list[str]) -> Fault:
    """Explain names that only the header or only the description has."""
    missing = [name for name in described if name not in header]
    new = [name for name in header if name not in described]
    if not new:
        fault = (
            f"The header lacks {_list(missing)}, which {DESCRIPTOR} describes{_after(described, missing[0])}."
        )
        remedy = (
            f"Add it with a cell in each row, empty where nothing is known; or remove it from {DESCRIPTOR}."
        )
    elif not missing:
        fault = f"The header has {_list(new)}{_after(header, new[0])}, which {DESCRIPTOR} does not describe."
        remedy = (
            "Describe it there in the same order with a name, a type and a description; or remove it here."
        )
    else:
        fault = (
            f"The header has {_list(new)}, which {DESCRIPTOR} does not describe, and lacks {_list(missing)}."
        )
        remedy = f"Correct the name here, or change it in {DESCRIPTOR} too."
    return fault, remedy


def _after(names: Sequence[str], name: str) -> str:
    at = names.index(name)
    return f" after {names[at - 1]!r}" if at else " as the first"


def _list(names: Sequence[str]) -> str:
    return ", ".join(map(repr, names))
