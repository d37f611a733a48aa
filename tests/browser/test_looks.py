"""Every page looks the same as with the theme's whole style sheet."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import material  # type: ignore[import-untyped]
import pytest
from playwright.sync_api import Page, Route, expect

Open = Callable[..., Page]

SHEETS = Path(material.__file__).parent / "templates" / "assets" / "stylesheets"
LOOKS = """() => [...document.querySelectorAll("*")].flatMap((element) =>
    ["", "::before", "::after"].map((part) => {
        const style = getComputedStyle(element, part);
        let sum = 0;
        for (const letter of style.cssText) sum = (Math.imul(sum, 31) + letter.charCodeAt(0)) | 0;
        return `${element.tagName}.${element.getAttribute("class")}${part} ${sum}`;
    }))"""
OURS = ("chart-colours", "site", "exit", "explore")
SCHEMES = ({"media": "screen", "color_scheme": "light"}, {"media": "screen", "color_scheme": "dark"})
PRINT = {"media": "print", "color_scheme": "light"}


def restored(route: Route, built: Path) -> None:
    """Answer with the page as it would be with the theme's whole style sheet."""
    page = route.fetch().text()
    start, _, rest = page.partition("<style>")
    (theme,) = SHEETS.glob("main.*.min.css")
    sheets = [theme, *(built / "assets" / f"{name}.css" for name in OURS)]
    style = "".join(sheet.read_text("utf-8") for sheet in sheets)
    assert len(style) > 2 * len(rest.partition("</style>")[0]), "the page holds the whole sheet already"
    route.fulfill(
        body=f"{start}<style>{style}</style>{rest.partition('</style>')[2]}", content_type="text/html"
    )


def looks(page: Page, address: str) -> list[list[str]]:
    page.goto(address)
    found = []
    for media in (*SCHEMES, PRINT):
        page.emulate_media(reduced_motion="reduce", **media)  # type: ignore[arg-type]
        found.append(page.evaluate(LOOKS))
    page.emulate_media(reduced_motion="reduce", **SCHEMES[0])  # type: ignore[arg-type]
    page.locator(".md-header__button[for=__search]:visible, .md-search__input:visible").first.click()
    page.locator(".md-search__input").press_sequentially("Kent")
    expect(page.locator(".md-search-result__meta")).to_contain_text("matching document")
    return [*found, page.evaluate(LOOKS)]


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("address", ["./", "letter/", "forces/kent/", "data/", "methods/"])
def test_a_page_looks_as_with_the_whole_sheet(opened: Open, built: Path, address: str, width: int) -> None:
    lightened, whole = (opened("about:blank", width=width, bypass_csp=True) for _ in range(2))
    whole.route(f"**/{address.removeprefix('./')}", lambda route: restored(route, built))
    assert looks(lightened, address) == looks(whole, address)
