"""Readers are told of every correction and of what became known, on a page and in a feed."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import feedparser  # type: ignore[import-untyped]
import pytest

from evidence.exports import build_feed
from evidence.model import Changes, build_site_data, load_changes
from evidence.pages import Site
from evidence.pages.feed_entries import feed_entries
from evidence.site.build import generate
from evidence.tables.history import read_history
from tests.edits import remove_row
from tests.publications import read_publication
from tests.repository import commit, release
from tests.sample import add_rows, edit, write_sample

SITE = Site(url="https://example.org/sub/", repository="")
LINES = """\
2025-03-02,forces,kent,The note said too much,The force says & shows so.,no
2025-03-06,aliases,Clwyd north-wales,It is a county.,It has no force.,yes
2025-03-06,claims,d016,A digit was wrong,The report,yes
2025-03-06,forces,essex,Taken down,It named a person,no
2025-03-06,support,bawso,A digit was wrong,The report,yes
"""


def add_lines(data: Path, *lines: str) -> None:
    names = ("date", "table", "row", "wrong", "why", "substantial")
    add_rows(data / "corrections.csv", *csv.DictReader(lines, names))


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample with two releases, what became known after them, and corrections that are not committed."""
    data = write_sample(tmp_path_factory.mktemp("history") / "data")
    edit(data / "forces.csv", "kent", note="The <b>old note")
    edit(data / "forces.csv", "essex", note="Sent by Somebody")
    release(data.parent, "1.0.0", "2025-03-01")
    edit(data / "forces.csv", "kent", note="")
    add_lines(data, LINES.splitlines()[0])
    release(data.parent, "1.0.1", "2025-03-02")
    edit(data / "counts.csv", "kent", count="12", marker="", source_id="letter")
    commit(data.parent, "A count", "2025-03-04")
    response = {"id": "r999", "force_id": "essex", "date": "2023-11", "kind": "policy", "speaker": "force"}
    words = {"summary": "The force said that it asks first.", "source_id": "letter"}
    add_rows(data / "force_responses.csv", response | words)
    commit(data.parent, "A response", "2025-03-05")
    remove_row("aliases.csv", "Clwyd")(data)
    edit(data / "forces.csv", "essex", note="")
    edit(data / "support.csv", "bawso", phone="0800 731 8148")
    edit(data / "claims.csv", "d016", value="0800 731 8148")
    add_lines(data, *LINES.splitlines()[1:])
    return data


def generated(data: Path) -> Mapping[str, str]:
    files = generate(SITE, data).files
    return {file.path: file.text for file in files if file.path in {"corrections.md", "changes.xml"}}


@pytest.fixture(scope="module")
def files(history: Path) -> Mapping[str, str]:
    return generated(history)


@pytest.fixture(scope="module")
def changes(history: Path) -> Changes:
    publication = read_publication(history)
    return load_changes(publication.package, build_site_data(publication.package), read_history(history))


@pytest.fixture(scope="module")
def feed(files: Mapping[str, str]) -> Any:
    return feedparser.parse(files["changes.xml"])


def test_the_feed_is_atom_and_leads_to_the_site(feed: Any) -> None:
    assert (feed.bozo, feed.version) == (0, "atom10")
    links = {link.rel: link.href for link in feed.feed.links}
    assert links == {"self": f"{SITE.url}changes.xml", "alternate": f"{SITE.url}corrections/"}


def test_the_feed_tells_all_newest_first_and_leads_to_the_force_or_the_correction(
    feed: Any, files: Mapping[str, str]
) -> None:
    told = [(entry.updated[:10], entry.link.removeprefix(SITE.url)) for entry in feed.entries]
    assert told == [
        ("2025-03-06", "corrections/#2025-03-06-support-bawso"),
        ("2025-03-06", "corrections/#2025-03-06-forces-essex"),
        ("2025-03-06", "corrections/#2025-03-06-claims-d016"),
        ("2025-03-06", "corrections/#2025-03-06-aliases-clwyd-north-wales"),
        ("2025-03-05", "forces/essex/"),
        ("2025-03-04", "forces/kent/"),
        ("2025-03-02", "corrections/#2025-03-02-forces-kent"),
    ]
    anchors = [link.partition("#")[2] for _, link in told]
    assert all(f'<h3 id="{anchor}">' in files["corrections.md"] for anchor in anchors if anchor)
    names = ["Essex Police", "North Wales Police", "Essex Police", "Kent Police", "Kent Police"]
    titles = [entry.title for entry in feed.entries if "Police" in entry.title]
    assert all(name in title for name, title in zip(names, titles, strict=True)), titles


def test_an_entry_says_in_full_what_is_new(feed: Any) -> None:
    response, count, correction = (entry.content[0].value for entry in feed.entries[4:])
    assert "November 2023" in response and "The force said that it asks first." in response
    assert "12 victims" in count and "April 2020 to March 2023" in count
    assert "The note said too much" in correction and "The force says & shows so." in correction
    assert "The <b>old note" in correction


def test_an_entry_has_the_same_id_under_any_address(history: Path, changes: Changes, feed: Any) -> None:
    publication = read_publication(history)
    assert publication.url != SITE.url
    other = feedparser.parse(build_feed(publication, "", feed_entries(changes, publication.package)))
    ids = [entry.id for entry in feed.entries]
    assert ids == [entry.id for entry in other.entries]
    assert len(set(ids)) == len(ids)
    # Whoever follows the feed has this id, and would be told again under another one.
    assert ids[5] == "urn:uuid:99ad4941-1e49-583c-9579-ec764f43e692"


def test_the_page_has_old_and_new_of_each_correction(changes: Changes, files: Mapping[str, str]) -> None:
    assert [each.correction.table for each in changes.corrections if each.is_gone] == ["aliases"]
    assert "<code>note</code>: <del>The &#60;b&#62;old note</del>" in files["corrections.md"]


def test_what_was_taken_down_is_not_repeated(files: Mapping[str, str]) -> None:
    assert "Taken down" in files["corrections.md"]
    assert "Somebody" not in files["corrections.md"] + files["changes.xml"]


def test_no_telephone_number_of_a_correction_is_repeated(changes: Changes, files: Mapping[str, str]) -> None:
    assert sum(cell.is_phone for each in changes.corrections for cell in each.cells) == 2
    assert "731" not in "".join(files.values())


def test_the_page_lists_what_became_known(files: Mapping[str, str]) -> None:
    updates = files["corrections.md"].partition("{ #updates }")[2]
    newer, _, older = updates.partition("</li>")
    assert '<li>5 March 2025. <a href="../forces/essex/">' in newer
    assert '<li>4 March 2025. <a href="../forces/kent/">' in older
    assert ">12 victims</a>" in older


def test_before_the_first_release_nothing_is_told(tmp_path: Path) -> None:
    data = write_sample(tmp_path / "data")
    commit(tmp_path, "First")
    files = generated(data)
    assert "<li>" not in files["corrections.md"] and "<h3" not in files["corrections.md"]
    assert feedparser.parse(files["changes.xml"]).entries == []


def test_without_the_history_the_page_has_the_correction_and_no_values(tmp_path: Path) -> None:
    data = write_sample(tmp_path / "data")
    add_lines(data, LINES.splitlines()[0])
    page = generated(data)["corrections.md"]
    assert "The note said too much" in page
    assert "<del>" not in page
