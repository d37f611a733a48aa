"""Whoever has only a keyboard, or sets the colours and the motion, reaches and sees everything."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

Open = Callable[..., Page]

ADDRESSES = ["./", "forces/kent/"]
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
PLACE = "() => Number(document.activeElement?.dataset.place ?? -1)"

# How the control with the focus, and the label that shows it if it is a switch, look; and what lies upon it.
LOOK = """() => {
    const part = document.activeElement;
    const shown = part.labels?.length && getComputedStyle(part).opacity === "0"
        ? [...part.labels].find(label => label.offsetWidth) : part;
    const box = shown.getBoundingClientRect();
    const inside = [[.5, .5], [.1, .5], [.9, .5], [.5, .1], [.5, .9]].map(([right, down]) =>
        document.elementFromPoint(box.left + right * box.width, box.top + down * box.height));
    const style = getComputedStyle(shown);
    const isOf = found => shown.contains(found) || (found !== document.body && found.contains(shown));
    return {
        name: shown.outerHTML.slice(0, 90),
        outline: style.outlineStyle === "none" ? 0 : parseFloat(style.outlineWidth),
        seen: inside.some(found => found && isOf(found)),
    };
}"""
CHECKED = "() => document.getElementById('__drawer').checked"


def walk(page: Page, key: str) -> list[dict[str, Any]]:
    """Press a key until the focus leaves the page, and tell where it went and how that looked."""
    went: list[dict[str, Any]] = []
    for _ in range(400):
        page.keyboard.press(key)
        place = page.evaluate(PLACE)
        if place < 0 or (went and place == went[0]["place"]):
            return went
        went.append({"place": place, **page.evaluate(LOOK)})
    raise AssertionError(f"The focus does not leave the page: {went[-1]}")


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("address", ADDRESSES)
def test_the_keyboard_reaches_every_control_in_order_and_leaves(
    address: str, width: int, opened: Open
) -> None:
    page = opened(address, width=width, reduced_motion="reduce")
    page.locator("details").evaluate_all("all => all.forEach(one => one.open = true)")
    page.route("**/bundle.*.js", lambda route: route.abort())  # the field of the search stays closed
    listed = page.evaluate(LISTED)
    assert [listed[one["place"]] for one in walk(page, "Tab")] == listed


@pytest.mark.parametrize("key", ["Tab", "Shift+Tab"])
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("address", ADDRESSES)
def test_the_focus_is_seen_and_nothing_lies_upon_it(address: str, width: int, key: str, opened: Open) -> None:
    page = opened(address, width=width, reduced_motion="reduce")
    page.route("**/bundle.*.js", lambda route: route.abort())
    page.evaluate(LISTED)
    for one in walk(page, key):
        assert one["outline"] >= 2, one
        assert one["seen"], one


@pytest.mark.parametrize("scripts", [True, False])
def test_the_menu_opens_by_keyboard_and_leads_to_a_page(scripts: bool, opened: Open) -> None:
    page = opened("forces/kent/", width=320, java_script_enabled=scripts, reduced_motion="reduce")
    menu = page.get_by_role("navigation", name="Navigation")
    expect(menu).to_be_hidden()
    page.get_by_role("checkbox", name="Menu").focus()
    page.keyboard.press("Space")
    expect(menu.get_by_text("Timeline")).to_be_in_viewport()
    menu.get_by_text("Timeline").focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/timeline/$"))


def test_escape_closes_the_menu_and_gives_the_focus_back(opened: Open) -> None:
    page = opened("forces/kent/", width=320, reduced_motion="reduce")
    switch = page.get_by_role("checkbox", name="Menu")
    switch.focus()
    page.keyboard.press("Space")
    expect(switch).to_be_checked()
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    expect(switch).not_to_be_checked()
    expect(switch).to_be_focused()


@pytest.mark.parametrize("width", WIDTHS)
def test_the_search_opens_answers_and_closes_by_keyboard(width: int, opened: Open) -> None:
    page = opened("./", width=width, reduced_motion="reduce")
    field = page.locator(".md-search__input")
    if width < 960:
        page.get_by_role("checkbox", name="Search").focus()
        page.keyboard.press("Space")
    else:
        field.focus()
    expect(field).to_be_focused()
    page.keyboard.type("Heddlu Gwent")
    expect(page.locator(".md-search-result__link").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(page.locator(".md-search-result__link").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".md-search__output")).to_be_hidden()
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement !== document.body")


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("address", [*ADDRESSES, "forces/", "numbers/", "constituencies/"])
def test_every_target_is_24_pixels_wide_and_high_or_stands_in_a_sentence(
    address: str, width: int, opened: Open
) -> None:
    page = opened(address, width=width)
    small = page.evaluate("""() => {
        const inline = part => part.matches("p *, li *, dd *, td *, th *, figcaption *, .md-typeset h3 *") &&
            !part.matches(".letters *, .md-nav *, .page-foot *");
        return [...document.querySelectorAll("a[href], button, summary, input")].filter(part => {
            const box = part.getBoundingClientRect();
            const seen = part.checkVisibility({visibilityProperty: true, opacityProperty: true});
            return seen && box.width > 1 && !inline(part) && Math.min(box.width, box.height) < 23.9;
        }).map(part => part.outerHTML.slice(0, 120));
    }""")
    assert small == []
