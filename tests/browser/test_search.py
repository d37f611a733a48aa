"""The search answers readers' words first with what they look for, and stays on the device."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open, look_for, open_search
from tests.site_pages import EVERY_PAGE

SEARCHES = Path(__file__).parents[1] / "searches.csv"
"""The sample holds the names for some; the others rest on words that a maintainer may change."""
FIRST = """[...document.querySelectorAll(".search-found > li > a")].slice(0, 3)
    .map(link => new URL(link.href).pathname.slice(1))"""
STORED = "[localStorage.length, sessionStorage.length, document.cookie, history.length]"
MARKS = "<img src=x> & <b>kent</b>"


def first(page: Page, query: str) -> list[str]:
    look_for(page, query)
    found: list[str] = page.evaluate(FIRST)
    return found


@pytest.mark.every_page
def test_what_readers_look_for_is_among_the_first_three(opened: Open) -> None:
    page = opened("search/")
    missed = {}
    with SEARCHES.open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if EVERY_PAGE or row["in_sample"]]
    for row in rows:
        found = first(page, row["query"])
        if not any(one.startswith(tuple(row["any_of_these_in_the_first_three"].split())) for one in found):
            missed[row["query"]] = found
    assert rows and not missed


def test_a_result_leads_to_its_page_and_the_words_to_no_address(opened: Open) -> None:
    page = opened("./")
    open_search(page, "Kent Police")
    assert page.url.endswith("/search/") and page.evaluate(STORED)[:3] == [0, 0, ""]
    expect(page.locator(".search-count")).to_have_text(re.compile(r"\d"))
    page.locator(".search-found a").first.click()
    expect(page).to_have_url(re.compile("/forces/kent/$"))


def test_the_keyboard_goes_from_the_box_to_the_results_and_back(opened: Open) -> None:
    page = opened("search/")
    field, links = page.locator("#query"), page.locator(".search-found a")
    expect(field).to_be_focused()
    page.keyboard.type("Heddlu Gwent")
    expect(links.first).to_be_visible()
    for key, reached in (("ArrowDown", links.first), ("ArrowUp", field), ("Enter", links.first)):
        page.keyboard.press(key)
        expect(reached).to_be_focused()
    page.locator(".search-clear").click()
    expect(field).to_be_focused()
    expect(field).to_have_value("")
    expect(links).to_have_count(0)


def test_more_results_come_when_they_are_asked_for(opened: Open) -> None:
    page = opened("search/")
    look_for(page, "police")
    links = page.locator(".search-found > li > a")
    before = links.count()
    page.locator(".search-more").click()
    expect(links.nth(before)).to_be_focused()


def test_what_cannot_be_found_is_told(opened: Open) -> None:
    page = opened("search/")
    answers = {"xqzwv": "search-none", "SW1A 1AA": "finder-postcode", "Scotland": "finder-outside"}
    for query, part in answers.items():
        look_for(page, query)
        expect(page.locator(f".search [role=status] .{part}")).to_be_visible()


def test_a_search_that_cannot_be_loaded_says_so_and_can_be_tried_again(opened: Open) -> None:
    page = opened("about:blank")
    page.route("**/*.pf_meta", lambda route: route.fulfill(status=404, body="not here"))
    page.goto("search/")
    look_for(page, "kent")
    expect(page.locator(".search .finder-failed")).to_be_visible()
    page.unroute("**/*.pf_meta")
    look_for(page, "kent police")
    expect(page.locator(".search-found a").first).to_be_visible()


def test_marks_of_html_are_shown_as_their_characters(opened: Open) -> None:
    page = opened("search/")
    told = {"url": "/x/", "content": f"kent {MARKS} kent", "meta": {"title": MARKS}, "word_count": 3}
    body = b"pagefind_dcd" + json.dumps(told | {"anchors": [], "filters": {}}).encode()
    page.route("**/*.pf_fragment", lambda route: route.fulfill(body=body))
    look_for(page, "victims")
    expect(page.locator(".search-found > li > a").last).to_have_text(MARKS)
    assert page.locator(".search-found :is(img, b)").count() == 0


def test_without_scripts_there_is_no_box_and_the_lists_are_there(opened: Open) -> None:
    page = opened("search/", java_script_enabled=False)
    expect(page.locator("#query")).to_be_hidden()
    expect(page.locator(".search-scripts")).to_be_visible()
    assert page.locator("article > p > a:visible").count() > 3
