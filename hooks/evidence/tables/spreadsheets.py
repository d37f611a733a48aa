"""What spreadsheets make of values, told from what was meant."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator

FORMULA_ERROR = re.compile(r"#(REF!|N/A|NAME\?|VALUE!|DIV/0!|NULL!|NUM!|SPILL!|#+)|=.*")
ROUNDED = re.compile(r"-?\d([.,]\d+)?E[+-]?\d+", re.IGNORECASE)
DATES = {
    "%d/%m/%Y": "%Y-%m-%d",
    "%d/%m/%y": "%Y-%m-%d",
    "%d.%m.%Y": "%Y-%m-%d",
    "%d-%m-%Y": "%Y-%m-%d",
    "%m/%d/%Y": "%Y-%m-%d",
    "%Y/%m/%d": "%Y-%m-%d",
    "%Y-%m-%d": "%Y-%m-%d",
    "%Y-%m-%d %H:%M:%S": "%Y-%m-%d",
    "%Y-%m-%dT%H:%M:%S": "%Y-%m-%d",
    "%d %B %Y": "%Y-%m-%d",
    "%d %b %Y": "%Y-%m-%d",
    "%d-%b-%Y": "%Y-%m-%d",
    "%d-%b-%y": "%Y-%m-%d",
    "%b-%y": "%Y-%m",
    "%b-%Y": "%Y-%m",
    "%B %Y": "%Y-%m",
    "%b %Y": "%Y-%m",
    "%m/%Y": "%Y-%m",
    "%Y/%m": "%Y-%m",
    "%Y-%m": "%Y-%m",
}
"""How a day or month is shown, and how the tables write it."""
DAY_ZERO = datetime.date(1899, 12, 30)
"""The day from which Excel counts: https://support.microsoft.com/office/date-systems-in-excel-e7fe7167-48a9-4b96-bb53-5612a800b487."""
DAY_NUMBER = re.compile(r"[2-5]\d{4}(\.\d+)?")
"""Days from 1954 to 2064."""


def explain_value(cell: str) -> tuple[str, str] | None:
    """Give fault and remedy of what is no value of any column; None where the cell is not such."""
    if FORMULA_ERROR.fullmatch(cell):
        return f"{cell!r} is a formula or its error.", "Write the value itself, from its source."
    if ROUNDED.fullmatch(cell):
        return f"{cell!r} was rounded by a spreadsheet.", "Write all its digits, from its source."
    return None


def explain_date(cell: str, *, whole: bool) -> tuple[str, str] | None:
    """Give fault and remedy of a date as a spreadsheet shows it; `whole` where it must name a day.

    A spreadsheet makes the first day of a month that it reads.
    """
    readings = list(_readings(cell))
    months = [] if whole else [day[:7] for day in readings if day.endswith("-01") and len(day) == 10]
    fit = (each for each in (*readings, *months) if each != cell and (len(each) == 10 or not whole))
    dates = list(dict.fromkeys(fit))
    if not dates:
        return None
    meant = f"Write {' or '.join(dates)}{', whichever is meant' if len(dates) > 1 else ''}."
    remedy = f"{meant} In a spreadsheet, format the column as text first."
    return f"{cell!r} is a date as a spreadsheet shows it.", remedy


def explain_number(cell: str) -> tuple[str, str] | None:
    """Give fault and remedy of a number that is written for people, or in another country."""
    plain = re.sub(r"[£$€\s'’+]|(?<=\d),(?=\d{3}(\D|$))", "", cell)
    plain = re.sub(r"^(-?)0+(?=\d)", r"\1", re.sub(r"^(-?\d+),(\d+)$", r"\1.\2", plain))
    if cell != plain and re.fullmatch(r"-?\d+(\.\d+)?", plain) and plain.isascii():
        return f"{cell!r} is not written as a plain number.", f"Write {plain}."
    return None


def _readings(cell: str) -> Iterator[str]:
    if DAY_NUMBER.fullmatch(cell):
        yield (DAY_ZERO + datetime.timedelta(days=int(cell[:5]))).isoformat()
    plain = re.sub("[\u2010-\u2015\u2212]", "-", cell)
    for shown, written in DATES.items():
        try:
            yield datetime.datetime.strptime(plain, shown).strftime(written)
        except ValueError:
            continue
