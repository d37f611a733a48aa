"""A wrong helpline number does harm: each is the one of its claim, whole, and published with care."""

from __future__ import annotations

import re
from collections.abc import Iterator

from phonenumbers import NumberParseException, is_valid_number, is_valid_short_number_for_region, parse

from evidence.problems import Problem
from evidence.tables import Table
from evidence.tables.rules.people import REGION, phone_numbers
from evidence.tables.rules.rows import PHONE, Row, by_id, rows

EMERGENCY = "emergency"
"""The id of the row that the page of help shows at its top."""
EMERGENCY_CELLS = {"phone": "999", "publish": "publish"}
ASK = "Read the number on the service’s own website."
FREE_TO_CALL = re.compile(r"116\d{3}")
"""Numbers of services of social value, which are the same all over Europe."""
TRUSTED = {"government", "organisation", "police", "watchdog"}
"""Kinds of sources from which a number may be published: the service itself, or a public body."""


def emergency_row_is_there(support: Table) -> Iterator[Problem]:
    """Yield what is wrong with the row of 999, which the page of help puts first."""
    found = [(line, row) for line, row in rows(support) if row["id"] == EMERGENCY]
    if not found:
        fault = f"There is no row with the id {EMERGENCY!r}: the site would no longer say to call 999."
        yield Problem(support.path, 1, "id", fault, "Put the row back, with that id.")
    for line, row in found:
        for column, cell in EMERGENCY_CELLS.items():
            if row[column] != cell:
                fault = f"{row[column]!r} is not {cell!r}."
                yield Problem(support.path, line, column, fault, f"Write {cell!r}: people in danger read it.")


def numbers_can_be_called(support: Table, claims: Table) -> Iterator[Problem]:
    """Yield each telephone number that is none in the United Kingdom."""
    numbers = [(support, line, "phone", row["phone"]) for line, row in rows(support)]
    numbers += [(claims, line, "value", row["value"]) for line, row in rows(claims) if row["unit"] == PHONE]
    for table, line, column, phone in numbers:
        if phone and not _can_be_called(phone):
            fault = f"{phone!r} is not a telephone number of the United Kingdom: a digit is wrong or missing."
            yield Problem(table.path, line, column, fault, ASK)


def numbers_equal_their_claims(support: Table, claims: Table) -> Iterator[Problem]:
    """Yield each service whose number, or a number in its hours, is not the one of its claim."""
    known = by_id(claims)
    for line, row in rows(support):
        claim = known.get(row["claim_id"])
        if row["phone"] and claim and _digits(row["phone"]) != _digits(claim["value"]):
            fault = f"{row['phone']!r} is not the number of its claim, {row['claim_id']}: {claim['value']!r}."
            yield Problem(support.path, line, "phone", fault, f"{ASK} Then correct whichever is wrong.")
        for number in phone_numbers(row["hours"]):
            if claim and _digits(number) not in _digits(claim["statement"]):
                fault = f"{number!r} is not in the statement of its claim, {row['claim_id']}."
                yield Problem(support.path, line, "hours", fault, f"{ASK} Then correct whichever is wrong.")


def statements_have_their_number(claims: Table) -> Iterator[Problem]:
    """Yield each claim of a telephone number whose statement has others only."""
    for line, row in rows(claims):
        stated = [_digits(number) for number in phone_numbers(row["statement"])]
        if row["unit"] == PHONE and stated and _digits(row["value"]) not in stated:
            fault = f"{row['value']!r} is not the number in the statement."
            yield Problem(claims.path, line, "value", fault, f"{ASK} Then correct whichever is wrong.")


def numbers_are_published_with_care(support: Table, claims: Table, sources: Table) -> Iterator[Problem]:
    """Yield each service whose column `publish` does not fit what is known of its number."""
    known, publications = by_id(claims), by_id(sources)
    for line, row in rows(support):
        claim = known.get(row["claim_id"])
        source = publications.get(claim["source_id"]) if claim else None
        for column, fault, remedy in _care_faults(row, claim, source):
            yield Problem(support.path, line, column, fault, remedy)


def _care_faults(row: Row, claim: Row | None, source: Row | None) -> Iterator[tuple[str, str, str]]:
    if not row["phone"] and row["publish"] != "name and site only":
        yield "phone", "The number is missing.", "Write it, or 'name and site only' in the last cell."
    if row["phone"] and row["publish"] == "name and site only":
        yield "publish", "There is a number.", "Write 'check first' until somebody has confirmed it."
    if not row["url"] and row["id"] != EMERGENCY:
        yield "url", "The address is missing.", "Write the address of the service’s website."
    if row["phone"] and (claim is None or claim["unit"] != PHONE):
        yield "claim_id", "No claim gives the number.", "Add a claim with the number, and write its id here."
    elif row["publish"] == "publish" and claim and source:
        is_read = claim["grade"] == "primary" and source["read_in"] == "original"
        if not is_read or source["kind"] not in TRUSTED:
            fault = f"The number was read in {row['claim_id']}, which is not the service or a public body."
            yield "publish", fault, f"{ASK} Add that page as a source, with a claim; or write 'check first'."


def _can_be_called(phone: str) -> bool:
    digits = _digits(phone)
    try:
        number = parse(digits, REGION)
    except NumberParseException:
        return False
    is_short = is_valid_short_number_for_region(number, REGION) or FREE_TO_CALL.fullmatch(digits)
    return bool(is_short) or (digits.startswith("0") and is_valid_number(number))


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)
