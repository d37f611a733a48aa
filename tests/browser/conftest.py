"""A browser, and windows at pages of the site.

Tests marked `every_page` look at a sample of pages that takes every template. Where EVERY_PAGE names the
folder of a finished site, they look at each of its pages.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import axe_playwright_python  # type: ignore[import-untyped]
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.site_pages import EVERY_PAGE, Parsed

QUIET = """
    --no-sandbox --disable-gpu --disable-background-networking --disable-component-update --disable-sync
    --no-first-run
""".split()
SAMPLE = """
    ./ letter/ briefing/ forces/ forces/kent/ constituencies/ constituencies/blaydon-and-consett/ councils/
    evidence/ evidence/letter/ sources/ disagreements/ timeline/ numbers/ data/ corrections/ glossary/ help/
    parliament/ privacy/ search/ 404.html embed/numbers/timeline/ embed/forces/gwent/
""".split()
RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "rules": {"target-size": {"enabled": True}},  # WCAG 2.5.8, which axe leaves out unless asked
    "resultTypes": ["violations"],
}
OPEN_DETAILS = "document.querySelectorAll('details').forEach(one => one.open = true)"
# WCAG 1.4.12: a reader may set these, and nothing may be lost.
SPACED = """*, ::before, ::after {
    line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
    p { margin-bottom: 2em !important }"""

Open = Callable[..., Page]
Faults = Callable[..., list[str]]


class Handler(SimpleHTTPRequestHandler):
    """Serves a folder, and says nothing of it."""

    def log_message(self, format: str, *args: Any) -> None:
        pass


@contextmanager
def serving(handler: Callable[..., Handler]) -> Iterator[str]:
    """Answer on a free port, and give the address."""
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as running:
        thread = Thread(target=running.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{running.server_port}/"
        running.shutdown()
        thread.join()


@pytest.fixture(scope="session")
def server(site: Path) -> Iterator[str]:
    """The address of a server of the site."""
    with serving(partial(Handler, directory=str(site))) as address:
        yield address


@pytest.fixture(scope="session")
def pages(parsed: Parsed) -> list[str]:
    """The addresses to look at: those of the sample, or all that do not lead on by themselves."""
    every = [address for address, page in parsed.items() if not page.css("meta[http-equiv=refresh]")]
    assert {*SAMPLE} <= {*every}
    return every if EVERY_PAGE else SAMPLE


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    # The shell is Chromium without the frame of windows that nobody sees, and opens one in half the time.
    found = shutil.which("chromium-headless-shell") or os.environ.get("CHROMIUM") or shutil.which("chromium")
    assert found, "Set CHROMIUM to the path of a Chromium or Chrome."
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def opened(browser: Browser, server: str) -> Iterator[Open]:
    """Opens a new window that has never seen the site, at an address within the site."""
    with ExitStack() as stack:

        def window(address: str, *, width: int = 1280, **options: Any) -> Page:
            viewport: Any = {"width": width, "height": 800}
            context = browser.new_context(base_url=server, viewport=viewport, **options)
            stack.callback(context.close)
            page = context.new_page()
            page.goto(address)
            return page

        yield window


@pytest.fixture(scope="session")
def faults() -> Faults:
    """Lists what axe finds wrong on a page, or in a part of it, one line for each place."""
    axe = Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text("utf-8")

    def found(page: Page, rules: Mapping[str, object] = RULES, part: str = "html") -> list[str]:
        if not page.evaluate("'axe' in window"):
            page.evaluate(axe)
        result = page.evaluate("([part, rules]) => axe.run(part, rules)", [part, rules])
        assert result["passes"]
        return [
            f"{page.url}: {violation['id']}: {node['html'][:160]}"
            for violation in result["violations"]
            for node in violation["nodes"]
        ]

    return found


def open_search(page: Page, words: str) -> None:
    """Type words into the search, and wait for its answer."""
    page.locator(".md-header .search-link").click()
    look_for(page, words)


def look_for(page: Page, words: str) -> None:
    """Put words into the box of the search at once, as by pasting, and wait for its answer."""
    page.locator("#query").fill(words)
    expect(page.locator(".search-found")).to_have_attribute("aria-busy", "false")
    expect(page.locator(".search [role=status] > :visible").first).to_be_visible()


def record(target: Page | BrowserContext, event: str) -> list[Any]:
    """Give a list that grows by what each event of a window tells: "request" or "response"."""
    found: list[Any] = []

    def note(told: object) -> None:
        found.append(told)

    target.on(event, note)  # type: ignore[call-overload]
    return found
