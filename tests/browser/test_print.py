"""A page about one force or place fits on two sheets of paper that say where they come from."""

from __future__ import annotations

import io
import re
import unicodedata

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.browser.conftest import Open

# pypdf compares bytes with numbers, of which Python warns where the tests run.
pytestmark = pytest.mark.filterwarnings("ignore:Comparison between bytes and int:BytesWarning")

A4 = (210, 297)
MILLIMETRES = 25.4 / 72
NOT_PRINTED = "header, nav, .help-line, .md-skip, .page-foot a, button, .exit-link"
SMALLEST = """() => Math.min(...[...document.querySelectorAll("article :is(p, li, code, a, td, dd)")]
    .filter(part => part.checkVisibility() && part.innerText?.trim())
    .map(part => parseFloat(getComputedStyle(part).fontSize) * .75))"""
COLOURS = """() => [...document.querySelectorAll("article :is(h1, h2, h3, p, li, a, code, strong)")]
    .filter(part => part.checkVisibility()).map(part => getComputedStyle(part).color)"""


def printed(page: Page) -> PdfReader:
    """Print as a browser does when the reader changes nothing."""
    return PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))


def words(pdf: PdfReader) -> str:
    """Give the text of a PDF without its spaces, whose letters may have been joined."""
    text = "".join(sheet.extract_text() for sheet in pdf.pages)
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


@pytest.mark.parametrize(
    ("address", "sheets"),
    [("forces/kent/", 2), ("forces/btp/", 2), ("constituencies/blaydon-and-consett/", 2)],
)
def test_a_page_takes_its_sheets_and_says_where_it_comes_from(
    address: str, sheets: int, opened: Open
) -> None:
    page = opened(address)
    heading = page.locator("h1").inner_text().strip("¶\n ")
    places = page.locator("article ul.columns li").all_inner_texts()
    pdf = printed(page)
    text = words(pdf)
    assert len(pdf.pages) <= sheets
    for sheet in pdf.pages:
        size = (float(sheet.mediabox.width) * MILLIMETRES, float(sheet.mediabox.height) * MILLIMETRES)
        assert size == pytest.approx(A4, abs=1)
    assert f"http://127.0.0.1:8000/{address}" in text
    for name in (heading, *places):
        assert re.sub(r"\s+", "", unicodedata.normalize("NFKC", name)).strip("¶") in text, name


def test_print_is_black_on_white_and_large_enough(opened: Open) -> None:
    page = opened("forces/gwent/", color_scheme="dark", reduced_motion="reduce")
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate(SMALLEST) >= 7
    greys = {tuple(map(int, re.findall(r"\d+", colour)[:3])) for colour in page.evaluate(COLOURS)}
    assert all(max(grey) - min(grey) <= 8 and max(grey) < 110 for grey in greys), greys


def test_no_page_prints_its_navigation(opened: Open) -> None:
    page = opened("about:blank")
    for address in ("./", "forces/kent/", "letter/", "help/", "404.html"):
        page.goto(address)
        assert page.locator(NOT_PRINTED).count()
        page.emulate_media(media="print")
        assert page.locator(NOT_PRINTED).locator("visible=true").count() == 0, address
        expect(page.locator("h1")).to_be_visible()
        page.emulate_media(media="screen")
