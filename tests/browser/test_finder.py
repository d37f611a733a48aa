"""The box of the finder: what is typed leads to the force, by keyboard too, and stays on the device."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import Faults, Open, record

WITH_FINDER = ["./", "forces/", "constituencies/"]
STORED = "[localStorage.length, sessionStorage.length, document.cookie, history.length]"
ON_PAGE = "e => { const b = e.getBoundingClientRect(); return b.left >= 0 && b.right <= innerWidth; }"
PARTS = [
    "assets/finder-box.js",
    "assets/finder-match.js",
    "assets/places.json",
    "assets/vendor/accessible-autocomplete.min.js",
]


def type_in(page: Page, words: str) -> None:
    page.locator("#finder").press_sequentially(words)


def test_nothing_of_the_finder_is_loaded_before_it_gets_the_focus(opened: Open, server: str) -> None:
    page = opened("about:blank")
    asked = record(page.context, "request")
    page.goto("./", wait_until="networkidle")
    assert [one.url.removeprefix(server) for one in asked if "finder" in one.url and ".js" in one.url] == [
        "assets/finder.js"
    ]
    before, stored, address = len(asked), page.evaluate(STORED), page.url
    type_in(page, "zebra crossing")
    expect(page.locator(".finder-none")).to_be_visible()
    page.locator("#finder").fill("Hexham")
    expect(page.get_by_role("option")).to_have_count(1)
    assert sorted(one.url.removeprefix(server) for one in asked[before:]) == PARTS
    assert (page.evaluate(STORED), page.url) == (stored, address)


@pytest.mark.parametrize("address", WITH_FINDER)
def test_the_keyboard_alone_finds_a_force(address: str, opened: Open, server: str) -> None:
    page = opened(address)
    page.locator("#finder").focus()
    page.keyboard.type("darlin")
    expect(page.get_by_role("option")).to_have_count(1)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{server}forces/durham/")


def test_arrows_space_and_escape_work_in_the_list(opened: Open, server: str) -> None:
    page = opened("./")
    type_in(page, "london")
    options = page.get_by_role("option")
    expect(options.nth(1)).to_be_visible()
    page.keyboard.press("Escape")
    expect(options.first).to_be_hidden()
    page.keyboard.type(" ")
    expect(options.nth(1)).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(options.nth(1)).to_be_focused()
    page.keyboard.press(" ")
    page.wait_for_url(re.compile(f"{server}(forces|constituencies)/.+/"))


def test_a_pointer_chooses_a_constituency(opened: Open, server: str) -> None:
    page = opened("./", width=320, has_touch=True)
    page.locator("#finder").tap()
    type_in(page, "Blaydon")
    page.get_by_role("option").first.tap()
    page.wait_for_url(f"{server}constituencies/blaydon-and-consett/")


def test_what_is_typed_while_the_finder_is_on_its_way_is_kept(opened: Open) -> None:
    page, held = opened("./"), list[Route]()

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/places.json", hold)
    with page.expect_request("**/places.json"):
        type_in(page, "hex")
    expect(page.locator("#finder")).to_have_value("hex")
    expect(page.locator(".finder__wrapper")).to_have_count(0)
    held[0].continue_()
    expect(page.get_by_role("option")).to_have_count(1)
    page.keyboard.type("ham")
    expect(page.locator("#finder")).to_have_value("hexham")


def test_a_finder_that_cannot_be_loaded_says_so_and_can_be_tried_again(opened: Open) -> None:
    page = opened("./")
    page.route("**/places.json", lambda route: route.fulfill(status=404, body="not here"))
    page.locator("#finder").focus()
    expect(page.locator(".finder-failed")).to_be_visible()
    page.unroute("**/places.json")
    page.locator("h1").click()
    type_in(page, "hexham")
    expect(page.get_by_role("option")).to_have_count(1)
    expect(page.locator(".finder-failed")).to_be_hidden()


def test_a_postcode_goes_nowhere_and_parliament_is_offered(opened: Open) -> None:
    page = opened("./")
    type_in(page, "SW1A 1AA")
    answer = page.locator(".finder-postcode")
    expect(answer).to_be_visible()
    link = answer.locator("a")
    assert (link.get_attribute("href") or "").startswith("https://members.parliament.uk/")
    assert (link.get_attribute("rel"), link.get_attribute("target")) == ("noreferrer", None)
    assert page.get_by_role("option").count() == 0
    page.locator("#finder").fill("")
    expect(answer).to_be_hidden()


def test_a_name_with_marks_of_html_is_shown_as_its_characters(opened: Open) -> None:
    page = opened("./")
    row = '[["<img src=x> & <b>Test</b>", "council, <i>Police</i>", "forces/"]]'
    page.route("**/places.json", lambda route: route.fulfill(body=row))
    type_in(page, "test")
    expect(page.get_by_role("option")).to_have_text("<img src=x> & <b>Test</b>, council, <i>Police</i>")


def test_screen_readers_are_told_what_was_found(opened: Open) -> None:
    page = opened("./")
    type_in(page, "hexham")
    expect(page.locator("#finder[role=combobox][aria-labelledby], label[for=finder]").first).to_be_visible()
    expect(page.locator("#finder")).to_have_attribute("aria-expanded", "true")
    expect(page.locator(".finder__status")).to_contain_text("Hexham")
    page.locator("#finder").fill("zzzz")
    expect(page.locator(".finder [role=status]:has(.finder-none)")).not_to_be_empty()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_no_fault_with_the_list_open(width: int, scheme: str, opened: Open, faults: Faults) -> None:
    page = opened("./", width=width, color_scheme=scheme, reduced_motion="reduce")
    answers = {"sw1a 1aa": ".finder-postcode", "zzzz": ".finder-none", "london": ".finder__option >> nth=0"}
    for words, answer in answers.items():
        page.locator("#finder").fill("")
        type_in(page, words)
        expect(page.locator(answer)).to_be_visible()
        assert faults(page, part=".finder") == []
    for option in page.get_by_role("option").all():
        assert option.evaluate(ON_PAGE)
        assert option.evaluate("one => one.offsetHeight") >= 24


def test_the_name_that_enter_follows_stands_out_in_the_colours_that_a_reader_sets(opened: Open) -> None:
    page = opened("./", forced_colors="active", reduced_motion="reduce")
    type_in(page, "london")
    options = page.get_by_role("option")
    ground = "one => getComputedStyle(one).backgroundColor"
    assert options.nth(0).evaluate(ground) != options.nth(1).evaluate(ground)


@pytest.mark.parametrize("address", WITH_FINDER)
def test_without_scripts_there_is_no_box_and_the_lists_are_there(address: str, opened: Open) -> None:
    page = opened(address, java_script_enabled=False)
    expect(page.locator("#finder")).to_be_hidden()
    assert page.locator("article :is(li, td, th) a[href*='/']:visible").count() > 3


def test_the_page_does_not_move_when_the_box_appears(opened: Open) -> None:
    page = opened("about:blank")
    page.route("**/finder.js", lambda route: route.abort())
    page.goto("./")
    after = page.locator(".finder + *")
    before = after.bounding_box()
    page.unroute("**/finder.js")
    page.reload()
    expect(page.locator("#finder")).to_be_visible()
    assert after.bounding_box() == before
