"""Every page is valid HTML with headings in order, and says which words are Welsh."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest

from evidence.model import Evidence
from tests.conftest import sampled

ROOT = Path(__file__).parents[1]

# What the Nu checker finds and we let stand, each with the markup where it may be found.
ALLOWED = {
    # The theme writes its two switches outside the blocks that a template can replace. No browser minds.
    "Attribute “autocomplete” is only allowed when": r'id="__(drawer|search)" autocomplete="off"',
    # The checker reads files, which have no origin, so 'self' is nothing to it. test_leaks.py asks a browser.
    "Resource violates Content Security Policy .* external script": r'src="[./]*assets/',
    # Nor does it know the hash of a style. test_finish.py holds that every style has its own.
    "Inline style violates Content Security Policy": r"<style>",
    # The theme's settings and the description for machines are data, which no browser runs.
    "Inline script violates Content Security Policy": r'<script [^>]*type="application/(ld\+)?json">',
}
EMPTY = set("area base br col embed hr img input link meta source track wbr circle line path rect".split())
UNSPOKEN = {"script", "style", "title", "noscript"}
WELSH = "cy"


class Reader(HTMLParser):
    """The levels of a page's headings in order, and its text in pieces, each with its language."""

    def __init__(self) -> None:
        super().__init__()
        self.headings: list[int] = []
        self.languages: list[tuple[str, str]] = []
        self.pieces: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag not in EMPTY:
            inherited = self.languages[-1][1] if self.languages else ""
            self.languages.append((tag, dict(attrs).get("lang") or inherited))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        pass

    def handle_endtag(self, tag: str) -> None:
        if tag in {open_tag for open_tag, _ in self.languages}:
            while self.languages.pop()[0] != tag:
                pass

    def handle_data(self, data: str) -> None:
        if self.languages and not UNSPOKEN & {tag for tag, _ in self.languages}:
            self.pieces.append((data, self.languages[-1][1]))


@pytest.fixture(scope="session")
def read(built: Path) -> Mapping[str, Reader]:
    """Every page as its headings and its text, by its address."""
    pages = {}
    for path in sorted(built.rglob("*.html")):
        pages[path.relative_to(built).as_posix()] = reader = Reader()
        reader.feed(path.read_text("utf-8"))
    return pages


@pytest.fixture(scope="session")
def told(built: Path) -> list[Mapping[str, str]]:
    """What the Nu checker tells of every page of the sample, style sheet and drawing."""
    checker = subprocess.run([ROOT / ".ci" / "checker"], capture_output=True, text=True, check=False)
    assert checker.returncode == 0, checker.stderr
    every = sorted(path for path in built.rglob("*") if path.suffix in {".html", ".css", ".svg"})
    files = [path for path in every if sampled(path.relative_to(built).as_posix())]
    options = ["--format", "json", "--stdout", "--exit-zero-always", "--also-check-css", "--also-check-svg"]
    java = ["java", "-Xss4m", "-jar", checker.stdout.strip(), *options, *map(str, files)]
    messages = json.loads(subprocess.run(java, capture_output=True, text=True, check=True).stdout)["messages"]
    return [message for message in messages if message["type"] != "info" or message.get("subType")]


def allowance(message: Mapping[str, str]) -> str | None:
    """Give the entry of ALLOWED that a message falls under."""
    for words, place in ALLOWED.items():
        if re.search(words, message["message"]) and re.search(place, message.get("extract", "")):
            return words
    return None


def test_html_and_css_are_valid(told: list[Mapping[str, str]]) -> None:
    faults = [f"{one['url']}: {one['message']}: {one.get('extract')}" for one in told if not allowance(one)]
    assert faults == []


def test_every_allowance_is_still_needed(told: list[Mapping[str, str]]) -> None:
    assert {allowance(one) for one in told} >= set(ALLOWED)


def test_every_page_has_one_main_heading_and_skips_no_level(read: Mapping[str, Reader]) -> None:
    assert len(read) > 60
    for address, page in read.items():
        assert page.headings[0] == 1, address
        assert page.headings.count(1) == 1, address
        assert all(after <= before + 1 for before, after in pairwise(page.headings)), address


def test_every_page_says_that_it_is_english(read: Mapping[str, Reader]) -> None:
    for address, page in read.items():
        assert {language for _, language in page.pieces} <= {"en", WELSH}, address
        assert "en" in {language for _, language in page.pieces}, address


def welsh(evidence: Evidence) -> Iterator[str]:
    """Give every name in Welsh, of forces and of constituencies."""
    yield from (force.name_cy for force in evidence.forces if force.name_cy)
    yield from (place.name_cy for place in evidence.constituencies if place.name_cy)


def test_welsh_names_are_marked_as_welsh_wherever_they_are_listed(
    evidence: Evidence, read: Mapping[str, Reader]
) -> None:
    names = set(welsh(evidence))
    councils = {name for force in evidence.forces for name in force.local_authorities}
    listing = ["constituencies", "forces", *(f"forces/{force.id}" for force in evidence.forces)]
    found: set[str] = set()
    for address in listing:
        for words, language in read[f"{address}/index.html"].pieces:
            name = words.strip().strip("()")
            if language == WELSH:
                assert not name or name in names, f"{address}: {name} is no Welsh name"
                found.add(name)
            else:
                assert name not in names - councils, f"{address}: {name}"
    assert found - {""} == names


def test_a_force_page_names_its_welsh_force_and_places(
    evidence: Evidence, read: Mapping[str, Reader]
) -> None:
    for force in evidence.forces:
        marked = {
            words.strip("() \n")
            for words, lang in read[f"forces/{force.id}/index.html"].pieces
            if lang == WELSH
        }
        places = {overlap.constituency_name_cy for overlap in force.overlaps} | {force.name_cy}
        assert marked - {""} == {name for name in places if name}, force.id
