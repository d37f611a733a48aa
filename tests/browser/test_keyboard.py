"""Whoever has only a keyboard reaches and sees everything."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open

ADDRESSES = ["./", "forces/kent/"]
WITH_LISTS = ["forces/", "numbers/", "constituencies/", "timeline/", "sources/", "glossary/"]
WIDTHS = [320, 1280]

# What the keyboard must reach, in the order of the document. A switch of the theme counts although it is
# clear, for its label shows its focus.
LISTED = """() => {
    const wide = part => part.getBoundingClientRect().width > 0;
    const seen = part => part.checkVisibility({visibilityProperty: true}) && wide(part);
    const parts = document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]");
    const reached = [...parts].filter(part => part.tabIndex >= 0 && !part.disabled && seen(part));
    reached.forEach((part, place) => part.dataset.place = place);
    return reached.map(part => part.outerHTML.slice(0, 90));
}"""

# How the control with the focus, and the label that shows it if it is a switch, look; and what lies upon it.
LOOK = """() => {
    const part = document.activeElement;
    const place = Number(part?.dataset.place ?? -1);
    if (place < 0) return { place };
    const shown = part.labels?.length && getComputedStyle(part).opacity === "0"
        ? [...part.labels].find(label => label.offsetWidth) : part;
    const box = shown.getBoundingClientRect();
    const inside = [[.5, .5], [.1, .5], [.9, .5], [.5, .1], [.5, .9]].map(([right, down]) =>
        document.elementFromPoint(box.left + right * box.width, box.top + down * box.height));
    const style = getComputedStyle(shown);
    const isOf = found => shown.contains(found) || (found !== document.body && found.contains(shown));
    return {
        place,
        name: shown.outerHTML.slice(0, 90),
        outline: style.outlineStyle === "none" ? 0 : parseFloat(style.outlineWidth),
        seen: inside.some(found => found && isOf(found)),
    };
}"""
SMALL = """() => {
    const inline = part => part.matches("p *, li *, dd *, td *, th *, figcaption *, .md-typeset h3 *") &&
        !part.matches(".letters *, .md-nav *, .menu *, .page-foot *, .headerlink");
    return [...document.querySelectorAll("a[href], button, summary, input")].filter(part => {
        const box = part.getBoundingClientRect();
        const clear = !part.matches(".headerlink");  // which is seen once it is pointed at
        const seen = part.checkVisibility({visibilityProperty: true, opacityProperty: clear});
        return seen && box.width > 1 && !inline(part) && Math.min(box.width, box.height) < 23.9;
    }).map(part => part.outerHTML.slice(0, 120));
}"""


def walk(page: Page, key: str) -> list[dict[str, Any]]:
    """Press a key until the focus leaves the page, and tell where it went and how that looked."""
    went: list[dict[str, Any]] = []
    for _ in range(400):
        page.keyboard.press(key)
        look = page.evaluate(LOOK)
        if look["place"] < 0 or (went and look["place"] == went[0]["place"]):
            return went
        went.append(look)
    raise AssertionError(f"The focus does not leave the page: {went[-1]}")


@pytest.mark.parametrize("key", ["Tab", "Shift+Tab"])
@pytest.mark.parametrize("size", [(320, 256), (1280, 800)], ids=["1280 at 400%", "1280"])
@pytest.mark.parametrize("address", ADDRESSES)
def test_the_keyboard_reaches_every_control_which_is_seen_and_leaves(
    address: str, size: tuple[int, int], key: str, opened: Open
) -> None:
    page = opened(address, reduced_motion="reduce")
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.route(
        "**/finder-box.js", lambda route: None
    )  # which puts another box in place of the one that is listed
    page.locator("details:not(.menu)").evaluate_all("all => all.forEach(one => one.open = true)")
    listed = page.evaluate(LISTED)
    went = walk(page, key)
    reached = [listed[one["place"]] for one in went]
    assert reached == (listed if key == "Tab" else listed[::-1])
    for one in went:
        assert one["outline"] >= 2 and one["seen"], one


@pytest.mark.parametrize("scripts", [True, False])
def test_the_menu_opens_by_keyboard_and_leads_to_a_page(scripts: bool, opened: Open) -> None:
    page = opened("forces/kent/", width=320, java_script_enabled=scripts, reduced_motion="reduce")
    link = page.locator(".menu a[href$='parliament/']")
    expect(link).to_be_hidden()
    page.locator(".menu summary").focus()
    page.keyboard.press("Space")
    expect(link).to_be_in_viewport()
    link.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/parliament/$"))


def test_escape_closes_the_menu_and_gives_the_focus_back(opened: Open) -> None:
    page = opened("forces/kent/", width=320, reduced_motion="reduce")
    opener, link = page.locator(".menu summary"), page.locator(".menu a").first
    opener.focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    expect(link).to_be_focused()
    page.keyboard.press("Escape")
    expect(link).to_be_hidden()
    expect(opener).to_be_focused()


@pytest.mark.parametrize("address", ["forces/kent/", "timeline/"])
def test_the_menu_marks_where_the_reader_is(address: str, opened: Open) -> None:
    current = opened(address).locator(".menu [aria-current]")
    expect(current).to_be_visible()
    assert address.startswith((current.get_attribute("href") or "").strip("./"))


@pytest.mark.parametrize("width", WIDTHS)
def test_every_target_is_24_pixels_wide_and_high_or_stands_in_a_sentence(width: int, opened: Open) -> None:
    page = opened("about:blank", width=width)
    for address in (*ADDRESSES, *WITH_LISTS):
        page.goto(address)
        assert page.evaluate(SMALL) == [], address
