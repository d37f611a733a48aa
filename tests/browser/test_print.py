"""A force's page fits on two sheets of paper that say where they come from."""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from evidence import site, text
from evidence.model import Evidence

# pypdf compares bytes with numbers, of which Python warns where the tests run.
pytestmark = pytest.mark.filterwarnings("ignore:Comparison between bytes and int:BytesWarning")

Open = Callable[..., Page]

# With the most constituencies, with none, and with names in Welsh.
FORCES = ["kent", "metropolitan", "gwent", "btp", "thames-valley"]
A4 = (210, 297)
MILLIMETRES = 25.4 / 72
NOT_PRINTED = ["Help and support", "Report an error", "Skip to content", "Exit this page", "Download"]
SMALLEST = """() => Math.min(...[...document.querySelectorAll("article :is(p, li, code, a, td, dd)")]
    .filter(part => part.checkVisibility() && part.innerText.trim())
    .map(part => parseFloat(getComputedStyle(part).fontSize) * .75))"""
COLOURS = """() => [...document.querySelectorAll("article :is(h1, h2, h3, p, li, a, code, strong)")]
    .filter(part => part.checkVisibility()).map(part => getComputedStyle(part).color)"""


def printed(page: Page) -> PdfReader:
    """Print as a browser does when the reader changes nothing."""
    return PdfReader(io.BytesIO(page.pdf(format="A4", prefer_css_page_size=True)))


def words(pdf: PdfReader) -> str:
    """Give the text of a PDF without its spaces, whose letters may have been joined."""
    told = "".join(sheet.extract_text() for sheet in pdf.pages)
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", told))


@pytest.fixture(scope="session")
def longest(evidence: Evidence) -> list[str]:
    """The forces whose pages hold the most names of places."""
    ordered = sorted(evidence.forces, key=lambda force: len(force.overlaps) + len(force.local_authorities))
    return [force.id for force in ordered[-2:]]


def test_the_sample_holds_the_longest_pages(longest: list[str]) -> None:
    assert set(longest) <= set(FORCES)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("force", FORCES)
def test_a_force_page_takes_at_most_two_sheets(
    force: str, scheme: str, evidence: Evidence, opened: Open
) -> None:
    pdf = printed(opened(f"forces/{force}/", color_scheme=scheme))
    assert len(pdf.pages) <= 2
    for sheet in pdf.pages:
        size = (float(sheet.mediabox.width) * MILLIMETRES, float(sheet.mediabox.height) * MILLIMETRES)
        assert size == pytest.approx(A4, abs=1)
    told = words(pdf)
    released = text.date(evidence.changes[0].date).replace(" ", "")
    assert f"{site.where().url}forces/{force}/.Dataof{released}." in told
    assert f"{site.where().url}sources/liststhem" in told
    for heading in ("Didthisforceshare", "Howmanyvictims?", "Charts", "Source:"):
        assert heading in told
    for part in NOT_PRINTED:
        assert part.replace(" ", "") not in told


@pytest.mark.parametrize("constituency", ["hexham", "doncaster-east-and-the-isle-of-axholme", "cardiff-east"])
def test_a_constituency_page_takes_one_sheet(constituency: str, opened: Open) -> None:
    pdf = printed(opened(f"constituencies/{constituency}/"))
    assert len(pdf.pages) == 1
    assert f"SBS-C-{constituency}," in words(pdf)


@pytest.mark.parametrize("force", FORCES)
def test_every_name_of_a_place_is_printed(force: str, evidence: Evidence, opened: Open) -> None:
    told = words(printed(opened(f"forces/{force}/")))
    found = next(one for one in evidence.forces if one.id == force)
    for name in [*found.local_authorities, *(overlap.constituency_name for overlap in found.overlaps)]:
        assert re.sub(r"\s+", "", name) in told, name


def test_print_is_black_on_white_and_large_enough(opened: Open) -> None:
    page = opened("forces/gwent/", color_scheme="dark", reduced_motion="reduce")
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate(SMALLEST) >= 7
    greys = {tuple(map(int, re.findall(r"\d+", colour)[:3])) for colour in page.evaluate(COLOURS)}
    assert all(max(grey) - min(grey) <= 8 and max(grey) < 110 for grey in greys), greys


@pytest.mark.parametrize("address", ["./", "letter/", "help/", "404.html"])
def test_no_page_prints_its_navigation(address: str, opened: Open) -> None:
    page = opened(address)
    page.emulate_media(media="print")
    for part in ("header", "footer", "nav", ".md-skip", ".page-foot", ".md-search", "button", ".exit-link"):
        for found in page.locator(part).all():
            expect(found).to_be_hidden()
    expect(page.locator("h1")).to_be_visible()
