"""The way out of the site: it is always in reach, covers the page at once, and leaves nothing behind."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterator, Mapping

import pytest
from playwright.sync_api import Browser, Page, Request, Route, expect

from tests.browser.conftest import SPACED, Open, open_search

EXIT, SKIP = "a.exit-link", "a.exit-skip"
PATIENCE = 5000  # milliseconds
SIZES = {"320": (320, 800), "720": (720, 800), "1280": (1280, 800), "1280 at 400%": (320, 256)}

ON_TOP = """exit => {
    const { left, right, top, bottom } = exit.getBoundingClientRect();
    const inside = left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight;
    return inside && [[(left + right) / 2, (top + bottom) / 2], [left + 4, top + 4], [right - 4, bottom - 4]]
        .every(([x, y]) => exit.contains(document.elementFromPoint(x, y)));
}"""
COVERED = """() => {
    const cover = document.querySelector(".exit-cover");
    const tenths = [...Array(11).keys()].map(place => place / 10);
    const all = tenths.every(x => tenths.every(
        y => document.elementFromPoint(x * (innerWidth - 1), y * (innerHeight - 1)) === cover));
    const spoken = cover.checkVisibility({ visibilityProperty: true }) ? cover.getAttribute("role") : "";
    const read = [...document.querySelectorAll("h1, p, a")].filter(
        part => part.checkVisibility({ visibilityProperty: true }));
    return [all, spoken, cover.innerText !== "", getComputedStyle(cover).backgroundColor, read.length];
}"""
CANVAS = {"light": "rgb(255, 255, 255)", "dark": "rgb(18, 18, 18)"}
UNDER_IT = """() => {
    const exit = document.querySelector("a.exit-link").getBoundingClientRect();
    const controls = "a, button, input, summary, label[for^=__], [tabindex]";
    return [...document.querySelectorAll(controls)].filter(control => {
        const box = control.getBoundingClientRect();
        const shown = control.checkVisibility({ opacityProperty: true, visibilityProperty: true });
        const apart = box.right <= exit.left || box.left >= exit.right || box.top >= exit.bottom;
        const part = control.closest(".md-header");
        return part && shown && box.width && box.height && !apart;
    }).map(control => control.outerHTML);
}"""
LOST = "exit => [exit.scrollWidth - exit.clientWidth, exit.scrollHeight - exit.clientHeight]"
Use = Callable[[Page], object]


class Outside:
    """Stands in for every other site: nothing is sent to it, and all that was asked of it is kept."""

    def __init__(self, page: Page) -> None:
        self.address = page.locator(EXIT).get_attribute("href") or ""
        self.asked: list[Request] = []
        page.context.route(re.compile("^https:"), self._answer)

    def _answer(self, route: Route) -> None:
        self.asked.append(route.request)
        route.fulfill(content_type="text/html", body="<title>Weather</title>")

    def check_reached(self, page: Page) -> None:
        """Check that the reader is there, by one request in the same tab that tells nothing of this site."""
        page.wait_for_url(self.address)
        assert page.context.pages == [page]
        assert [request.url for request in self.asked] == [self.address]
        assert "referer" not in self.asked[0].all_headers()


def press(page: Page, times: int = 1) -> None:
    for _ in range(times):
        page.keyboard.press("Shift")


def stop_at_the_door(page: Page) -> None:
    """Keep the page from being left, so that what it shows while the next one loads can be looked at."""
    page.evaluate("addEventListener('click', event => event.preventDefault())")


def said(page: Page) -> str:
    """What a screen reader was last told: how many presses are left, or other words, or nothing."""
    words = page.locator(".exit-said[role=status]").text_content() or ""
    return "".join(re.findall(r"\d", words)) or ("other words" if words else "")


def marks(page: Page) -> str:
    """The marks as they are seen: + is filled, - is empty."""
    filled = "mark => getComputedStyle(mark).borderTopWidth > '3px' ? '+' : '-'"
    seen = page.locator(f"{EXIT} .exit-marks[aria-hidden=true] span")
    return "".join(mark.evaluate(filled) for mark in seen.all() if mark.is_visible())


def states(page: Page) -> Iterator[str]:
    """Bring the page into every state in turn, each once it has settled."""
    yield "at rest"
    for _ in range(2):
        page.locator(".menu summary").evaluate("summary => summary.click()")
        settle(page)
        yield "menu"
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    yield "scrolled"
    open_search(page, "police")
    settle(page)
    yield "search open"


def settle(page: Page) -> None:
    page.evaluate("Promise.allSettled(document.getAnimations().map(animation => animation.finished))")


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("address", ["forces/kent/", "404.html"])
def test_it_is_always_in_view_covered_by_nothing_and_covers_no_control(
    address: str, size: str, opened: Open
) -> None:
    width, height = SIZES[size]
    page = opened(address, width=width, bypass_csp=True)
    page.set_viewport_size({"width": width, "height": height})
    link = page.locator(EXIT)
    assert link.evaluate("exit => getComputedStyle(exit).position") == "fixed"
    for state in states(page):
        assert link.evaluate(ON_TOP), state
        assert min(link.evaluate("exit => [exit.offsetWidth, exit.offsetHeight]")) >= 44, state
        for spacing in ("* {}", SPACED):
            style = page.add_style_tag(content=spacing)
            assert page.evaluate(UNDER_IT) == [], (state, spacing)
            assert link.evaluate(LOST) == [0, 0], (state, spacing)
            style.evaluate("style => style.remove()")


def test_without_scripts_it_is_a_plain_link(opened: Open) -> None:
    page = opened("404.html", width=320, java_script_enabled=False)
    outside = Outside(page)
    page.locator(EXIT).click()
    outside.check_reached(page)


WAYS: Mapping[str, Use] = {
    "click": lambda page: page.locator(EXIT).click(),
    "Enter": lambda page: page.locator(EXIT).press("Enter"),
    "skip link": lambda page: page.locator(SKIP).press("Enter"),
    "Shift": lambda page: press(page, 3),
}


@pytest.mark.parametrize(
    ("way", "width", "scheme"),
    [
        ("click", 320, "dark"),
        ("click", 1280, "light"),
        ("Enter", 320, "light"),
        ("skip link", 1280, "dark"),
        ("Shift", 320, "light"),
        ("Shift", 1280, "dark"),
    ],
)
def test_the_page_is_covered_at_once_and_then_left(way: str, width: int, scheme: str, opened: Open) -> None:
    page = opened("forces/kent/", width=width, color_scheme=scheme)
    stop_at_the_door(page)
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    WAYS[way](page)
    covered = [True, "alert", True, CANVAS[scheme], 0]
    assert page.evaluate(COVERED) == covered
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow'))")  # the page had not yet loaded
    assert page.evaluate(COVERED) == covered
    page.reload()
    outside, before = Outside(page), page.evaluate("history.length")
    WAYS[way](page)
    outside.check_reached(page)
    assert page.evaluate("history.length") == before + 1  # no trick with the history


def test_three_presses_leave_if_each_is_within_five_seconds_of_the_last(opened: Open) -> None:
    page = opened("./")
    page.clock.install()
    outside = Outside(page)
    for wait in (PATIENCE - 1000, PATIENCE - 1000, 0):
        press(page)
        page.clock.fast_forward(wait)
    outside.check_reached(page)


def test_two_presses_and_five_seconds_do_not_leave(opened: Open) -> None:
    page = opened("./")
    page.clock.install()
    outside = Outside(page)
    press(page, 2)
    page.clock.fast_forward(PATIENCE)
    assert (said(page), marks(page)) == ("other words", "")
    press(page, 2)
    assert said(page) == "1"
    page.clock.fast_forward(PATIENCE)
    assert outside.asked == []


@pytest.mark.parametrize("width", [320, 1280])
def test_progress_is_spoken_and_marked(width: int, opened: Open) -> None:
    page = opened("./", width=width)
    stop_at_the_door(page)
    assert (said(page), marks(page)) == ("", "")
    press(page)
    assert (said(page), marks(page)) == ("2", "+--")
    press(page)
    assert (said(page), marks(page)) == ("1", "++-")
    assert page.locator(f"{EXIT} .exit-marks").evaluate(ON_TOP)
    press(page)
    assert (said(page), marks(page)) == ("", "")
    expect(page.locator(".exit-cover")).to_be_visible()


def sideways_scroll(page: Page) -> None:
    wheel = "window.wheel = new Promise(done => addEventListener('wheel', () => done(), { once: true }))"
    page.evaluate(f"{wheel}; 0")
    page.keyboard.down("Shift")
    page.mouse.move(100, 100)
    page.mouse.wheel(10, 0)
    page.evaluate("wheel")  # the browser tells of it in its own time
    page.keyboard.up("Shift")


def capital_let_go_last(page: Page) -> None:
    for move in (page.keyboard.down, page.keyboard.up):
        for key in ("Shift", "A"):
            move(key)


MIXES: Mapping[str, Use] = {
    "a capital": lambda page: page.keyboard.press("Shift+A"),
    "a capital let go last": capital_let_go_last,
    "a shortcut": lambda page: page.keyboard.press("Control+Shift"),
    "a letter between": lambda page: page.keyboard.press("x"),
    "a choice of text": lambda page: page.locator("h1").click(modifiers=["Shift"]),
    "a sideways scroll": sideways_scroll,
}


@pytest.mark.parametrize("mix", MIXES)
def test_shift_with_anything_else_starts_anew(mix: str, opened: Open) -> None:
    page = opened("./")
    outside = Outside(page)
    for _ in range(3):
        MIXES[mix](page)
    assert (said(page), marks(page)) == ("", "")
    press(page, 2)
    MIXES[mix](page)
    assert (said(page), marks(page)) == ("other words", "")
    press(page)
    assert said(page) == "2"
    assert outside.asked == []


def test_shift_that_is_held_counts_once(opened: Open) -> None:
    page = opened("./")
    for _ in range(5):
        page.keyboard.down("Shift")
    assert said(page) == ""
    page.keyboard.up("Shift")
    assert said(page) == "2"


def test_it_works_while_the_reader_types_a_search(opened: Open) -> None:
    page = opened("./", width=320)
    outside = Outside(page)
    open_search(page, "police")
    for letter in "SUSSEX":
        page.keyboard.press(f"Shift+{letter}")
    assert said(page) == ""
    press(page, 3)
    outside.check_reached(page)


@pytest.mark.parametrize(("address", "scripts"), [("forces/kent/", True), ("./", False), ("404.html", True)])
def test_its_skip_link_is_second_in_the_page(address: str, scripts: bool, opened: Open) -> None:
    page = opened(address, width=320, java_script_enabled=scripts)
    outside, skip = Outside(page), page.locator(SKIP)
    assert not skip.evaluate(ON_TOP)
    page.keyboard.press("Tab")
    expect(page.locator("a.md-skip")).to_be_focused()
    page.keyboard.press("Tab")
    expect(skip).to_be_focused()
    assert skip.evaluate(ON_TOP)
    page.keyboard.press("Enter")
    outside.check_reached(page)


def test_a_reader_can_still_open_it_elsewhere(opened: Open) -> None:
    page = opened("./")
    ordinary = "event => { window.ordinary = !event.defaultPrevented; event.preventDefault(); }"
    page.evaluate(f"addEventListener('click', {ordinary}); addEventListener('auxclick', {ordinary})")
    held = """(link, key) => {
        window.ordinary = false;
        link.dispatchEvent(new MouseEvent(key ? "click" : "auxclick", {
            bubbles: true, cancelable: true, button: key ? 0 : 1, [key]: true }));
        return window.ordinary && document.querySelector(".exit-cover").hidden;
    }"""
    for part in (EXIT, SKIP):
        for key in ("ctrlKey", "metaKey", "shiftKey", "altKey", ""):
            assert page.locator(part).evaluate(held, key), key


@pytest.fixture
def remembering(browser: Browser) -> Iterator[Browser]:
    """A browser that keeps the last pages in memory, as those of readers do; the shell of Chromium cannot."""
    found = os.environ.get("CHROMIUM") or shutil.which("chromium")
    forgetting = ["--disable-back-forward-cache"]
    browser = browser.browser_type.launch(
        executable_path=found, args=["--no-sandbox"], ignore_default_args=forgetting
    )
    yield browser
    browser.close()


def test_a_reader_who_comes_back_to_a_page_in_memory_finds_it_as_it_was(
    remembering: Browser, server: str
) -> None:
    page = remembering.new_page(base_url=server)
    page.goto("forces/kent/")
    outside = Outside(page)
    for way in ("click", "Shift"):
        page.evaluate("scrollTo(0, 700); window.remembered = scrollY")
        WAYS[way](page)
        page.wait_for_url(outside.address)
        page.evaluate("setTimeout(() => history.back())")
        page.wait_for_url("**/forces/kent/", wait_until="commit")  # a page in memory is not loaded again
        assert page.evaluate("[window.remembered, scrollY]") == [700, 700]
        expect(page.locator("h1")).to_be_visible()
        expect(page.locator(".exit-cover")).to_be_hidden()
        assert page.locator(EXIT).evaluate(ON_TOP)
        assert (said(page), marks(page)) == ("", "")
        press(page)
        assert (said(page), marks(page)) == ("2", "+--")
        press(page, 2)
        page.wait_for_url(outside.address)
        page.goto("forces/kent/")
    press(page, 2)
    page.evaluate("window.remembered = true")
    page.goto("help/")
    page.evaluate("setTimeout(() => history.back())")
    page.wait_for_url("**/forces/kent/", wait_until="commit")
    assert page.evaluate("window.remembered")
    assert (said(page), marks(page)) == ("", "")  # a count ends when the page is left by another way


def test_it_has_a_border_and_marks_in_forced_colours_and_does_not_move(opened: Open) -> None:
    page = opened("./", forced_colors="active")
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    border = "part => [getComputedStyle(part).borderTopStyle, getComputedStyle(part).borderTopColor]"
    press(page)
    for part in (EXIT, ".exit-marks", ".exit-marks span >> nth=0"):
        style, colour = page.locator(part).evaluate(border)
        assert (style, colour != paper) == ("solid", True)
    assert marks(page) == "+--"
    moving = "document.getAnimations().filter(one => one.effect.target.closest('.exit')).length"
    assert page.evaluate(moving) == 0
