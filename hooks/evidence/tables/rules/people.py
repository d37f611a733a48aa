"""No text holds what could lead to a person."""

from __future__ import annotations

import re
from collections.abc import Iterator

from phonenumbers import Leniency, PhoneNumberMatcher

from evidence.problems import Problem
from evidence.tables import Table
from evidence.tables.rules.cells import ADDRESSES, prose
from evidence.tables.rules.rows import PHONE, rows

REGION = "GB"
PERSONAL = {
    "email": (r"(?<![\w.+-])[\w.+-]+@[\w-]+\.[\w.-]+", "an e-mail address"),
    "postcode": (r"\b[A-PR-UWYZ][A-HK-Y]?\d[\dA-Z]? ?\d[ABD-HJLNP-UW-Z]{2}\b", "a postcode"),
    "age": (
        r"(?i:\baged? (?:of )?(?:\d{1,2}|\w+teen|(?:twenty|thirty|forty|fifty|sixty)\S*)\b"
        r"(?! (?:or|and|to) (?:\d|over|under|older|above|below|younger|up)|[-–]\d| years? (?:or|and))"
        r"|\b(?:\d{1,2}|\w+teen|twenty\S*|thirty\S*)[- ]years?[- ]old\b"
        r"(?! (?:agreement|guidance|law|policy|practice|report|rule|system)))",
        "a person’s age",
    ),
    "birth": (r"(?i:\bdate of birth\b|\bd\.?o\.?b\b|\bborn (?:on|in) \d)", "a date of birth"),
    "insurance": (r"\b[A-CEGHJ-PR-TW-Z]{2} ?(?:\d\d ?){3}[A-D]\b", "a National Insurance number"),
    "home": (
        r"\b\d{1,3}[A-Za-z]? (?:[A-Z]\w+ ){1,3}(?:Street|Road|Lane|Avenue|Close|Drive|Crescent)\b",
        "a home address",
    ),
}
"""What can lead to a person, as far as a program can tell: a pattern, and what it finds."""
PERSONAL_DATA = re.compile("|".join(f"(?P<{name}>{pattern})" for name, (pattern, _) in PERSONAL.items()))
CALLABLE = re.compile(r"(?<![\w.])(?:\(?0|\+)[\d ()-]{7,}")
"""What may be a telephone number; to ask the library about each cell would take long."""
TITLE = ("sources", "title")
"""What others have printed of a person’s age can be read by everybody."""
STAYS_OUT = "Remove it: what could lead to a person stays out."


def personal_data_stays_out(table: Table) -> Iterator[Problem]:
    """Yield each text that holds a way to reach a person, or a person's age."""
    for line, column, cell in prose(table):
        found = PERSONAL_DATA.search(cell)
        kind = found.lastgroup if found else None
        if found and kind and not (kind == "age" and (table.name, column) == TITLE):
            fault = f"{found[0]!r} looks like {PERSONAL[kind][1]}."
            yield Problem(table.path, line, column, fault, STAYS_OUT)


def telephone_numbers_are_of_services(table: Table) -> Iterator[Problem]:
    """Yield each telephone number, save of a service and of a claim that gives one."""
    if table.name == "support":
        return
    for line, row in rows(table):
        for column, cell in row.items() if row.get("unit") != PHONE else ():
            for number in phone_numbers(cell) if column not in ADDRESSES else ():
                fault = f"{number!r} looks like a telephone number."
                yield Problem(table.path, line, column, fault, STAYS_OUT)


def phone_numbers(text: str) -> list[str]:
    """Find telephone numbers that start with 0 or +, as they are written."""
    if not CALLABLE.search(text):
        return []
    matches = PhoneNumberMatcher(text, REGION, leniency=Leniency.POSSIBLE)
    return [match.raw_string for match in matches if CALLABLE.match(text, match.start)]
