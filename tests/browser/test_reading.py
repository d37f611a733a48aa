"""Every page can be read: on a telephone, without scripts, and by a screen reader."""

from __future__ import annotations

import re
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open
from tests.site_pages import EMBED, Parsed

WITH_CHARTS = ["forces/", "numbers/", "timeline/"]
LEAST = 11.8  # pixels: letters of 12, in drawings up to three pixels wider than the column
SMALLEST = """() => Math.min(...[...document.querySelectorAll("figure.chart svg :is(text, tspan)")].map(
    text => parseFloat(getComputedStyle(text).fontSize) * Math.abs(text.getScreenCTM().a)))"""
COLOURS = """() => [getComputedStyle(document.body).backgroundColor,
    ...[...document.querySelectorAll("figure svg :is(text, path, circle, rect)")].flatMap(
        part => [getComputedStyle(part).fill, getComputedStyle(part).stroke])]"""
# The lines of a page that are there without scripts: not those of what a script adds.
LINES = """() => {
    for (const added of document.querySelectorAll(".finder, .copy-button, th button svg"))
        added.remove();
    return document.querySelector("article").innerText.split("\\n").map(line => line.trim()).filter(Boolean);
}"""


def colours(page: Page, scheme: str) -> list[str]:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    found: list[str] = page.evaluate(COLOURS)
    return found


@pytest.mark.parametrize("address", WITH_CHARTS)
def test_the_text_of_charts_can_be_read_on_a_telephone(address: str, opened: Open) -> None:
    page = opened(address, width=360, device_scale_factor=3, is_mobile=True, has_touch=True)
    assert page.locator("figure.chart svg text").count()
    assert page.evaluate(SMALLEST) >= LEAST


@pytest.mark.parametrize("scripts", [True, False])
def test_each_tile_leads_to_the_page_of_its_force(scripts: bool, parsed: Parsed, opened: Open) -> None:
    page = opened("forces/", java_script_enabled=scripts)
    tiles = page.locator("#tile-map svg a")
    site = urljoin(page.url, "../")
    led = [urljoin(page.url, tile.get_attribute("href") or "").removeprefix(site) for tile in tiles.all()]
    forces = [
        address
        for address, shown in parsed.items()
        if re.fullmatch("forces/[^/]+/", address) and not shown.css("meta[http-equiv=refresh]")
    ]
    assert sorted(led) == sorted(forces)
    tiles.and_(page.locator("[href$='forces/dyfed-powys/']")).click()
    expect(page).to_have_url(re.compile("/forces/dyfed-powys/$"))


@pytest.mark.parametrize("address", [*WITH_CHARTS, "./", "forces/kent/"])
def test_everything_is_there_without_scripts(address: str, opened: Open) -> None:
    shown = [opened(address, java_script_enabled=scripts) for scripts in (True, False)]
    with_scripts, without = (page.evaluate(LINES) for page in shown)
    assert without == with_scripts
    drawn = [page.locator("figure.chart svg:visible").count() for page in shown]
    assert drawn[0] == drawn[1] and (address not in WITH_CHARTS or drawn[0])


@pytest.mark.parametrize("scripts", [True, False])
def test_page_and_charts_follow_the_scheme_of_the_system(scripts: bool, opened: Open) -> None:
    page = opened("about:blank", java_script_enabled=scripts)
    for address in ("./", "numbers/", f"{EMBED}numbers/timeline/"):
        page.goto(address)
        light, dark = colours(page, "light"), colours(page, "dark")
        changed = [one != other for one, other in zip(light, dark, strict=True) if one != "none"]
        assert len(changed) > 10 and changed[0] and sum(changed) >= 0.9 * len(changed), address
