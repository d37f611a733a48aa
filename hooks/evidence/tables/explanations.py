"""What is wrong with a header, a row or a cell that does not fit its description, by the likeliest cause."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, TypeAlias

from evidence.tables.files import DESCRIPTOR, TIDY
from evidence.tables.read import Table
from evidence.tables.rules.addresses import address_faults
from evidence.tables.rules.cells import cell_fault
from evidence.tables.suggest import suggest

Field: TypeAlias = Mapping[str, Any]
Fault: TypeAlias = tuple[str, str]
"""Fault and remedy."""

LONGEST = 32_767
"""Characters of a cell, which is what a cell of a spreadsheet holds."""
PLAIN = {
    "integer": re.compile(r"-?(0|[1-9][0-9]{0,14})"),
    "number": re.compile(r"-?(0|[1-9][0-9]{0,14})(\.[0-9]{1,15})?"),
}
"""What every program reads as the same number; Python alone reads 1_000 and NaN too."""
TOO_MANY = (
    'Write straight quotation marks " around each cell that holds a comma, with no space before them. '
    "Where every row ends in a comma, run make tidy."
)
TOO_FEW = "Write a comma for each cell that is empty or missing, and no other sign between cells."
FORMS = {
    "integer": ("a whole number", "Write digits only, such as 81200."),
    "number": ("a number", "Write digits and a point, such as 0.512."),
    "date": ("a date", "Write a day of the calendar, such as 2023-11-09."),
}
"""What a cell that breaks the type of a column is not, by the type."""
DAYS = "%d/%m/%Y|%d/%m/%y|%d.%m.%Y|%d-%m-%Y|%m/%d/%Y|%Y/%m/%d|%Y-%m-%d|%Y-%m-%d %H:%M:%S|%d %B %Y|%d-%b-%y"
MONTHS = "%b-%y|%b-%Y|%B %Y|%m/%Y|%Y-%m"
"""How spreadsheets show days and months, for strptime."""
DAY_ZERO = datetime.date(1899, 12, 30)
"""The day from which Excel counts: https://support.microsoft.com/office/date-systems-in-excel-e7fe7167-48a9-4b96-bb53-5612a800b487."""


def plain_header(header: Sequence[str]) -> list[str]:
    """Give the names of columns without capitals and spaces, and without empty ones at the end."""
    names = [re.sub(r"[\s-]+", "_", name.strip().lower()) for name in header]
    while names and not names[-1]:
        names.pop()
    return names


def explain_header(table: Table, tables: Mapping[str, Table]) -> Fault | None:
    """Give fault and remedy of a header, one of several tables', that does not name its columns in order."""
    described, header = table.columns, list(table.header)
    if header == described:
        return None
    if plain_header(header) == described:
        return f"The header is {','.join(header)!r}.", TIDY
    other = next((each.resource["path"] for each in tables.values() if each.columns == header), "")
    if other:
        return f"The file holds the table of {other}.", "Put the file itself back."
    faults = {
        "names {} more than once": [name for name in dict.fromkeys(header) if header.count(name) > 1],
        f"has {{}}, which {DESCRIPTOR} does not describe": [name for name in header if name not in described],
        "lacks {}": [name for name in described if name not in header],
    }
    said = [
        words.format(", ".join(map(repr, filter(None, names))))
        for words, names in faults.items()
        if any(names)
    ]
    fault = f"The header {'; it '.join(said) or 'has its columns in another order'}."
    remedy = f"or describe in {DESCRIPTOR} what is new or gone, in the same order."
    return fault, f"Write as the first line {','.join(described)!r}; {remedy}"


def explain_row(table: Table, cells: Sequence[str]) -> Fault | None:
    """Give fault and remedy of a row that does not have just one cell for each column."""
    width, count = len(table.header), len(cells)
    if not any(cells):
        return "Every cell of the row is empty.", f"Remove the row. {TIDY}"
    if cells == table.header:
        return "The header stands here again.", "Remove the line, and each row that stands twice."
    if count == width:
        return None
    fault = f"The row has {count} cell{'s' * (count > 1)} and the header has {width}."
    if count == 2 * width - 1:
        return fault, "Are these two rows? Start the second on a line of its own."
    return fault, TOO_MANY if count > width else TOO_FEW


def explain_cell(cell: str, field: Field, keyword: str) -> Fault:
    """Give fault and remedy of a cell that breaks a keyword of JSON Schema."""
    if not cell:
        return "The cell is empty.", f"Fill it in: {field['description']}"
    if keyword == "maxLength":
        return f"The cell holds {len(cell):,} characters.", f"Write at most {LONGEST:,}."
    if canonical_number(cell, field["type"]) != cell:
        return f"{cell!r} is not written as a whole number.", TIDY
    fault = _explain_date(cell, field) or _explain_number(cell, field)
    if not fault and keyword != "enum":
        fault = cell_fault(cell) or _explain_address(cell, field)
    return fault or KEYWORDS[keyword](cell, field)


def _explain_date(cell: str, field: Field) -> Fault | None:
    is_date = field["type"] == "date"
    dates = _dates(cell, whole=is_date) if is_date or field.get("partialDate") else []
    if not dates:
        return None
    meant = f"Write {' or '.join(dates)}{', whichever is meant' * (len(dates) > 1)}."
    remedy = f"{meant} In a spreadsheet, format the column as text first."
    return f"{cell!r} is a date as a spreadsheet shows it.", remedy


def _explain_number(cell: str, field: Field) -> Fault | None:
    plain = _plain_number(cell)
    if field["type"] in PLAIN and cell != plain and PLAIN["number"].fullmatch(plain):
        return f"{cell!r} is not written as a plain number.", f"Write {plain}."
    return None


def _explain_address(cell: str, field: Field) -> Fault | None:
    faults = address_faults(cell) if field.get("format") == "uri" else ()
    return next(((f"{cell!r} {fault}.", remedy) for fault, remedy in faults), None)


def canonical_number(cell: str, kind: str) -> str:
    """Give the one way to write a number of a type, or the cell itself where it is no such number."""
    if kind == "integer":
        return re.sub(rf"^({PLAIN[kind].pattern})\.0+$", r"\1", cell)
    if kind == "number" and PLAIN[kind].fullmatch(cell):
        shortest = repr(float(cell))
        return shortest if Decimal(shortest) == Decimal(cell) and PLAIN[kind].fullmatch(shortest) else cell
    return cell


def _plain_number(cell: str) -> str:
    """Give a number that is written for people, or in another country, as the tables write it."""
    plain = re.sub(r"[£$€\s'’+]|(?<=\d),(?=\d{3}(\D|$))", "", cell)
    return re.sub(r"^(-?)0+(?=\d)", r"\1", re.sub(r"^(-?\d+),(\d+)$", r"\1.\2", plain))


def _dates(cell: str, *, whole: bool) -> list[str]:
    """Give what a date may mean that a spreadsheet shows; `whole` where it must be a day.

    A spreadsheet makes the first day of a month that it reads.
    """
    plain = re.sub("[\u2010-\u2015\u2212]", "-", cell)
    days = [f"{day:%Y-%m-%d}" for day in _read_dates(plain, DAYS)]
    if re.fullmatch(r"[2-5]\d{4}", cell):  # from 1954 to 2064
        days.append((DAY_ZERO + datetime.timedelta(days=int(cell))).isoformat())
    months = [f"{day:%Y-%m}" for day in _read_dates(plain, MONTHS)]
    months += [day[:7] for day in days if day.endswith("-01")]
    return [each for each in dict.fromkeys(days if whole else [*days, *months]) if each != cell]


def _read_dates(cell: str, forms: str) -> Iterator[datetime.datetime]:
    for form in forms.split("|"):
        try:
            yield datetime.datetime.strptime(cell, form)
        except ValueError:
            continue


def _explain_form(cell: str, field: Field) -> Fault:
    noun, remedy = FORMS[field["type"]]
    return f"{cell!r} is not {noun}.", remedy


def _explain_enum(cell: str, field: Field) -> Fault:
    values = field["constraints"]["enum"]
    remedy = suggest(cell, values) or f"Write one of: {', '.join(values)}."
    return f"{cell!r} is not {_noun(field)}.", remedy


def _explain_pattern(cell: str, field: Field) -> Fault:
    lower = cell.lower()
    spellings = (lower, re.sub(r"[_\s]+", "-", lower), re.sub(r"[,;\s]+", " ", lower), cell.upper())
    pattern = field["constraints"]["pattern"]
    fitting = next((each for each in spellings if re.fullmatch(pattern, each)), "")
    remedy = f"Write {fitting!r}." if fitting else f"Write it like {field['example']!r}."
    return f"{cell!r} does not have the form of {_noun(field)}.", remedy


def _explain_range(cell: str, field: Field) -> Fault:
    limits, words = field["constraints"], {"minimum": "of at least", "maximum": "of at most"}
    spans = [f"{words[name]} {limits[name]}" for name in words if name in limits]
    return f"{cell!r} is out of range.", f"Write a number {' and '.join(spans)}."


KEYWORDS: Mapping[str, Callable[[str, Field], Fault]] = {
    "type": _explain_form,
    "format": _explain_form,
    "enum": _explain_enum,
    "pattern": _explain_pattern,
    "minimum": _explain_range,
    "maximum": _explain_range,
}
"""How a cell is explained that breaks a keyword of JSON Schema."""


def _noun(field: Field) -> str:
    words = str(field["name"]).replace("_", " ")
    return ("" if words.endswith("ids") else "an " if words[0] in "aeio" else "a ") + words
