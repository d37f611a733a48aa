"""Does the header name the columns that are described, and does each row have a cell for each?"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
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


def explain_header(table: Table, tables: Mapping[str, Table]) -> Fault | None:
    """Give fault and remedy of a header, one of several tables', that does not name its columns in order."""
    described, header = columns(table), list(table.header)
    if header == described:
        return None
    if plain_header(header) == described:
        return f"The header is {','.join(header)!r}, and not {','.join(described)!r}.", TIDY
    other = next((each.resource["path"] for each in tables.values() if columns(each) == header), "")
    below = next((line for line, cells in table.rows if list(cells) == described), 0)
    remedy = f"Write as the first line: {','.join(described)}"
    if other:
        fault, remedy = f"The file holds the table of {other}.", "Put the file itself back."
    elif below:
        fault, remedy = f"The header stands on line {below}.", "Remove what stands above it."
    elif not set(plain_header(header)) & set(described):
        fault = f"The first line names none of the columns: {','.join(header)!r}."
    elif sorted(header) == sorted(described):
        first = next(name for name, right in zip(header, described, strict=True) if name != right)
        fault = f"The columns stand in another order than {DESCRIPTOR} gives, from {first!r} on."
        remedy = f"Put each back at its place, with its cells. {remedy}"
    else:
        return _explain_names(header, described)
    return fault, remedy


def columns(table: Table) -> list[str]:
    """Give the names of the columns that are described."""
    return [field["name"] for field in table.fields]


def explain_row(table: Table, cells: Sequence[str]) -> Fault | None:
    """Give fault and remedy of a row that does not have just one cell for each column."""
    more = len(cells) - len(table.header)
    if not any(cells):
        return "Every cell of the row is empty.", f"Remove the row. {TIDY}"
    if cells[0][:1] in {"+", "-"} and table.fields[0]["type"] == "string":
        fault = f"The line starts with the sign {cells[0][0]} of an example or a comparison."
        return fault, "Remove the sign, or the line if it starts with a minus."
    if not more:
        return None
    fault = f"The row has {_count(len(cells), 'cell')} and the header has {len(table.header)}."
    return fault, _explain_more(cells, len(table.header)) if more > 0 else _explain_fewer(cells)


def spare_cells(header: Sequence[str], rows: Iterable[Sequence[str]]) -> int:
    """Count the cells that all rows have more than the header, or it has more than names: an empty column.

    Where some rows alone have more cells, a comma may stand in a cell.
    """
    names = len(plain_header(header))
    return max(len(header) - names, min((len(row) for row in rows), default=names) - names)


def _explain_more(cells: Sequence[str], width: int) -> str:
    """Say why cells that hold commas were not kept together."""
    if any(cell[:1] in {"“", "‘", "'"} for cell in cells):
        return 'Write straight double quotation marks " around the cell that holds a comma.'
    if any(re.match(r'\s+"', cell) for cell in cells):
        return "Remove the space between the comma and the quotation mark."
    if len(cells) == 2 * width - 1:
        return "Are these two rows? Start the second on a line of its own."
    return "Write quotation marks around each cell that holds a comma."


def _explain_fewer(cells: Sequence[str]) -> str:
    if len(cells) == 1 and re.search(r"[;\t|]", cells[0]):
        return "Write commas between its cells."
    if cells[0].startswith("#"):
        return "Remove the line: a table holds no remarks."
    return "Write a comma for each cell that is empty or missing."


def _explain_names(header: list[str], described: list[str]) -> Fault:
    """Explain names that only the header or only the description has."""
    missing = [name for name in described if name not in header]
    new = [name for name in header if name not in described]
    repeated = [name for name, times in Counter(header).items() if times > 1]
    if repeated:
        fault, remedy = f"The header names {repeated[0]!r} more than once.", "Remove one with its cells."
    elif not new:
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


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _after(names: Sequence[str], name: str) -> str:
    at = names.index(name)
    return f" after {names[at - 1]!r}" if at else " as the first"


def _list(names: Sequence[str]) -> str:
    return ", ".join(map(repr, names))
