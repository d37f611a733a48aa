"""What no text of the site may hold: characters that went wrong, and what could lead to a person."""

from __future__ import annotations

import re
from collections.abc import Iterator

from evidence.pages.checks.words import blank, line_of
from evidence.problems import Problem
from evidence.tables.rules.cells import compile_marks, find_marks
from evidence.tables.rules.characters import character_faults
from evidence.tables.rules.people import PERSONAL, phone_numbers

ENTITY = re.compile(
    r"&amp;#?\w+;|&(?:nbsp|ensp|emsp|thinsp|zwnj|zwj|shy|lrm|rlm|#0*160|#x0*a0);", re.IGNORECASE
)
"""A character that is written twice over, so that a reader sees the code, or one that no reader sees."""
IN_SUPPORT = (
    "Remove it: helplines stand in data/support.csv, and nobody's own number or address is published."
)


def character_problems(path: str, text: str) -> Iterator[Problem]:
    """Yield each character of a file that is unseen, counterfeit or broken."""
    for number, line in enumerate(text.splitlines(), 1):
        for fault, remedy in character_faults(line):
            yield Problem(path, number, "words", fault.replace("The cell", "The line"), remedy)
        for entity in ENTITY.findall(line):
            yield Problem(
                path, number, "words", f"{entity!r} is no plain text.", "Type the character itself."
            )


def personal_problems(path: str, words: str) -> Iterator[Problem]:
    """Yield what could lead to a person in words."""
    for found, mark in find_marks(words, PERSONAL):
        fault = f"{found[0]!r} {mark.fault}."
        yield Problem(path, line_of(words, found.start()), "words", fault, IN_SUPPORT)
    for number in phone_numbers(words):
        fault = f"{number!r} looks like a telephone number."
        yield Problem(path, line_of(words, words.index(number)), "words", fault, IN_SUPPORT)


def without_personal(words: str) -> str:
    """Blank what could lead to a person, so that its digits are not reported once more."""
    words = compile_marks(PERSONAL).sub(blank, words)
    for number in phone_numbers(words):
        words = words.replace(number, " " * len(number))
    return words
