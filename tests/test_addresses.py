"""A page that was published is where it was, or redirects; before the first release nothing is held."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from evidence.__main__ import main
from evidence.site.addresses import (
    Redirect,
    broken_redirects,
    list_redirects,
    page_addresses,
    read_published_pages,
    write_published_pages,
)
from evidence.tables import read
from evidence.tables.history import PUBLISHED_PAGES, read_history
from tests.conftest import Run
from tests.repository import commit, git, release
from tests.sample import add_rows, write_rows

PAGES = {"./", "help/", "forces/kent/"}


def test_sources_and_built_files_have_the_addresses_of_their_pages() -> None:
    sources = "index.md help.md forces/index.md forces/kent.md embed/forces/kent/index.html a.json".split()
    assert [*page_addresses(sources)] == ["./", "help/", "forces/", "forces/kent/", "embed/forces/kent/"]
    assert [*page_addresses(["index.html", "404.html", "help/index.html"])] == ["./", "help/"]


@pytest.mark.parametrize(
    ("old", "new", "faults"),
    [
        ("old/", "help/", []),
        ("old/", "help/#call", []),
        ("old/", "./", []),
        ("help/", "forces/kent/", ["help/ is a page."]),
        ("old/", "older/", ["older/ is not a page."]),
    ],
)
def test_a_redirect_leads_from_no_page_to_a_page(old: str, new: str, faults: list[str]) -> None:
    redirect = Redirect(old=old, new=new, path="data/redirects.csv", line=2)
    assert [problem.fault for problem in broken_redirects([redirect], PAGES)] == faults


def test_a_force_is_found_at_each_name_that_is_its_own(editable: Path) -> None:
    names = [
        ("The Met", "metropolitan"),
        ("Border Police", "kent"),
        ("Border Police", "essex"),
        ("Kent", "kent"),
    ]
    aliases = [{"alias": alias, "force_id": force, "kind": "common name"} for alias, force in names]
    write_rows(editable / "aliases.csv", aliases, list(aliases[0]))
    found = {each.old: each.new for each in list_redirects(read(editable)[0])}
    assert found == {"forces/the-met/": "forces/metropolitan/"}


def test_the_list_and_that_of_the_last_release_are_held(editable: Path) -> None:
    root, path = editable.parent, editable.parent / PUBLISHED_PAGES
    commit(root, "First")
    assert read_published_pages(read_history(editable)) == ()
    write_published_pages(path, ["help/", "./"])
    write_published_pages(path, ["letter/"])
    assert path.read_text("utf-8") == "./\nhelp/\nletter/\n"
    release(root, "1.0.0")
    path.write_text("letter/\n", "utf-8")
    assert set(read_published_pages(read_history(editable))) == {"./", "help/", "letter/"}
    path.unlink()
    assert set(read_published_pages(read_history(editable))) == {"./", "help/", "letter/"}


def test_without_the_tag_the_list_alone_is_held(editable: Path) -> None:
    write_published_pages(editable.parent / PUBLISHED_PAGES, ["help/"])
    assert read_published_pages(read_history(editable)) == ("help/",)
    commit(editable.parent, "First")
    git(editable.parent, "tag", "v0.9.0-draft")
    assert read_published_pages(read_history(editable)) == ("help/",)


def test_a_site_that_lost_a_page_is_not_finished(built: Path, project: Path, run: Run) -> None:
    write_published_pages(project / PUBLISHED_PAGES, ["help/", "gone/"])
    site = shutil.copytree(built, project / "site")  # others read the shared one
    result = run(project, "evidence", "finish", site)
    assert result.returncode == 1
    assert [line.split(":")[0] for line in result.stderr.splitlines()] == [PUBLISHED_PAGES]


def test_the_check_finds_a_lost_page_and_a_redirect_to_none(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_published_pages(project / PUBLISHED_PAGES, ["help/", "gone/", "old/"])
    redirect = {"old": "old/", "new": "nowhere/", "since": "2025-01-01"}
    add_rows(project / "data" / "redirects.csv", redirect)
    assert main(["check", str(project)]) == 1
    first, second = capsys.readouterr().err.splitlines()
    assert "data/redirects.csv:2:new: nowhere/ is not a page." in first
    assert second.endswith(
        ".github/published-pages.txt:1:address: The page gone/ was published and is gone. "
        "Put it back, or say in data/redirects.csv where it went: gone/,NEW/,DATE"
    )
