"""Every page looks the same as with the whole style sheets."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import material  # type: ignore[import-untyped]
import pytest
from playwright.sync_api import Page, Route

from tests.browser.conftest import Open, open_search
from tests.sample import ROOT

THEME = Path(material.__file__).parent / "templates" / "assets" / "stylesheets"
LOOKS = """() => [...document.querySelectorAll("*")].flatMap((element) =>
    ["", "::before", "::after"].map((part) => {
        const style = getComputedStyle(element, part);
        let sum = 0;
        for (const letter of style.cssText) sum = (Math.imul(sum, 31) + letter.charCodeAt(0)) | 0;
        return `${element.tagName}.${element.getAttribute("class")}${part} ${sum}`;
    }))"""
MEDIA: list[dict[str, Any]] = [
    {"media": "screen", "color_scheme": "dark"},
    {"media": "print", "color_scheme": "light"},
    {"media": "screen", "color_scheme": "light"},
]


@pytest.fixture(scope="module")
def whole(site: Path) -> str:
    """The theme's style sheet as its makers publish it, with ours after it."""
    (theme,) = THEME.glob("main.*.min.css")
    ours = re.search(r"^extra_css: \[(.*)\]$", (ROOT / "mkdocs.yml").read_text("utf-8"), re.MULTILINE)
    assert ours
    sheets = [theme, *(site / name.strip() for name in ours[1].split(","))]
    return "".join(sheet.read_text("utf-8") for sheet in sheets)


def looks(page: Page, address: str) -> list[list[str]]:
    page.goto(address)
    found = []
    for media in MEDIA:
        page.emulate_media(reduced_motion="reduce", **media)
        found.append(page.evaluate(LOOKS))
    open_search(page, "Kent")
    page.wait_for_load_state()  # of the sheets too
    return [*found, page.evaluate(LOOKS)]


@pytest.mark.parametrize("width", [360, 1280])
def test_a_page_looks_as_with_the_whole_sheets(width: int, whole: str, opened: Open) -> None:
    finished, unfinished = (opened("about:blank", width=width) for _ in range(2))
    replaced: list[int] = []

    def restore(route: Route) -> None:
        replaced.append(len(route.fetch().text()))
        route.fulfill(body=whole, content_type="text/css")

    unfinished.route("**/assets/*.css", restore)
    for address in ("./", "forces/kent/", "data/"):
        assert looks(finished, address) == looks(unfinished, address), address
    assert replaced and max(replaced) * 2 < len(whole), "the page links to the whole sheet already"
