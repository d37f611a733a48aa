"""A browser, and windows at pages of the site."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from tests.conftest import EVERY_PAGE

QUIET = """
    --no-sandbox --disable-gpu --disable-background-networking --disable-component-update --disable-sync
    --no-first-run
""".split()

Open = Callable[..., Page]

# Between them, these take every branch of every template.
SAMPLE = """
    ./ letter/ briefing/ forces/ forces/kent/ forces/btp/ forces/gwent/ constituencies/ councils/ evidence/
    sources/ disagreements/ timeline/ numbers/ data/ methods/ corrections/ glossary/ help/ privacy/
    accessibility/ about/ editorial/ parliament/ constituencies/hexham/ constituencies/blaydon-and-consett/
    constituencies/cardiff-east/ 404.html
""".split()
SAMPLE_OF_EMBEDS = re.compile(r"/(?:numbers/[^/]+|(?:btp|gwent|hampshire|kent).*)/$")


@pytest.fixture(scope="session")
def pages(built: Path, subjects: list[Path]) -> list[str]:
    """The addresses of the sample, or of every page where EVERY_PAGE is set."""
    every = [path.relative_to(built).as_posix() for path in (*subjects, built / "404.html")]
    return [path.removesuffix("index.html") or "./" for path in every] if EVERY_PAGE else SAMPLE


@pytest.fixture(scope="session")
def embeds(built: Path, embedded: list[Path]) -> list[str]:
    """The addresses of a sample of what stands in frames on other sites, or of all of it."""
    every = [f"{path.parent.relative_to(built).as_posix()}/" for path in embedded]
    return [address for address in every if EVERY_PAGE or SAMPLE_OF_EMBEDS.search(address)]


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
            viewport = {"width": width, "height": 800}
            context: BrowserContext = browser.new_context(base_url=server, viewport=viewport, **options)  # type: ignore[arg-type]
            stack.callback(context.close)
            page = context.new_page()
            page.goto(address)
            return page

        yield window


@pytest.fixture
def page(opened: Open) -> Page:
    """A window at the home page."""
    return opened("./")
