"""What was published stays: every address leads to what it led to, or to where that went."""

from __future__ import annotations

import csv
import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest

from evidence import site, text
from evidence.addresses import Ledger, Redirect, grown, ledger, problems
from evidence.checks import check, sound
from evidence.checks.versions import owed
from evidence.finish import CHARSET, published, secure
from evidence.finish import problems as faults
from evidence.model import Evidence
from evidence.problems import UnsoundData
from evidence.tables import ADDRESSES, Package

ADDRESS = "https://example.org/sub/"
LOCAL = "http://127.0.0.1:8000/"
PAGE = re.compile(r"(\./|([a-z0-9]+(-[a-z0-9]+)*/)+)")
ANCHOR = re.compile(r"[a-z0-9]+([-_][a-z0-9]+)*")
FILE = re.compile(
    r"([a-z0-9]+(-[a-z0-9]+)*/)*[a-z0-9]+([-_][a-z0-9]+)*(\.vl)?\.(csv|json|ods|png|sqlite|svg|xlsx|xml|zip)"
)
TECHNOLOGY = {"html", "htm", "php", "asp", "aspx", "jsp", "cgi", "cgi-bin", "index", "mkdocs", "static", "wp"}

FOUND = {"./", "./#find", "forces/kent/", "forces/kent/#count", "forces/met/", "data/counts.csv"}
MOVED = {"forces/met/": "forces/kent/"}
MET = Redirect(old="forces/met/", new="forces/kent/", path="data/aliases.csv", line=2)

Altered = Callable[[Mapping[tuple[str, str, str], str]], Path]
Run = Callable[..., object]


class Ids(HTMLParser):
    """The anchors of a page, and its links, as a browser finds them."""

    def __init__(self) -> None:
        super().__init__()
        self.anchors: set[str] = set()
        self.links: set[str] = set()
        self.moved = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        self.anchors.add(told.get("id", ""))
        self.links |= {told["href"]} if tag == "a" and "href" in told else set()
        if told.get("http-equiv") == "refresh":
            self.moved = told["content"].partition("url=")[2]


@pytest.fixture(scope="session")
def package() -> Package:
    return sound(site.DATA)


@pytest.fixture(scope="session")
def pages(built: Path) -> Mapping[str, Ids]:
    """Every page by its path from the root of the site."""
    found = {}
    for path in sorted(built.rglob("*.html")):
        name = path.relative_to(built).as_posix()
        found["/" + name.removesuffix("index.html")] = reader = Ids()
        reader.feed(path.read_text("utf-8"))
    return found


@pytest.fixture(scope="session")
def addresses(built: Path) -> set[str]:
    return published(built, LOCAL)


def test_every_address_is_lower_case_hyphenated_and_names_no_technology(addresses: set[str]) -> None:
    for address in addresses:
        page, _, anchor = address.partition("#")
        assert PAGE.fullmatch(page) or (FILE.fullmatch(page) and not anchor), address
        assert not anchor or ANCHOR.fullmatch(anchor), address
        folders = page.split("/")[:-1]
        assert not TECHNOLOGY & {*folders, *(part.rpartition(".")[2] for part in folders)}, address


def test_every_page_but_the_one_for_errors_ends_in_a_slash(built: Path) -> None:
    assert {path.name for path in built.rglob("*.html")} == {"index.html", "404.html"}
    assert list(built.rglob("404.html")) == [built / "404.html"]


def test_every_row_that_readers_link_to_has_its_anchor(evidence: Evidence, addresses: set[str]) -> None:
    expected = [f"evidence/#{claim}" for claim in evidence.claims]
    expected += [f"letter/#p{paragraph.paragraph}" for paragraph in evidence.letter]
    expected += [f"timeline/#{event.id}" for event in evidence.timeline]
    expected += [f"constituencies/#{text.slug(place.name)}" for place in evidence.constituencies]
    expected += [f"sources/#{source}" for source in evidence.sources]
    expected += [f"glossary/#{term.id}" for term in evidence.glossary]
    expected += [f"disagreements/#{one.id}" for one in evidence.disagreements]
    expected += [f"corrections/#{change.id}" for change in evidence.changes]
    for force in evidence.forces:
        expected += [f"forces/{force.id}/{anchor}" for anchor in ("", "#count", "#said", "#ask", "#charts")]
        expected += [f"forces/{force.id}/#{response.id}" for response in force.responses]
    assert len(expected) > 1200
    assert [address for address in expected if address not in addresses] == []


def test_every_download_is_an_address(package: Package, built: Path, addresses: set[str]) -> None:
    offered = {f"data/{name}.{form}" for name in package.tables for form in ("csv", "json")}
    for folder in (built / "forces" / "kent", built / "numbers"):
        offered |= {
            path.relative_to(built).as_posix() for path in folder.iterdir() if path.name != "index.html"
        }
    assert offered <= addresses
    assert not [address for address in addresses if address.startswith(("assets/", "search/"))]


def test_the_list_holds_every_address_of_the_released_site(package: Package, addresses: set[str]) -> None:
    # What changed in the tables since then gets its addresses into the list with the next release.
    new = sorted(addresses - {*package.addresses})
    assert not new or owed(package), f"Run make addresses, or add to data/urls.txt, in order: {new}"


def test_every_address_of_the_list_leads_somewhere(package: Package, built: Path, evidence: Evidence) -> None:
    forces = [force.id for force in evidence.forces]
    assert faults(built, LOCAL, forces, ledger(package)) == []


def test_no_link_of_any_page_leads_nowhere(built: Path, pages: Mapping[str, Ids]) -> None:
    """Follows every link within the site, to its anchor and through redirects, as a browser would."""
    followed = 0
    for here, page in pages.items():
        for link in page.links | ({page.moved} - {""}):
            target = urlsplit(urljoin(LOCAL.rstrip("/") + here, link))
            if target.netloc != urlsplit(LOCAL).netloc:
                continue
            followed += 1
            path, anchor = unquote(target.path), unquote(target.fragment)
            assert path in pages or (built / path.lstrip("/")).is_file(), (here, link)
            assert not anchor or anchor in pages[path].anchors, (here, link)
            assert path not in pages or not pages[path].moved, (
                f"{here}: {link} leads to a page that has moved"
            )
    assert followed > 5000


def test_the_names_of_a_force_lead_to_its_page(evidence: Evidence, pages: Mapping[str, Ids]) -> None:
    for old, new in (
        ("hampshire-constabulary", "hampshire"),
        ("met", "metropolitan"),
        ("gmp", "greater-manchester"),
    ):
        assert urljoin(f"/forces/{old}/", pages[f"/forces/{old}/"].moved) == f"/forces/{new}/"
    assert "/forces/london/" not in pages  # two forces police it


def test_a_name_that_two_forces_have_leads_to_neither(package: Package) -> None:
    aliases = package.tables["aliases"]
    row = next((line, cells) for line, cells in aliases.rows if cells[0] == "Met")
    other = (row[0], ("MET", "kent", "abbreviation"))
    doubled = replace(
        package, tables={**package.tables, "aliases": replace(aliases, rows=(*aliases.rows, other))}
    )
    assert "forces/met/" in {one.old for one in ledger(package).redirects}
    assert "forces/met/" not in {one.old for one in ledger(doubled).redirects}


def test_no_name_takes_the_address_of_a_force(package: Package) -> None:
    aliases = package.tables["aliases"]
    other = (2, ("Kent", "essex", "former name"))
    named = replace(package, tables={**package.tables, "aliases": replace(aliases, rows=(other,))})
    assert ledger(named).redirects == ()


def told(published: list[str], *redirects: Redirect) -> list[str]:
    found = problems(Ledger(path="data/urls.txt", published=published, redirects=redirects), FOUND, MOVED)
    return [str(problem) for problem in found]


def test_what_is_there_and_what_redirects_is_not_lost() -> None:
    assert told([*FOUND, "forces/met/#count"], MET) == []


def test_a_lost_address_is_told_with_its_line_and_its_cure() -> None:
    lost = "neither exists nor redirects."
    assert told(["./", "forces/old/", "forces/kent/#gone", "data/gone.csv"]) == [
        f"data/urls.txt:2:address: forces/old/ {lost} Add it to data/redirects.csv.",
        f"data/urls.txt:3:address: forces/kent/#gone {lost} Add it to data/redirects.csv.",
        f"data/urls.txt:4:address: data/gone.csv {lost} Put it back: a file cannot redirect.",
    ]


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("forces/kent/", "./", "old: forces/kent/ is a page. Remove the row, or the page."),
        (
            "forces/met/",
            "forces/gone/",
            "new: forces/gone/ does not exist. Write the address at which a reader finds the same now.",
        ),
        (
            "forces/kent/#old",
            "forces/met/",
            "new: forces/met/ does not exist. Write the address at which a reader finds the same now.",
        ),
        ("gone/#old", "./", "old: gone/ is not a page. Redirect the page, not a place on it."),
    ],
)
def test_a_redirect_that_cannot_be_followed_is_told(old: str, new: str, fault: str) -> None:
    moved = {**MOVED, "forces/met/": new} if old == "forces/met/" else MOVED
    redirect = Redirect(old=old, new=new, path="data/redirects.csv", line=3)
    found = problems(Ledger(path="", published=(), redirects=[redirect]), FOUND, moved)
    assert [str(problem) for problem in found] == [f"data/redirects.csv:3:{fault}"]


def test_a_page_and_a_place_that_moved_lead_to_where_they_are(
    altered: Altered, build: Run, tmp_path: Path
) -> None:
    project = altered({})
    with (project / "data" / "redirects.csv").open("a", encoding="utf-8") as file:
        file.write("glossary/#old-term,sources/#letter,2026-01-01\nthe-letter/,letter/,2026-01-01\n")
    (project / "data" / ADDRESSES).write_text("glossary/#old-term\nthe-letter/\nthe-letter/#p4\n", "utf-8")
    build(project, tmp_path / "site")
    glossary = (tmp_path / "site" / "glossary" / "index.html").read_text("utf-8")
    moved = '<p class="moved" id="old-term">What this link led to has moved to <a href="../sources/#letter">'
    assert moved in glossary
    page = (tmp_path / "site" / "the-letter" / "index.html").read_text("utf-8")
    assert '<meta http-equiv="refresh" content="0; url=../letter/">' in page
    assert f'<link rel="canonical" href="{LOCAL}letter/">' in page
    assert '<a href="../letter/">letter/</a>' in page
    assert '<meta name="robots" content="noindex">' in page
    assert "the-letter/" not in (tmp_path / "site" / "sitemap.xml").read_text("utf-8")
    assert "the-letter/" not in (tmp_path / "site" / "search" / "search_index.json").read_text("utf-8")


def test_a_build_that_loses_an_address_fails(built: Path, altered: Altered, run: Run, tmp_path: Path) -> None:
    project = altered({})
    shutil.copytree(built, tmp_path / "site")
    (project / "data" / ADDRESSES).write_text("forces/old/\n", "utf-8")
    finished = run(project, "evidence", "finish", tmp_path / "site")
    cure = "neither exists nor redirects. Add it to data/redirects.csv.\n"
    assert (finished.returncode, finished.stderr) == (1, f"data/urls.txt:1:address: forces/old/ {cure}")  # type: ignore[attr-defined]


def test_the_command_adds_what_is_new_in_order_and_takes_nothing_away(
    built: Path, altered: Altered, run: Run
) -> None:
    project = altered({})
    (project / "data" / ADDRESSES).write_text("forces/old/\n", "utf-8")
    run(project, "evidence", "addresses", built)
    lines = (project / "data" / ADDRESSES).read_text("utf-8").splitlines()
    assert lines == sorted({"forces/old/", *published(built, LOCAL)})
    assert grown(lines, {"./"}) == grown(lines, set())


def test_the_addresses_of_a_site_are_its_pages_places_and_files(tmp_path: Path) -> None:
    page = (
        '<h1 id="home">Home</h1><h2 id="find">Find</h2><input id="name"><svg><title id="drawn"></title></svg>'
        '<p id="__theme"></p><a href="#find">x</a> <a href="data/a.csv">a</a> <a href="404.html">b</a>'
        '<a href="https://example.com/c.csv">c</a> <link href="assets/site.css" rel="stylesheet">'
    )
    for name in ("index.html", "404.html"):
        (tmp_path / name).write_text(CHARSET + page, "utf-8")
    secure(tmp_path)
    assert published(tmp_path, ADDRESS) == {"./", "./#find", "data/a.csv"}


def listed(data: Path, lines: str) -> Iterator[str]:
    (data / ADDRESSES).write_text(lines, "utf-8")
    try:
        check(data)
    except UnsoundData as error:
        yield from (str(problem) for problem in error.problems)


def test_the_list_only_grows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(site.DATA, tmp_path / "data")
    monkeypatch.chdir(tmp_path)
    lines = (site.DATA / ADDRESSES).read_text("utf-8")
    assert list(listed(tmp_path / "data", lines + "zzz/\n")) == []
    assert list(listed(tmp_path / "data", lines.replace("evidence/#a003\n", ""))) == [
        "data/urls.txt:1:address: Released addresses are gone: 1. Put them back: this list only grows."
    ]
    assert list(listed(tmp_path / "data", lines + "./\n")) == [
        f"data/urls.txt:{lines.count(chr(10)) + 1}:address: './' is out of order or stands twice. "
        "Run make addresses, which writes the list."
    ]


def test_nothing_has_moved_to_a_page_that_has_moved(package: Package) -> None:
    with (site.DATA / "redirects.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert not {row["new"] for row in rows} & {one.old for one in ledger(package).redirects}
