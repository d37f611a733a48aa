"""Every kind of page, in both schemes and at two widths, passes what a machine can tell of WCAG 2.2 AA."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OPEN_DETAILS, RULES, SPACED, Faults, Open, open_search

# Colours take axe the longest: they are looked at once in each scheme, and all else at each width.
OF_COLOUR = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
OF_SHAPE = RULES | {"rules": {"target-size": {"enabled": True}, "color-contrast": {"enabled": False}}}
LOOKS: list[Any] = [(1280, "light", RULES), (320, "light", OF_SHAPE), (320, "dark", OF_COLOUR)]
WIDTHS = [320, 1280]
SIDEWAYS = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"

CUT = """() => {
    const hides = part => getComputedStyle(part).overflowX !== "visible" && !part.closest(".unseen");
    const wide = part => part.scrollWidth > part.clientWidth + 1 || part.scrollHeight > part.clientHeight + 1;
    const scrolls = part => part.matches(".table, .md-sidebar__scrollwrap, .menu nav, html, body");
    const seen = part => part.checkVisibility({visibilityProperty: true, opacityProperty: true});
    return [...document.querySelectorAll("body *:not(svg *)")]
        .filter(part => part.innerText?.trim() && seen(part) && hides(part) && !scrolls(part) && wide(part))
        .map(part => part.outerHTML.slice(0, 120));
}"""
OUT_OF_HEADER = """() => {
    const [name, header] = [".site-name", ".md-header"]
        .map(place => document.querySelector(place)?.getBoundingClientRect());
    return name && (name.top < header.top || name.bottom > header.bottom);
}"""

# Of what is drawn in charts, and of what can be pressed, what does not stand out from the ground behind it.
FAINT = """() => {
    const linear = part => part <= .04045 ? part / 12.92 : ((part + .055) / 1.055) ** 2.4;
    const luminance = colour => {
        const [red, green, blue] = colour.match(/[\\d.]+/g).slice(0, 3).map(part => linear(part / 255));
        return .2126 * red + .7152 * green + .0722 * blue;
    };
    const ratio = (one, other) => {
        const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
        return (light + .05) / (dark + .05);
    };
    const ground = getComputedStyle(document.body).backgroundColor;
    const stands = colours => colours.some(colour => colour.startsWith("rgb") && ratio(colour, ground) >= 3);
    const marks = [...document.querySelectorAll("figure.chart svg :is(path, circle, rect, line, text)")];
    const icons = [...document.querySelectorAll(".md-header svg")].filter(one => one.checkVisibility());
    const words = [...document.querySelectorAll("button, summary, a")].filter(one => one.innerText?.trim());
    // Letters on a filled tile have the colour of the ground.
    const fill = mark => getComputedStyle(mark).fill;
    const onTile = mark => mark.matches("a text") && stands([fill(mark.closest("a").children[0])]);
    return [
        ...marks.filter(one => !onTile(one) && !stands([fill(one), getComputedStyle(one).stroke])),
        ...icons.filter(one => !stands([fill(one)])),
        ...words.filter(one => !stands([getComputedStyle(one).color])),
    ].map(one => one.outerHTML.slice(0, 120));
}"""
MOVING = """() => [document.documentElement, ...document.querySelectorAll("body, body *")].filter(part =>
    [null, "::before", "::after"].some(pseudo => {
        const style = getComputedStyle(part, pseudo);
        const moves = [style.transitionDuration, style.animationDuration].join(" ").match(/[1-9]/);
        return moves || style.scrollBehavior === "smooth";
    })).map(part => part.outerHTML.slice(0, 90))"""


def set_width(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})


@pytest.mark.every_page
def test_axe_finds_no_fault_with_all_details_open(pages: list[str], opened: Open, faults: Faults) -> None:
    page, found = opened("about:blank", reduced_motion="reduce"), []
    for address in pages:
        page.goto(address)
        page.evaluate(OPEN_DETAILS)
        for width, scheme, rules in LOOKS:
            set_width(page, width)
            page.emulate_media(color_scheme=scheme)
            found += faults(page, rules)
    assert found == []


@pytest.mark.every_page
def test_more_space_in_the_text_cuts_nothing_off_and_nothing_scrolls_sideways(
    pages: list[str], opened: Open
) -> None:
    page = opened("about:blank", bypass_csp=True)
    for address in pages:
        page.goto(address)
        page.evaluate(OPEN_DETAILS)
        for width in WIDTHS:
            set_width(page, width)
            assert page.evaluate(SIDEWAYS) <= 0, (address, width)
        page.add_style_tag(content=SPACED)
        for width in WIDTHS:
            set_width(page, width)
            assert page.evaluate(CUT) == [], (address, width)
            assert not page.evaluate(OUT_OF_HEADER), (address, width)
            assert page.evaluate(SIDEWAYS) <= 0, (address, width)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_fault_with_the_menu_open(scheme: str, opened: Open, faults: Faults) -> None:
    page = opened("forces/kent/", width=320, color_scheme=scheme, reduced_motion="reduce")
    page.locator(".menu summary").click()
    expect(page.locator(".menu a").first).to_be_in_viewport()
    assert faults(page) == []


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("words", ["Heddlu Gwent", "zzzz"])
def test_axe_finds_no_fault_with_the_search_open(
    words: str, width: int, opened: Open, faults: Faults
) -> None:
    page = opened("./", width=width, reduced_motion="reduce")
    open_search(page, words)
    assert faults(page, part=".search") == []
    page.emulate_media(color_scheme="dark")
    assert faults(page, OF_COLOUR, ".search") == []


def test_axe_finds_a_fault_where_there_is_one(opened: Open, faults: Faults) -> None:
    page = opened("help/")
    page.locator("h1").evaluate("heading => heading.style.color = '#ccc'")
    page.locator("html").evaluate("root => root.removeAttribute('lang')")
    assert sorted(fault.split(": ")[1] for fault in faults(page)) == ["color-contrast", "html-has-lang"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_charts_and_controls_stand_out_in_the_colours_that_a_reader_sets(scheme: str, opened: Open) -> None:
    page = opened("about:blank", color_scheme=scheme, forced_colors="active", reduced_motion="reduce")
    for address in ("forces/", "numbers/"):
        page.goto(address)
        assert page.locator("figure.chart svg text").count()
        assert page.evaluate(FAINT) == [], address


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_moves_for_who_asks_for_less_motion(width: int, opened: Open) -> None:
    page = opened("forces/kent/", width=width)
    assert page.evaluate(MOVING) != []
    page.emulate_media(reduced_motion="reduce")
    assert page.evaluate(MOVING) == []
