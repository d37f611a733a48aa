"""Nothing leaks: no other host is asked, nothing is kept, and no page breaks its own policy."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Request, expect

from tests.browser.conftest import OPEN_DETAILS, Open, look_for, open_search, record

LISTEN = """
window.violations = [];
addEventListener("securitypolicyviolation", (event) => {
    violations.push(event.violatedDirective + " " + event.blockedURI);
});
"""
FORBIDDEN = """() => new Promise((noticed) => {
    addEventListener("securitypolicyviolation", () => noticed());
    document.body.append(Object.assign(document.createElement("img"), { src: "https://example.org/x" }));
})"""
STORED = """async () => [
    localStorage.length, sessionStorage.length, document.cookie, (await caches.keys()).length,
    (await indexedDB.databases()).length, (await navigator.serviceWorker.getRegistrations()).length]"""
SHEETS = """() => performance.getEntriesByType("resource").filter(({ name }) => name.endsWith(".css"))
    .map(({ transferSize }) => transferSize)"""
TYPED = "zebra"
MOST = 80 * 1024  # bytes of a first visit, compressed


@dataclass(slots=True)
class Visit:
    """What a browser did while a reader used every page of the sample."""

    asked: list[Request] = field(default_factory=list)
    on_hover: list[str] = field(default_factory=list)
    violations: list[str] = field(default_factory=list)
    moved: list[str] = field(default_factory=list)
    cookies: list[Any] = field(default_factory=list)
    stored: list[Any] = field(default_factory=list)


@contextmanager
def window(browser: Browser, server: str) -> Iterator[Page]:
    context = browser.new_context(base_url=server, viewport={"width": 1280, "height": 800})
    context.add_init_script(LISTEN)
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def visit(browser: Browser, server: str, pages: list[str]) -> Visit:
    """One visit to every page: point at links, open everything, and search."""
    visit = Visit()
    with window(browser, server) as page:
        visit.asked = record(page.context, "request")
        for address in pages:
            page.goto(address)
            use(page, visit)
            visit.violations += [f"{address}: {one}" for one in page.evaluate("violations")]
        visit.cookies = list(page.context.cookies())
        visit.stored = page.evaluate(STORED)
    return visit


def use(page: Page, visit: Visit) -> None:
    """Do on one page what a reader can do there."""
    if page.locator("#query").count():
        page.wait_for_load_state("networkidle")  # the page that searches asks for its index by itself
    address, before = page.url, len(visit.asked)
    for link in page.locator("article a[href]:visible, .menu a[href]:visible").all()[:5]:
        link.hover()
    # A browser may take its time to ask for the picture in the tab, of this page and no other.
    visit.on_hover += [one.url for one in visit.asked[before:] if not one.url.endswith("/favicon.svg")]
    page.evaluate(OPEN_DETAILS)
    page.keyboard.press("Shift")
    if page.locator("#finder").count():
        page.locator("#finder").press_sequentially(TYPED)
        expect(page.locator(".finder-none")).to_be_visible()
    if page.locator("#query").count():
        look_for(page, TYPED)
    if page.url != address:
        visit.moved.append(page.url)


@pytest.mark.every_page
def test_no_page_breaks_its_policy_while_it_is_used(visit: Visit, pages: list[str]) -> None:
    assert len(visit.asked) > len(pages)
    assert visit.violations == []


def test_what_the_policy_forbids_is_refused_and_noticed(browser: Browser, server: str) -> None:
    with window(browser, server) as page:
        page.goto("./")
        page.evaluate(FORBIDDEN)
        assert page.evaluate("violations") == ["img-src https://example.org/x"]


@pytest.mark.every_page
def test_nothing_is_asked_of_another_host_and_nothing_is_sent(visit: Visit, server: str) -> None:
    assert [one.url for one in visit.asked if not one.url.startswith((server, "data:", "blob:"))] == []
    assert {one.method for one in visit.asked} == {"GET"}
    asked = [one.url for one in visit.asked if "?" in one.url or one.resource_type == "ping"]
    assert [url for url in asked if "/pagefind/pagefind-entry.json?ts=en_" not in url] == []


@pytest.mark.every_page
def test_nothing_is_kept_on_the_device(visit: Visit) -> None:
    assert visit.cookies == []
    assert visit.stored == [0, 0, "", 0, 0, 0]


@pytest.mark.every_page
def test_pointing_at_a_link_fetches_nothing(visit: Visit) -> None:
    assert visit.on_hover == []


@pytest.mark.every_page
def test_the_words_of_a_search_are_in_no_address(visit: Visit) -> None:
    assert visit.moved == []
    assert [one.url for one in visit.asked if TYPED in one.url or TYPED in (one.post_data or "")] == []


def test_the_search_is_loaded_only_when_it_is_opened(opened: Open) -> None:
    page = opened("forces/kent/")
    asked = record(page, "request")
    page.reload(wait_until="networkidle")
    assert not [one.url for one in asked if "pagefind" in one.url]
    open_search(page, "Kent")
    assert [one.url for one in asked if "pagefind" in one.url]


@pytest.mark.parametrize("address", ["./", "forces/kent/"])
def test_a_first_visit_is_light(address: str, opened: Open) -> None:
    page = opened("about:blank")
    answers = record(page, "response")
    page.goto(address, wait_until="networkidle")
    weights = {answer.url: len(gzip.compress(answer.body(), 6)) for answer in answers}
    assert len(weights) > 3
    assert sum(weights.values()) <= MOST, weights
    page.goto("help/")  # finds the style sheet of all pages on the device
    (arrived,) = page.evaluate(SHEETS)
    assert arrived < 1000  # at most the answer that nothing has changed


def test_a_text_to_copy_is_copied(opened: Open) -> None:
    page = opened("forces/kent/", permissions=["clipboard-read", "clipboard-write"])
    text, button = page.locator("pre.copy").first, page.locator(".copy-button").first
    words = button.inner_text()
    button.click()
    expect(button).not_to_have_text(words)
    assert page.evaluate("navigator.clipboard.readText()") == (text.text_content() or "").strip()
