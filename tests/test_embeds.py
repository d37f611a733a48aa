"""What others put on their pages is small, needs nothing else, and says the same as the page it is from."""

from __future__ import annotations

import gzip
import html
import re
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin

import pytest

from evidence import charts, site
from evidence.model import Evidence

HEAVIEST = 15_000  # bytes, compressed
FETCHED = {
    "script",
    "img",
    "iframe",
    "object",
    "embed",
    "video",
    "audio",
    "source",
    "form",
    "base",
    "image",
    "use",
}
CODE = re.compile(
    r'<details class="frame">\s*<summary>Put (?:this chart|these facts) on your site</summary>\s*'
    r"<pre[^>]*><code>(.*?)</code>"
)


class Elements(HTMLParser):
    """The elements of a page with their attributes, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def of(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.found if name == tag]


@pytest.fixture(scope="module")
def embeds(built: Path, embedded: list[Path]) -> Mapping[str, str]:
    """Each embed as its HTML, by its address."""
    return {f"{path.parent.relative_to(built).as_posix()}/": path.read_text("utf-8") for path in embedded}


def expected(evidence: Evidence) -> Iterator[tuple[str, str]]:
    """Give the address and the headline of every embed."""
    for chart in charts.national(evidence):
        yield f"embed/numbers/{chart.name}/", chart.headline
    for force in evidence.forces:
        yield f"embed/forces/{force.id}/", force.name
        for chart in charts.of_force(force, evidence):
            yield f"embed/forces/{force.id}/{chart.name}/", chart.headline


def plain(page: str) -> str:
    return " ".join(Elements(page).text.split())


def test_every_chart_and_every_force_has_an_embed_under_its_headline(
    evidence: Evidence, embeds: Mapping[str, str]
) -> None:
    headlines = dict(expected(evidence))
    assert headlines.keys() == embeds.keys()
    for address, page in embeds.items():
        assert plain(page.split("<h1>")[1].split("</h1>")[0]) == headlines[address]


def test_an_embed_is_small(embeds: Mapping[str, str]) -> None:
    assert {
        address: page for address, page in embeds.items() if len(gzip.compress(page.encode())) > HEAVIEST
    } == {}


def test_an_embed_asks_for_nothing_but_itself(embeds: Mapping[str, str]) -> None:
    for address, page in embeds.items():
        elements = Elements(page)
        assert not FETCHED & {tag for tag, _ in elements.found}, address
        assert [link["rel"] for link in elements.of("link")] == ["canonical", "icon"], address
        assert not re.search(r"@import|url\(", page), address


def test_an_embed_is_named_and_leads_to_the_place_it_is_from(embeds: Mapping[str, str], built: Path) -> None:
    url = site.where().url
    for address, page in embeds.items():
        elements = Elements(page)
        canonical = str(elements.of("link")[0]["href"])
        assert elements.of("html") == [{"lang": "en"}]
        assert {"name": "robots", "content": "noindex"} in elements.of("meta")
        home = urljoin(url + address, str(elements.of("a")[-1]["href"]))
        assert home.partition("#")[0] == canonical
        source = (built / canonical.removeprefix(url) / "index.html").read_text("utf-8")
        titles = [re.findall("<title>(.*?)</title>", one) for one in (page, source)]
        assert titles[0] == titles[1], address
        chart = elements.of("svg")
        assert len(chart) == (address.count("/") == 4 or "numbers" in address), address
        if chart:
            anchor = home.partition("#")[2]
            assert f'<figure class="chart" id="{anchor}"' in source, address
            assert chart[0]["role"] in {"img", "group"}
            assert elements.of("title")[1]["id"] == chart[0]["aria-labelledby"]
            assert elements.of("desc")[0]["id"] == chart[0]["aria-describedby"]


def test_an_embed_says_what_its_page_says(embeds: Mapping[str, str], built: Path) -> None:
    for address, page in embeds.items():
        canonical = str(Elements(page).of("link")[0]["href"]).removeprefix(site.where().url)
        told = plain((built / canonical / "index.html").read_text("utf-8"))
        body = page.split("<article>")[1].split("</article>")[0]
        said = re.findall(r"<(?:p|h2)[ >].*?</(?:p|h2)>", body, re.DOTALL)
        assert len(said) > 2
        for one in said[:-1]:
            assert plain(one) in told, (address, one)


def test_an_embed_stays_out_of_the_map_and_of_the_search(built: Path) -> None:
    assert "/embed/" not in (built / "sitemap.xml").read_text("utf-8")
    assert '"embed/' not in (built / "search" / "search_index.json").read_text("utf-8")


def test_the_code_under_a_chart_and_on_a_force_page_shows_each_embed(
    evidence: Evidence, subjects: list[Path]
) -> None:
    headlines, shown = dict(expected(evidence)), set()
    for path in subjects:
        for code in CODE.findall(path.read_text("utf-8")):
            elements = Elements(html.unescape(code))
            ((tag, frame),) = elements.found
            address = str(frame.pop("src")).removeprefix(site.where().url)
            assert tag == "iframe" and str(frame.pop("height")).isdecimal()
            assert frame == {
                "title": headlines[address],
                "width": "100%",
                "loading": "lazy",
                "referrerpolicy": "no-referrer",
            }
            shown.add(address)
    assert shown == headlines.keys()
