"""No text holds what could lead to a person, be it a way to reach them or a small number of people."""

from __future__ import annotations

import re
from collections.abc import Iterator

from phonenumbers import Leniency, PhoneNumberMatcher

from evidence.problems import Problem
from evidence.tables import Table
from evidence.tables.rules.cells import ADDRESSES, OWN, TITLES, Mark, scan
from evidence.tables.rules.rows import PHONE, Row, rows

REGION = "GB"
STAYS_OUT = "Remove it: what could lead to a person stays out."
PERSONAL = (
    Mark(r"(?<![\w.+-])[\w.+-]+@[\w-]+\.[\w.-]+", "looks like an e-mail address", STAYS_OUT),
    Mark(r"\b[A-PR-UWYZ][A-HK-Y]?\d[\dA-Z]? ?\d[ABD-HJLNP-UW-Z]{2}\b", "looks like a postcode", STAYS_OUT),
    Mark(
        r"(?i:\baged? (?:of )?(?:\d{1,2}|\w+teen|(?:twen|thir|for|fif|six)ty\S*)\b"
        r"(?! (?:or|and|to) (?:\d|over|under|older|above|below|younger|up)|[-–]\d| years? (?:or|and))"
        r"|\b(?:\d{1,2}|\w+teen|(?:twen|thir)ty\S*)[- ]years?[- ]old\b"
        r"(?! (?:agreement|guidance|law|policy|practice|report|rule|system)))",
        "looks like a person’s age",
        STAYS_OUT,
        OWN,  # what others have printed of a person's age in a title can be read by everybody
    ),
    Mark(
        r"(?i:\bdate of birth\b|\bd\.?o\.?b\b|\bborn (?:on|in) \d)", "looks like a date of birth", STAYS_OUT
    ),
    Mark(
        r"\b[A-CEGHJ-PR-TW-Z]{2} ?(?:\d\d ?){3}[A-D]\b", "looks like a National Insurance number", STAYS_OUT
    ),
    Mark(
        r"\b\d{1,3}[A-Za-z]? (?:[A-Z]\w+ ){1,3}(?:Street|Road|Lane|Avenue|Close|Drive|Crescent)\b",
        "looks like a home address",
        STAYS_OUT,
    ),
)
"""What can lead to a person, as far as a program can tell."""
CALLABLE = re.compile(r"(?<![\w.])(?:\(?0|\+)[\d ()-]{7,}")
"""What may be a telephone number; to ask the library about each cell would take long."""


def _any(words: str) -> str:
    """Give a pattern of any of some words; a dot in one is a space or a hyphen."""
    return f"(?:{'|'.join(words.split())})"


NOUNS = """
    victim survivor girl boy person individual migrant mother husband partner teenager complainant
    applicant client referral case female male national asylum.seeker data.subject
""".split()
PERSON = _any(f"{' '.join(NOUNS)} woman man child witness wife family")
PEOPLE = _any(f"{'s '.join(NOUNS)}s women men people children witnesses wives families")
KIND = _any(r"""
    domestic abuse violence violent migrant female male young adult such more further other different
    police immigration crime modern slavery trafficking rape refugee pregnant \w+ed (?-i:[A-Z]\w+)
    \w+(?:al|an|ese|ish|ive|able|ous)
""")
"""A word that may stand between a number and whom it counts."""
BODY = _any(r"""
    support stud(?:y|ies) law by[-\s]case aid charit(?:y|ies) strateg(?:y|ies)
    (?:worker|service|organisation|group|lead|right|centre|commissioner|fund|code|panel|route|form)s?
    (?:refuge|unit|team|act)s?
""")
"""A word that, after people, says that something else is counted: two women’s centres, three case studies."""
LABEL = _any(
    "(?:section|paragraph|recommendation|part|article|table|page|clause|version|amendment|question|number)s?"
)
NO_COUNT = (
    rf"(?P<no_count>\b(?:{LABEL}|(?:\d+|one|two|three|five|nine|ten) (?:in|out of)"
    r"|(?:at least|more than|even|than|any|no)(?= one)) )?"
)
"""What makes a number after it a label, a proportion or a limit: section 4, one in four, at least one."""
FEW = r"(?<![\d.,/£])(?:[2-4]|two|three|four|a (?:couple|pair) of)\b(?![,.]\d)(?: \(\w+\))?"
ONE = r"(?<![\d.,/£])(?:1|one|a (?:lone|single|sole)|the (?:lone|only|sole)|only one)\b(?![,.]\d)"
OF = r"of (?:the|these|those|its|their) (?:\d+ )?"
KINDS = f"(?:{KIND}[ -]){{0,4}}"
BE = "(?:was|were|is|are|had been)"
WRITTEN = (
    f"{FEW} (?:{OF})?{KINDS}{PEOPLE}",
    f"{ONE} (?:{KINDS}{PERSON}|{OF}{KINDS}{PEOPLE})",
    f"(?:{FEW}|{ONE}) (?:of (?:them|whom) )?{BE} (?:an? )?{KINDS}(?:{PERSON}|{PEOPLE})",
    rf"{PEOPLE}(?: \w+)?(?:: | \(| = )(?:{FEW}|{ONE})",
    rf"number of (?:\w+ ){{0,3}}{PEOPLE} (?:\w+ ){{0,6}}{BE} (?:{FEW}|{ONE})",
)
"""Two victims; one victim, one of the cases; two were women; victims: 2; the number of victims was 2."""
SMALL_NUMBER = re.compile(rf"(?i:{NO_COUNT}(?:{'|'.join(WRITTEN)})\b(?![-’' ]+s?[’']? ?{BODY}\b))")
READ_ELSEWHERE = "claims letter misprints timeline glossary disagreements disagreement_positions".split()
"""Tables of claims, of what rests on them, and of the letter."""
LETTER = "letter"
"""The source without an address that everybody can read on the site."""


def personal_data_stays_out(table: Table) -> Iterator[Problem]:
    """Yield each text that holds a way to reach a person, or a person's age."""
    yield from scan(table, PERSONAL)


def telephone_numbers_are_of_services(table: Table) -> Iterator[Problem]:
    """Yield each telephone number, save of a service and of a claim that gives one."""
    for row in rows(table) if table.name != "support" else ():
        for column, cell in row.cells.items() if row.cells.get("unit") != PHONE else ():
            for number in phone_numbers(cell) if column not in ADDRESSES else ():
                yield row.problem(column, f"{number!r} looks like a telephone number.", STAYS_OUT)


def phone_numbers(text: str) -> list[str]:
    """Find telephone numbers that start with 0 or +, as they are written."""
    if not CALLABLE.search(text):
        return []
    matches = PhoneNumberMatcher(text, REGION, leniency=Leniency.POSSIBLE)
    return [match.raw_string for match in matches if CALLABLE.match(text, match.start)]


def small_numbers_stay_out(table: Table) -> Iterator[Problem]:
    """Yield each text in our own words, save of claims, that counts fewer than five people."""
    for row in rows(table) if table.name not in READ_ELSEWHERE else ():
        for column in table.header:
            if column not in ADDRESSES and (table.name, column) not in TITLES:
                yield from _find_small_number(row, column)


def small_numbers_of_claims_are_published(claims: Table, sources: Table) -> Iterator[Problem]:
    """Yield each claim that counts fewer than five people and whose source nobody can read."""
    public = {LETTER, *(row["id"] for row in rows(sources) if row["url"])}
    for row in (row for row in rows(claims) if row["source_id"] not in public):
        for column in ("statement", "caveat"):
            yield from _find_small_number(row, column)
        counts_people = re.search(rf"(?i:\b(?:{PEOPLE}|{PERSON})\b)", row["unit"])
        if row["value"] in {"1", "2", "3", "4"} and counts_people:
            fault = f"The value is below five, and {row['source_id']} has no address where it can be read."
            yield row.problem("value", fault, "Leave the claim out until it is published.")


def _find_small_number(row: Row, column: str) -> Iterator[Problem]:
    found = next((each for each in SMALL_NUMBER.finditer(row[column]) if not each["no_count"]), None)
    if found:
        fault = f"{found[0].strip()!r} is a small number of people: it could point to a person."
        remedy = "Say it without the number. A published count belongs in counts.csv, with its source."
        yield row.problem(column, fault, remedy)
