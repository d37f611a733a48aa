"""Nothing leaks: what a page may do is ruled by its policy, and it loads and stores no more than it needs."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest
from playwright.sync_api import Page, Response

Open = Callable[..., Page]

LISTEN = """
window.violations = [];
addEventListener("securitypolicyviolation", (event) => {
    violations.push(event.violatedDirective + " " + event.blockedURI);
});
"""
KINDS = [
    "./",
    "letter/",
    "forces/",
    "forces/kent/",
    "constituencies/",
    "evidence/",
    "numbers/",
    "data/",
    "help/",
    "404.html",
]


def searched(page: Page, words: str) -> None:
    page.click(".md-search__input")
    page.fill(".md-search__input", words)
    page.wait_for_selector(".md-search-result__item")


@pytest.mark.parametrize("address", KINDS)
def test_no_page_breaks_its_policy_while_it_is_used(opened: Open, address: str) -> None:
    page = opened("about:blank")
    page.add_init_script(LISTEN)
    page.goto(address)
    searched(page, "Kent")
    page.emulate_media(color_scheme="dark")
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    assert page.evaluate("violations") == []


def test_a_policy_that_is_broken_is_noticed(opened: Open) -> None:
    page = opened("about:blank")
    page.add_init_script(LISTEN)
    page.goto("./")
    page.evaluate(
        "document.body.append(Object.assign(document.createElement('img'), {src: 'https://example.org/x'}))"
    )
    page.wait_for_function("violations.length")
    assert page.evaluate("violations") == ["img-src https://example.org/x"]


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


class Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.others: list[dict[str, str | None]] = []
        self.policies: list[str | None] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        if tag == "a" and (attributes.get("href") or "").startswith("http"):
            self.others.append(attributes)
        if tag == "meta" and attributes.get("name") == "referrer":
            self.policies.append(attributes["content"])


def test_no_page_and_no_link_tells_where_a_reader_came_from(built: Path) -> None:
    for path in sorted(built.rglob("*.html")):
        links = Links()
        links.feed(path.read_text("utf-8"))
        assert links.policies == ["no-referrer"], path
        assert all("noreferrer" in (link.get("rel") or "") for link in links.others), path
        assert all("target" not in link for link in links.others), path


def test_hosts_that_read_headers_get_the_same_policy(built: Path) -> None:
    policy = (
        built.joinpath("index.html")
        .read_text("utf-8")
        .split('Content-Security-Policy" content="')[1]
        .split('"')[0]
    )
    headers = built.joinpath("_headers").read_text("utf-8")
    assert f"Content-Security-Policy: {policy}; frame-ancestors 'none'\n" in headers
    assert "unsafe" not in headers
    assert "Referrer-Policy: no-referrer" in headers
