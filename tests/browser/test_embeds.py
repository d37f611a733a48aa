"""What stands in a frame on another site can be read there by everybody, and nothing else can be framed."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from fnmatch import fnmatch
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Page, expect

Open = Callable[..., Page]
Headers = dict[str, str]

RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],
}
OPEN_DETAILS = "() => document.querySelectorAll('details').forEach(one => one.open = true)"
SIDEWAYS = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
HOST = """<!doctype html><html lang="en"><title>Another site</title><link rel="icon" href="data:,">
<iframe src="{}" title="Framed" width="100%" height="700"></iframe>"""


def rules(text: str) -> list[tuple[str, Headers]]:
    """Read a file of headers: each path with the headers under it."""
    found: list[tuple[str, Headers]] = []
    for line in text.splitlines():
        if line.startswith("/"):
            found.append((line, {}))
        else:
            name, _, value = line.strip().partition(": ")
            found[-1][1][name] = value
    return found


def joined(matching: list[Headers]) -> Headers:
    """Send what every rule says, as Cloudflare Pages does."""
    names = {name for headers in matching for name in headers}
    return {name: ", ".join(one[name] for one in matching if name in one) for name in names}


def last(matching: list[Headers]) -> Headers:
    """Send what the last rule says, as Netlify does."""
    return {name: value for headers in matching for name, value in headers.items()}


class Host(SimpleHTTPRequestHandler):
    """Serves a site with the headers that its file asks for."""

    together: Callable[[list[Headers]], Headers]

    def end_headers(self) -> None:
        asked = rules(Path(self.directory, "_headers").read_text("utf-8"))
        matching = [headers for path, headers in asked if fnmatch(self.path, path)]
        for name, value in type(self).together(matching).items():
            if name != "Strict-Transport-Security":
                self.send_header(name, value)
        super().end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        pass


SIZES = """() => [...document.querySelectorAll("h1, h2, p, p a, summary")]
    .map(part => parseFloat(getComputedStyle(part).fontSize))"""
DRAWN = """() => [...document.querySelectorAll("svg text")].filter(text => !text.querySelector("tspan"))
    .map(text => text.getBoundingClientRect().height)"""


@contextmanager
def serving(handler: Callable[..., SimpleHTTPRequestHandler]) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as running:
        thread = Thread(target=running.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{running.server_port}/"
        running.shutdown()
        thread.join()


@pytest.fixture(scope="module", params=[joined, last], ids=["joined", "last"])
def hosted(request: pytest.FixtureRequest, built: Path) -> Iterator[str]:
    """The address of the site on a host that reads its file of headers, in either way."""
    handler = type("Handler", (Host,), {"together": staticmethod(request.param)})
    with serving(partial(handler, directory=str(built))) as address:
        yield address


@pytest.fixture(scope="module")
def another() -> Iterator[str]:
    """The address of another site, which shows in a frame what its address asks for after the mark."""

    class Another(SimpleHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(HOST.format(self.path.partition("?")[2]).encode())

        def log_message(self, format: str, *args: Any) -> None:
            pass

    with serving(Another) as address:
        yield address


@pytest.mark.parametrize("address", ["embed/numbers/victims/", "embed/forces/kent/"])
def test_an_embed_is_shown_in_a_frame_on_another_site(
    address: str, hosted: str, another: str, opened: Open
) -> None:
    page = opened("about:blank", java_script_enabled=False)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{another}?{hosted}{address}", wait_until="networkidle")
    frame = page.frame_locator("iframe")
    expect(frame.get_by_role("heading", level=1)).to_be_visible()
    assert asked == [f"{another}?{hosted}{address}", hosted + address]
    frame.get_by_role("link", name="Safety Before Status").click()
    page.wait_for_url(lambda url: url.startswith(hosted))
    assert "embed" not in page.url and len(page.frames) == 1


@pytest.mark.parametrize("address", ["", "forces/kent/", "numbers/", "404.html"])
def test_no_page_of_the_site_itself_is_shown_in_a_frame(
    address: str, hosted: str, another: str, opened: Open
) -> None:
    page = opened("about:blank")
    page.goto(f"{another}?{hosted}{address}", wait_until="networkidle")
    assert page.frames[1].url == "chrome-error://chromewebdata/"
    page.goto(hosted + address)
    expect(page.locator("h1")).to_be_visible()


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_fault_in_an_embed_with_all_details_open(
    scheme: str, width: int, embeds: list[str], opened: Open
) -> None:
    page, found = opened("about:blank", width=width, color_scheme=scheme), []
    for address in embeds:
        page.goto(address)
        page.evaluate(OPEN_DETAILS)
        told = Axe().run(page, options=RULES).response
        assert told["passes"]
        found += [
            f"{address}: {one['id']}: {node['html']}" for one in told["violations"] for node in one["nodes"]
        ]
        assert page.evaluate(SIDEWAYS) == 0, address
    assert len(embeds) > 10
    assert found == []


def test_an_embed_follows_the_scheme_of_the_device(opened: Open) -> None:
    page = opened("embed/forces/kent/")
    colours = set()
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        colours.add(page.evaluate("getComputedStyle(document.body).backgroundColor"))
    assert len(colours) == 2


def test_an_embed_fits_the_frame_that_its_code_makes(
    embeds: list[str], subjects: list[Path], opened: Open
) -> None:
    """At 320 pixels, where it is highest; at no width is more than a third of the frame left empty there."""
    heights = {}
    for path in subjects:
        for code in re.findall(r"<code>(&lt;iframe .*?)</code>", path.read_text("utf-8")):
            made = html.unescape(html.unescape(code))
            found = re.search(r'src="[^"]*?/(embed/[^"]+)".*? height="(\d+)"', made)
            assert found
            heights[found[1]] = int(found[2])
    page = opened("about:blank", width=320)
    for address in embeds:
        page.goto(address)
        height = page.evaluate("document.documentElement.offsetHeight")
        assert 0.66 * heights[address] <= height <= heights[address], (address, height, heights[address])


def test_the_text_of_an_embed_can_be_read_on_a_telephone(embeds: list[str], opened: Open) -> None:
    page = opened("about:blank", width=320)
    for address in embeds:
        page.goto(address)
        assert min(page.evaluate(SIZES)) >= 14, address
        assert min(page.evaluate(DRAWN), default=11) >= 11, address
