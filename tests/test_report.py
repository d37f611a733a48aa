"""A reviewer is told what changes for readers, and nothing in either revision can speak for itself."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

import report
from tests.repository import commit
from tests.sample import ROOT, copy_project, edit

HOSTILE = (
    "@someone #1 `code` ```` ~~~",
    '</pre></iframe><script>alert(1)</script><img src=x onerror="alert(1)">',
    "\" onload='x' [x](javascript:alert(1)) {{ report }} &lt;b&gt;",
    "\u202eback\u200b \x1b[31mred",
)
SVG = '<svg xmlns="http://www.w3.org/2000/svg"><title>{}</title></svg>'
PAGE = "<!doctype html><meta http-equiv=x><link rel=stylesheet href=../a.css><script>1</script><p>{}</p>"

Files = Mapping[str, str]


def write(folder: Path, files: Files) -> Path:
    """Write a revision as its own code would generate it."""
    table = {"path": "forces.csv", "schema": {"primaryKey": ["id"]}}
    own = {"data/datapackage.json": json.dumps({"resources": [table]}), "docs/about.md": "Words"}
    for name, text in (own | dict(files)).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    (folder / "generated").mkdir(exist_ok=True)
    return folder


def compare(folder: Path, before: Files, after: Files) -> report.Report:
    return report.compare(write(folder / "before", before), write(folder / "after", after), "")


def test_of_equal_revisions_it_says_that_nothing_changes(tmp_path: Path) -> None:
    same = {"generated/index.md": "Words", "site/index.html": "", "site/about/index.html": ""}
    assert report.render_text(compare(tmp_path, same, same)) == "Nothing changes for readers.\n"


def test_rows_are_told_by_key_and_words_by_page(tmp_path: Path) -> None:
    told = report.render_text(
        compare(
            tmp_path,
            {"data/forces.csv": "id,name\na,One\nb,Two\n", "generated/a.md": "The old word is here."},
            {"data/forces.csv": "id,name\nb,Three\nc,Four\n", "generated/a.md": "The new word is here."},
        )
    )
    for line in ("+++ | c | Four", "--- | a | One", "-> | b | Two->Three"):
        assert f"  {line}\n" in told
    assert "a.md\n  The [-old-]{+new+} word is here.\n" in told


def test_pages_that_change_alike_are_told_once(tmp_path: Path) -> None:
    names = [f"generated/places/{number}.md" for number in range(9)]
    changes = compare(tmp_path, dict.fromkeys(names, "Says so."), dict.fromkeys(names, "Said so."))
    told = report.render_text(changes)
    assert told.count("[-Says-]{+Said+} so.") == 1
    assert "places/0.md, places/1.md, places/2.md and 6 pages more with the same change" in told


def test_a_page_is_told_that_is_new_or_gone(tmp_path: Path) -> None:
    told = report.render_text(compare(tmp_path, {"generated/old.md": ""}, {"generated/new.md": ""}))
    assert told == "new.md\n  {+This page is new.+}\n\nold.md\n  [-This page is gone.-]\n\n"


def test_charts_and_pages_are_in_the_one_file_that_a_browser_opens(tmp_path: Path) -> None:
    site = {"site/a.css": "p{}", "site/x/index.html": PAGE.format("Seen")}
    changes = compare(
        tmp_path,
        {"generated/x.svg": SVG.format("One"), "generated/x.md": "One"},
        {"generated/x.svg": SVG.format("Two"), "generated/x.md": "Two", **site},
    )
    tree = LexborHTMLParser(report.render("report.html.jinja", report=changes, text=""))
    assert [str(node.attributes["src"])[:26] for node in tree.css("img")] == [
        "data:image/svg+xml;base64,"
    ] * 2
    (frame,) = tree.css("iframe")
    assert frame.attributes["sandbox"] in (None, "")  # no right is given back
    page = LexborHTMLParser(frame.attributes["srcdoc"] or "")
    assert [node.attributes["href"] for node in page.css("link")] == ["data:text/css;base64,cHt9"]
    assert not page.css("script, meta[http-equiv]")


def elements(words: tuple[str, ...], folder: Path) -> list[object]:
    """Name elements and attributes of a report on revisions in which the words are wherever words can be."""
    before = {f"generated/{number}.md": "Words" for number, _ in enumerate(words)}
    after = {f"generated/{number}.md": word for number, word in enumerate(words)}
    after |= {f"site/{number}/index.html": word for number, word in enumerate(words)}
    rows = "".join(f"{number},{json.dumps(word)}\n" for number, word in enumerate(words))
    changes = compare(folder, before, {**after, "data/forces.csv": f"id,name\n{rows}"})
    text = report.render_text(changes)
    assert not set(text) & set("\x1b\u202e\u200b")
    tree = LexborHTMLParser(report.render("report.html.jinja", report=changes, text=text))
    return [(node.tag, sorted(node.attributes)) for node in tree.css("*")]


def test_no_word_of_a_revision_is_more_than_its_characters(tmp_path: Path) -> None:
    harmless = tuple(f"word {number}" for number, _ in enumerate(HOSTILE))
    assert elements(HOSTILE, tmp_path / "hostile") == elements(harmless, tmp_path / "harmless")


def run(project: Path, base: str, head: str) -> subprocess.CompletedProcess[str]:
    command = (sys.executable, project / ".ci" / "report.py", base, head)
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project on the sample with three revisions: a word and a cell change, then a cell is wrong."""
    project = copy_project(tmp_path_factory.mktemp("report") / "project")
    (project / ".cache").unlink()  # the report goes there
    shutil.copytree(ROOT / ".ci", project / ".ci")
    (project / ".gitignore").write_text("/.cache/\n__pycache__/\n", "utf-8")
    for cells in ({}, {"note": "An artificial note"}, {"region": "Atlantis"}):
        edit(project / "data" / "forces.csv", "kent", **cells)
        commit(project, "Change the tables")
    return project


def test_two_revisions_are_each_generated_by_their_own_code(repository: Path) -> None:
    done = run(repository, "HEAD~2", "HEAD~1")
    assert done.returncode == 0, done.stderr
    assert "->An artificial note" in done.stdout
    assert "forces/kent.md" in done.stdout
    assert "has problems" not in done.stdout
    folder = repository / ".cache" / "report"
    assert (folder / "report.txt").read_text("utf-8").strip() == done.stdout.strip()
    assert 'title="forces/kent.md"' in (folder / "report.html").read_text("utf-8")


def test_of_a_head_that_fails_its_check_the_messages_are_told(repository: Path) -> None:
    told = run(repository, "HEAD~1", "HEAD").stdout
    assert told.startswith("HEAD has problems:\ndata/forces.csv:")
    assert "'Atlantis'" in told


def test_what_is_no_revision_is_named(repository: Path) -> None:
    told = run(repository, "HEAD", "--all")
    assert told.returncode == 1
    assert "'--all' is not a revision." in told.stderr
