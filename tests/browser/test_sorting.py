"""A table that is marked for it can be sorted where scripts run, and is in the order of names elsewhere."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Faults, Open

STORED = "[localStorage.length, sessionStorage.length, document.cookie, history.length]"
# What each cell of a column is sorted by.
KEYS = """place => [...document.querySelectorAll("table.sortable tbody tr")].map(({ cells }) =>
    cells[place].dataset.sortValue ?? cells[place].innerText.trim())"""


def keys(page: Page, place: int) -> list[tuple[bool, float | str]]:
    """Give what a column is sorted by: numbers before words."""
    found: list[str] = page.evaluate(KEYS, place)
    return [(not key.isdigit(), float(key) if key.isdigit() else key.casefold()) for key in found]


def test_without_scripts_the_table_is_in_the_order_of_names(opened: Open) -> None:
    page = opened("forces/", java_script_enabled=False)
    rows = page.locator("table.sortable tbody th").all_inner_texts()
    assert len(rows) > 5 and rows == sorted(rows, key=str.casefold)
    expect(page.locator("table.sortable button")).to_have_count(0)


def test_each_heading_sorts_the_table_both_ways_and_says_so(opened: Open) -> None:
    page = opened("forces/")
    address, buttons = page.url, page.locator("table.sortable th button")
    names = [name.strip() for name in buttons.all_inner_texts()]
    assert len(names) > 2
    for place, name in list(enumerate(names))[::-1]:
        for direction in ("ascending", "descending"):
            buttons.nth(place).focus()
            page.keyboard.press("Enter")
            expect(page.locator(f"th[aria-sort={direction}]")).to_have_text(name)
            expect(page.locator("th[aria-sort]:not([aria-sort=none])")).to_have_count(1)
            expect(page.get_by_role("status").filter(has_text=direction)).to_contain_text(name)
            shown = keys(page, place)
            assert shown == sorted(shown, reverse=direction == "descending"), (name, direction)
    assert page.url == address
    assert page.evaluate(STORED) == [0, 0, "", 2]  # a new window has a blank page before the first


@pytest.mark.parametrize("width", [320, 1280])
def test_the_sorted_table_is_accessible(width: int, opened: Open, faults: Faults) -> None:
    page = opened("forces/", width=width)
    page.locator("table.sortable th button").last.click()
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
