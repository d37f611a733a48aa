"""Whatever has an address gives it to whoever wants to pass it on, and an old address leads on by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Locator, Page, expect

Open = Callable[..., Page]

CLIPBOARD = ["clipboard-read", "clipboard-write"]
COPIED = "navigator.clipboard.readText()"
SEEN = "link => Number(getComputedStyle(link, link.matches('.headerlink') ? null : '::after').opacity)"
OLD = "forces/hampshire-constabulary/"
# Each kind of thing that has an address: the page, the thing, and the link within it.
KINDS = [
    ("forces/kent/", "#count", ".headerlink"),
    ("evidence/", "#theme-figures", ".headerlink"),
    ("evidence/", "#a003", "a"),
    ("letter/", "#p4", ".letter-number"),
    ("timeline/", "#letter", ".headerlink"),
    ("constituencies/", "#hexham", ".headerlink"),
    ("sources/", "#letter", ".headerlink"),
    ("glossary/", "#firewall", ".headerlink"),
    ("corrections/", "[id='2026-11-22-01']", "th > a"),
]
# The words of the thing that lie under its mark.
COVERED = """link => {
    const box = link.getBoundingClientRect();
    const words = document.createTreeWalker(link.parentElement, NodeFilter.SHOW_TEXT);
    const found = [];
    while (words.nextNode()) {
        if (link.contains(words.currentNode)) continue;
        const range = document.createRange();
        range.selectNodeContents(words.currentNode);
        for (const row of range.getClientRects()) {
            const beside = row.right <= box.left + 1 || row.left >= box.right - 1;
            const above = row.bottom <= box.top + 4 || row.top >= box.bottom - 4;
            if (!beside && !above) found.push(words.currentNode.data);
        }
    }
    return found;
}"""


@pytest.fixture
def moved(opened: Open) -> Iterator[Page]:
    """The page at an old address, kept from leading on by an answer that tells the browser to stay."""
    page = opened("about/")
    page.route("**/forces/hampshire/", lambda route: route.fulfill(status=204))
    page.goto(OLD, wait_until="commit")
    page.wait_for_selector("main")
    yield page


def link(page: Page, thing: str, inside: str) -> Locator:
    return page.locator(thing).locator(inside).first


@pytest.mark.parametrize(("address", "thing", "inside"), KINDS)
def test_a_link_copies_the_whole_address_of_what_it_stands_in(
    address: str, thing: str, inside: str, opened: Open, server: str
) -> None:
    page = opened(address, permissions=CLIPBOARD)
    link(page, thing, inside).click()
    expect(page.get_by_role("status").filter(has_text="Copied")).to_have_text("Copied")
    anchor = page.locator(thing).get_attribute("id")
    assert page.evaluate(COPIED) == f"{server}{address}#{anchor}"
    assert page.url == f"{server}{address}#{anchor}"


def test_the_link_of_the_main_heading_copies_the_address_of_the_page(opened: Open, server: str) -> None:
    page = opened("forces/kent/#count", permissions=CLIPBOARD)
    page.evaluate("window.same = true")
    link(page, "h1", ".headerlink").click()
    expect(page.get_by_role("status").filter(has_text="Copied")).to_have_text("Copied")
    assert page.evaluate(COPIED) == f"{server}forces/kent/"
    assert page.evaluate("window.same")


@pytest.mark.parametrize(("address", "thing", "inside"), KINDS)
def test_the_mark_is_seen_on_hover_and_focus_and_moves_nothing(
    address: str, thing: str, inside: str, opened: Open
) -> None:
    page = opened(address, reduced_motion="reduce")
    found = link(page, thing, inside)
    found.scroll_into_view_if_needed()
    page.mouse.move(0, 0)
    before = page.locator(thing).bounding_box()
    assert found.evaluate(SEEN) == 0
    found.focus()
    assert found.evaluate(SEEN) == 1
    assert found.get_attribute("title") == "Copy link"
    page.locator("body").evaluate("() => document.activeElement.blur()")
    (page.locator(thing) if inside == ".headerlink" else found).hover()
    assert found.evaluate(SEEN) == 1
    assert page.locator(thing).bounding_box() == before


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("address", ["forces/kent/", "evidence/", "timeline/", "sources/", "glossary/"])
def test_a_mark_is_large_enough_and_lies_on_no_words(address: str, width: int, opened: Open) -> None:
    marks = opened(address, width=width).locator(".headerlink")
    assert marks.count() > 5
    for mark in marks.all():
        box = mark.bounding_box()
        assert box and min(box["width"], box["height"]) >= 24, mark.evaluate("mark => mark.outerHTML")
        assert mark.evaluate(COVERED) == []


@pytest.mark.parametrize(("address", "thing", "inside"), KINDS)
def test_on_a_touch_screen_the_mark_is_always_seen(
    address: str, thing: str, inside: str, opened: Open
) -> None:
    page = opened(address, width=360, has_touch=True, is_mobile=True)
    assert page.evaluate("matchMedia('(hover: none)').matches")
    assert link(page, thing, inside).evaluate(SEEN) == 1


def test_without_scripts_the_link_leads_to_its_place(opened: Open, server: str) -> None:
    page = opened("timeline/", java_script_enabled=False)
    link(page, "#letter", ".headerlink").click()
    assert page.url == f"{server}timeline/#letter"


def test_the_links_are_not_printed(opened: Open) -> None:
    page = opened("evidence/")
    page.emulate_media(media="print")
    assert page.locator(".headerlink:visible").count() == 0
    assert page.locator("#a003 a").evaluate("link => getComputedStyle(link, '::after').display") == "none"


def test_a_link_to_another_place_copies_nothing(opened: Open) -> None:
    page = opened("constituencies/", permissions=CLIPBOARD)
    page.evaluate("navigator.clipboard.writeText('before')")
    page.locator(".letters a").first.click()
    assert page.evaluate(COPIED) == "before"


@pytest.mark.parametrize("scripts", [True, False])
def test_an_old_address_leads_on_by_itself(scripts: bool, opened: Open, server: str) -> None:
    page = opened(OLD, java_script_enabled=scripts)
    page.wait_for_url(f"{server}forces/hampshire/")
    expect(page.locator("h1")).to_contain_text("Hampshire")


def test_the_page_at_an_old_address_says_where_to_go(moved: Page, server: str) -> None:
    assert moved.url == server + OLD
    expect(moved.get_by_role("heading", level=1)).to_have_text("This page has moved")
    assert (
        moved.get_by_role("link", name="forces/hampshire/")
        .evaluate("a => a.href")
        .endswith("/forces/hampshire/")
    )
    assert moved.get_by_role("link", name="Help and support").evaluate("a => a.href") == f"{server}help/"
    expect(moved.locator(".exit-link")).to_be_in_viewport()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_at_an_old_address_is_accessible(scheme: str, moved: Page) -> None:
    moved.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
    told = Axe().run(moved, options={"runOnly": {"type": "tag", "values": tags}}).response
    assert told["passes"]
    assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in told["violations"]] == []
