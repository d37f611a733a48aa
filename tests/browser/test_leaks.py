"""Nothing leaks: no other host is asked, nothing is kept, and no page breaks its own policy."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Request, expect

from evidence.site.policy import HEADERS, POLICY
from tests.browser.conftest import EMBED, Open, Parsed, open_search, record

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
OPEN_DETAILS = "document.querySelectorAll('details').forEach(one => one.open = true)"
SHEETS = """() => performance.getEntriesByType("resource").filter(({ name }) => name.endsWith(".css"))
    .map(({ transferSize, encodedBodySize }) => [transferSize, encodedBodySize])"""
TYPED = "zebra"
# What history and previews may not show to somebody who looks over a shoulder.
TELLING = ["abuse", "victim", "violen", "immigra", "migrant", "domestic"]
LONGEST_NAME = 45  # characters, of the name before the site's; the longest is that of a force
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
    address, before = page.url, len(visit.asked)
    for link in page.locator("article a[href]:visible, .md-nav--primary a[href]:visible").all()[:5]:
        link.hover()
    # A browser may take its time to ask for the picture in the tab, of this page and no other.
    visit.on_hover += [one.url for one in visit.asked[before:] if not one.url.endswith("/favicon.svg")]
    page.evaluate(OPEN_DETAILS)
    page.keyboard.press("Shift")
    if page.locator("#finder").count():
        page.locator("#finder").press_sequentially(TYPED)
        expect(page.locator(".finder-none")).to_be_visible()
        open_search(page, TYPED)
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
    assert [one.url for one in visit.asked if "?" in one.url or one.resource_type == "ping"] == []


@pytest.mark.every_page
def test_nothing_is_kept_on_the_device(visit: Visit) -> None:
    assert visit.cookies == []
    assert visit.stored == [0, 0, "", 0, 0, 0]


@pytest.mark.every_page
def test_pointing_at_a_link_fetches_nothing(visit: Visit, parsed: Parsed) -> None:
    assert visit.on_hover == []
    early = "link:is([rel=prefetch], [rel=prerender], [rel=next]), script[type=speculationrules]"
    assert [address for address, page in parsed.items() if page.css(early)] == []


@pytest.mark.every_page
def test_the_words_of_a_search_are_in_no_address(visit: Visit) -> None:
    assert visit.moved == []
    assert [one.url for one in visit.asked if TYPED in one.url or TYPED in (one.post_data or "")] == []


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize("address", ["./", f"{EMBED}forces/kent/"])
def test_the_scheme_of_the_device_is_followed(address: str, scripts: bool, opened: Open) -> None:
    page, colours = opened(address, java_script_enabled=scripts), set()
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        colours.add(page.evaluate("getComputedStyle(document.body).backgroundColor"))
    assert len(colours) == 2
    assert page.locator("[data-md-component=palette], [name=__palette]").count() == 0


@pytest.mark.every_page
def test_no_page_and_no_link_tells_where_a_reader_came_from(parsed: Parsed) -> None:
    for address, page in parsed.items():
        policies = page.css("meta[name=referrer]")
        assert [policy.attributes["content"] for policy in policies] == ["no-referrer"], address
        links = page.css("a[href^=http]")
        assert all("noreferrer" in (link.attributes.get("rel") or "") for link in links), address
        # What stands in a frame on another site would else open this one inside the frame.
        targets = {link.attributes.get("target") for link in page.css("a")}
        assert targets == {"_top" if address.startswith(EMBED) else None}, address


@pytest.mark.every_page
def test_no_form_can_be_sent(parsed: Parsed) -> None:
    """The theme gives the search a form, which has nowhere to go, and which the policy keeps from going."""
    assert "form-action 'none'" in POLICY
    forms = [form.attributes for page in parsed.values() for form in page.css("form")]
    assert all(form == {"class": "md-search__form", "name": "search"} for form in forms)


@pytest.mark.every_page
def test_names_and_previews_are_short_and_say_nothing_of_abuse(parsed: Parsed) -> None:
    for address, page in parsed.items():
        (title,) = page.css("head > title")
        name, _, site = title.text().rpartition(" - ")
        assert (site or name) and len(name) <= LONGEST_NAME, address
        words = [title.text(), *(meta.attributes.get("content") or "" for meta in page.css(PREVIEWS))]
        assert [one for one in TELLING if one in " ".join(words).lower()] == [], address


PREVIEWS = "meta[name=description], meta[property], meta[name^=twitter]"


@pytest.mark.every_page
def test_the_picture_in_the_tab_is_a_sheet_of_paper_without_words(parsed: Parsed, built: Path) -> None:
    icons = {link.attributes["href"] for page in parsed.values() for link in page.css("link[rel=icon]")}
    assert {(icon or "").lstrip("./") for icon in icons} == {"assets/favicon.svg"}
    drawing = (built / "assets" / "favicon.svg").read_text("utf-8")
    assert {*re.findall(r"<(\w+)", drawing)} == {"svg", "path"}


def test_the_search_is_loaded_only_when_it_is_opened(opened: Open) -> None:
    page = opened("forces/kent/")
    asked = record(page, "request")
    page.reload(wait_until="networkidle")
    assert not [one.url for one in asked if "javascripts" in one.url or "search" in one.url]
    open_search(page, "Kent")
    assert [one.url for one in asked if "search_index" in one.url]


@pytest.mark.parametrize("address", ["./", "forces/kent/"])
def test_a_first_visit_is_light(address: str, opened: Open) -> None:
    page = opened("about:blank")
    answers = record(page, "response")
    page.goto(address, wait_until="networkidle")
    weights = {answer.url: len(gzip.compress(answer.body(), 6)) for answer in answers}
    assert len(weights) > 3
    assert sum(weights.values()) <= MOST, weights


def test_the_style_sheet_of_all_pages_is_fetched_once(opened: Open) -> None:
    page = opened("./")
    page.goto("forces/kent/")
    ((arrived, size),) = page.evaluate(SHEETS)
    assert arrived < size


def test_a_single_letter_is_no_shortcut(opened: Open) -> None:
    page = opened("forces/kent/")
    open_search(page, "Kent")
    page.keyboard.press("Escape")
    page.evaluate("document.activeElement.blur()")
    address = page.url
    for key in "fs/p,n.":
        page.keyboard.press(key)
        assert not page.evaluate("document.getElementById('__search').checked"), key
        assert page.url == address, key


def test_a_text_to_copy_is_copied(opened: Open) -> None:
    page = opened("forces/kent/", permissions=["clipboard-read", "clipboard-write"])
    text, button = page.locator("pre.copy").first, page.locator(".copy-button").first
    words = button.inner_text()
    button.click()
    expect(button).not_to_have_text(words)
    assert page.evaluate("navigator.clipboard.readText()") == (text.text_content() or "").strip()


def test_hosts_that_read_headers_get_the_same_policy(built: Path) -> None:
    assert (built / "_headers").read_text("utf-8") == HEADERS
    everywhere, framed = re.findall("Content-Security-Policy: (.*)\n", HEADERS)
    assert (everywhere, framed) == (POLICY, f"{POLICY}; frame-ancestors *")
    assert HEADERS.index("/embed/*\n") < HEADERS.index("frame-ancestors")
    assert "  X-Frame-Options: DENY\n" in HEADERS.split("/embed/*\n")[0]
    assert "unsafe" not in HEADERS and "Referrer-Policy: no-referrer" in HEADERS
