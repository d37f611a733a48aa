"""Readers are told of every correction and of what became known, on a page and in a feed."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import feedparser  # type: ignore[import-untyped]
import pytest

from evidence.pages import Site
from evidence.site.build import generate
from tests.repository import commit, release
from tests.sample import edit, write_rows, write_sample

SITE = Site(url="https://example.org/sub/", repository="")
LINES = """\
2025-03-02,forces,kent,The note said too much,The force says & shows so.,no
2025-03-06,aliases,Clwyd north-wales,It is a county.,It has no force.,yes
2025-03-06,claims,d016,A digit was wrong,The report,yes
2025-03-06,forces,essex,Taken down,It named a person,no
2025-03-06,support,bawso,A digit was wrong,The report,yes
"""


def add_lines(data: Path, *lines: str) -> None:
    path = data / "corrections.csv"
    header = path.read_text("utf-8").partition("\n")[0].split(",")
    rows = csv.DictReader(lines, header, restval="")
    with path.open("a", encoding="utf-8", newline="") as file:
        csv.DictWriter(file, header, lineterminator="\n").writerows(rows)


def change_rows(path: Path, *added: dict[str, str], without: str = "") -> None:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    write_rows(path, [row for row in [*rows, *added] if without not in [*row.values()][:1]], list(rows[0]))


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
    change_rows(data / "force_responses.csv", response | words)
    commit(data.parent, "A response", "2025-03-05")
    change_rows(data / "aliases.csv", without="Clwyd")
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
def feed(files: Mapping[str, str]) -> Any:
    return feedparser.parse(files["changes.xml"])


def test_the_feed_is_atom_and_leads_to_the_site(feed: Any) -> None:
    assert (feed.bozo, feed.version) == (0, "atom10")
    links = {link.rel: link.href for link in feed.feed.links}
    assert links == {"self": f"{SITE.url}changes.xml", "alternate": f"{SITE.url}corrections/"}


def test_the_feed_tells_all_newest_first_in_words(feed: Any) -> None:
    titles = [(entry.updated[:10], entry.title) for entry in feed.entries]
    assert [each for each in titles if "Police" in each[1]] == [
        ("2025-03-06", "Essex Police: a correction"),
        ("2025-03-06", "North Wales Police: a correction"),
        ("2025-03-05", "Essex Police: a published response"),
        ("2025-03-04", "Kent Police: a count is known"),
        ("2025-03-02", "Kent Police: a correction"),
    ]


def test_an_entry_says_in_full_what_is_new(feed: Any) -> None:
    texts = [entry.content[0].value for entry in feed.entries]
    assert texts[4].startswith("The force, November 2023: The force said that it asks first. Source: ")
    assert texts[5].startswith(
        "A source gives a count for Kent Police: 12 victims, April 2020 to March 2023. "
    )
    assert "What was wrong: The note said too much. Why: The force says & shows so." in texts[6]
    assert "In the column note, “The <b>old note” became empty." in texts[6]


def test_an_entry_leads_to_its_force_or_its_correction(feed: Any, files: Mapping[str, str]) -> None:
    assert [entry.link.removeprefix(SITE.url) for entry in feed.entries[3:6]] == [
        "corrections/#2025-03-06-aliases-clwyd-north-wales",
        "forces/essex/",
        "forces/kent/",
    ]
    assert '<h3 id="2025-03-06-aliases-clwyd-north-wales">' in files["corrections.md"]


def test_an_entry_has_the_same_id_under_any_address(history: Path, feed: Any) -> None:
    elsewhere = generate(Site(url="https://example.com/", repository=""), history).files
    other = feedparser.parse(next(file.text for file in elsewhere if file.path == "changes.xml"))
    ids = [entry.id for entry in feed.entries]
    assert ids == [entry.id for entry in other.entries]
    assert len(set(ids)) == len(ids)
    # Whoever follows the feed has this id, and would be told again under another one.
    assert ids[5] == "urn:uuid:99ad4941-1e49-583c-9579-ec764f43e692"


def test_the_page_has_old_and_new_of_each_correction(files: Mapping[str, str]) -> None:
    page = files["corrections.md"]
    assert "<code>note</code>: <del>The &#60;b&#62;old note</del> became empty" in page
    assert page.count("The row was removed.") == 1
    assert page.count("Substantial: ") == 3


def test_what_was_taken_down_is_not_repeated(files: Mapping[str, str]) -> None:
    assert "What was wrong: Taken down" in files["corrections.md"]
    assert "Somebody" not in files["corrections.md"] + files["changes.xml"]


def test_no_telephone_number_of_a_correction_is_repeated(files: Mapping[str, str]) -> None:
    assert files["corrections.md"].count("The phone number was changed.") == 2
    assert "731" not in "".join(files.values())


def test_the_page_lists_what_became_known(files: Mapping[str, str]) -> None:
    updates = files["corrections.md"].partition("{ #updates }")[2]
    newer, _, older = updates.partition("</li>")
    assert '<li>5 March 2025. <a href="../forces/essex/">Essex Police: a published response</a>' in newer
    assert '<li>4 March 2025. <a href="../forces/kent/">Kent Police: a count is known</a>' in older
    assert ">12 victims</a>" in updates


def test_the_same_commit_makes_the_same_page_and_feed(history: Path, files: Mapping[str, str]) -> None:
    assert generated(history) == files


@pytest.fixture
def completed(tmp_path: Path) -> Path:
    """The sample with all that pages name, for a test to change."""
    return write_sample(tmp_path / "data")


def test_before_the_first_release_nothing_is_told(completed: Path) -> None:
    commit(completed.parent, "First")
    files = generated(completed)
    assert "<li>" not in files["corrections.md"] and "<h3" not in files["corrections.md"]
    assert feedparser.parse(files["changes.xml"]).entries == []


def test_without_the_history_the_page_says_what_it_lacks(completed: Path) -> None:
    add_lines(completed, LINES.splitlines()[0])
    page = generated(completed)["corrections.md"]
    assert "The old and new values are left out here" in page
    assert "it cannot list what is new" in page
    assert "<del>" not in page
