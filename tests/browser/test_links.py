"""Whatever has an address gives it to whoever wants to pass it on, and an old address leads on by itself."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Faults, Open

CLIPBOARD = ["clipboard-read", "clipboard-write"]
COPIED = "navigator.clipboard.readText()"
SEEN = "link => Number(getComputedStyle(link, link.matches('.headerlink') ? null : '::after').opacity)"
OLD, NEW = "forces/met/", "forces/metropolitan/"
# Each kind of thing that has an address: the page, the thing, and the link within it.
KINDS = [
    ("forces/kent/", "article h2[id] >> nth=0", ".headerlink"),
    ("evidence/letter/", "#a003", "h2 a"),
    ("letter/", "#p4", ".letter-number"),
    ("timeline/", "#letter", ".headerlink"),
    ("constituencies/", "#letter-b", ".headerlink"),
    ("sources/", "#letter", ".headerlink"),
    ("glossary/", "dt[id] >> nth=0", ".headerlink"),
]

PLACE = """(element) => {
    const { x, y, width, height } = element.getBoundingClientRect();
    return [x, y + scrollY, width, height];
}"""


def link(page: Page, thing: str, inside: str) -> Locator:
    return page.locator(thing).locator(inside).first


@pytest.mark.parametrize(("address", "thing", "inside"), KINDS)
def test_a_link_is_seen_on_hover_and_focus_moves_nothing_and_copies_its_address(
    address: str, thing: str, inside: str, opened: Open
) -> None:
    page = opened(address, reduced_motion="reduce", permissions=CLIPBOARD)
    found = link(page, thing, inside)
    found.scroll_into_view_if_needed()
    page.mouse.move(0, 0)
    before = page.locator(thing).evaluate(PLACE)
    assert found.evaluate(SEEN) == 0
    found.focus()
    assert found.evaluate(SEEN) == 1 and found.get_attribute("title")
    page.evaluate("document.activeElement.blur()")
    (page.locator(thing) if inside == ".headerlink" else found).hover()
    assert found.evaluate(SEEN) == 1
    assert page.locator(thing).evaluate(PLACE) == before
    base = page.url
    found.click()
    expect(page.locator("[data-copied]")).to_have_count(1)
    expect(page.locator("p.unseen[role=status]")).not_to_be_empty()
    assert page.evaluate(COPIED) == page.url == f"{base}#{page.locator(thing).get_attribute('id')}"


def test_the_link_of_the_main_heading_copies_the_address_of_the_page(opened: Open, server: str) -> None:
    page = opened("forces/kent/#count", permissions=CLIPBOARD)
    page.evaluate("window.same = true")
    link(page, "h1", ".headerlink").click()
    expect(page.locator("[data-copied]")).to_have_count(1)
    assert page.evaluate(COPIED) == f"{server}forces/kent/"
    assert page.evaluate("window.same")
    page.goto("constituencies/")
    page.locator(".letters a").first.click()  # which leads elsewhere
    assert page.evaluate(COPIED) == f"{server}forces/kent/"


def test_on_a_touch_screen_the_mark_is_always_seen_and_on_paper_never(opened: Open) -> None:
    page = opened("about:blank", width=360, has_touch=True, is_mobile=True)
    for address, thing, inside in KINDS:
        page.goto(address)
        assert link(page, thing, inside).evaluate(SEEN) == 1, (address, thing)
    page.emulate_media(media="print")
    page.goto("timeline/")
    assert page.locator(".headerlink:visible").count() == 0
    page.goto("evidence/letter/")
    assert page.locator("#a003 h2 a").evaluate("link => getComputedStyle(link, '::after').display") == "none"


@pytest.mark.parametrize("scripts", [True, False])
def test_an_old_address_leads_on_by_itself(scripts: bool, opened: Open, server: str) -> None:
    page = opened(OLD, java_script_enabled=scripts)
    page.wait_for_url(f"{server}{NEW}")
    expect(page.locator("h1")).to_contain_text("Metropolitan")


def test_the_page_at_an_old_address_says_where_to_go_and_can_be_left(
    opened: Open, faults: Faults, server: str
) -> None:
    page = opened("about:blank")
    page.route(f"**/{NEW}", lambda route: route.fulfill(status=204))  # which tells the browser to stay
    page.goto(OLD, wait_until="commit")
    page.wait_for_selector("main")
    assert page.url == server + OLD
    led = [one.evaluate("link => link.href") for one in page.locator("main a").all()]
    assert led == [server + NEW, f"{server}help/"]
    expect(page.locator(".exit-link")).to_be_in_viewport()
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert faults(page) == []
