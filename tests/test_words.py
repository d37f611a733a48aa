"""The words are plain: by the Flesch-Kincaid grade level, pages can be read after nine years of school."""

from __future__ import annotations

from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest
import textstat  # type: ignore[import-untyped]

HIGHEST_GRADE = 9

# The letter keeps its own words. Lists of claims, sources, places, dates and terms are records, not prose.
PROSE = """
    . about accessibility briefing corrections data disagreements editorial forces forces/btp forces/kent
    forces/metropolitan help methods numbers parliament privacy
""".split()
ACCOUNTS = ["briefing"]  # its list tells what others say, in the names and titles that they use
NOT_SENTENCES = {"h1", "h2", "h3", "figure", "pre", "table", "noscript", "nav", "script", "style"}
NOT_READ = {
    "page-foot",
    "print-only",
    "also",
    "columns",
    "responses",
    "services",
}  # the last are lists of records
SHORT = 5  # words; a shorter piece is a name or a label


class Sentences(HTMLParser):
    """The paragraphs and list items of a page's article."""

    def __init__(self, blocks: set[str]) -> None:
        super().__init__()
        self.blocks = blocks
        self.open: list[str] = []
        self.left_out = 0
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        classes = set((dict(attrs).get("class") or "").split())
        if self.left_out or tag in NOT_SENTENCES or classes & NOT_READ:
            self.left_out += tag not in {"br", "img", "input", "meta", "link"}
        elif tag in self.blocks and "article" in self.open:
            self.found.append("")
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        self.left_out = max(0, self.left_out - 1)
        while self.open and self.open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not self.left_out and self.found and self.blocks & set(self.open):
            self.found[-1] += data


def sentences(page: str, blocks: set[str]) -> str:
    """Give the sentences of a page as one text, each ended."""
    reader = Sentences(blocks)
    reader.feed(page)
    pieces = [" ".join(piece.split()) for piece in reader.found]
    told = [piece for piece in pieces if len(piece.split()) > SHORT]
    return " ".join(piece if piece[-1] in ".?!" else f"{piece}." for piece in told)


@pytest.fixture(scope="session")
def prose(built: Path) -> Callable[[str], str]:
    """Gives the prose of the page at an address."""

    def of(address: str) -> str:
        blocks = {"p"} if address in ACCOUNTS else {"p", "li"}
        return sentences((built / address / "index.html").read_text("utf-8"), blocks)

    return of


@pytest.mark.parametrize("address", PROSE)
def test_a_page_of_prose_can_be_read_after_nine_years_of_school(
    address: str, prose: Callable[[str], str]
) -> None:
    told = prose(address)
    assert len(told.split()) > 60
    assert textstat.flesch_kincaid_grade(told) <= HIGHEST_GRADE


def test_every_page_in_our_own_words_is_measured() -> None:
    written = {path.stem for path in (Path(__file__).parents[1] / "docs").glob("*.md")}
    assert written <= set(PROSE)


def test_the_measure_tells_hard_words_from_plain_ones(prose: Callable[[str], str]) -> None:
    assert textstat.flesch_kincaid_grade(prose("letter")) > HIGHEST_GRADE
