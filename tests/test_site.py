"""The whole site: the same from the same tables, harmless, and at home under any address."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from evidence.metadata import NAME
from evidence.site.build import Output
from tests.conftest import Run
from tests.sample import Row, copy_project, edit, read_rows

URL, REPOSITORY = "https://example.org/sub/", "https://example.org/code"
RULE = "    cells.cells_are_clean,\n"
OF_REPOSITORY = ".page-foot, .report"

HOSTILE = read_rows(Path(__file__).with_name("hostile_cells.csv"))
"""Cells, each with the pages on which it is read."""

WITHOUT_NETWORK = """\
import sys

def refuse(event, arguments):
    if event in {"socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto"}:
        with open(%r, "a") as attempts:
            print(event, arguments, file=attempts)
        raise RuntimeError("the network is closed")

sys.addaudithook(refuse)
"""


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A build with an empty cache, another hash seed, time zone and locale, and the network closed."""

    project: Path
    site: Path
    before: Mapping[str, bytes]
    attempts: Path
    environment: Mapping[str, str]


def contents(folder: Path) -> dict[str, bytes]:
    """Give every file of a folder but those of the cache."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in files if ".cache" not in path.parts
    }


def read(site: Path, address: str) -> LexborHTMLParser:
    page = LexborHTMLParser((site / address / "index.html").read_text("utf-8"))
    for part in page.css(OF_REPOSITORY):
        part.decompose()
    return page


def elements(page: LexborHTMLParser) -> Counter[str]:
    return Counter(" ".join((node.tag or "", *sorted(node.attributes))) for node in page.css("*"))


@pytest.fixture(scope="module")
def elsewhere(build: Run, tmp_path_factory: pytest.TempPathFactory) -> Elsewhere:
    outside = tmp_path_factory.mktemp("elsewhere")
    project, attempts = copy_project(outside / "project"), outside / "attempts.txt"
    (outside / "sitecustomize.py").write_text(WITHOUT_NETWORK % str(attempts), "utf-8")
    environment = {
        "PYTHONPATH": f"{outside}:{project / 'hooks'}",
        "PYTHONHASHSEED": "2",
        "TZ": "Pacific/Kiritimati",
        "LC_ALL": "C",
    }
    (project / ".cache").unlink()
    before = contents(project)
    build(project, outside / "site", **environment)
    return Elsewhere(project, outside / "site", before, attempts, environment)


@pytest.fixture(scope="module")
def hostile(build: Run, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of tables that try to break out of every page, under a folder of another host.

    The rule that keeps such cells out is taken away: pages must not rest on it.
    """
    project = copy_project(tmp_path_factory.mktemp("hostile") / "project")
    rules = project / "hooks" / "evidence" / "tables" / "rules" / "__init__.py"
    with_rule = rules.read_text("utf-8")
    assert RULE in with_rule
    rules.write_text(with_rule.replace(RULE, ""), "utf-8")
    for each in HOSTILE:
        edit(project / "data" / f"{each['table']}.csv", each["row"], **{each["column"]: each["cell"]})
    build(project, project / "site", SITE_URL=URL, REPOSITORY_URL=REPOSITORY)
    return project / "site"


def test_generated_files_are_published_as_they_are(output: Output, built: Path) -> None:
    copied = [file for file in output.files if not file.path.endswith((".md", ".html"))]
    assert {Path(file.path).suffix for file in copied} >= {".csv", ".json", ".svg"}
    assert [file.path for file in copied if (built / file.path).read_bytes() != file.content] == []


def test_two_builds_are_the_same_byte_for_byte(built: Path, elsewhere: Elsewhere) -> None:
    one, other = contents(built), contents(elsewhere.site)
    assert one.keys() == other.keys()
    assert [name for name in one if one[name] != other[name]] == []


def test_a_build_opens_no_connection(elsewhere: Elsewhere, run: Run) -> None:
    assert not elsewhere.attempts.exists(), elsewhere.attempts.read_text("utf-8")
    (elsewhere.project / "control.py").write_text(
        "import socket\nsocket.create_connection(('127.0.0.1', 9))\n"
    )
    assert "the network is closed" in run(elsewhere.project, "control", **elsewhere.environment).stderr


def test_a_build_writes_nothing_among_its_sources(elsewhere: Elsewhere) -> None:
    after = contents(elsewhere.project)
    assert {name: after[name] for name in after if name != "control.py"} == elsewhere.before


@pytest.mark.parametrize(
    ("name", "change", "fault"),
    [
        ("data/forces.csv", ("South East", "Sout East"), "'Sout East' is not a region"),
        ("docs/about.md", ("# ", "<<<<<<< HEAD\n# "), "docs/about.md:"),
    ],
)
def test_a_fault_leaves_the_last_good_site(
    name: str, change: tuple[str, str], fault: str, project: Path, run: Run
) -> None:
    (project / name).write_text((project / name).read_text("utf-8").replace(*change, 1), "utf-8")
    (project / "site").mkdir()
    (project / "site" / "index.html").write_text("the last good site", "utf-8")
    result = run(project, "mkdocs", "build", "--strict")
    assert result.returncode != 0
    assert fault in result.stderr and "Traceback" not in result.stderr
    assert contents(project / "site") == {"index.html": b"the last good site"}


def test_a_finished_site_passes_the_check_under_its_address_in_silence(hostile: Path, run: Run) -> None:
    result = run(hostile.parent, "evidence", "finish", hostile, SITE_URL=URL, REPOSITORY_URL=REPOSITORY)
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")


def test_a_cell_adds_no_element_to_any_page(built: Path, hostile: Path) -> None:
    addresses = [path.parent.relative_to(built).as_posix() for path in built.rglob("index.html")]
    assert len(addresses) > len(HOSTILE)
    for address in addresses:
        assert elements(read(hostile, address)) == elements(read(built, address)), address


@pytest.mark.parametrize("each", HOSTILE, ids=[f"{each['table']} {each['column']}" for each in HOSTILE])
def test_a_cell_comes_out_as_its_characters(each: Row, hostile: Path) -> None:
    for address in each["pages"].split():
        assert each["cell"] in " ".join(read(hostile, address).text().split()), address


def test_a_name_comes_out_of_the_head_of_its_page_as_its_characters(hostile: Path) -> None:
    (name,) = (each["cell"] for each in HOSTILE if (each["row"], each["column"]) == ("kent", "name"))
    page = read(hostile, "forces/kent/")
    (title,) = page.css("head > title")
    assert title.text() == f"{name} - {NAME}"
    (described,) = page.css('script[type="application/ld+json"]')
    assert name in [node.get("name") for node in json.loads(described.text())["@graph"]]
    (preview,) = page.css('meta[property="og:title"]')
    assert preview.attributes["content"] == name


def test_the_repository_is_named_only_where_it_is_set(built: Path, hostile: Path) -> None:
    links = LexborHTMLParser((hostile / "about" / "index.html").read_text("utf-8")).css(".page-foot a")
    assert any((link.attributes["href"] or "").startswith(f"{REPOSITORY}/edit/") for link in links)
    ways = ("issues/new", "/edit/main", "/blob/main")
    for path in built.rglob("*.html"):
        assert not [way for way in ways if way in path.read_text("utf-8")], path
