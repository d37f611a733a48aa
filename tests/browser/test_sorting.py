"""The table of forces can be sorted where scripts run, and is in the order of names where they do not."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Page, expect

from evidence.model import Evidence

Open = Callable[..., Page]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
COLUMNS = ["Force", "Region", "Nation", "Published response", "Residents"]


KEPT = "[localStorage.length, sessionStorage.length, document.cookie, history.length]"


def column(page: Page, place: int) -> list[str]:
    cells = page.locator(f"table.sortable tbody tr > :nth-child({place + 1})")
    return [cell.inner_text().split("\n")[0].strip() for cell in cells.all()]


def number(residents: str) -> float:
    return float(residents.replace(",", "")) if residents != "No area" else float("inf")


def test_without_scripts_the_table_is_in_the_order_of_names(evidence: Evidence, opened: Open) -> None:
    page = opened("forces/", java_script_enabled=False)
    assert column(page, 0) == [force.name for force in evidence.forces]
    expect(page.locator("table.sortable button")).to_have_count(0)


def test_each_heading_sorts_the_table_both_ways_and_says_so(evidence: Evidence, opened: Open) -> None:
    page = opened("forces/")
    address = page.url
    assert page.locator("table.sortable th button").all_inner_texts() == COLUMNS
    assert column(page, 0) == [force.name for force in evidence.forces]
    for place, name in list(enumerate(COLUMNS))[::-1]:
        key = number if name == "Residents" else str.casefold
        button = page.get_by_role("button", name=name, exact=True)
        for direction in ("ascending", "descending"):
            button.focus()
            page.keyboard.press("Enter")
            expect(page.locator(f"th[aria-sort={direction}]")).to_have_text(name)
            expect(page.locator("th[aria-sort]:not([aria-sort=none])")).to_have_count(1)
            said = page.get_by_role("status").filter(has_text="Sorted").inner_text()
            assert " ".join(said.split()) == f"Sorted by {name} ({direction})"
            shown = column(page, place)
            assert shown == sorted(shown, key=key, reverse=direction == "descending"), (name, direction)
    assert page.url == address
    assert page.evaluate(KEPT) == [0, 0, "", 2]  # a new window has a blank page before the first


@pytest.mark.parametrize("width", [320, 1280])
def test_the_sorted_table_is_accessible(width: int, opened: Open) -> None:
    page = opened("forces/", width=width)
    page.get_by_role("button", name="Residents").click()
    found = Axe().run(page, options={"runOnly": RULES})
    assert found.response["violations"] == []
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0


def test_the_page_says_that_forces_are_not_ranked(opened: Open) -> None:
    told = opened("forces/").locator("article").inner_text()
    assert "Forces are not ranked." in told


def test_only_the_page_with_the_table_loads_what_sorts_it(opened: Open) -> None:
    for address, loaded in (("forces/", 1), ("./", 0), ("forces/kent/", 0), ("constituencies/", 0)):
        expect(opened(address).locator("script[src$='assets/sort.js']")).to_have_count(loaded)
