"""The time until a chart is seen on a slow telephone with a slow network and an empty cache."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from statistics import median

from playwright.sync_api import Browser, Page, sync_playwright

from tests.bench.host import tool

PAGES = ("forces/kent/", "numbers/")
LOADS = 5
MOST = 1500  # milliseconds to the first chart, which is the aim
SLOWER = 4  # times slower than this computer's processor, as Lighthouse has it for a telephone
# "Fast 3G", 1.6 Mbit/s down, 750 kbit/s up and 150 ms there and back, as puppeteer has it in
# PredefinedNetworkConditions.ts: what is slowed is each request, not each packet, hence the factors.
NETWORK = {
    "offline": False,
    "downloadThroughput": 1.6 * 1000 * 1000 / 8 * 0.9,  # bytes a second
    "uploadThroughput": 750 * 1000 / 8 * 0.9,
    "latency": 150 * 3.75,  # milliseconds
}
# A chart is whole when something follows it. No frame is drawn before the style sheets are there, and the
# second frame comes when the first has been drawn. Nothing is seen before the first paint on the screen.
WATCH = """
window.seen = {};
new PerformanceObserver((list) => { seen.largest = list.getEntries().at(-1).startTime; })
    .observe({ type: "largest-contentful-paint", buffered: true });
new MutationObserver((_, observer) => {
    if (!document.querySelector("figure.chart svg + *")) return;
    observer.disconnect();
    requestAnimationFrame(() => requestAnimationFrame(() => { seen.chart = performance.now(); }));
}).observe(document, { childList: true, subtree: true });
"""
SEEN = """() => {
    const first = performance.getEntriesByName("first-contentful-paint")[0].startTime;
    return { chart: Math.max(first, seen.chart), first, largest: seen.largest };
}"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """The medians of a page, each in milliseconds after the reader asked for it."""

    page: str
    chart: float
    first: float
    largest: float


def measure(address: str) -> list[Seen]:
    """Load every page five times."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=tool("browser"))
        return [_page(browser, address, page) for page in PAGES]


def _page(browser: Browser, address: str, page: str) -> Seen:
    loads = []
    for turn in range(LOADS):
        print(f"slow telephone, {page}, load {turn + 1} of {LOADS}", file=sys.stderr, flush=True)
        loads.append(_load(browser, address + page))
    return Seen(page=page, **{name: median(load[name] for load in loads) for name in loads[0]})


def _load(browser: Browser, address: str) -> Mapping[str, float]:
    telephone = browser.new_context(
        viewport={"width": 360, "height": 740}, device_scale_factor=2, is_mobile=True, has_touch=True
    )
    with telephone:
        page = telephone.new_page()
        _slow(page)
        page.add_init_script(WATCH)
        page.goto(address, wait_until="networkidle")
        page.wait_for_function("seen.chart && seen.largest")
        seen: dict[str, float] = page.evaluate(SEEN)
        return seen


def _slow(page: Page) -> None:
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", NETWORK)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
