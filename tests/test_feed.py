"""Every change can be followed: on the page of corrections, in a feed, and by what search engines read."""

from __future__ import annotations

import datetime
import html
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from urllib.robotparser import RobotFileParser
from xml.etree import ElementTree

import feedparser  # type: ignore[import-untyped]
import pytest
from lxml import etree  # type: ignore[import-untyped]

from evidence import metadata, site, text
from evidence.model import Evidence

TESTS = Path(__file__).parent
ATOM = "{http://www.w3.org/2005/Atom}"

Altered = Callable[[Mapping[tuple[str, str, str], str]], Path]


def generated(output: site.Output, path: str) -> bytes:
    return next(file.content for file in output.files if file.path == path)


def entries(feed: bytes) -> dict[str, ElementTree.Element]:
    """Give the entries of a feed under the ids of their changes."""
    found = ElementTree.fromstring(feed).findall(f"{ATOM}entry")
    return {entry.find(f"{ATOM}link").attrib["href"].partition("#")[2]: entry for entry in found}  # type: ignore[union-attr]


@pytest.fixture(scope="session")
def feed(output: site.Output) -> bytes:
    return generated(output, "changes.xml")


def test_the_feed_is_valid_atom(feed: bytes) -> None:
    schema = etree.RelaxNG(etree.parse(TESTS / "data" / "atom.rng"))
    schema.assertValid(etree.fromstring(feed))
    for broken in (b"<updated>", b"<id>", b"<name>"):
        assert not schema.validate(etree.fromstring(feed.replace(broken, b"<a:b xmlns:a='a'/>" + broken, 1)))
    parsed = feedparser.parse(feed)
    assert (parsed.bozo, parsed.version) == (0, "atom10")
    links = {link.rel: link.href for link in parsed.feed.links}
    address = site.where().url
    assert links == {"self": f"{address}changes.xml", "alternate": f"{address}corrections/"}


def test_the_feed_has_every_change_newest_first(evidence: Evidence, feed: bytes) -> None:
    assert list(entries(feed)) == [change.id for change in evidence.changes]
    parsed = feedparser.parse(feed)
    for change, entry in zip(evidence.changes, parsed.entries, strict=True):
        assert entry.updated == entry.published == f"{change.date}T00:00:00+00:00"
        assert change.what in entry.title and change.table in entry.title
        assert change.reason in html.unescape(entry.summary)
    assert parsed.feed.updated == f"{evidence.changes[0].date}T00:00:00+00:00"


def test_ids_in_the_feed_stay_the_same_under_another_host(
    feed: bytes, output: site.Output, evidence: Evidence
) -> None:
    moved = replace(output.publication, url="https://example.org/")
    there, here = entries(metadata.feed(moved).encode()), entries(feed)
    ids = {name: entry.findtext(f"{ATOM}id") for name, entry in here.items()}
    assert ids == {name: entry.findtext(f"{ATOM}id") for name, entry in there.items()}
    assert len(set(ids.values())) == len(evidence.changes)
    # Whoever follows the feed has these; another id would show each change to them again.
    assert ids["2026-11-22-01"] == "urn:uuid:2e1e5c75-0f2a-5c30-96f6-4a7e09800bb1"


def test_a_change_of_a_cell_is_told_with_both_cells(altered: Altered) -> None:
    told = {"what": "Corrected", "table": "forces", "row": "kent", "column": "note", "old": "<b>&"}
    cells = {**told, "substantial": "yes"}
    data = altered({("changes", "2026-11-22-22", column): cell for column, cell in cells.items()}) / "data"
    made = site.generate(site.where(), data=data)
    entry = entries(generated(made, "changes.xml"))["2026-11-22-22"]
    assert entry.findtext(f"{ATOM}title") == "Corrected: forces, kent, note"
    # The summary is HTML, so a cell that looks like it is escaped there once more.
    assert entry.findtext(f"{ATOM}summary") == (
        "Old: &lt;b&gt;&amp;. New: empty. Reason: Published for the first time. Substantial: yes."
    )


def test_every_page_leads_to_the_feed(built: Path, embedded: list[Path]) -> None:
    for path in {*built.rglob("*.html")} - {*embedded}:
        head = path.read_text("utf-8").split("</head>")[0]
        (link,) = re.findall(r'<link rel="alternate" type="application/atom\+xml"[^>]* href="(.*?)">', head)
        target = built / link.lstrip("/") if link.startswith("/") else path.parent / link
        assert target.resolve() == (built / "changes.xml").resolve(), path


def test_the_page_of_corrections_has_each_change_at_its_anchor(evidence: Evidence, built: Path) -> None:
    page = (built / "corrections" / "index.html").read_text("utf-8")
    rows = re.findall(r'<tr id="(.*?)">(.*?)</tr>', page, re.DOTALL)
    assert [anchor for anchor, _ in rows] == [change.id for change in evidence.changes]
    for change, (_, row) in zip(evidence.changes, rows, strict=True):
        cells = [html.unescape(re.sub("<[^>]+>", "", cell)) for cell in re.findall(r"<t[hd].*?</t[hd]>", row)]
        place = ", ".join(filter(None, (change.table, change.row, change.column)))
        substantial = "yes" if change.substantial else "no"
        assert cells == [
            change.id,
            text.date(change.date),
            change.what,
            place,
            change.old,
            change.new,
            change.reason,
            substantial,
        ]


def test_the_sitemap_is_dated_by_the_newest_change(
    evidence: Evidence, built: Path, subjects: list[Path]
) -> None:
    dates = [
        element.text
        for element in ElementTree.parse(built / "sitemap.xml").iter()
        if element.tag.endswith("}lastmod")
    ]
    assert len(dates) == len(subjects)
    assert set(dates) == {evidence.changes[0].date}
    assert datetime.date.fromisoformat(evidence.changes[0].date)


def test_robots_may_read_every_page_and_find_the_sitemap(built: Path) -> None:
    robots = RobotFileParser()
    robots.parse((built / "robots.txt").read_text("utf-8").splitlines())
    assert robots.site_maps() == [f"{site.where().url}sitemap.xml"]
    for path in built.rglob("*.html"):
        assert robots.can_fetch("*", f"/{path.relative_to(built).as_posix()}")
