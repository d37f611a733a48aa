"""What is wrong with a header, a row or a cell that does not fit its description, by the likeliest cause."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, TypeAlias

from evidence.tables.files import DESCRIPTOR, TIDY
from evidence.tables.read import Table
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
    ("(^|,)[“‘']", 'Write straight double quotation marks " around the cell that holds a comma.'),
    (r'(^|,)\s+"', "Remove the space between the comma and the quotation mark."),
    ("", "Write quotation marks around each cell that holds a comma."),
)
"""What a row with too many cells looks like, and the remedy; the first that fits is given."""
TOO_FEW = (
    (r"^[^,]*[;\t|][^,]*$", "Write commas between its cells."),
    ("", "Write a comma for each cell that is empty or missing."),
)
HABITS = (
    (r"\s.*|.*\s", "starts or ends with a space", "Remove it, or run make tidy, which does."),
    (r"#[A-Z/0!?]+|#+|=.*", "is a formula or its error", "Write the value itself, from its source."),
    (r"-?\d([.,]\d+)?[Ee][+-]?\d+", "was rounded by a spreadsheet", "Write all its digits."),
)
"""What spreadsheets and people often write in a cell of any column."""
FORMS = {
    "integer": ("a whole number", "Write digits only, such as 81200."),
    "number": ("a number", "Write digits and a point, such as 0.512."),
    "date": ("a date", "Write a day of the calendar, such as 2023-11-09."),
    "string": ("a web address", "Write it whole, such as https://www.kent.police.uk/."),
}
"""What a cell that breaks the type or format of a column is not, by the type."""
DAYS = "%d/%m/%Y|%d/%m/%y|%d.%m.%Y|%d-%m-%Y|%m/%d/%Y|%Y/%m/%d|%Y-%m-%d|%Y-%m-%d %H:%M:%S|%d %B %Y|%d-%b-%y"
MONTHS = "%b-%y|%b-%Y|%B %Y|%m/%Y|%Y-%m"
"""How spreadsheets show days and months, for strptime."""
DAY_ZERO = datetime.date(1899, 12, 30)
"""The day from which Excel counts: https://support.microsoft.com/office/date-systems-in-excel-e7fe7167-48a9-4b96-bb53-5612a800b487."""
TRUTHS = {"true": "yes", "false": "no", "1": "yes", "0": "no", "y": "yes", "n": "no"}


def plain_header(header: Sequence[str]) -> list[str]:
    """Give the names of columns without capitals and spaces, and without empty ones at the end."""
    names = [re.sub(r"[\s-]+", "_", name.strip().lower()) for name in header]
    while names and not names[-1]:
        names.pop()
    return names


def spare_cells(header: Sequence[str], rows: Iterable[Sequence[str]]) -> int:
    """Count the cells that all rows have more than the header, or it has more than names: an empty column.

    Where some rows alone have more cells, a comma may stand in a cell.
    """
    names = len(plain_header(header))
    return max(len(header) - names, min((len(row) for row in rows), default=names) - names)


def explain_header(table: Table, tables: Mapping[str, Table]) -> Fault | None:
    """Give fault and remedy of a header, one of several tables', that does not name its columns in order."""
    described, header = table.columns, list(table.header)
    if header == described:
        return None
    other = next((each.resource["path"] for each in tables.values() if each.columns == header), "")
    below = next((line for line, cells in table.rows if list(cells) == described), 0)
    remedy = f"Write as the first line: {','.join(described)}"
    strange = not {*plain_header(header)} & {*described}
    first = next((name for name, right in zip(header, described, strict=False) if name != right), "")
    order = f"The columns stand in another order than {DESCRIPTOR} gives, from {first!r} on."
    cases = (
        (plain_header(header) == described, f"The header is {','.join(header)!r}.", TIDY),
        (other, f"The file holds the table of {other}.", "Put the file itself back."),
        (below, f"The header stands on line {below}.", "Remove what stands above it."),
        (strange, f"The first line names none of the columns: {','.join(header)!r}.", remedy),
        (sorted(header) == sorted(described), order, f"Put each back, with its cells. {remedy}"),
    )
    found = next(((fault, cure) for case, fault, cure in cases if case), None)
    return found or _explain_names(header, described)


def _explain_names(header: Sequence[str], described: Sequence[str]) -> Fault:
    """Explain names that only the header or only the description has."""
    repeated = next((name for name in header if header.count(name) > 1), "")
    missing = [name for name in described if name not in header]
    new = [name for name in header if name not in described]
    has, lacks = (", ".join(map(repr, names)) for names in (new, missing))
    if repeated:
        return f"The header names {repeated!r} more than once.", "Remove one with its cells."
    if new and missing:
        fault = f"The header has {has}, which {DESCRIPTOR} does not describe, and lacks {lacks}."
        return fault, f"Correct the name here, or change it in {DESCRIPTOR} too."
    names, kind = (header, new) if new else (described, missing)
    at = names.index(kind[0])
    after = f" after {names[at - 1]!r}" if at else " as the first"
    if new:
        fault = f"The header has {has}{after}, which {DESCRIPTOR} does not describe."
        return fault, "Describe it there in the same order; or remove it here."
    fault = f"The header lacks {lacks}, which {DESCRIPTOR} describes{after}."
    return fault, f"Add it with a cell in each row, which may be empty; or remove it from {DESCRIPTOR}."


def explain_row(table: Table, cells: Sequence[str]) -> Fault | None:
    """Give fault and remedy of a row that does not have just one cell for each column."""
    width, count = len(table.header), len(cells)
    if not any(cells):
        return "Every cell of the row is empty.", f"Remove the row. {TIDY}"
    if cells[0][:1] in {"+", "-"} and table.fields[0]["type"] == "string":
        fault = f"The line starts with the sign {cells[0][0]} of an example or a comparison."
        return fault, "Remove the sign, or the line if it starts with a minus."
    if count == width:
        return None
    fault = f"The row has {count} cell{'s' * (count > 1)} and the header has {width}."
    if count == 2 * width - 1:
        return fault, "Are these two rows? Start the second on a line of its own."
    remedies = TOO_MANY if count > width else TOO_FEW
    return fault, next(remedy for pattern, remedy in remedies if re.search(pattern, ",".join(cells)))


def explain_cell(cell: str, field: Field, keyword: str) -> Fault:
    """Give fault and remedy of a cell that breaks a keyword of JSON Schema."""
    if not cell:
        return "The cell is empty.", f"Fill it in: {field['description']}"
    if keyword == "maxLength":
        return f"The cell holds {len(cell):,} characters.", f"Write at most {LONGEST:,}."
    if canonical_number(cell, field["type"]) != cell:
        return f"{cell!r} is not written as a whole number.", TIDY
    return _explain_date(cell, field) or _explain_habit(cell, field) or KEYWORDS[keyword](cell, field)


def _explain_date(cell: str, field: Field) -> Fault | None:
    is_date = field["type"] == "date"
    dates = _dates(cell, whole=is_date) if is_date or field.get("partialDate") else []
    if not dates:
        return None
    meant = f"Write {' or '.join(dates)}{', whichever is meant' * (len(dates) > 1)}."
    remedy = f"{meant} In a spreadsheet, format the column as text first."
    return f"{cell!r} is a date as a spreadsheet shows it.", remedy


def _explain_habit(cell: str, field: Field) -> Fault | None:
    """Recognise what spreadsheets and people often write."""
    for pattern, fault, remedy in HABITS:
        if re.fullmatch(pattern, cell):
            return f"{cell!r} {fault}.", remedy
    plain = _plain_number(cell)
    if field["type"] in PLAIN and cell != plain and PLAIN["number"].fullmatch(plain):
        return f"{cell!r} is not written as a plain number.", f"Write {plain}."
    return None


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
    if re.match(r"https?://[^/]*@", cell):
        fault = f"{cell!r} does not lead to what stands before the @, which is a name to log in with."
        return fault, "Write the address without it."
    noun, remedy = FORMS[field["type"]]
    if re.match(r"www\.\S+$", cell):
        remedy = f"Write {'https://' + cell!r}."
    optional = field["type"] in PLAIN and not field.get("constraints", {}).get("required")
    return f"{cell!r} is not {noun}.", f"{remedy}{' Leave it empty where it is not known.' * optional}"


def _explain_enum(cell: str, field: Field) -> Fault:
    values = field["constraints"]["enum"]
    truths = {word: [truth] for word, truth in TRUTHS.items()}
    remedy = suggest(cell, values, truths) or f"Write one of: {', '.join(values)}."
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
