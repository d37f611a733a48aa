"""A reader can explore a chart, by pointer and by keyboard, and nothing is loaded for it before that."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Request, Route, expect

from evidence import charts
from evidence.model import Count, Evidence

Open = Callable[..., Page]

ON_PAGE: Mapping[str, str] = {
    "tile-map": "numbers/",
    "victims": "numbers/",
    "not-comparable": "numbers/",
    "events": "numbers/",
    "crimes": "numbers/",
    "residents": "forces/kent/",
    "officers": "forces/kent/",
}
"""Every kind of chart under its anchor, and a page that it is on."""

ASKED_FOR = re.compile(r"vega|explore-chart|\.vl\.json")
LISTEN = """
window.violations = [];
addEventListener("securitypolicyviolation", (event) => {
    violations.push(event.violatedDirective + " " + event.blockedURI);
});
"""
SEEN = """(svg) => {
    const frame = svg.getBoundingClientRect();
    const place = (part) => {
        const box = part.getBoundingClientRect();
        return [box.left - frame.left, box.top - frame.top, box.width, box.height];
    };
    const colour = (words) => words === "rgba(0, 0, 0, 0)" ? "none" : words;
    const paint = (part) => ["fill", "stroke"].map((name) => colour(getComputedStyle(part)[name]));
    const seen = (part) => paint(part).some((one) => one !== "none");
    const parts = (names) => [...svg.querySelectorAll(names)];
    const texts = parts("text").filter((text) => text.textContent);
    return {
        size: [frame.width, frame.height],
        texts: texts.map((text) => [text.textContent, ...place(text)]),
        shapes: parts("path, rect, circle, line").filter(seen).map((one) => [...paint(one), ...place(one)]),
    };
}"""
COLOURS = "(marks) => marks.map((mark) => getComputedStyle(mark).fill)"
SIDEWAYS = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
STORED = """async () => [
    localStorage.length, sessionStorage.length, document.cookie, (await caches.keys()).length,
    (await indexedDB.databases()).length]"""


def figure(page: Page, name: str) -> Locator:
    return page.locator(f"figure#{name}")


def marks(chart: Locator) -> Locator:
    """Find the marks that have words."""
    return chart.locator(".explore-chart svg [aria-label]")


def explore(chart: Locator) -> Locator:
    """Press the button of a figure and wait for its interactive chart."""
    chart.get_by_role("button", name="Explore this chart").click()
    expect(chart.get_by_role("status")).to_contain_text("The interactive chart is shown.")
    return chart


def explored(opened: Open, name: str, **options: Any) -> Locator:
    return explore(figure(opened(ON_PAGE[name], **options), name))


def served(page: Page, specification: Mapping[str, object]) -> None:
    """Serve a chart that is not on the site in place of every chart's specification."""

    def answer(route: Route) -> None:
        route.fulfill(content_type="application/json", body=json.dumps(specification))

    page.route("**/*.vl.json", answer)


def held(page: Page, file: str) -> list[Route]:
    """Keep the requests for a file waiting."""
    waiting = list[Route]()

    def hold(route: Route) -> None:
        waiting.append(route)

    page.route(f"**/{file}", hold)
    return waiting


def how_many(evidence: Evidence) -> Mapping[str, int]:
    kent = next(force for force in evidence.forces if force.id == "kent")
    return {
        "tile-map": len(evidence.forces),
        "victims": evidence.total.total,
        "not-comparable": len(evidence.comparisons),
        "events": len(evidence.timeline),
        "crimes": len(evidence.crimes),
        "residents": len(kent.residents),
        "officers": len(kent.officers),
    }


def alike(one: list[list[Any]], other: list[list[Any]]) -> bool:
    """Tell whether two lists say the same in any order, with all places within a pixel and a half."""
    left = list(other)
    for part in one:
        found = next((each for each in left if _near(part, each)), None)
        if found is None:
            return False
        left.remove(found)
    return not left


def _near(one: list[Any], other: list[Any]) -> bool:
    return one[:-4] == other[:-4] and all(
        abs(a - b) <= 1.5 for a, b in zip(one[-4:], other[-4:], strict=True)
    )


@pytest.mark.parametrize("address", ["./", *sorted(set(ON_PAGE.values()))])
def test_nothing_is_loaded_for_an_interactive_chart_before_its_button_is_pressed(
    address: str, opened: Open, server: str
) -> None:
    page, asked = opened("about:blank"), list[str]()

    def note(request: Request) -> None:
        asked.append(request.url)

    page.on("request", note)
    page.goto(address, wait_until="networkidle")
    button = page.locator("button.explore").first
    button.hover()
    button.focus()
    assert len(asked) > 3
    assert [url for url in asked if ASKED_FOR.search(url)] == []
    assert page.locator("link:is([rel~=prefetch], [rel~=preload], [rel~=modulepreload])").count() == 0
    before = len(asked)
    explore(page.locator("figure.chart").first)
    names = [url.removeprefix(server).rpartition("/")[2] for url in asked[before:]]
    assert sorted(name for name in names if not name.endswith(".vl.json")) == ["explore-chart.js", "vega.js"]
    assert len(names) == 3
    assert [url for url in asked if not url.startswith((server, "data:"))] == []


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("name", ON_PAGE)
def test_the_interactive_chart_shows_what_the_picture_shows(
    name: str, width: int, evidence: Evidence, opened: Open
) -> None:
    chart = figure(opened(ON_PAGE[name], width=width), name)
    picture = chart.locator("svg.chart-svg").evaluate(SEEN)
    explore(chart)
    drawn = chart.locator("svg.chart-svg").evaluate(SEEN)
    assert marks(chart).count() == how_many(evidence)[name]
    assert drawn["size"] == pytest.approx(picture["size"], abs=1)
    assert len(picture["texts"]) > 1 and len(picture["shapes"]) >= how_many(evidence)[name]
    assert alike(picture["texts"], drawn["texts"])
    assert alike(picture["shapes"], drawn["shapes"])
    assert chart.page.evaluate(SIDEWAYS) <= 0


def test_a_chart_of_known_counts_can_be_explored_once_there_are_any(evidence: Evidence, opened: Open) -> None:
    period = {"period_start": "2020-04", "period_end": "2023-03", "unit": "victims", "marker": ""}
    counts = [Count(**period, count=count, claim=None, source=evidence.total.source) for count in range(9)]
    forces = [replace(force, counts=(count,)) for force, count in zip(evidence.forces, counts, strict=False)]
    known = replace(evidence, forces=(*forces, *evidence.forces[len(forces) :]))
    page = opened("forces/kent/")
    served(page, charts.count_among_known(forces[0], known).specification)
    chart = explore(figure(page, "residents"))
    expect(marks(chart)).to_have_count(len(forces))
    assert sorted(mark.get_attribute("aria-label") or "" for mark in marks(chart).all()) == [
        f"Victims: {count}" for count in range(9)
    ]


@pytest.mark.parametrize(
    ("name", "told"),
    [
        pytest.param("tile-map", "Northumbria Police: published response found", id="tile-map"),
        pytest.param("victims", "Victims up to here: 2", id="victims"),
        pytest.param(
            "not-comparable",
            "Figure: 451\nCounts: Domestic abuse victims\nCovers: United Kingdom, May 2020 to Sep 2022",
            id="not-comparable",
        ),
        pytest.param("events", re.compile("^Date: 15 August 2018\nEvent: The Mayor of London"), id="events"),
        pytest.param(
            "crimes", re.compile("^Period: Year to March 2021.*\nCrimes: [0-9,]+\nCoverage: "), id="crimes"
        ),
        pytest.param(
            "residents", re.compile("^Year: 2020\nNumber: [0-9],[0-9]{3},[0-9]{3}$"), id="residents"
        ),
        pytest.param("officers", re.compile("^Year: 2022\nNumber: [0-9],[0-9]{3}$"), id="officers"),
    ],
)
def test_a_mark_tells_the_same_to_the_pointer_the_keyboard_and_the_screen_reader(
    name: str, told: str | re.Pattern[str], opened: Open
) -> None:
    chart = explored(opened, name)
    page, tip, mark = chart.page, chart.locator(".explore-tip"), chart.locator("svg :focus")
    page.mouse.move(0, 0)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    words = tip.inner_text()
    assert told.search(words) if isinstance(told, re.Pattern) else words == told
    assert mark.get_attribute("aria-label") == words.replace("\n", ", ")
    label = mark.get_attribute("aria-label")
    chart.locator(".explore-chart").focus()
    expect(tip).to_be_hidden()
    box = marks(chart).and_(page.locator(f'[aria-label="{label}"]')).bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(tip).to_have_text(words)
    page.mouse.move(0, 0)
    expect(tip).to_be_hidden()


def test_the_pointer_can_move_onto_the_words_and_escape_takes_them_away(opened: Open) -> None:
    chart = explored(opened, "crimes")
    page, tip = chart.page, chart.locator(".explore-tip")
    marks(chart).first.hover()
    shown = tip.inner_text()
    box = tip.bounding_box()
    assert box
    page.mouse.move(box["x"] + 5, box["y"] - 3)  # between the mark and the words
    page.mouse.move(box["x"] + 5, box["y"] + 5)
    expect(tip).to_have_text(shown)
    expect(tip).to_be_visible()
    page.locator("h1").click(position={"x": 1, "y": 1}, force=True)
    marks(chart).first.hover()
    expect(tip).to_be_visible()
    page.keyboard.press("Escape")
    expect(tip).to_be_hidden()
    expect(chart.locator(".explore-chart")).to_be_visible()


def test_every_mark_is_reached_by_the_arrow_keys_in_the_order_of_the_data(
    evidence: Evidence, opened: Open
) -> None:
    chart = explored(opened, "crimes")
    page, tip = chart.page, chart.locator(".explore-tip")
    told = []
    for _ in range(len(evidence.crimes) + 1):  # one more than there are: the last stays
        page.keyboard.press("ArrowRight")
        told.append(re.findall("March ([0-9]{4})", tip.inner_text())[0])
    assert told == [*(year.period_end[:4] for year in evidence.crimes), told[-2]]
    page.keyboard.press("Home")
    expect(tip).to_contain_text(told[0])
    page.keyboard.press("End")
    expect(tip).to_contain_text(told[-1])
    expect(chart.locator(".explore-ring")).to_be_visible()
    page.keyboard.press("Tab")
    expect(chart.get_by_role("button")).to_be_focused()
    expect(tip).to_be_hidden()


def test_the_words_stay_within_the_chart_on_a_narrow_telephone(opened: Open) -> None:
    chart = explored(opened, "events", width=320)
    for key in ("Home", "End"):
        chart.page.keyboard.press(key)
        tip, frame = chart.locator(".explore-tip").bounding_box(), chart.bounding_box()
        assert tip and frame
        assert tip["x"] >= frame["x"] and tip["x"] + tip["width"] <= frame["x"] + frame["width"]
        assert chart.page.evaluate(SIDEWAYS) <= 0


def test_pressing_moves_the_focus_into_the_chart_which_has_the_name_of_the_picture(opened: Open) -> None:
    chart = figure(opened("numbers/"), "crimes")
    name = chart.locator(".chart-headline").inner_text()
    explore(chart)
    expect(chart.get_by_role("group", name=name, exact=True)).to_be_focused()


@pytest.mark.parametrize("inside", ["the chart", "a mark"])
def test_escape_closes_the_chart_and_gives_the_focus_back(inside: str, opened: Open) -> None:
    chart = figure(opened("numbers/"), "crimes")
    picture = chart.locator("svg.chart-svg").evaluate("(svg) => svg.outerHTML")
    explore(chart)
    if inside == "a mark":
        chart.page.keyboard.press("ArrowRight")
        expect(marks(chart).first).to_be_focused()
    chart.page.keyboard.press("Escape")
    expect(chart.get_by_role("button", name="Explore this chart")).to_be_focused()
    assert chart.locator("svg.chart-svg").evaluate("(svg) => svg.outerHTML") == picture
    expect(chart.locator(".explore-chart")).to_have_count(0)
    expect(chart.get_by_role("status")).to_be_empty()


def test_the_button_closes_the_chart_and_opens_it_again(opened: Open) -> None:
    chart = explored(opened, "officers")
    chart.get_by_role("button", name="Close the interactive chart").click()
    expect(chart.get_by_role("button", name="Explore this chart")).to_be_focused()
    expect(chart.locator("svg.chart-svg")).to_have_count(1)
    explore(chart)
    expect(chart.locator("svg.chart-svg")).to_have_count(1)
    expect(marks(chart).first).to_be_visible()


def test_a_second_press_while_the_chart_is_loading_does_nothing(opened: Open) -> None:
    page = opened("numbers/")
    waiting = held(page, "vega.js")
    chart = figure(page, "crimes")
    button, status = chart.get_by_role("button"), chart.get_by_role("status")
    with page.expect_request("**/vega.js"):
        button.click()
    expect(status).to_have_text("Loading the interactive chart.")
    button.click()
    page.locator("#victims button.explore").focus()
    waiting[0].continue_()
    expect(status).to_contain_text("is shown")
    expect(chart.locator(".explore-chart")).to_have_count(1)
    expect(page.locator("#victims button.explore")).to_be_focused()  # what is loaded late takes no focus


def refuse(route: Route) -> None:
    route.abort()


def lack(route: Route) -> None:
    route.fulfill(status=404, content_type="text/html", body="<h1>Not found</h1>")


def garble(route: Route) -> None:
    route.fulfill(content_type="application/json", body='{"title": {"text": []}, "mark": "nonsense"}')


@pytest.mark.parametrize(
    ("file", "failure"),
    [
        pytest.param("vega.js", refuse, id="no connection"),
        pytest.param("vega.js", lack, id="no bundle"),
        pytest.param("crimes.vl.json", lack, id="no chart"),
        pytest.param("crimes.vl.json", garble, id="a chart that cannot be drawn"),
    ],
)
def test_a_failure_to_load_leaves_the_picture_and_says_so(
    file: str, failure: Callable[[Route], None], opened: Open
) -> None:
    page = opened("numbers/")
    chart = figure(page, "crimes")
    picture = chart.locator("svg.chart-svg").evaluate("(svg) => svg.outerHTML")
    page.route(f"**/{file}", failure)
    button = chart.get_by_role("button", name="Explore this chart")
    button.click()
    expect(chart.get_by_role("status")).to_contain_text("could not be loaded. The picture stays.")
    assert chart.locator("svg.chart-svg").evaluate("(svg) => svg.outerHTML") == picture
    expect(button).to_be_focused()
    page.unroute(f"**/{file}")
    explore(chart)


@pytest.mark.parametrize("name", ["tile-map", "residents"])
def test_the_interactive_chart_follows_the_scheme_of_the_system(name: str, opened: Open) -> None:
    chart = explored(opened, name, color_scheme="light")
    shapes, texts = chart.locator(".explore-chart svg path[fill]"), chart.locator(".explore-chart svg text")
    light = shapes.evaluate_all(COLOURS), texts.evaluate_all(COLOURS)
    chart.page.emulate_media(color_scheme="dark")
    dark = shapes.evaluate_all(COLOURS), texts.evaluate_all(COLOURS)
    for before, after in zip(light, dark, strict=True):
        changed = [one != other for one, other in zip(before, after, strict=True) if one != "none"]
        seen = [changes for changes, colour in zip(changed, before, strict=False) if colour != "transparent"]
        assert seen and sum(seen) / len(seen) > 0.8


@pytest.mark.parametrize("address", sorted(set(ON_PAGE.values())))
def test_exploring_breaks_no_policy_asks_no_other_host_and_leaves_no_trace(
    address: str, opened: Open, server: str
) -> None:
    page, asked = opened("about:blank"), list[str]()

    def note(request: Request) -> None:
        asked.append(request.url)

    page.on("request", note)
    page.add_init_script(LISTEN)
    page.goto(address)
    policy = page.locator("meta[http-equiv=Content-Security-Policy]").get_attribute("content") or ""
    assert "script-src 'self';" in policy and "style-src 'self' 'sha256-" in policy and "unsafe" not in policy
    for chart in page.locator("figure.chart").all():
        explore(chart)
        page.keyboard.press("ArrowRight")
        marks(chart).last.hover(force=True)
        expect(chart.locator(".explore-tip")).to_be_visible()
    page.emulate_media(color_scheme="dark")
    page.locator("button.explore").first.click()
    assert page.evaluate("violations") == []
    assert [url for url in asked if not url.startswith((server, "data:"))] == []
    assert page.context.cookies() == []
    assert page.evaluate(STORED) == [0, 0, "", 0, 0]


@pytest.mark.parametrize("address", ["./", "numbers/"])
def test_a_tile_of_the_interactive_map_is_a_link_to_its_force(
    address: str, evidence: Evidence, opened: Open, server: str
) -> None:
    page = opened(address)
    tiles = marks(explore(figure(page, "tile-map")))
    led = [tile.evaluate("(link) => link.href.baseVal") for tile in tiles.all()]
    read = sorted(evidence.forces, key=lambda force: (force.tile.row, force.tile.column))
    assert led == [f"{server}forces/{force.id}/" for force in read]
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page).to_have_url(led[0])
    page.go_back()
    explore(figure(page, "tile-map"))
    marks(figure(page, "tile-map")).last.click()
    expect(page).to_have_url(led[-1])


def test_the_text_of_a_chart_never_becomes_markup(evidence: Evidence, opened: Open) -> None:
    hostile = '<img src=x onerror="document.title=1"></svg><script>document.title=1</script>'
    years = [{"year": 2020, "value": 5, "label": hostile}]
    specification = charts.of_force(evidence.forces[0], evidence)[0].specification
    page = opened("forces/kent/")
    served(page, {**specification, "title": {"text": [hostile]}, "datasets": {"years": years}})
    chart = explore(figure(page, "residents"))
    chart.page.keyboard.press("ArrowRight")
    expect(chart.locator(".explore-tip")).to_have_text(f"Year: 2020 Number: {hostile}")
    expect(chart.locator("svg")).to_contain_text(hostile)
    expect(chart.get_by_role("group", name=hostile)).to_have_count(1)
    assert chart.locator("img, script").count() == 0


def test_charts_can_be_explored_after_a_search(opened: Open) -> None:
    page = opened("numbers/")
    page.locator("[data-md-component=search-query]").press_sequentially("Kent")
    expect(page.locator(".md-search-result__link").first).to_be_visible()
    page.keyboard.press("Escape")
    chart = explore(figure(page, "crimes"))
    page.keyboard.press("ArrowRight")
    expect(chart.locator(".explore-tip")).to_contain_text("Year to March")
    page.keyboard.press("Escape")
    expect(chart.get_by_role("button", name="Explore this chart")).to_be_focused()


@pytest.mark.parametrize("address", sorted(set(ON_PAGE.values())))
def test_every_chart_has_a_button_where_scripts_run_and_none_elsewhere(address: str, opened: Open) -> None:
    page, without = opened(address, width=320), opened(address, java_script_enabled=False)
    buttons = page.locator("figure.chart").get_by_role("button", name="Explore this chart")
    assert buttons.count() == page.locator("figure.chart").count() > 0
    for button in buttons.all():
        box = button.bounding_box()
        assert box and box["height"] >= 24 and box["width"] >= 24
    assert without.locator("figure.chart").count() == buttons.count()
    assert without.get_by_role("button", name="Explore").count() == 0
    assert without.locator("button.explore").evaluate_all("(all) => all.every((one) => !one.offsetHeight)")


def test_nothing_moves_when_the_button_appears(opened: Open) -> None:
    page = opened("about:blank")
    waiting = held(page, "explore.js")
    with page.expect_request("**/explore.js"):
        page.goto("numbers/", wait_until="commit")
    button, note = page.locator("#victims button.explore"), page.locator("#victims .chart-note").first
    expect(note).to_be_visible()
    expect(button).to_be_hidden()
    before = note.bounding_box()
    waiting[0].continue_()
    expect(button).to_be_visible()
    assert note.bounding_box() == before


def test_a_printed_page_has_no_button(opened: Open) -> None:
    page = opened("numbers/")
    page.emulate_media(media="print")
    expect(page.locator("button.explore").first).to_be_hidden()
    expect(page.locator("svg.chart-svg").first).to_be_visible()
