"""How pages are cited, and what programs read of them, on the built sample."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from jinja2 import Environment, nodes
from selectolax.lexbor import LexborHTMLParser

from evidence import text
from evidence.metadata import NAME, Publication, short_id
from evidence.model import build_site_data
from evidence.pages.checks import project
from evidence.pages.checks.documents import load_yaml
from evidence.pages.environment import page_address
from evidence.site.build import Output
from tests.sample import ROOT

DOCUMENTS = {"letter/": "letter", "briefing/": "report"}
"""The pages that print or tell of another work, with its type."""


@dataclass(frozen=True, kw_only=True)
class BuiltPage:
    """What a built page says of itself: its two citations, its meta tags, its linked data."""

    id: str
    on_paper: str
    plain: str
    oscola: str
    meta: Mapping[str, str]
    graph: list[dict[str, Any]]


def read_page(path: Path) -> BuiltPage:
    html = LexborHTMLParser(path.read_text("utf-8"))
    plain, oscola = (node.text() for node in html.css(".cite pre.copy"))
    metas = [node.attributes for node in html.css("meta[name]")]
    (block,) = html.css('script[type="application/ld+json"]')
    return BuiltPage(
        id=html.css(".cite strong")[0].text(),
        on_paper=html.css(".cite + .print-only")[0].text(),
        plain=plain,
        oscola=oscola,
        meta={str(each["name"]): str(each["content"]) for each in metas},
        graph=json.loads(block.text())["@graph"],
    )


@pytest.fixture(scope="module")
def pages(built: Path) -> Mapping[str, BuiltPage]:
    """Every page that is cited, by its address within the site."""
    found = {}
    for path in built.rglob("index.html"):
        if 'class="cite"' in path.read_text("utf-8"):
            address = path.parent.relative_to(built).as_posix()
            found["" if address == "." else f"{address}/"] = read_page(path)
    return found


@pytest.fixture(scope="module")
def publication(output: Output) -> Publication:
    return output.publication


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("", "SBS-home"),
        ("letter/", "SBS-letter"),
        ("forces/", "SBS-forces"),
        ("forces/kent/", "SBS-F-kent"),
        ("constituencies/hexham/", "SBS-C-hexham"),
    ],
)
def test_a_short_id_tells_what_a_page_is_about(address: str, name: str) -> None:
    assert short_id(address) == name


def test_every_page_is_cited_and_has_an_id_of_its_own(
    pages: Mapping[str, BuiltPage], publication: Publication, built: Path
) -> None:
    forces = {f"forces/{force.id}/" for force in build_site_data(publication.package).forces}
    assert {"", "forces/", *forces} <= pages.keys()
    assert all(pages[address].id == short_id(address) for address in pages)
    assert len({page.id for page in pages.values()}) == len(pages)
    assert 'class="cite"' not in (built / "404.html").read_text("utf-8")


def test_each_citation_says_where_the_page_is_of_which_version_and_by_whom(
    pages: Mapping[str, BuiltPage], publication: Publication
) -> None:
    edition = {text.date(publication.released), publication.version}
    for address, page in pages.items():
        place = {page.id, publication.url + address}
        assert [part for part in edition | place if part not in page.on_paper] == []
        for citation in (page.plain, page.oscola):
            parts = edition | place | {NAME, publication.publisher}
            assert [part for part in parts if part not in citation] == [], address


def test_oscola_has_the_form_of_a_page(pages: Mapping[str, BuiltPage], publication: Publication) -> None:
    # Author, ‘Title’ (what it stands in, date) <address> accessed day month year: OSCOLA 4, 3.4.8.
    for address, page in pages.items():
        form = (
            rf"{publication.publisher}, ‘[^‘]+’ \({NAME}, [^()]+\) <{publication.url}{address}> accessed \["
        )
        assert re.search(form, page.oscola), address


def test_a_page_that_prints_another_work_cites_that_first(
    pages: Mapping[str, BuiltPage], publication: Publication
) -> None:
    for address in DOCUMENTS:
        page = pages[address]
        for citation in (page.plain, page.oscola):
            work = citation.partition(publication.publisher)[0]
            assert text.date(page.meta["citation_publication_date"]) in work
            assert page.meta.get("citation_author", page.meta["citation_publisher"]) in work


def test_programs_for_references_read_what_a_page_is(
    pages: Mapping[str, BuiltPage], publication: Publication
) -> None:
    for address, page in pages.items():
        assert page.meta["DC.type"] == {**DOCUMENTS, "data/": "dataset"}.get(address, "webpage")
        assert page.meta["citation_public_url"] == publication.url + address
        assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", page.meta["citation_publication_date"])
        assert page.meta["citation_title"] and page.meta["citation_publisher"]
        if address not in DOCUMENTS:
            assert page.meta["citation_publication_date"] == publication.released
            assert page.meta["citation_title"] in page.plain


def test_linked_data_names_only_what_is_described(
    pages: Mapping[str, BuiltPage], publication: Publication
) -> None:
    described = {node["@id"] for page in pages.values() for node in page.graph}
    for address, page in pages.items():
        assert page.graph[0]["@type"] == "WebPage"
        assert page.graph[0]["@id"] == publication.url + address
        assert all(node["@type"] for node in page.graph)
        named = re.findall(r'{"@id": "([^"]+)"}', json.dumps(page.graph))  # and described elsewhere
        assert {*named} <= described, address


def node(page: BuiltPage, kind: str) -> Mapping[str, Any]:
    (found,) = (each for each in page.graph if each["@type"] == kind)
    return found


def test_a_page_says_what_it_is_about(pages: Mapping[str, BuiltPage], publication: Publication) -> None:
    assert node(pages["letter/"], "Message")["recipient"]["name"] in pages["letter/"].oscola
    assert node(pages["briefing/"], "Report")["name"] == pages["briefing/"].meta["citation_title"]
    for force in build_site_data(publication.package).forces:
        about = node(pages[f"forces/{force.id}/"], "GovernmentOrganization")
        assert (about["name"], about["url"]) == (force.name, force.website)
        assert about.get("alternateName", {}).get("@value", "") == force.name_cy


def test_the_data_set_lists_every_file_and_every_quantity(
    pages: Mapping[str, BuiltPage], publication: Publication, built: Path
) -> None:
    dataset = node(pages["data/"], "Dataset")
    files = {each["contentUrl"].removeprefix(publication.url) for each in dataset["distribution"]}
    suffixes = {".csv", ".json", ".sqlite", ".xlsx", ".zip"}
    assert files == {f"data/{path.name}" for path in (built / "data").iterdir() if path.suffix in suffixes}
    assert "counts.count" in {each["name"] for each in dataset["variableMeasured"]}
    assert all(each["unitText"] for each in dataset["variableMeasured"])


def test_the_head_of_a_page_tells_any_host_what_the_page_is_cited_by(output: Output) -> None:
    files = {file.path: file.text for file in output.for_host(ROOT / "docs") if file.path.endswith(".md")}
    for path in ("about.md", "forces/kent.md"):
        meta, faults = load_yaml(files[path].split("---\n")[1])
        assert meta["id"] == short_id(page_address(path)) and not faults
        assert meta["release"]["date"] == output.publication.released
        assert meta["above"] if "/" in path else meta["edit"]


def test_the_theme_calls_no_method_of_python_which_other_hosts_lack() -> None:
    for path in (ROOT / project.THEME).rglob("*.html"):
        if path.name != "redirect.html":  # which Python renders
            calls = Environment().parse(path.read_text("utf-8")).find_all(nodes.Call)
            methods = {call.node.attr for call in calls if isinstance(call.node, nodes.Getattr)}
            assert methods <= {"t"}, path  # that of the theme for words of a language


def test_the_name_of_the_site_is_the_same_everywhere() -> None:
    assert f"\nsite_name: {NAME}\n" in "\n" + (ROOT / "mkdocs.yml").read_text("utf-8")
