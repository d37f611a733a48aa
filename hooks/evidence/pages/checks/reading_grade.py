"""How many years of school the words of a page ask for, by the formula of Flesch and Kincaid.

https://apps.dtic.mil/sti/citations/ADA006655
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

import pyphen  # type: ignore[import-untyped]
from selectolax.lexbor import LexborHTMLParser

from evidence.pages.checks.documents import Document
from evidence.pages.checks.words import find_line
from evidence.problems import Problem

HIGHEST = 9  # years of school, as the page on accessibility promises
LONGEST = 3  # sentences that are shown
FEWEST = 5  # words of a sentence; a shorter piece is a name or a label
RECORDS = set(
    """
    councils.md constituencies/index.md evidence.md glossary.md letter.md sources.md timeline.md
""".split()
)
"""Pages that list what sources and places are called, or print the letter in its own words."""
ACCOUNTS = {"briefing.md"}
"""Pages whose lists tell what others say, in the names and titles that they use."""
NOT_SENTENCES = """
    h1 h2 h3 figure pre table noscript nav script style
    .page-foot .print-only .also .columns .responses .services
""".split()
SENTENCE = re.compile(r"\b[^.!?]+[.!?]+")
GROUPS = re.compile(r"[aeiouy]+")
SILENT = re.compile(r"(?:[^aeiouyl]e|[^aeiouscxz]es|[^aeioutdy]ed)$")
PARTED = re.compile(r"i(?:[ou](?!n)|a(?!l))|(?<![cgst])ia|eo|ua(?!r)|ea$|uou|ying")


def problems(document: Document) -> Iterator[Problem]:
    """Yield that a page of prose is too hard to read, with its longest sentences."""
    if document.page in RECORDS or document.is_frame:
        return
    told = sentences(document.html, "p" if document.page in ACCOUNTS else "p, li")
    grade = flesch_kincaid(told)
    if grade > HIGHEST:
        longest = sorted(told, key=lambda sentence: len(words(sentence)), reverse=True)[:LONGEST]
        fault = f"The page can be read after {grade:.1f} years of school, and {HIGHEST} are the most."
        remedy = f"Make these shorter, and choose shorter words: {' | '.join(longest)}"
        yield Problem(document.path, find_line(document.source, longest[0][:30]), "words", fault, remedy)


def sentences(html: str, blocks: str) -> list[str]:
    """Give the sentences of the paragraphs and the items of lists, each with a full stop or the like."""
    tree = LexborHTMLParser(html)
    for selector in NOT_SENTENCES:
        for node in tree.css(selector):
            node.decompose()
    found = (" ".join(node.text().split()) for node in tree.css(blocks) if len(node.css("p, li")) == 1)
    pieces = (piece for piece in found if len(piece.split()) > FEWEST)
    ended = (piece if piece[-1] in ".!?" else f"{piece}." for piece in pieces)
    return [sentence.strip() for piece in ended for sentence in SENTENCE.findall(piece)]


def flesch_kincaid(told: Sequence[str]) -> float:
    """Give the grade of sentences, in years of school; 0 where there are none."""
    counted = [sentence for sentence in told if len(words(sentence)) > 2]
    every = [word for sentence in told for word in words(sentence)]
    if not counted:
        return 0.0
    return 0.39 * len(every) / len(counted) + 11.8 * sum(map(syllables, every)) / len(every) - 15.59


def words(sentence: str) -> list[str]:
    """Give the words of a sentence; what a hyphen joins is one."""
    return re.sub(r"[^\w\s']", "", sentence.replace("’", "'")).split()


@cache
def syllables(word: str) -> int:
    """Count the syllables of a word: the most of what its vowels and its hyphenation tell."""
    lower = word.lower()
    vowels = len(GROUPS.findall(lower)) + len(PARTED.findall(lower)) - bool(SILENT.search(lower))
    return max(1, vowels, len(_dictionary().positions(lower)) + 1)


@cache
def _dictionary() -> pyphen.Pyphen:
    return pyphen.Pyphen(lang="en_US")
