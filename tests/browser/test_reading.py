"""What only a browser can tell: that every page can be read, searched and left without a trace."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Locator, Page, expect

from evidence.model import Evidence

Open = Callable[..., Page]

FORCES = ["forces/kent/", "forces/btp/", "forces/dyfed-powys/"]
WITH_CHARTS = ["./", "numbers/", "timeline/", *FORCES]

SMALLEST = """() => Math.min(...[...document.querySelectorAll("figure.chart svg :is(text, tspan)")].map(
    text => parseFloat(getComputedStyle(text).fontSize) * Math.abs(text.getScreenCTM().a)))"""
SIDEWAYS = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
PAPER = "() => getComputedStyle(document.body).backgroundColor"
COLOURS = """() => [...document.querySelectorAll("figure.chart svg :is(text, path, circle, rect)")].flatMap(
    part => [getComputedStyle(part).fill, getComputedStyle(part).stroke])"""


def search(page: Page, query: str) -> Locator:
    """Type into the search box and give the first result."""
    page.locator("[data-md-component=search-query]").press_sequentially(query)
    return page.locator(".md-search-result__link").first


def luminance(colour: str) -> float:
    """Give how light an opaque colour is: 0 is black, 1 is white."""
    red, green, blue = (int(part) / 255 for part in re.findall(r"\d+", colour)[:3])
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("width", [320, 1280])
def test_no_page_scrolls_sideways(width: int, pages: list[str], opened: Open) -> None:
    page = opened("./", width=width)
    for address in pages:
        page.goto(address)
        assert page.evaluate(SIDEWAYS) <= 0, address


@pytest.mark.parametrize("address", WITH_CHARTS)
def test_the_text_of_charts_can_be_read_on_a_telephone(address: str, opened: Open) -> None:
    page = opened(address, width=360, device_scale_factor=3, is_mobile=True, has_touch=True)
    assert page.locator("figure.chart svg text").count()
    assert round(page.evaluate(SMALLEST), 2) >= 12


@pytest.mark.parametrize("scripts", [True, False])
def test_each_tile_leads_to_the_page_of_its_force(scripts: bool, evidence: Evidence, opened: Open) -> None:
    page = opened("./", java_script_enabled=scripts)
    tiles = page.locator("#tile-map svg a")
    led = [urljoin(page.url, tile.get_attribute("href")) for tile in tiles.all()]
    assert sorted(led) == sorted(urljoin(page.url, f"forces/{force.id}/") for force in evidence.forces)
    tiles.and_(page.locator("[href$='forces/dyfed-powys/']")).click()
    expect(page).to_have_url(re.compile("/forces/dyfed-powys/$"))
    expect(page.locator("h1")).to_contain_text("Dyfed-Powys Police")


@pytest.mark.parametrize(
    ("query", "answer"),
    [
        pytest.param("Kent Police", "forces/kent/", id="force"),
        pytest.param("Heddlu Gwent", "forces/gwent/", id="Welsh name"),
        pytest.param("Isle of Wight", "forces/hampshire/", id="council"),
        pytest.param("Hexham", "constituencies/hexham/", id="constituency"),
        pytest.param("Ynys Môn", "constituencies/ynys-mon/", id="accent"),
    ],
)
def test_a_name_in_the_search_box_leads_to_its_page(query: str, answer: str, page: Page) -> None:
    found = search(page, query)
    expect(found).to_have_attribute("href", re.compile(f"/{answer}"))
    found.click()
    expect(page).to_have_url(re.compile(f"/{answer}"))
    expect(page.locator("article")).to_contain_text(query)


@pytest.mark.parametrize("address", WITH_CHARTS)
def test_everything_is_there_without_scripts(address: str, opened: Open) -> None:
    shown = [opened(address, java_script_enabled=scripts) for scripts in (True, False)]
    finder = shown[0].locator(".finder").all_inner_texts()
    with_scripts, without = (page.locator("article").inner_text().splitlines() for page in shown)
    note = [line for line in without if line.startswith("Search needs scripts.")]
    assert len(note) == 1
    added = {"", "Copy", "Explore this chart", *"\n".join(finder).splitlines()}
    assert [line for line in without if line and line not in note] == [
        line for line in with_scripts if line not in added
    ]
    drawn = shown[1].locator("figure.chart svg")
    assert drawn.count() == shown[0].locator("figure.chart svg").count() > 0
    assert all(chart.is_visible() for chart in drawn.all())


def test_without_scripts_a_note_leads_to_the_lists(opened: Open) -> None:
    note = opened("forces/kent/", java_script_enabled=False).locator("noscript p")
    expect(note).to_contain_text("Search needs scripts.")
    led = [link.get_attribute("href") for link in note.get_by_role("link").all()]
    assert led == ["../../constituencies/", "../../councils/", "../", "../../evidence/"]


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize("address", ["./", "numbers/", "forces/kent/"])
def test_page_and_charts_follow_the_scheme_of_the_system(address: str, scripts: bool, opened: Open) -> None:
    light, dark = (
        opened(address, color_scheme=scheme, java_script_enabled=scripts) for scheme in ("light", "dark")
    )
    assert luminance(light.evaluate(PAPER)) > 0.9
    assert luminance(dark.evaluate(PAPER)) < 0.2
    colours = zip(light.evaluate(COLOURS), dark.evaluate(COLOURS), strict=True)
    changed = [one != other for one, other in colours if one != "none"]
    assert len(changed) > 10
    assert sum(changed) / len(changed) > 0.9


@pytest.mark.parametrize("address", WITH_CHARTS)
def test_every_chart_is_a_figure_with_a_name_and_a_description(address: str, opened: Open) -> None:
    page = opened(address)
    figures = page.locator("figure.chart")
    for headline in figures.locator(".chart-headline").all_inner_texts():
        assert (
            figures.get_by_role("img", name=headline).or_(figures.get_by_role("group", name=headline)).count()
            == 1
        )
    nodes = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    charts = [node for node in nodes if not node["ignored"] and node["role"]["value"] in {"image", "group"}]
    described = {
        node["name"]["value"]: node["description"]["value"] for node in charts if "description" in node
    }
    told = [name for name in described if described[name] not in {"", name}]
    assert told == figures.locator(".chart-headline").all_inner_texts()
    assert len(set(described.values())) == len(described)


def test_a_printed_page_has_its_text_and_no_navigation(opened: Open) -> None:
    page = opened("forces/kent/")
    page.emulate_media(media="print")
    for part in ("h1", "#shared", "#count", "pre.copy >> nth=0", "figure.chart svg >> nth=0"):
        expect(page.locator(f"article {part}" if part != "h1" else "article h1")).to_be_visible()
    for part in (
        ".md-header",
        ".md-sidebar--primary",
        ".md-sidebar--secondary",
        ".md-footer",
        ".page-foot",
        ".md-search",
    ):
        expect(page.locator(part)).to_be_hidden()
