"""No text lets a person be recognised: no small numbers of people, no way to reach one, no age."""

from __future__ import annotations

import re
from collections.abc import Iterator

from phonenumbers import Leniency, PhoneNumberMatcher

from evidence.problems import Problem
from evidence.tables import Table
from evidence.tables.rules.cells import ADDRESSES, prose
from evidence.tables.rules.rows import PHONE, by_id, rows

REGION = "GB"
ONE = (
    r"(?:victim|survivor|woman|man|child|girl|boy|person|individual|migrant|witness|mother|wife|husband|partner"
    r"|teenager|complainant|applicant|client|family|referral|case|female|male|asylum.seeker|data.subject)"
)
PEOPLE = (
    r"(?:victims|survivors|women|men|children|girls|boys|persons|people|individuals|migrants|witnesses|mothers|wives"
    r"|husbands|partners|teenagers|complainants|applicants|clients|families|referrals|cases|females|males|nationals"
    r"|asylum.seekers|data.subjects)"
)
KINDS = (
    r"(?:(?:domestic|abuse|migrant|female|male|young|adult|such|more|further|other|different|police|immigration"
    r"|crime|modern|slavery|trafficking|rape|refugee|pregnant|trafficked|referred|named|suspected|alleged|(?-i:[A-Z]\w+)"
    r"|\w+(?:al|an|ese|ish|ive|able|ous))[ -])*"
)
"""Words that may stand between a number and whom it counts."""
GROUP = (
    r"(?![-’' ]+s?[’']? ?(?:support|stud(?:y|ies)|law|workers?|services?|organisations?|groups?|leads?|rights"
    r"|charit\w+|centres?|commissioners?|strateg\w+|funds?|codes?|panels?|routes?|forms?|by[- ]case|aid"
    r"|refuges?|units?|teams?|acts?)\b)"
)
"""Words after which it is an organisation, and no person, that is counted."""
FEW = r"(?<![\d.,/£])(?:[2-4]|two|three|four|a (?:couple|pair) of)\b(?![,.]\d)"
SINGLE = r"(?<![\d.,/£])(?:1|one|a single|only one)\b(?![,.]\d)"
NO_COUNT = (
    r"(?P<excused>\b(?:sections?|paragraphs?|recommendations?|parts?|articles?|tables?|pages?|clauses?|versions?"
    r"|amendments?|questions?|numbers?|(?:\d+|one|two|three|five|nine|ten) (?:in|out of)"
    r"|(?:at least|more than|even|than|any|no)(?= one)) )?"
)
"""Words before a number that make it a label, a proportion or a limit."""
SMALL_NUMBER = re.compile(
    rf"(?i:{NO_COUNT}(?:{FEW} (?:of (?:the|these|those|its|their) )?{KINDS}{PEOPLE}\b"
    rf"|{SINGLE} (?:{KINDS}{ONE}\b|of (?:the|these|those|its|their) {KINDS}{PEOPLE}\b)"
    rf"|(?:{FEW}|{SINGLE}) (?:of (?:them|whom) )?(?:was|were|is|are|had been) (?:a )?{KINDS}"
    rf"(?:{ONE}|{PEOPLE})\b"
    rf"|{PEOPLE}(?: \w+)?(?:: | \(| = )(?:{FEW}|{SINGLE})"
    rf"|number of (?:\w+ ){{0,3}}{PEOPLE} (?:\w+ ){{0,6}}(?:was|is|were) (?:{FEW}|{SINGLE})){GROUP})"
)
"""A number from one to four, in digits or words, of people."""

PERSONAL = {
    "email": (r"[\w.+-]+@[\w-]+\.[\w.-]+", "an e-mail address"),
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
STAYS_OUT = "Remove it: what could lead to a person stays out."

REPEATS_OTHERS = {
    "claims",
    "letter",
    "misprints",
    "timeline",
    "glossary",
    "disagreements",
    "disagreement_positions",
}
"""Tables whose numbers are those of claims or of the letter: of those, claims alone are looked at."""
TITLES = {("sources", "title"), ("sources", "publisher")}
PUBLISHED_HERE = "letter"
"""The source without an address that everybody can read on the site."""


def small_numbers_stay_out(table: Table) -> Iterator[Problem]:
    """Yield each text in our own words, save of claims, that counts fewer than five people."""
    if table.name not in REPEATS_OTHERS:
        for line, column, cell in prose(table):
            if (table.name, column) not in TITLES:
                yield from _small_numbers(table, line, column, cell)


def small_numbers_of_claims_are_published(claims: Table, sources: Table) -> Iterator[Problem]:
    """Yield each claim that counts fewer than five people and whose source nobody can read."""
    known = by_id(sources)
    for line, row in rows(claims):
        source = known.get(row["source_id"], {})
        if source.get("url") or row["source_id"] == PUBLISHED_HERE:
            continue
        for column in ("statement", "caveat"):
            yield from _small_numbers(claims, line, column, row[column])
        if row["value"] in {"1", "2", "3", "4"} and re.search(rf"(?i:\b(?:{PEOPLE}|{ONE})\b)", row["unit"]):
            fault = f"The value is below five, and {row['source_id']} has no address where it can be read."
            yield Problem(claims.path, line, "value", fault, STAYS_OUT)


def personal_data_stays_out(table: Table) -> Iterator[Problem]:
    """Yield each text that holds a way to reach a person, or a person's age."""
    for line, column, cell in prose(table):
        found = PERSONAL_DATA.search(cell)
        kind = found.lastgroup if found else None
        if found and kind and not (kind == "age" and (table.name, column) in TITLES):
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


def _small_numbers(table: Table, line: int, column: str, cell: str) -> Iterator[Problem]:
    found = next((each for each in SMALL_NUMBER.finditer(cell) if not each["excused"]), None)
    if found:
        fault = f"{found[0].strip()!r} is a small number of people: it could point to a person."
        remedy = "Say it without the number. A published count belongs in counts.csv, with its source."
        yield Problem(table.path, line, column, fault, remedy)
