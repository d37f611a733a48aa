"""A small number of people could point to a person, so no text has one that is not published."""

from __future__ import annotations

import re
from collections.abc import Iterator

from evidence.problems import Problem
from evidence.tables import Table
from evidence.tables.rules.cells import prose
from evidence.tables.rules.rows import by_id, rows


def _any(words: str) -> str:
    """Give a pattern of any of some words; a dot in one is a space or a hyphen."""
    return f"(?:{'|'.join(words.split())})"


PERSON = _any("""
    victim survivor woman man child girl boy person individual migrant witness mother wife husband
    partner teenager complainant applicant client family referral case female male asylum.seeker
    data.subject
""")
PEOPLE = _any("""
    victims survivors women men children girls boys persons people individuals migrants witnesses
    mothers wives husbands partners teenagers complainants applicants clients families referrals
    cases females males nationals asylum.seekers data.subjects
""")
KIND = _any(r"""
    domestic abuse violence violent migrant female male young adult such more further other
    different police immigration crime modern slavery trafficking rape refugee pregnant trafficked
    referred named suspected alleged (?-i:[A-Z]\w+) \w+(?:al|an|ese|ish|ive|able|ous)
""")
"""A word that may stand between a number and whom it counts."""
BODY = _any(r"""
    support stud(?:y|ies) law workers? services? organisations? groups? leads? rights
    charit(?:y|ies) centres? commissioners? strateg(?:y|ies) funds? codes? panels? routes? forms?
    by[-\s]case aid refuges? units? teams? acts?
""")
"""A word that, after people, says that something else is counted: two women’s centres, three case studies."""
LABEL = _any("""
    sections? paragraphs? recommendations? parts? articles? tables? pages? clauses? versions?
    amendments? questions? numbers?
""")
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
    f"{ONE} {KINDS}{PERSON}",
    f"{ONE} {OF}{KINDS}{PEOPLE}",
    f"(?:{FEW}|{ONE}) (?:of (?:them|whom) )?{BE} (?:an? )?{KINDS}(?:{PERSON}|{PEOPLE})",
    rf"{PEOPLE}(?: \w+)?(?:: | \(| = )(?:{FEW}|{ONE})",
    rf"number of (?:\w+ ){{0,3}}{PEOPLE} (?:\w+ ){{0,6}}{BE} (?:{FEW}|{ONE})",
)
"""Two victims; one victim; one of the cases; two were women; victims: 2; the number of victims was 2."""
SMALL_NUMBER = re.compile(rf"(?i:{NO_COUNT}(?:{'|'.join(WRITTEN)})\b(?![-’' ]+s?[’']? ?{BODY}\b))")

TITLES = {("sources", "title"), ("sources", "publisher")}
"""Columns in others’ words."""
LOOKED_AT_ELSEWHERE = """
    claims letter misprints timeline glossary disagreements disagreement_positions
""".split()
"""Tables of claims, of what rests on them, and of the letter."""
LETTER = "letter"
"""The source without an address that everybody can read on the site."""


def small_numbers_stay_out(table: Table) -> Iterator[Problem]:
    """Yield each text in our own words, save of claims, that counts fewer than five people."""
    if table.name not in LOOKED_AT_ELSEWHERE:
        for line, column, cell in prose(table):
            if (table.name, column) not in TITLES:
                yield from _find(table, line, column, cell)


def small_numbers_of_claims_are_published(claims: Table, sources: Table) -> Iterator[Problem]:
    """Yield each claim that counts fewer than five people and whose source nobody can read."""
    known = by_id(sources)
    for line, row in rows(claims):
        if known.get(row["source_id"], {}).get("url") or row["source_id"] == LETTER:
            continue
        for column in ("statement", "caveat"):
            yield from _find(claims, line, column, row[column])
        if row["value"] in {"1", "2", "3", "4"} and re.search(
            rf"(?i:\b(?:{PEOPLE}|{PERSON})\b)", row["unit"]
        ):
            fault = f"The value is below five, and {row['source_id']} has no address where it can be read."
            yield Problem(claims.path, line, "value", fault, "Leave the claim out until it is published.")


def _find(table: Table, line: int, column: str, cell: str) -> Iterator[Problem]:
    found = next((each for each in SMALL_NUMBER.finditer(cell) if not each["no_count"]), None)
    if found:
        fault = f"{found[0].strip()!r} is a small number of people: it could point to a person."
        remedy = "Say it without the number. A published count belongs in counts.csv, with its source."
        yield Problem(table.path, line, column, fault, remedy)
