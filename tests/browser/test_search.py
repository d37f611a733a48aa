"""The page that is asked for comes first: of a force, of a council in its area, of a constituency."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import Open, open_search

FIRST = {
    "Kent Police": "forces/kent/",
    "the Metropolitan Police Service": "forces/metropolitan/",
    "Heddlu Gwent": "forces/gwent/",
    "heddlu gogledd cymru": "forces/north-wales/",
    "the Met": "forces/metropolitan/",
    "BTP": "forces/btp/",
    "Tyne and Wear": "forces/northumbria/",
    "Blaenau Gwent": "forces/gwent/",
    "Northumb": "forces/northumbria/",
    "Hexham": "constituencies/hexham/",
    "BARKING": "constituencies/barking/",
    "Blaydon and Consett": "constituencies/blaydon-and-consett/",
    "Ynys Môn": "constituencies/ynys-mon/",
    "ynys mon": "constituencies/ynys-mon/",
    "Caerffili": "constituencies/caerphilly/",
}


def first(page: Page, query: str) -> str:
    """Type into the search box in place of what stands there, and give the first result's address."""
    box, meta = page.locator(".md-search__input"), page.locator(".md-search-result__meta")
    for typed, told in (("", "Type to start searching"), (query, re.compile(r"\d+ matching document"))):
        box.fill(typed)
        box.press("End")  # the theme looks when a key comes up
        expect(meta).to_have_text(told)
    found = page.locator(".md-search-result__link").first
    expect(found).to_be_attached()
    return (found.get_attribute("href") or "").partition("#")[0]


def test_the_page_that_is_asked_for_comes_first(opened: Open) -> None:
    page = opened("./")
    open_search(page, "a")
    assert {query: first(page, query).removeprefix(page.url) for query in FIRST} == FIRST


def test_a_result_leads_to_its_page_and_shows_no_word_of_ours(opened: Open) -> None:
    page = opened("./")
    open_search(page, "Kent Police")
    results = page.locator(".md-search-result__list")
    link = results.locator(".md-search-result__link").first
    expect(link).to_have_attribute("href", re.compile("forces/kent/"))
    assert ".kentpolice" not in results.inner_text() and ".kent" not in results.inner_html()
    expect(results.locator(".md-tag")).to_have_count(0)
    link.click()
    expect(page).to_have_url(re.compile("/forces/kent/"))
