"""The finder finds: what is typed leads to the force, by keyboard too, and stays on the device."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Page, Request, Route, expect

from evidence.model import Evidence

Open = Callable[..., Page]
Offered = Callable[[list[str]], list[list[str]]]

WITH_FINDER = ["./", "forces/", "constituencies/"]
ELSEWHERE = re.compile("^https:")
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Safari/604.1"
)
STORED = "[localStorage.length, sessionStorage.length, document.cookie, history.length]"
ON_PAGE = "e => { const b = e.getBoundingClientRect(); return b.left >= 0 && b.right <= innerWidth; }"

# The labels of what is offered for each query, by the site's own module and data.
OFFERED = """async queries => {
    const { matches, readable } = await import("/assets/finder-match.js");
    const places = readable(await (await fetch("/assets/places.json")).json());
    return queries.map(query => matches(query, places).map(place => place.label));
}"""
POSTCODES = """async queries => {
    const { isPostcode } = await import("/assets/finder-match.js");
    return queries.filter(isPostcode);
}"""


@pytest.fixture
def offered(opened: Open) -> Offered:
    """Gives the labels of what is offered for each of many queries."""
    page = opened("help/")

    def of(queries: list[str]) -> list[list[str]]:
        labels: list[list[str]] = page.evaluate(OFFERED, queries)
        return labels

    return of


def names(evidence: Evidence) -> Iterator[tuple[str, set[str]]]:
    """Give every name under which a force is known or a place lies in one, and its force or forces."""
    for force in evidence.forces:
        others = [alias.alias for alias in force.aliases]
        for name in filter(None, (force.name, force.name_cy, *others, *force.local_authorities)):
            yield name, {force.name}
    for constituency in evidence.constituencies:
        for name in filter(None, (constituency.name, constituency.name_cy)):
            yield name, {overlap.force_name for overlap in constituency.overlaps}


def slips(name: str) -> Iterator[str]:
    """Give a name with its longest word mistyped in each way: wrong, missing, extra and swapped letters."""
    word = max(name.replace("-", " ").split(), key=len)
    at = len(word) // 2
    before, after = word[:at], word[at:]
    for wrong in (
        f"{before}q{after[1:]}",
        before + after[1:],
        f"{before}q{after}",
        f"{before}{after[1:2]}{after[0]}{after[2:]}",
    ):
        yield name.replace(word, wrong, 1)


def reaches(labels: list[str], name: str, forces: set[str]) -> bool:
    own = [label for label in labels if label.startswith(f"{name}, ")]
    return any(all(force in label for force in forces) for label in own)


def test_every_name_reaches_its_force_as_one_of_the_first(evidence: Evidence, offered: Offered) -> None:
    known = list(names(evidence))
    assert len(known) > 575 + 318 + 44
    for (name, forces), labels in zip(known, offered([name for name, _ in known]), strict=True):
        assert any(reaches([label], name, forces) for label in labels[:3]), (name, labels)


def test_a_slip_of_the_keyboard_does_not_keep_a_name_from_being_found(
    evidence: Evidence, offered: Offered
) -> None:
    known = [
        (name, forces, slip) for name, forces in names(evidence) if len(name) > 4 for slip in slips(name)
    ]
    labels = offered([slip for _, _, slip in known])
    told = zip(known, labels, strict=True)
    assert [slip for (name, forces, slip), each in told if not reaches(each, name, forces)] == []


FIRST = {
    "hexham": "Hexham, constituency, Northumbria Police",
    "HEXHAM!": "Hexham, constituency, Northumbria Police",
    "hexam": "Hexham, constituency, Northumbria Police",
    "met": "Met, another name, Metropolitan Police Service",
    "the met": "Met, another name, Metropolitan Police Service",
    "gmp": "GMP, another name, Greater Manchester Police",
    "gravesham": "Gravesham, constituency, Kent Police",
    "dacorum": "Dacorum, council, Hertfordshire Constabulary",
    "Gravesham Borough Council": "Gravesham, council, Kent Police",
    "london borough of camden": "Camden, council, Metropolitan Police Service",
    "st helens": "St. Helens, council, Merseyside Police",
    "bristol city council": "Bristol, City of, council, Avon and Somerset Constabulary",
    "kings lynn": "King's Lynn and West Norfolk, council, Norfolk Constabulary",
    "devon and cornwall": "Devon & Cornwall Police, police force",
    "northumbira": "Northumbria Police, police force",
    "kent constabulary": "Kent Police, police force",
    "hampshire constabulary": "Hampshire Constabulary, former name, Hampshire and Isle of Wight Constabulary",
    "heddlu gwent": "Heddlu Gwent, Welsh name, Gwent Police",
    "heddlu de cymru": "Heddlu De Cymru, Welsh name, South Wales Police",
    "Ynys Mon": "Ynys Môn, constituency, North Wales Police",
    "ynys môn": "Ynys Môn, constituency, North Wales Police",
    "dwyrain clwyd": "Dwyrain Clwyd, Welsh name of Clwyd East, constituency, North Wales Police",
    "scotland yard": "Scotland Yard, another name, Metropolitan Police Service",
    "teesside": "Teesside, place, Cleveland Police",
}
"""What must come first for what is typed."""


def test_what_readers_type_comes_first(offered: Offered) -> None:
    found = {query: labels[:1] for query, labels in zip(FIRST, offered(list(FIRST)), strict=True)}
    assert found == {query: [label] for query, label in FIRST.items()}


def test_london_is_offered_with_both_its_forces(offered: Offered) -> None:
    (labels,) = offered(["London"])
    assert labels[:2] == [
        "London, place, City of London Police",
        "London, place, Metropolitan Police Service",
    ]


def test_what_is_no_name_finds_nothing(offered: Offered) -> None:
    nothing = ["zzzz", "the", "council", "%%", "qxv"]
    assert offered(nothing) == [[] for _ in nothing]


def test_a_name_exactly_typed_comes_before_names_that_begin_so(offered: Offered) -> None:
    (labels,) = offered(["leeds"])
    assert labels[0] == "Leeds, council, West Yorkshire Police"
    assert {label.split(", ")[1] for label in labels[1:]} == {"constituency"}


def test_a_postcode_is_told_from_a_name(opened: Open, evidence: Evidence) -> None:
    codes = ["SW1A 1AA", "sw1a1aa", "M1", "NE46 1", " CF10 ", "ec1v 9hq"]
    known = [name for name, _ in names(evidence)]
    assert opened("help/").evaluate(POSTCODES, codes + known) == codes


def test_nothing_of_the_finder_is_loaded_before_it_gets_the_focus(opened: Open, server: str) -> None:
    page = opened("about:blank")
    asked: list[Request] = []

    def note(request: Request) -> None:
        asked.append(request)

    page.context.on("request", note)
    page.goto("./", wait_until="networkidle")
    assert [one.url.removeprefix(server) for one in asked if "finder" in one.url] == ["assets/finder.js"]
    before, kept, address = len(asked), page.evaluate(STORED), page.url
    type_in(page, "zebra crossing")
    expect(page.locator(".finder-none")).to_contain_text("Nothing here has that name.")
    page.locator("#finder").fill("Hexham")
    expect(page.get_by_role("option")).to_have_count(1)
    assert sorted(one.url.removeprefix(server) for one in asked[before:]) == LOADED
    assert (page.evaluate(STORED), page.url) == (kept, address)


LOADED = [
    "assets/finder-box.js",
    "assets/finder-match.js",
    "assets/places.json",
    "assets/vendor/accessible-autocomplete.min.js",
]


def type_in(page: Page, words: str) -> None:
    page.locator("#finder").press_sequentially(words)


@pytest.mark.parametrize("address", WITH_FINDER)
def test_the_keyboard_alone_finds_a_force(address: str, opened: Open, server: str) -> None:
    page = opened(address)
    page.locator("#finder").focus()
    page.keyboard.type("dacor")
    option = page.get_by_role("option", name="Dacorum, council, Hertfordshire Constabulary")
    expect(option).to_be_visible()
    page.keyboard.press("Enter")
    page.wait_for_url(f"{server}forces/hertfordshire/")


def test_arrows_space_and_escape_work_in_the_list(opened: Open, server: str) -> None:
    page = opened("./")
    type_in(page, "leeds")
    options = page.get_by_role("option")
    expect(options.nth(1)).to_be_visible()
    page.keyboard.press("Escape")
    expect(options.first).to_be_hidden()
    page.keyboard.type(" ")
    expect(options.nth(1)).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(options.nth(1)).to_be_focused()
    name = options.nth(1).inner_text().split(", ")[0]
    page.keyboard.press(" ")
    page.wait_for_url(f"{server}constituencies/**")
    assert name.lower().replace(" ", "-") in page.url


def test_a_letter_typed_on_the_list_goes_back_to_the_box_and_is_no_shortcut(opened: Open) -> None:
    page = opened("./")
    page.locator(".md-search__input").click()  # which loads the theme with its shortcuts
    page.locator(".md-search__input").press_sequentially("Kent")
    expect(page.locator(".md-search-result__meta")).to_contain_text("matching document")
    page.keyboard.press("Escape")
    type_in(page, "leed")
    expect(page.get_by_role("option").nth(1)).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("option").nth(1)).to_be_focused()
    page.keyboard.press("s")
    expect(page.locator("#finder")).to_be_focused()
    expect(page.locator("#finder")).to_have_value("leeds")
    assert not page.evaluate("document.getElementById('__search').checked")


def test_the_exit_works_while_typing(opened: Open) -> None:
    page = opened("./")
    type_in(page, "Leeds")
    expect(page.get_by_role("option").first).to_be_visible()
    page.route(ELSEWHERE, lambda route: route.abort())
    with page.expect_request(ELSEWHERE):
        for _ in range(3):
            page.keyboard.press("Shift")


def test_a_pointer_chooses_a_constituency(opened: Open, server: str) -> None:
    page = opened("./", width=320, has_touch=True)
    page.locator("#finder").tap()
    type_in(page, "Blaydon")
    page.get_by_text("Blaydon and Consett, constituency, about 51%").tap()
    page.wait_for_url(f"{server}constituencies/**")
    assert "blaydon-and-consett" in page.url


def test_what_is_typed_while_the_finder_is_on_its_way_is_kept(opened: Open) -> None:
    page = opened("./")
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/places.json", hold)
    page.set_default_timeout(5000)
    with page.expect_request("**/places.json"):
        type_in(page, "hex")
    page.wait_for_function("document.querySelector('#finder').value === 'hex'")
    expect(page.locator(".finder__wrapper")).to_have_count(0)
    held[0].continue_()
    expect(page.get_by_role("option")).to_have_text("Hexham, constituency, Northumbria Police")
    page.keyboard.type("ham")
    expect(page.locator("#finder")).to_have_value("hexham")


def test_a_finder_that_cannot_be_loaded_says_so_and_can_be_tried_again(opened: Open) -> None:
    page = opened("./")
    page.route("**/places.json", lambda route: route.fulfill(status=404, body="not here"))
    page.locator("#finder").focus()
    expect(page.locator(".finder-failed")).to_contain_text("could not be loaded")
    page.unroute("**/places.json")
    page.locator("h1").click()
    type_in(page, "hexham")
    expect(page.get_by_role("option")).to_have_count(1)
    expect(page.locator(".finder-failed")).to_be_hidden()


def test_a_postcode_goes_nowhere_and_parliament_is_offered(opened: Open) -> None:
    page = opened("./")
    type_in(page, "SW1A 1AA")
    told = page.locator(".finder-postcode")
    expect(told).to_be_visible()
    link = told.get_by_role("link")
    assert link.get_attribute("href") == "https://members.parliament.uk/FindYourMP"
    assert link.get_attribute("rel") == "noreferrer"
    assert link.get_attribute("target") is None
    assert page.get_by_role("option").count() == 0
    page.locator("#finder").fill("")
    expect(told).to_be_hidden()


def test_a_name_with_marks_of_html_is_shown_as_its_characters(opened: Open) -> None:
    page = opened("./")
    row = '[["<img src=x> & <b>Test</b>", "council, <i>Police</i>", "forces/"]]'
    page.route("**/places.json", lambda route: route.fulfill(body=row))
    type_in(page, "test")
    expect(page.get_by_role("option")).to_have_text("<img src=x> & <b>Test</b>, council, <i>Police</i>")


def test_screen_readers_are_told_what_was_found(opened: Open) -> None:
    page = opened("./")
    box = page.get_by_role("combobox", name="Name of your council, constituency or police force")
    type_in(page, "hexham")
    expect(box).to_have_attribute("aria-expanded", "true")
    told = page.locator(".finder__status")
    expect(told).to_contain_text("Hexham, constituency, Northumbria Police 1 of 1 is highlighted")
    page.locator("#finder").fill("zzzz")
    expect(page.locator(".finder [role=status]:has(.finder-none)")).to_contain_text("Nothing here")


def test_no_style_of_the_library_breaks_the_policy_and_its_words_for_voiceover_stay_unseen(
    opened: Open,
) -> None:
    page = opened("./", user_agent=IPHONE)
    type_in(page, "hexham")
    extra = page.locator("[id$='option-suffix--0']")
    expect(extra).to_have_text("1 of 1")
    assert extra.evaluate("one => getComputedStyle(one).clipPath") == "inset(50%)"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_no_fault_with_the_list_open(width: int, scheme: str, opened: Open) -> None:
    page = opened("./", width=width, color_scheme=scheme, reduced_motion="reduce")
    for words in ("london", "sw1a 1aa", "zzzz"):
        page.locator("#finder").fill("")
        type_in(page, words)
        expect(page.locator(ANSWERS[words])).to_be_visible()
        assert faults(page) == []
    page.locator("#finder").fill("london")
    options = page.get_by_role("option")
    expect(options.first).to_be_visible()
    for option in options.all():
        assert option.evaluate(ON_PAGE)
        assert option.evaluate("one => one.offsetHeight") >= 24


ANSWERS = {"london": ".finder__option >> nth=0", "sw1a 1aa": ".finder-postcode", "zzzz": ".finder-none"}
RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}


def faults(page: Page) -> list[str]:
    told: dict[str, Any] = (
        Axe().run(page, options={**RULES, "rules": {"target-size": {"enabled": True}}}).response
    )
    assert told["passes"]
    return [f"{each['id']}: {node['html'][:160]}" for each in told["violations"] for node in each["nodes"]]


def test_the_name_that_enter_follows_stands_out_in_the_colours_that_a_reader_sets(opened: Open) -> None:
    page = opened("./", forced_colors="active", reduced_motion="reduce")
    type_in(page, "leeds")
    grounds = [
        page.get_by_role("option").nth(place).evaluate("one => getComputedStyle(one).backgroundColor")
        for place in (0, 1)
    ]
    assert grounds[0] != grounds[1]


@pytest.mark.parametrize("address", WITH_FINDER)
def test_without_scripts_there_is_no_box_and_the_lists_are_there(address: str, opened: Open) -> None:
    page = opened(address, java_script_enabled=False)
    expect(page.locator("#finder")).to_be_hidden()
    expect(page.locator("article").get_by_role("link", name=LISTS[address]).first).to_be_visible()


LISTS = {"./": "constituency", "forces/": "Kent Police", "constituencies/": "Northumbria Police"}


def test_the_page_does_not_move_when_the_box_appears(opened: Open) -> None:
    page = opened("about:blank")
    page.route("**/finder.js", lambda route: route.abort())
    page.goto("./")
    before = page.locator("#find-your-police-force + .finder + ul").bounding_box()
    page.unroute("**/finder.js")
    page.reload()
    expect(page.locator("#finder")).to_be_visible()
    assert page.locator("#find-your-police-force + .finder + ul").bounding_box() == before
