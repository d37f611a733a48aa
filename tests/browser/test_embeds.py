"""What stands in a frame on another site can be read there by everybody, and nothing else can be framed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from fnmatch import fnmatch
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import expect
from selectolax.lexbor import LexborHTMLParser

from tests.browser.conftest import Handler, Open, record, serving
from tests.site_pages import EMBED, Parsed

Headers = dict[str, str]

HOST = """<!doctype html><html lang="en"><title>Another site</title><link rel="icon" href="data:,">
<iframe src="{}" title="Framed" width="100%" height="700"></iframe>"""
SIZES = """() => [...document.querySelectorAll("h1, h2, p, p a:not(sup a), summary")]
    .map(part => parseFloat(getComputedStyle(part).fontSize))"""
DRAWN = """() => [...document.querySelectorAll("svg text")].filter(text => !text.querySelector("tspan"))
    .map(text => text.getBoundingClientRect().height)"""


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


class Host(Handler):
    """Serves a site with the headers that its file asks for: of every rule, or of the last that has each."""

    only_last: bool

    def end_headers(self) -> None:
        asked = rules(Path(self.directory, "_headers").read_text("utf-8"))
        matching = [each for path, headers in asked if fnmatch(self.path, path) for each in headers.items()]
        for name, value in dict(matching).items() if self.only_last else matching:
            if name != "Strict-Transport-Security":
                self.send_header(name, value)
        super().end_headers()


@pytest.fixture(scope="module", params=[True, False], ids=["as Netlify", "as Cloudflare Pages"])
def hosted(request: pytest.FixtureRequest, site: Path) -> Iterator[str]:
    """The address of the site on a host that reads its file of headers, in either way."""
    handler = type("Handler", (Host,), {"only_last": request.param})
    with serving(partial(handler, directory=str(site))) as address:
        yield address


@pytest.fixture
def another(tmp_path: Path) -> Iterator[Callable[[str], str]]:
    """Gives the address of another site once it shows ours in a frame."""
    with serving(partial(Handler, directory=str(tmp_path))) as address:

        def show(framed: str) -> str:
            (tmp_path / "index.html").write_text(HOST.format(framed), "utf-8")
            return address

        yield show


@pytest.fixture(scope="session")
def heights(parsed: Parsed) -> dict[str, int]:
    """The height of the frame that the code on a page makes for each embed of the sample of pages."""
    found: dict[str, int] = {}
    for page in parsed.values():
        for code in page.css("pre > code"):
            for frame in LexborHTMLParser(code.text()).css("iframe"):
                address = (frame.attributes["src"] or "").partition(f"/{EMBED}")[2]
                found[EMBED + address] = int(frame.attributes["height"] or 0)
    return found


@pytest.mark.parametrize("address", [f"{EMBED}numbers/timeline/", f"{EMBED}forces/kent/"])
def test_an_embed_is_shown_in_a_frame_and_leads_to_the_site(
    address: str, hosted: str, another: Callable[[str], str], opened: Open
) -> None:
    page = opened("about:blank", java_script_enabled=False)
    asked = record(page, "request")
    page.goto(another(hosted + address), wait_until="networkidle")
    frame = page.frame_locator("iframe")
    expect(frame.locator("h1")).to_be_visible()
    assert [one.url for one in asked][:2] == [another(hosted + address), hosted + address]
    assert all(re.search(r"/assets/\w+\.css$", one.url) for one in asked[2:]) and len(asked) == 3
    frame.locator("a.home").click()
    page.wait_for_url(lambda url: url.startswith(hosted))
    assert EMBED not in page.url and len(page.frames) == 1


@pytest.mark.parametrize("address", ["", "forces/kent/", "404.html"])
def test_no_page_of_the_site_itself_is_shown_in_a_frame(
    address: str, hosted: str, another: Callable[[str], str], opened: Open
) -> None:
    page = opened("about:blank")
    page.goto(another(hosted + address), wait_until="networkidle")
    assert page.frames[1].url == "chrome-error://chromewebdata/"
    page.goto(hosted + address)
    expect(page.locator("h1")).to_be_visible()


@pytest.mark.every_page
def test_an_embed_fits_the_frame_that_its_code_makes_and_can_be_read_on_a_telephone(
    heights: dict[str, int], pages: list[str], opened: Open
) -> None:
    """At 320 pixels, where it is highest; no more than a third of the frame is left empty there."""
    page = opened("about:blank", width=320)
    embeds = [address for address in pages if address.startswith(EMBED)]
    assert embeds
    for address in embeds:
        page.goto(address)
        height = page.evaluate("document.documentElement.offsetHeight")
        assert 0.66 * heights[address] <= height <= heights[address], (address, height, heights[address])
        assert min(page.evaluate(SIZES)) >= 14, address
        assert min(page.evaluate(DRAWN), default=11) >= 11, address
