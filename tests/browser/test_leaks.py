"""Nothing leaks: each statement that the privacy page makes of the site is named by the test of it."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Request, Response, expect

ROOT = Path(__file__).parents[2]
Open = Callable[..., Page]
Heads = dict[str, dict[str, str]]

LISTEN = """
window.violations = [];
addEventListener("securitypolicyviolation", (event) => {
    violations.push(event.violatedDirective + " " + event.blockedURI);
});
"""
STORED = """async () => [
    localStorage.length, sessionStorage.length, document.cookie, (await caches.keys()).length,
    (await indexedDB.databases()).length, (await navigator.serviceWorker.getRegistrations()).length]"""
OPEN_DETAILS = "document.querySelectorAll('details').forEach(one => one.open = true)"
TYPED = "zebra"
PRIVACY = "docs/privacy.md"
# What history and previews may not show to somebody who looks over a shoulder.
TELLING = ["abuse", "victim", "violen", "immigra", "migrant", "domestic"]
SITE_NAME = "Safety Before Status"
LONGEST_NAME = 45  # characters, of the name before the site's; the longest is that of a force


def states(sentence: str) -> pytest.MarkDecorator:
    """Say which sentence of the privacy page a test holds to be true."""
    return pytest.mark.states(sentence)


@dataclass(slots=True)
class Visit:
    """What a browser did while a reader used every page of the sample."""

    asked: list[Request] = field(default_factory=list)
    on_hover: list[str] = field(default_factory=list)
    violations: list[str] = field(default_factory=list)
    moved: list[str] = field(default_factory=list)
    pages: int = 0
    explored: int = 0
    looked: int = 0
    cookies: list[Any] = field(default_factory=list)
    stored: list[Any] = field(default_factory=list)


@contextmanager
def window(browser: Browser, server: str) -> Iterator[Page]:
    context = browser.new_context(base_url=server, viewport={"width": 1280, "height": 800})
    context.add_init_script(LISTEN)
    yield context.new_page()
    context.close()


@pytest.fixture(scope="session")
def visit(browser: Browser, server: str, pages: list[str]) -> Visit:
    """One visit to every page: point at links, open everything, search, and follow a result at the end."""
    told = Visit()

    def note(request: Request) -> None:
        told.asked.append(request)

    with window(browser, server) as page:
        page.context.on("request", note)
        for address in pages:
            page.goto(address)
            use(page, told)
            told.violations += [f"{address}: {one}" for one in page.evaluate("violations")]
            told.pages += 1
        page.goto("./")
        searched(page, "Heddlu Gwent")
        page.click(".md-search-result__link >> nth=0")
        expect(page.locator("h1")).to_contain_text("Gwent Police")
        told.cookies = list(page.context.cookies())
        told.stored = page.evaluate(STORED)
    return told


def use(page: Page, told: Visit) -> None:
    """Do on one page what a reader can do there."""
    address, before = page.url, len(told.asked)
    for link in page.locator("article a[href]:visible, .md-nav--primary a[href]:visible").all()[:5]:
        link.hover()
    # A browser may take its time to ask for the picture in the tab, of this page and no other.
    told.on_hover += [one.url for one in told.asked[before:] if not one.url.endswith("/favicon.svg")]
    page.evaluate(OPEN_DETAILS)
    page.emulate_media(color_scheme="dark")
    for chart in page.locator("figure.chart").all():
        chart.get_by_role("button", name="Explore this chart").click()
        expect(chart.get_by_role("status")).to_contain_text("The interactive chart is shown.")
        told.explored += 1
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": 320, "height": 800})
    page.click(".md-header [for=__drawer]")
    expect(page.get_by_role("navigation", name="Navigation").get_by_text("Home")).to_be_in_viewport()
    page.keyboard.press("Escape")
    page.set_viewport_size({"width": 1280, "height": 800})
    if page.locator("#finder").count():
        page.locator("#finder").press_sequentially(TYPED)
        expect(page.locator(".finder-none")).to_be_visible()
        told.looked += 1
    searched(page, TYPED)
    if page.url != address:
        told.moved.append(page.url)


def searched(page: Page, words: str) -> None:
    page.click(".md-search__input")
    page.locator(".md-search__input").press_sequentially(words)
    expect(page.locator(".md-search-result__meta")).to_contain_text("matching document")


def test_no_page_breaks_its_policy_while_it_is_used(visit: Visit, pages: list[str]) -> None:
    assert visit.pages == len(pages)
    assert visit.explored > 5
    assert visit.looked == 4
    assert visit.violations == []


@states("Each page tells your browser to refuse anything else, in case a mistake is made.")
def test_what_the_policy_forbids_is_refused_and_noticed(browser: Browser, server: str) -> None:
    with window(browser, server) as page:
        page.goto("./")
        page.evaluate(
            "document.body.append(Object.assign(document.createElement('img'), {src: 'https://example.org/x'}))"
        )
        page.wait_for_function("violations.length")
        assert page.evaluate("violations") == ["img-src https://example.org/x"]


@states("Everything on a page comes from this site itself.")
@states("It only ever fetches its own files.")
def test_nothing_is_asked_of_another_host_and_nothing_is_sent(visit: Visit, server: str) -> None:
    assert len(visit.asked) > visit.pages
    assert [one.url for one in visit.asked if not one.url.startswith((server, "data:", "blob:"))] == []
    assert {one.method for one in visit.asked} == {"GET"}
    assert [one.url for one in visit.asked if "?" in one.url] == []
    assert [one.url for one in visit.asked if one.resource_type == "ping"] == []


@states("It sets no cookies.")
@states("It keeps nothing in the storage that browsers offer to sites.")
def test_nothing_is_kept_on_the_device(visit: Visit) -> None:
    assert visit.cookies == []
    assert visit.stored == [0, 0, "", 0, 0, 0]


@states("It follows the light or dark setting of your device, so it has no choice of yours to remember.")
@pytest.mark.parametrize("scripts", [True, False])
def test_the_scheme_of_the_device_is_followed(scripts: bool, opened: Open) -> None:
    page = opened("./", java_script_enabled=scripts)
    colours = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        colours.append(page.evaluate("getComputedStyle(document.body).backgroundColor"))
    assert colours[0] != colours[1]
    assert page.locator("[data-md-component=palette], [name=__palette]").count() == 0


@states("It fetches no page before you open it.")
def test_pointing_at_a_link_fetches_nothing(visit: Visit, built: Path) -> None:
    assert visit.on_hover == []
    early = re.compile(r'rel="?(?:prefetch|prerender|next)|type="?speculationrules')
    assert [path for path in built.rglob("*.html") if early.search(path.read_text("utf-8"))] == []


@states(
    "The words that you type in the search box, or in the box that finds your force, stay in your browser."
)
@states("They do not become part of an address.")
def test_the_words_of_a_search_are_in_no_address(visit: Visit) -> None:
    assert visit.moved == []
    assert [one.url for one in visit.asked if TYPED in one.url or TYPED in (one.post_data or "")] == []


class Parts(HTMLParser):
    """The links to other sites on a page, what it says of the referrer, and the forms that could be sent."""

    def __init__(self) -> None:
        super().__init__()
        self.others: list[dict[str, str | None]] = []
        self.targets: set[str | None] = set()
        self.policies: list[str | None] = []
        self.forms: list[dict[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        if tag == "a":
            self.targets.add(attributes.get("target"))
        if tag == "a" and (attributes.get("href") or "").startswith("http"):
            self.others.append(attributes)
        if tag == "meta" and attributes.get("name") == "referrer":
            self.policies.append(attributes["content"])
        if tag == "form":
            self.forms.append(attributes)


@pytest.fixture(scope="session")
def parts(built: Path) -> dict[str, Parts]:
    """The parts of every page."""
    found = {}
    for path in sorted(built.rglob("*.html")):
        found[path.relative_to(built).as_posix()] = reader = Parts()
        reader.feed(path.read_text("utf-8"))
    return found


@states("Each page asks your browser not to tell the next site where you came from.")
@states("Links to other sites open in the same window.")
def test_no_page_and_no_link_tells_where_a_reader_came_from(parts: dict[str, Parts]) -> None:
    assert sum(len(page.others) for page in parts.values()) > 200
    for address, page in parts.items():
        assert page.policies == ["no-referrer"], address
        assert all("noreferrer" in (link.get("rel") or "") for link in page.others), address
        # What stands in a frame on another site would else open this one inside the frame.
        assert page.targets == {"_top" if address.startswith("embed/") else None}, address


@states("It has no form that could be sent.")
def test_no_form_can_be_sent(parts: dict[str, Parts], built: Path) -> None:
    """The theme gives the search a form, which has nowhere to go, and which the policy keeps from going."""
    for address, page in parts.items():
        assert [form for form in page.forms if form != {"class": "md-search__form", "name": "search"}] == []
        assert "form-action 'none'" in (built / address).read_text("utf-8"), address


@pytest.fixture(scope="session")
def heads(built: Path) -> Heads:
    """What each page says of itself to tabs, history and previews."""
    found = {}
    for path in sorted(built.rglob("*.html")):
        head = path.read_text("utf-8").split("</head>")[0]
        meta = re.findall(r'<meta (?:name|property)="([^"]+)" content="([^"]*)"', head)
        titles = re.findall(r"<title>(.*?)</title>", head)
        assert len(titles) == 1, path
        found[path.relative_to(built).as_posix()] = {**dict(meta), "title": titles[0]}
    return found


@states("The names of pages are short.")
@states("No name of a page, and no preview text, speaks of abuse.")
def test_names_and_previews_are_short_and_say_nothing_of_abuse(heads: Heads) -> None:
    for address, told in heads.items():
        assert len(told["title"].removesuffix(f" - {SITE_NAME}")) <= LONGEST_NAME, address
        assert told["title"].endswith(SITE_NAME), address
        for words in told.values():
            assert [one for one in TELLING if one in words.lower()] == [], (address, words)


@states("The picture in the tab is plain.")
def test_the_picture_in_the_tab_is_a_sheet_of_paper_without_words(built: Path) -> None:
    pictures = {
        icon
        for path in built.rglob("*.html")
        for icon in re.findall(r'<link rel="icon" href="[./]*([^"]+)"', path.read_text("utf-8"))
    }
    assert pictures == {"assets/favicon.svg"}
    assert set(re.findall(r"<(\w+)", (built / "assets" / "favicon.svg").read_text("utf-8"))) == {
        "svg",
        "path",
    }


def test_every_statement_of_the_privacy_page_is_the_claim_of_a_test() -> None:
    """From its first statement of what the site does to the heading that says that they are checked."""
    page = (ROOT / PRIVACY).read_text("utf-8")
    checked = page.split("## Does the site use cookies?")[1].split("## How do you know that this is so?")[0]
    ours = checked.replace(checked[checked.index("The other site has") : checked.index("## What can be")], "")
    prose = " ".join(line for line in ours.splitlines() if not line.startswith("##"))
    sentences = re.findall(r"[A-Z][^.]*\.", " ".join(prose.split()))
    stated = [
        mark.args[0]
        for test in list(globals().values())
        for mark in getattr(test, "pytestmark", [])
        if mark.name == "states"
    ]
    assert sorted(sentences) == sorted(stated)


def test_the_search_is_loaded_only_when_it_is_opened(opened: Open) -> None:
    page = opened("forces/kent/")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.reload(wait_until="networkidle")
    assert not [url for url in asked if "javascripts" in url or "search" in url]
    searched(page, "Kent")
    assert [url for url in asked if "search_index" in url]


@pytest.mark.parametrize("address", ["./", "forces/kent/", "forces/metropolitan/"])
def test_a_first_visit_weighs_at_most_80_kilobytes(opened: Open, address: str) -> None:
    page = opened("about:blank")
    answers: dict[str, Response] = {}
    page.on("response", lambda answer: answers.update({answer.url: answer}))
    page.goto(address, wait_until="networkidle")
    weights = {url: weight(answer.body()) for url, answer in answers.items()}
    assert len(weights) > 3
    assert sum(weights.values()) <= 80 * 1024, weights


def weight(body: bytes) -> int:
    return len(gzip.compress(body, 6))


@pytest.mark.parametrize("key", ["f", "s", "/", "p", ",", "n", "."])
def test_a_single_letter_is_no_shortcut(opened: Open, key: str) -> None:
    page = opened("forces/kent/")
    searched(page, "Kent")
    page.keyboard.press("Escape")
    page.evaluate("document.activeElement.blur()")
    address = page.url
    page.keyboard.press(key)
    assert not page.evaluate("document.getElementById('__search').checked")
    assert page.url == address


def test_a_text_to_copy_is_copied(opened: Open) -> None:
    page = opened("forces/kent/", permissions=["clipboard-read", "clipboard-write"])
    page.click("pre.copy >> nth=0 >> xpath=preceding-sibling::button[1]")
    page.wait_for_selector("text=Copied")
    assert page.evaluate("navigator.clipboard.readText()").startswith("Dear Kent Police,")


def directives(policy: str) -> dict[str, set[str]]:
    """Give what a policy allows, by the names of its directives."""
    return {name: set(values) for name, *values in map(str.split, policy.split(";"))}


def test_hosts_that_read_headers_get_the_same_policy(built: Path) -> None:
    headers = built.joinpath("_headers").read_text("utf-8")
    everywhere, framed = re.findall("Content-Security-Policy: (.*)\n", headers)
    assert framed == f"{everywhere}; frame-ancestors *"
    assert headers.index("/embed/*\n") < headers.index("frame-ancestors")
    assert "  X-Frame-Options: DENY\n" in headers.split("/embed/*\n")[0]
    allowed = directives(everywhere)
    for path in built.rglob("*.html"):
        own = directives(path.read_text("utf-8").split('Content-Security-Policy" content="')[1].split('"')[0])
        assert own.pop("style-src") <= allowed["style-src"], path
        assert own == {name: values for name, values in allowed.items() if name != "style-src"}, path
    assert "unsafe" not in headers
    assert "Referrer-Policy: no-referrer" in headers
