"""How a page reads: an outline that can be followed, a warning, and sentences that are not hard."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from functools import cache

import pyphen  # type: ignore[import-untyped]
from selectolax.lexbor import LexborHTMLParser

from evidence.pages.checks.documents import Document
from evidence.pages.checks.words import find_line
from evidence.problems import Problem

FIRST = "Start the page with one line such as # The title, and give every other heading two or more signs #."
HEADING = re.compile(r"<h([1-6])\b[^>]*>(.*?)</h\1>", re.DOTALL)
TAG = re.compile(r"<[^>]+>")
SPEAKS_OF_ABUSE = ("letter.md", "briefing.md", "evidence/", "parliament")
"""Pages, and folders of pages, that say so before anything else, and lead to help."""
HIGHEST = 9  # years of school, as the page on accessibility promises
LONGEST = 3  # sentences that are shown
FEWEST = 5  # words of a sentence; a shorter piece is a name or a label
RECORDS = set(
    """
    councils.md constituencies/index.md glossary.md letter.md sources.md timeline.md
""".split()
)
"""Pages that list what sources and places are called, or print the letter in its own words."""
ACCOUNTS = {"briefing.md"}
"""Pages whose lists tell what others say, in the names and titles that they use."""
NOT_SENTENCES = """
    h1 h2 h3 figure pre table noscript nav script style
    .page-foot .print-only .also .claim .columns .references .responses .services
""".split()
SENTENCE = re.compile(r"\b[^.!?]+[.!?]+")
GROUPS = re.compile(r"[aeiouy]+")
SILENT = re.compile(r"(?:[^aeiouyl]e|[^aeiouscxz]es|[^aeioutdy]ed)$")
PARTED = re.compile(r"i(?:[ou](?!n)|a(?!l))|(?<![cgst])ia|eo|ua(?!r)|ea$|uou|ying")


def outline_problems(document: Document) -> Iterator[Problem]:
    """Yield a title that is missing or stands twice, a level left out, and a section without words."""
    pieces = HEADING.split(document.html)
    levels = [int(level) for level in pieces[1::3]]
    words = [html.unescape(TAG.sub("", heading)).strip(" ¶\n") for heading in pieces[2::3]]
    titles = [title for level, title in zip(levels, words, strict=True) if level == 1]
    if len(titles) != 1:
        line = find_line(document.source, f"# {titles[1]}" if titles else "")
        fault = f"The page has {len(titles) or 'no'} headings of the first level."
        yield Problem(document.path, line, "heading", fault, FIRST)
    for index, (level, heading) in enumerate(zip(levels, words, strict=True)):
        line = find_line(document.source, f"# {heading}")
        if index and level > levels[index - 1] + 1:
            fault = f"The heading {heading!r} skips a level."
            yield Problem(document.path, line, "heading", fault, "Take a sign # away.")
        is_last = index + 1 == len(levels) or levels[index + 1] <= level
        if is_last and not TAG.sub("", pieces[3 * index + 3]).strip():
            fault = f"Nothing stands under {heading!r}."
            yield Problem(document.path, line, "heading", fault, "Write it, or remove it.")


def warning_problems(document: Document) -> Iterator[Problem]:
    """Yield that a page which speaks of abuse does not say so first."""
    if (
        document.page.startswith(SPEAKS_OF_ABUSE)
        and '<p class="beforehand">' not in document.html.partition("<h2")[0]
    ):
        fault, remedy = "The page speaks of abuse, and does not say so first.", "Put {} under its title."
        remedy = remedy.format('{{ beforehand("This page …") }}')
        yield Problem(document.path, 1, "words", fault, remedy)


def grade_problems(document: Document) -> Iterator[Problem]:
    """Yield that a page of prose is too hard to read, with its longest sentences.

    The grade is how many years of school its words ask for: https://apps.dtic.mil/sti/citations/ADA006655
    """
    if document.page in RECORDS:
        return
    found = sentences(document.html, "p" if document.page in ACCOUNTS else "p, li")
    grade = flesch_kincaid(found)
    if grade > HIGHEST:
        longest = sorted(found, key=lambda sentence: len(words(sentence)), reverse=True)[:LONGEST]
        fault = f"The page can be read after {grade:.1f} years of school, and {HIGHEST} are the most."
        remedy = f"Make these shorter, and choose shorter words: {' | '.join(longest)}"
        yield Problem(document.path, find_line(document.source, longest[0][:30]), "words", fault, remedy)


def sentences(page: str, blocks: str) -> list[str]:
    """Give the sentences of the paragraphs and the items of lists, each with a full stop or the like."""
    tree = LexborHTMLParser(page)
    for selector in NOT_SENTENCES:
        for node in tree.css(selector):
            node.decompose()
    found = (" ".join(node.text().split()) for node in tree.css(blocks) if len(node.css("p, li")) == 1)
    pieces = (piece for piece in found if len(piece.split()) > FEWEST)
    ended = (piece if piece[-1] in ".!?" else f"{piece}." for piece in pieces)
    return [sentence.strip() for piece in ended for sentence in SENTENCE.findall(piece)]


def flesch_kincaid(found: Sequence[str]) -> float:
    """Give the grade of sentences, in years of school; 0 where there are none."""
    counted = [sentence for sentence in found if len(words(sentence)) > 2]
    every = [word for sentence in found for word in words(sentence)]
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
