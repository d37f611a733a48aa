"""Every kind of page, in both schemes and at two widths, passes what a machine can tell of WCAG 2.2 AA."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Page, expect

Open = Callable[..., Page]
Faults = Callable[..., Iterator[str]]

RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "rules": {"target-size": {"enabled": True}},  # WCAG 2.5.8, which axe leaves out unless asked
    "resultTypes": ["violations"],
}
# A scheme changes only colours, so in the dark one the sample is asked only for these.
OF_COLOUR = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
WITH_CHARTS = ["numbers/", "forces/kent/"]
SCHEMES = ["light", "dark"]
WIDTHS = [320, 1280]
OPEN_DETAILS = "() => document.querySelectorAll('details').forEach(one => one.open = true)"

# WCAG 1.4.12: a reader may set these, and nothing may be lost.
SPACED = """*, ::before, ::after {
    line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
    p { margin-bottom: 2em !important }"""
CUT = """() => {
    const hides = part => getComputedStyle(part).overflowX !== "visible" && !part.closest(".unseen");
    const wide = part => part.scrollWidth > part.clientWidth + 1 || part.scrollHeight > part.clientHeight + 1;
    const scrolls = part => part.matches(".table, .md-sidebar__scrollwrap, .md-nav__list, html, body");
    const seen = part => part.checkVisibility({visibilityProperty: true, opacityProperty: true});
    return [...document.querySelectorAll("body *:not(svg *)")]
        .filter(part => part.innerText?.trim() && seen(part) && hides(part) && !scrolls(part) && wide(part))
        .map(part => part.outerHTML.slice(0, 120));
}"""
# The name of the site stays in the header.
OUT_OF_HEADER = """() => {
    const [name, header] = [".md-header .md-ellipsis", ".md-header"]
        .map(place => document.querySelector(place).getBoundingClientRect());
    return name.top < header.top || name.bottom > header.bottom;
}"""
SIDEWAYS = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(scope="session")
def axe() -> Faults:
    """Lists what axe finds wrong on a page, one line for each place."""
    checker = Axe()

    def faults(page: Page, rules: Mapping[str, object] = RULES) -> Iterator[str]:
        told: dict[str, Any] = checker.run(page, options=rules).response
        assert told["passes"]
        for violation in told["violations"]:
            for node in violation["nodes"]:
                yield f"{page.url}: {violation['id']}: {node['html'][:160]}"

    return faults


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("scheme", SCHEMES)
def test_axe_finds_no_fault_on_any_page_with_all_details_open(
    scheme: str, width: int, pages: list[str], opened: Open, axe: Faults
) -> None:
    page = opened("./", width=width, color_scheme=scheme, reduced_motion="reduce")
    rules = RULES if scheme == "light" else OF_COLOUR
    found: list[str] = []
    for address in pages:
        page.goto(address)
        page.evaluate(OPEN_DETAILS)
        found += axe(page, rules)
    assert found == []


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("address", ["./", "evidence/", "forces/kent/"])
def test_axe_finds_no_fault_with_the_menu_open(address: str, scheme: str, opened: Open, axe: Faults) -> None:
    page = opened(address, width=320, color_scheme=scheme, reduced_motion="reduce")
    page.locator(".md-header [for=__drawer]").click()
    expect(page.get_by_role("navigation", name="Navigation").get_by_text("Timeline")).to_be_in_viewport()
    assert list(axe(page)) == []


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("query", ["Heddlu Gwent", "zzzz"])
def test_axe_finds_no_fault_with_the_search_open(
    query: str, scheme: str, width: int, opened: Open, axe: Faults
) -> None:
    page = opened("./", width=width, color_scheme=scheme, reduced_motion="reduce")
    page.locator(".md-header__button[for=__search]:visible, .md-search__input:visible").first.click()
    page.locator(".md-search__input").press_sequentially(query)
    expect(page.locator(".md-search-result__meta")).to_contain_text("matching document")
    assert list(axe(page)) == []


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("address", WITH_CHARTS)
def test_axe_finds_no_fault_with_the_interactive_charts_open(
    address: str, scheme: str, width: int, opened: Open, axe: Faults
) -> None:
    page = opened(address, width=width, color_scheme=scheme, reduced_motion="reduce")
    charts = page.locator("figure.chart").all()
    assert charts
    for chart in charts:
        chart.get_by_role("button", name="Explore this chart").click()
        expect(chart.get_by_role("status")).to_contain_text("The interactive chart is shown.")
    charts[0].locator(".explore-chart [tabindex]").first.press("ArrowRight")
    assert list(axe(page)) == []


def test_axe_finds_a_fault_where_there_is_one(opened: Open, axe: Faults) -> None:
    page = opened("help/")
    page.locator("h1").evaluate("heading => heading.style.color = '#ccc'")
    page.locator("html").evaluate("root => root.removeAttribute('lang')")
    assert sorted(fault.split(": ")[1] for fault in axe(page)) == ["color-contrast", "html-has-lang"]


@pytest.mark.parametrize("width", WIDTHS)
def test_more_space_in_the_text_cuts_nothing_off(width: int, pages: list[str], opened: Open) -> None:
    page = opened("./", width=width, bypass_csp=True)
    for address in pages:
        page.goto(address)
        page.evaluate(OPEN_DETAILS)
        page.add_style_tag(content=SPACED)
        assert page.evaluate(CUT) == [], address
        assert not page.evaluate(OUT_OF_HEADER), address
        assert page.evaluate(SIDEWAYS) <= 0, address


LUMINANCE = """colour => {
    const linear = part => part <= .04045 ? part / 12.92 : ((part + .055) / 1.055) ** 2.4;
    const [red, green, blue] = colour.match(/[\\d.]+/g).slice(0, 3).map(part => linear(part / 255));
    return .2126 * red + .7152 * green + .0722 * blue;
}"""
# Of what is drawn in charts, and of what can be pressed, what does not stand out from the ground behind it.
FAINT = f"""() => {{
    const luminance = {LUMINANCE};
    const ratio = (one, other) => {{
        const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
        return (light + .05) / (dark + .05);
    }};
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
}}"""
MOVING = """() => [document.documentElement, ...document.querySelectorAll("body, body *")].filter(part =>
    [null, "::before", "::after"].some(pseudo => {
        const style = getComputedStyle(part, pseudo);
        const moves = [style.transitionDuration, style.animationDuration].join(" ").match(/[1-9]/);
        return moves || style.scrollBehavior === "smooth";
    })).map(part => part.outerHTML.slice(0, 90))"""


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("address", ["./", "numbers/", "forces/kent/"])
def test_charts_and_controls_stand_out_in_the_colours_that_a_reader_sets(
    address: str, scheme: str, opened: Open
) -> None:
    page = opened(address, color_scheme=scheme, forced_colors="active", reduced_motion="reduce")
    assert page.locator("figure.chart svg text").count()
    assert page.evaluate(FAINT) == []


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_moves_for_who_asks_for_less_motion(width: int, opened: Open) -> None:
    assert opened("forces/kent/", width=width).evaluate(MOVING) != []
    assert opened("forces/kent/", width=width, reduced_motion="reduce").evaluate(MOVING) == []
