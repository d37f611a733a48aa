"""A figure leads to what it rests on, so nobody types one by hand; nor does a page lead to a person."""

from __future__ import annotations

import re
from collections.abc import Iterator

from evidence.pages.checks.words import EXPRESSION, blank, find_line, line_of, prose
from evidence.problems import Problem
from evidence.tables.rules.cells import find_marks
from evidence.tables.rules.characters import character_faults
from evidence.tables.rules.people import PERSONAL, phone_numbers

MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
YEAR = r"(?:1[89]|20)\d\d"
PARTS = "[Ss]ections?|[Ss]chedules?|[Cc]lauses?|[Aa]rticles?|[Rr]egulations?|Parts?"
COUNTED = "victims|people|women|men|children|referrals|cases|forces|crimes|officers|requests|residents"
ALLOWED = {
    "a date": rf"\b(?:\d{{1,2}}(?: (?:to|and|or) \d{{1,2}})? )?(?:{MONTHS})(?: {YEAR})?\b",
    "a date in digits": rf"\b{YEAR}-\d\d(?:-\d\d)?\b",
    "a year or two": rf"\b{YEAR}(?:[/–-](?:{YEAR}|\d\d))?(?!\d|[.,]\d| (?:{COUNTED}))\b",
    "a part of an Act": rf"\b(?:{PARTS}) \d+[A-Z]?\b",
    "a paragraph of the letter": r"\b[Pp]aragraphs? \d+(?:(?: to | and |–)\d+)?\b",
    "a version": r"\b[Vv]ersions? \d+(?:\.\d+)*\b|\bv\d+(?:\.\d+)+\b",
    "the version of a licence or a standard": r"\b(?:CC [A-Z-]+|Attribution|WCAG|Python) \d+(?:\.\d+)+",
    "the id of a claim": r"\b[a-e]\d{3}\b",
    "a name with a number": r"\b[A-Z][A-Za-z]*-?\d[\w-]*|\b[a-z]+\d+[a-z]+\b|\bBSD 3-Clause\b",
    "a place in a table or a list": r"\b(?:[Rr]ow|[Ll]ine|[Cc]olumn|[Ss]tep|[Qq]uestion) \d+\b",
    "an emergency number": r"\b(?:[Cc]all|[Dd]ial|[Rr]ing|[Tt]ext|[Pp]ress) (?:\*\*)?(?:999|101|112|55)\b",
    "a size of a file or a screen": r"\b\d[\d,]* (?:[KMG]B|bytes|pixels|px)\b",
    "the place of an item in a list": r"^[ ]*\d+[.)] ",
    "how the marks of a chart stand": r"\b\d+ to a row\b",
    "how small a count must be to be held back": r"\b(?:below|under|than) five\b",
}
NUMBERS = """
    three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
    eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred hundreds thousand
    thousands million millions dozen dozens
""".split()  # "one" and "two" mostly count nothing
OF_NO_RECORD = """
    ways? steps? parts? questions? letters? words? times? things? kinds? types? lines? columns? rows?
    sentences? examples? reasons? points? options? links? headings? tables? pages? files? places? colours?
    sizes? levels? rules? forms? sections? paragraphs? seconds? minutes? hours? days? weeks? months?
    years? o’clock decimals? keys? tabs? buttons? browsers? devices? more
""".split()
PEOPLE = "victims|survivors|women|men|children|girls|boys|migrants|mothers|families"
INSIDE = rf"[^\s()\[\]!|`“”\"'‘’<>{EXPRESSION}*_]"
COUNT = re.compile(
    rf"\btwo (?:\w+ )?(?:{PEOPLE})\b|{INSIDE}*\d{INSIDE}*"
    rf"|\b(?:{'|'.join(NUMBERS)})\b(?!(?:[\s-]+[\w’-]+){{0,2}}?[\s-]+(?:{'|'.join(OF_NO_RECORD)})\b)",
    re.IGNORECASE,
)
ALLOWED_KINDS = re.compile("|".join(f"(?:{kind})" for kind in ALLOWED.values()), re.MULTILINE)
IN_PAGE = (
    "Leave it out, or link to the page that shows it: figures stand in templates, where they lead to claims."
)
IN_TEMPLATE = 'Print it through its claim, such as {{ figure("a003") }}, or leave it out.'


IN_SUPPORT = (
    "Remove it: helplines stand in data/support.csv, and nobody's own number or address is published."
)
ENTITY = re.compile(
    r"&amp;#?\w+;|&(?:nbsp|ensp|emsp|thinsp|zwnj|zwj|shy|lrm|rlm|#0*160|#x0*a0);", re.IGNORECASE
)
"""A character that is written twice over, so that a reader sees the code, or one that no reader sees."""
CATEGORY = re.compile(r'\{[^{}]*"label":[^{}]*\}')


def problems(path: str, text: str) -> Iterator[Problem]:
    """Yield each figure in literal words that is no date or the like, and what could lead to a person."""
    words = prose(text)
    personal = [(found[0], mark.fault) for found, mark in find_marks(words, PERSONAL)]
    personal += [(number, "looks like a telephone number") for number in phone_numbers(words)]
    for found, fault in personal:
        yield Problem(path, find_line(words, found), "words", f"{found!r} {fault}.", IN_SUPPORT)
    for found, _ in personal:  # its digits are not reported once more
        words = words.replace(found, " " * len(found))
    yield from count_problems(path, words, 1)


def count_problems(path: str, words: str, first_line: int) -> Iterator[Problem]:
    """Yield each figure in words of which the first stand on a line of a file."""
    remedy = IN_TEMPLATE if path.endswith(".jinja") else IN_PAGE
    counted = ALLOWED_KINDS.sub(blank, words)
    for match in COUNT.finditer(counted):
        fault = f"{match[0].strip('.,;:')!r} is a figure that leads to no source."
        yield Problem(path, first_line - 1 + line_of(counted, match.start()), "words", fault, remedy)


def category_problems(path: str, descriptor: str) -> Iterator[Problem]:
    """Yield each figure in the words for categories, which pages print."""
    for found in CATEGORY.finditer(descriptor):
        yield from count_problems(path, found[0], line_of(descriptor, found.start()))


def character_problems(path: str, text: str) -> Iterator[Problem]:
    """Yield each character of a file that is unseen, counterfeit or broken."""
    for number, line in enumerate(text.splitlines(), 1):
        for fault, remedy in character_faults(line):
            yield Problem(path, number, "words", fault.replace("The cell", "The line"), remedy)
        for entity in ENTITY.findall(line):
            fault = f"{entity!r} is no plain text."
            yield Problem(path, number, "words", fault, "Type the character itself.")
