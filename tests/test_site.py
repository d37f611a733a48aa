"""The whole site: the same from the same tables, harmless, and at home under any address."""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

import pytest
from selectolax.lexbor import LexborHTMLParser

from evidence.metadata import NAME
from evidence.site.build import Output
from tests.conftest import Run
from tests.sample import copy_project, edit

URL, REPOSITORY = "https://example.org/sub/", "https://example.org/code"
RULE = "    cells.cells_are_clean,\n"
OF_REPOSITORY = ".page-foot, .report"
SVG = set("svg g path circle line rect text tspan a title desc style".split())

HOSTILE: Mapping[tuple[str, str, str], tuple[str, str]] = {
    ("claims", "a002", "caveat"): ("=x+y", "evidence/letter/"),
    ("claims", "a002", "statement"): (
        'a | b `code` {{ total }} <script>alert(x)</script> "quoted"',
        "evidence/letter/",
    ),
    ("constituencies", "W07000088", "name_cy"): (
        "Caerffili <b>y</b> | `{{ total }}`",
        "constituencies/caerphilly/",
    ),
    ("disagreements", "all-crime", "question"): (
        "</h2><script>alert(x)</script> {% raw %}?",
        "disagreements/",
    ),
    ("force_responses", "r007", "summary"): (
        "</li><script>alert(x)</script> [x](javascript:alert(x)) *not*",
        "forces/kent/",
    ),
    ("forces", "kent", "name"): ('A</title>{{"', "forces/kent/ forces/"),
    ("forces", "gwent", "name_cy"): ("+Heddlu | `Gwent` {{ total }}", "forces/ embed/forces/gwent/"),
    ("glossary", "act-of-parliament", "meaning"): (
        "a. </dd><script>alert(x)</script> ![x](javascript:alert(x))",
        "glossary/",
    ),
    ("letter", "8", "text"): (
        "> <script>alert(x)</script> {{ total }} &amp; [x](javascript:alert(x)) __strong__",
        "letter/",
    ),
    ("local_authorities", "E07000105", "name"): ("=Ashford | <i>x</i> `{{ total }}`", "councils/"),
    ("sources", "letter", "title"): (
        "[x](javascript:alert(x)) \"quoted\" 'single' <img src=x>",
        "sources/",
    ),
    ("support", "galop", "name"): ("</a><script>alert(x)</script> | Helpline", "help/"),
    ("timeline", "letter", "event"): (
        "</li><script>alert(x)</script> {{ total }} [x](javascript:alert(x))",
        "timeline/",
    ),
}
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
    for (table, key, column), (cell, _) in HOSTILE.items():
        edit(project / "data" / f"{table}.csv", key, **{column: cell})
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


@pytest.mark.parametrize(("cell", "addresses"), HOSTILE.values())
def test_a_cell_comes_out_as_its_characters(cell: str, addresses: str, hostile: Path) -> None:
    for address in addresses.split():
        assert cell in " ".join(read(hostile, address).text().split()), address


def test_a_name_comes_out_of_the_head_of_its_page_as_its_characters(hostile: Path) -> None:
    (name, _), page = HOSTILE["forces", "kent", "name"], read(hostile, "forces/kent/")
    (title,) = page.css("head > title")
    assert title.text() == f"{name} - {NAME}"
    (described,) = page.css('script[type="application/ld+json"]')
    assert name in [node.get("name") for node in json.loads(described.text())["@graph"]]
    (preview,) = page.css('meta[property="og:title"]')
    assert preview.attributes["content"] == name


def test_a_cell_is_harmless_in_a_table_to_download(hostile: Path) -> None:
    for (table, _, column), (cell, _) in HOSTILE.items():
        with (hostile / "data" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
            (taken,) = {row[column] for row in csv.DictReader(file)} & {cell, f"'{cell}"}
        assert taken == (f"'{cell}" if cell.startswith(("=", "+", "-", "@")) else cell)


def test_a_cell_is_harmless_in_a_chart_to_download(hostile: Path) -> None:
    drawn = [path for path in hostile.rglob("*.svg") if "assets" not in path.parts]
    charts = [list(ElementTree.parse(path).iter()) for path in drawn]
    assert {element.tag.rpartition("}")[2] for chart in charts for element in chart} <= SVG
    texts = " ".join(
        text for chart in charts for each in chart for text in (each.text or "", *each.attrib.values())
    )
    assert HOSTILE["forces", "kent", "name"][0] in texts


def test_the_repository_is_named_only_where_it_is_set(built: Path, hostile: Path) -> None:
    links = LexborHTMLParser((hostile / "about" / "index.html").read_text("utf-8")).css(".page-foot a")
    assert any((link.attributes["href"] or "").startswith(f"{REPOSITORY}/edit/") for link in links)
    ways = ("issues/new", "/edit/main", "/blob/main")
    for path in built.rglob("*.html"):
        assert not [way for way in ways if way in path.read_text("utf-8")], path
