"""The outline of a page, by which a screen reader finds its way."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from evidence.pages.checks.documents import Document
from evidence.pages.checks.words import find_line
from evidence.problems import Problem

FIRST = "Start the page with one line such as # The title, and give every other heading two or more signs #."


HEADING = re.compile(r"<h([1-6])\b.*?</h\1>", re.DOTALL)
TAG = re.compile(r"<[^>]+>")
SPEAKS_OF_ABUSE = {"letter.md", "briefing.md", "evidence.md", "parliament.md"}
"""Pages that say so before anything else, and lead to help."""
WARNING = '<p class="beforehand">'


def content_problems(document: Document) -> Iterator[Problem]:
    """Yield each section without words, and that a page which speaks of abuse does not say so first."""
    pieces = HEADING.split(document.html)
    levels, bodies = [int(level) for level in pieces[1::2]], pieces[2::2]
    found = [match[0] for match in HEADING.finditer(document.html)]
    for heading, level, body, following in zip(found, levels, bodies, [*levels[1:], 0], strict=True):
        if following <= level and not TAG.sub("", body).strip():
            words = TAG.sub("", heading).strip(" ¶")
            line = find_line(document.source, f"# {words}")
            yield Problem(
                document.path, line, "heading", f"Nothing stands under {words!r}.", "Write it, or remove it."
            )
    if document.page in SPEAKS_OF_ABUSE and WARNING not in document.html.partition("<h2")[0]:
        fault = "The page speaks of abuse, and does not say so first."
        yield Problem(
            document.path, 1, "words", fault, 'Put {{ beforehand("This page …") }} under its title.'
        )


def problems(document: Document) -> Iterator[Problem]:
    """Yield what is wrong with the headings of a page: none at the top, two, or a level left out."""
    found = [
        (int(str(node.tag)[1]), node.text().strip(" ¶\n"))
        for node in document.tree.css("h1, h2, h3, h4, h5, h6")
    ]
    top = [words for level, words in found if level == 1]
    if len(top) != 1 or found[0][0] != 1:
        line = find_line(document.source, f"# {top[1]}" if len(top) > 1 else "")
        fault = (
            f"The page has {len(top) or 'no'} headings of the first level."
            if len(top) != 1
            else "A heading stands above the title."
        )
        yield Problem(document.path, line, "heading", fault, FIRST)
    for (above, _), (level, words) in pairwise(found):
        if level > above + 1:
            fault = f"The heading {words!r} skips a level."
            yield Problem(
                document.path,
                find_line(document.source, f"# {words}"),
                "heading",
                fault,
                "Take a sign # away.",
            )
