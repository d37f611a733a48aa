"""A wrong helpline number does harm: each is the one of its claim, whole, and published with care."""

from __future__ import annotations

import re
from collections.abc import Iterator

from phonenumbers import NumberParseException, is_valid_number, is_valid_short_number_for_region, parse

from evidence.problems import Problem
from evidence.tables import Table
from evidence.tables.rules.people import REGION, phone_numbers
from evidence.tables.rules.rows import PHONE, Row, by_id, join, rows

EMERGENCY = {"id": "emergency", "phone": "999", "publish": "publish"}
"""Cells of the row that the page of help shows at its top."""
ASK = "Read the number on the service’s own website"
FREE_TO_CALL = re.compile(r"116\d{3}")
"""Numbers of services of social value, which are the same all over Europe."""
TRUSTED = {"government", "organisation", "police", "watchdog"}
"""Kinds of sources from which a number may be published: the service itself, or a public body."""


def emergency_row_is_there(support: Table) -> Iterator[Problem]:
    """Yield what is wrong with the row of 999, which the page of help puts first."""
    found = by_id(support).get(EMERGENCY["id"])
    if not found:
        fault = "There is no row with the id 'emergency': the site would no longer say to call 999."
        yield Problem(support.path, 1, "id", fault, "Put the row back, with that id.")
    for column, cell in EMERGENCY.items() if found else ():
        if found and found[column] != cell:
            fault = f"{found[column]!r} is not {cell!r}."
            yield found.problem(column, fault, f"Write {cell!r}: people in danger read it.")


def numbers_can_be_called(support: Table, claims: Table) -> Iterator[Problem]:
    """Yield each telephone number that is none in the United Kingdom."""
    numbers = [(row, column) for row in rows(support) for column in ("phone", "text")]
    numbers += [(row, "value") for row in rows(claims) if row["unit"] == PHONE]
    for row, column in numbers:
        if row[column] and not _can_be_called(_digits(row[column])):
            fault = (
                f"{row[column]!r} is no telephone number of the United Kingdom: a digit is wrong or missing."
            )
            yield row.problem(column, fault, f"{ASK}.")


def numbers_equal_their_claims(support: Table, claims: Table) -> Iterator[Problem]:
    """Yield each number of a service, for calls, messages or in its hours, that its claim does not give."""
    for row, claim in join(support, "claim_id", claims):
        others = phone_numbers(claim["statement"])
        stated = {"phone": [claim["value"]], "text": others, "hours": others}
        numbers = [(column, row[column]) for column in ("phone", "text") if row[column]]
        numbers += [("hours", number) for number in phone_numbers(row["hours"])]
        for column, phone in numbers:
            if _digits(phone) not in map(_digits, stated[column]):
                fault = f"{phone!r} is not in its claim, {row['claim_id']}: {', '.join(stated[column])}."
                yield row.problem(column, fault, f"{ASK}, then correct whichever is wrong.")


def statements_have_their_number(claims: Table) -> Iterator[Problem]:
    """Yield each claim of a telephone number whose statement has others only."""
    for row in rows(claims):
        stated = [_digits(number) for number in phone_numbers(row["statement"])]
        if row["unit"] == PHONE and stated and _digits(row["value"]) not in stated:
            fault = f"{row['value']!r} is not the number in the statement."
            yield row.problem("value", fault, f"{ASK}, then correct whichever is wrong.")


def numbers_are_published_with_care(support: Table, claims: Table, sources: Table) -> Iterator[Problem]:
    """Yield each service whose column `publish` does not fit what is known of its number."""
    given = {claim["id"]: (claim, source) for claim, source in join(claims, "source_id", sources)}
    for row in rows(support):
        for column, fault, remedy in _care_faults(row, *given.get(row["claim_id"], (None, None))):
            yield row.problem(column, fault, remedy)


def _care_faults(row: Row, claim: Row | None, source: Row | None) -> Iterator[tuple[str, str, str]]:
    has_number, publish = bool(row["phone"]), row["publish"]
    if not has_number and publish != "name and site only":
        yield "phone", "The number is missing.", "Write it, or 'name and site only' in the last cell."
    if has_number and publish == "name and site only":
        yield "publish", "There is a number.", "Write 'check first' until somebody has confirmed it."
    if not row["url"] and row["id"] != EMERGENCY["id"]:
        yield "url", "The address is missing.", "Write the address of the service’s website."
    if has_number and (claim is None or claim["unit"] != PHONE):
        yield "claim_id", "No claim gives the number.", "Add a claim with the number, and write its id here."
    elif publish == "publish" and claim and source:
        is_read = claim["grade"] == "primary" and source["read_in"] == "original"
        if not is_read or source["kind"] not in TRUSTED:
            fault = f"The number was read in {row['claim_id']}, which is not the service or a public body."
            yield (
                "publish",
                fault,
                f"{ASK} and add that page as a source, with a claim; or write 'check first'.",
            )


def _can_be_called(digits: str) -> bool:
    try:
        number = parse(digits, REGION)
    except NumberParseException:
        return False
    is_short = is_valid_short_number_for_region(number, REGION) or FREE_TO_CALL.fullmatch(digits)
    return bool(is_short) or (digits.startswith("0") and is_valid_number(number))


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)
