"""The way out of the site: it is always in reach, covers the page at once, and leaves nothing behind."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Request, Route, expect

from tests.browser.conftest import EMBED, Open, Parsed, open_search

ROOT = Path(__file__).parents[2]
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
    return [all, spoken, cover.innerText, getComputedStyle(cover).backgroundColor, read.length];
}"""
CANVAS = {"light": "rgb(255, 255, 255)", "dark": "rgb(18, 18, 18)"}
UNDER_IT = """() => {
    const exit = document.querySelector("a.exit-link").getBoundingClientRect();
    const controls = "a, button, input, label[for^=__], [tabindex]";
    return [...document.querySelectorAll(controls)].filter(control => {
        const box = control.getBoundingClientRect();
        const shown = control.checkVisibility({ opacityProperty: true, visibilityProperty: true });
        const apart = box.right <= exit.left || box.left >= exit.right || box.top >= exit.bottom;
        const part = control.closest(".md-header, .md-nav__title") && !control.matches(".md-search__overlay");
        return part && shown && box.width && box.height && !apart;
    }).map(control => control.outerHTML);
}"""
LOST = "exit => [exit.scrollWidth - exit.clientWidth, exit.scrollHeight - exit.clientHeight]"
SPACED = (
    "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }"
)
FOCUSED_UNDER_IT = """() => {
    const active = document.activeElement;
    const label = `.md-header label[for=${active.id}]`; // shows the focus of a switch of the theme
    const focused = active.matches(".md-toggle") ? document.querySelector(label) : active;
    const { left, right, top, bottom } = focused.getClientRects()[0];
    if (focused === document.body || focused.matches(".exit") || bottom === top) return "";
    const exit = document.querySelector("a.exit-link").getBoundingClientRect();
    const apart = right <= exit.left || left >= exit.right || top >= exit.bottom || bottom <= exit.top;
    const seen = document.elementFromPoint((left + right) / 2, Math.max(top, 0) + 2);
    const header = !focused.closest(".md-header") && seen?.closest(".md-header");
    return apart && !header ? "" : focused.outerHTML;
}"""
CONTRAST = """link => {
    const light = colour => colour.match(/\\d+/g).slice(0, 3).map(part => part / 255)
        .map(part => part <= .04045 ? part / 12.92 : ((part + .055) / 1.055) ** 2.4)
        .reduce((sum, part, place) => sum + part * [.2126, .7152, .0722][place], 0);
    const { color, backgroundColor } = getComputedStyle(link);
    const [dark, bright] = [light(color), light(backgroundColor)].sort((one, other) => one - other);
    return backgroundColor.startsWith("rgb(") ? (bright + .05) / (dark + .05) : 0;
}"""
OUTLINE = "link => getComputedStyle(link).outlineStyle + parseInt(getComputedStyle(link).outlineWidth)"


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
    """What a screen reader was last told."""
    return page.locator(".exit-said[role=status]").text_content() or ""


def marks(page: Page) -> str:
    """The marks as they are seen: + is filled, - is empty."""
    filled = "mark => getComputedStyle(mark).borderTopWidth > '3px' ? '+' : '-'"
    seen = page.locator(f"{EXIT} .exit-marks[aria-hidden=true] span")
    return "".join(mark.evaluate(filled) for mark in seen.all() if mark.is_visible())


def states(page: Page) -> Iterator[str]:
    """Bring the page into every state in turn, each once it has settled."""
    yield "at rest"
    for _ in range(2):
        page.evaluate("document.getElementById('__drawer').click()")
        settle(page)
        yield "drawer"
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    yield "scrolled"
    open_search(page, "police")
    settle(page)
    yield "search open"


def settle(page: Page) -> None:
    page.evaluate("Promise.allSettled(document.getAnimations().map(animation => animation.finished))")


def test_every_page_has_it_in_a_landmark_and_its_address_is_in_one_place(parsed: Parsed) -> None:
    configured = re.findall(r"^  exit: (\S+)", (ROOT / "mkdocs.yml").read_text("utf-8"), re.MULTILINE)
    for address, page in parsed.items():
        if not address.startswith(EMBED):
            links = page.css("section[aria-label] > a.exit")
            assert [link.attributes["href"] for link in links] == configured * 2, address
            for link in links:
                told = {"rel": "nofollow noreferrer", "referrerpolicy": "no-referrer", "draggable": "false"}
                assert told.items() <= link.attributes.items()


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


@pytest.mark.parametrize("key", ["Tab", "Shift+Tab"])
@pytest.mark.parametrize("size", ["1280", "1280 at 400%"])
def test_the_focus_is_never_under_it(size: str, key: str, opened: Open) -> None:
    width, height = SIZES[size]
    page = opened("forces/kent/", width=width, reduced_motion="reduce")
    page.set_viewport_size({"width": width, "height": height})
    hidden = []
    for _ in range(40):
        page.keyboard.press(key)
        hidden.append(page.evaluate(FOCUSED_UNDER_IT))
    assert [control for control in hidden if control] == []


def test_without_scripts_it_is_a_plain_link(opened: Open) -> None:
    page = opened("404.html", width=320, java_script_enabled=False)
    outside = Outside(page)
    page.locator(EXIT).click()
    outside.check_reached(page)


def by_click(page: Page) -> None:
    page.locator(EXIT).click()


def by_enter(page: Page) -> None:
    page.locator(EXIT).press("Enter")


def by_skip_link(page: Page) -> None:
    page.locator(SKIP).press("Enter")


def by_shift(page: Page) -> None:
    press(page, 3)


Way = Callable[[Page], None]


@pytest.mark.parametrize(
    ("way", "width", "scheme"),
    [
        (by_click, 320, "dark"),
        (by_click, 1280, "light"),
        (by_enter, 320, "light"),
        (by_skip_link, 1280, "dark"),
        (by_shift, 320, "light"),
        (by_shift, 1280, "dark"),
    ],
)
def test_the_page_is_covered_at_once_and_then_left(way: Way, width: int, scheme: str, opened: Open) -> None:
    page = opened("forces/kent/", width=width, color_scheme=scheme)
    stop_at_the_door(page)
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    way(page)
    covered = [True, "alert", "Loading.", CANVAS[scheme], 0]
    assert page.evaluate(COVERED) == covered
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow'))")  # the page had not yet loaded
    assert page.evaluate(COVERED) == covered
    page.reload()
    outside, before = Outside(page), page.evaluate("history.length")
    way(page)
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
    assert (said(page), marks(page)) == ("Exit this page expired.", "")
    press(page, 2)
    assert said(page) == "Shift, press 1 more time to exit."
    page.clock.fast_forward(PATIENCE)
    assert outside.asked == []


@pytest.mark.parametrize("width", [320, 1280])
def test_progress_is_spoken_and_marked(width: int, opened: Open) -> None:
    page = opened("./", width=width)
    stop_at_the_door(page)
    assert (said(page), marks(page)) == ("", "")
    press(page)
    assert (said(page), marks(page)) == ("Shift, press 2 more times to exit.", "+--")
    press(page)
    assert (said(page), marks(page)) == ("Shift, press 1 more time to exit.", "++-")
    assert page.locator(f"{EXIT} .exit-marks").evaluate(ON_TOP)
    press(page)
    assert (said(page), marks(page)) == ("", "")
    expect(page.locator(".exit-cover")).to_be_visible()


def capital(page: Page) -> None:
    page.keyboard.press("Shift+A")


def capital_let_go_last(page: Page) -> None:
    for key in ("Shift", "A"):
        page.keyboard.down(key)
    for key in ("Shift", "A"):
        page.keyboard.up(key)


def shift_after_another_key(page: Page) -> None:
    page.keyboard.down("Control")
    press(page)
    page.keyboard.up("Control")


def letter_between(page: Page) -> None:
    page.keyboard.press("x")


def choice_of_text(page: Page) -> None:
    page.locator("h1").click(modifiers=["Shift"])


def sideways_scroll(page: Page) -> None:
    wheel = "window.wheel = new Promise(done => addEventListener('wheel', () => done(), { once: true }))"
    page.evaluate(f"{wheel}; 0")
    page.keyboard.down("Shift")
    page.mouse.move(100, 100)
    page.mouse.wheel(10, 0)
    page.evaluate("wheel")  # the browser tells of it in its own time
    page.keyboard.up("Shift")


@pytest.mark.parametrize(
    "use",
    [capital, capital_let_go_last, shift_after_another_key, letter_between, choice_of_text, sideways_scroll],
)
def test_shift_with_anything_else_starts_anew(use: Way, opened: Open) -> None:
    page = opened("./")
    outside = Outside(page)
    for _ in range(3):
        use(page)
    assert (said(page), marks(page)) == ("", "")
    press(page, 2)
    use(page)
    assert (said(page), marks(page)) == ("Exit this page expired.", "")
    press(page)
    assert said(page) == "Shift, press 2 more times to exit."
    assert outside.asked == []


def test_shift_that_is_held_counts_once(opened: Open) -> None:
    page = opened("./")
    for _ in range(5):
        page.keyboard.down("Shift")
    assert said(page) == ""
    page.keyboard.up("Shift")
    assert said(page) == "Shift, press 2 more times to exit."


@pytest.mark.parametrize("width", [320, 1280])
def test_it_works_while_the_reader_types_a_search(width: int, opened: Open) -> None:
    page = opened("./", width=width)
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


def check_usable(page: Page, outside: Outside) -> None:
    """Check that a page is as if it had not been left, and can be left."""
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator(".exit-cover")).to_be_hidden()
    assert page.locator(EXIT).evaluate(ON_TOP)
    assert (said(page), marks(page)) == ("", "")
    press(page)
    assert (said(page), marks(page)) == ("Shift, press 2 more times to exit.", "+--")
    press(page, 2)
    page.wait_for_url(outside.address)


@pytest.mark.parametrize("way", [by_click, by_shift])
def test_a_reader_who_comes_back_finds_a_usable_page(way: Way, opened: Open) -> None:
    page = opened("./")
    outside = Outside(page)
    way(page)
    outside.check_reached(page)
    page.go_back()
    check_usable(page, outside)


def test_a_reader_who_comes_back_to_a_page_in_memory_finds_it_as_it_was(
    remembering: Browser, server: str
) -> None:
    page = remembering.new_page(base_url=server)
    page.goto("forces/kent/")
    outside = Outside(page)
    for way in (by_click, by_shift):
        page.evaluate("scrollTo(0, 700); window.remembered = scrollY")
        way(page)
        page.wait_for_url(outside.address)
        page.evaluate("setTimeout(() => history.back())")
        page.wait_for_url("**/forces/kent/", wait_until="commit")  # a page in memory is not loaded again
        assert page.evaluate("[window.remembered, scrollY]") == [700, 700]
        check_usable(page, outside)
        page.goto("forces/kent/")
    press(page, 2)
    page.evaluate("window.remembered = true")
    page.goto("help/")
    page.evaluate("setTimeout(() => history.back())")
    page.wait_for_url("**/forces/kent/", wait_until="commit")
    assert page.evaluate("window.remembered")
    assert (said(page), marks(page)) == ("", "")  # a count ends when the page is left by another way


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_can_be_seen_in_every_scheme_and_is_not_printed(scheme: str, opened: Open) -> None:
    page = opened("./", color_scheme=scheme)
    for part in (EXIT, SKIP):
        link = page.locator(part)
        assert link.evaluate(CONTRAST) >= 7
        page.keyboard.press("Tab")  # from here on, what has the focus shows it
        link.focus()
        assert link.evaluate(CONTRAST) >= 7
        assert link.evaluate(OUTLINE) == "solid3"
    press(page)
    moving = "document.getAnimations().filter(one => one.effect.target.closest('.exit')).length"
    assert page.evaluate(moving) == 0
    page.emulate_media(media="print")
    for part in (EXIT, SKIP, ".exit-marks", ".exit-said"):
        expect(page.locator(part)).to_be_hidden()


def test_it_has_a_border_and_marks_in_forced_colours(opened: Open) -> None:
    page = opened("./", forced_colors="active")
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    border = "part => [getComputedStyle(part).borderTopStyle, getComputedStyle(part).borderTopColor]"
    press(page)
    for part in (EXIT, ".exit-marks", ".exit-marks span >> nth=0"):
        style, colour = page.locator(part).evaluate(border)
        assert (style, colour != paper) == ("solid", True)
    assert marks(page) == "+--"
