"""What machines read of the site is true, complete, the same everywhere and in the standards' own words."""

from __future__ import annotations

import functools
import html
import json
import re
import threading
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import csvw  # type: ignore[import-untyped]
import pytest
import yaml  # type: ignore[import-untyped]
from rdflib import Graph, Literal
from rdflib.namespace import CSVW, DCTERMS, RDF, RDFS, SDO
from rdflib.term import Node
from schema_org import registry
from schema_org.base import PropertyMetadata

from evidence import site, text
from evidence.metadata.publication import NAME
from evidence.metadata.structured import Subject, linked
from evidence.model import Evidence
from evidence.tables import RELEASED
from tests.conftest import sampled

VOCABULARIES = {"dc": DCTERMS, "rdfs": RDFS, "schema": SDO}
WRITTEN = {
    "columns": "column",
    "foreignKeys": "foreignKey",
    "maximum": "maxInclusive",
    "minimum": "minInclusive",
    "tables": "table",
    "titles": "title",
}
"""The terms of the vocabulary for tabular data that JSON writes in another way (https://www.w3.org/ns/csvw)."""
SCHEMA = "https://schema.org/"
FORMS = {
    "Boolean": r"true|false",
    "Date": r"\d{4}-\d{2}-\d{2}",
    "Integer": r"\d+",
    "Text": r"\S.*",
    "URL": r"https?://\S+",
}
"""How a value of each plain type of schema.org is written here."""
BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
LARGEST = 2048  # bytes, of the description of a page that lists no downloads
# The library's own reader uses a class that the library calls old.
reads_linked_data = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")

Value = str | int | Decimal | datetime | list[str] | None


@pytest.fixture(scope="module")
def data(output: site.Output, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the published tables and their descriptions."""
    folder = tmp_path_factory.mktemp("published") / "data"
    folder.mkdir()
    for file in output.files:
        if Path(file.path).parent.name == "data":
            (folder.parent / file.path).write_bytes(file.content)
    return folder


@pytest.fixture(scope="module")
def address(data: Path) -> Iterator[str]:
    """Where a host serves that folder."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(Quiet, directory=str(data.parent))
    ) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/data/"
        server.shutdown()


@pytest.fixture(scope="module")
def group(data: Path) -> Mapping[str, Any]:
    """The description of the tables for the web, as it is published."""
    described: Mapping[str, Any] = json.loads((data / "csv-metadata.json").read_text("utf-8"))
    return described


def typed(field: Mapping[str, Any], cell: str) -> Value:
    """Give what the data package says that a cell means."""
    if "references" in field:
        return cell.split()
    kinds: Mapping[str, Callable[[str], Value]] = {
        "integer": int,
        "number": Decimal,
        "date": datetime.fromisoformat,
        "string": str,
    }
    return kinds[field["type"]](cell) if cell else None


def plain(value: Any) -> Any:
    """Give a web address, which the reader takes apart, as text again."""
    return value.unsplit() if hasattr(value, "unsplit") else value


def test_a_program_given_one_table_finds_the_description_of_all_and_every_row_is_as_described(
    address: str, output: site.Output
) -> None:
    found = csvw.CSVW(address + "counts.csv", validate=True)
    assert {table.local_name for table in found.tables} == {
        table.resource["path"] for table in output.publication.package.tables.values()
    }
    assert found.is_valid, [str(warning.message) for warning in found.warnings]


def test_the_description_gives_every_cell_its_meaning(data: Path, output: site.Output) -> None:
    described = csvw.TableGroup.from_file(data / "csv-metadata.json").tabledict
    for table in output.publication.package.tables.values():
        expected = [
            {field["name"]: typed(field, cell) for field, cell in zip(table.fields, cells, strict=True)}
            for _, cells in table.rows
        ]
        read = described[table.resource["path"]].iterdicts(strict=True)
        assert [{name: plain(value) for name, value in row.items()} for row in read] == expected


@pytest.mark.parametrize(
    ("table", "old", "new"),
    [
        pytest.param("tiles", "kent,5,10,", "kent,7,10,", id="beyond its maximum"),
        pytest.param("officers", "kent,2021-03-31", "kent,2021-02-30", id="no day"),
        pytest.param("timeline", ",b020\n", ",b020 20\n", id="no claim in a list"),
        pytest.param("counts", "kent,2020-04", "kent,April 2020", id="no date"),
        pytest.param("forces", "England,South East", "England,Sout East", id="not in the list"),
        pytest.param("letter", "\n8,", "\n,", id="left empty"),
    ],
)
def test_the_description_refuses_a_cell_that_the_data_package_refuses(
    table: str, old: str, new: str, data: Path, tmp_path: Path
) -> None:
    with pytest.raises(ValueError, match=f"{table}.csv"):
        reread(data, tmp_path, table, old, new)


def test_the_description_takes_no_row_for_a_comment_and_keeps_spaces(data: Path, tmp_path: Path) -> None:
    rows = reread(data, tmp_path, "officers", "\nkent,2021", "\n# kent ,2021")
    assert "# kent " in [row["force_id"] for row in rows]


def reread(data: Path, folder: Path, table: str, old: str, new: str) -> list[Mapping[str, Any]]:
    """Read a table by its description after a change of its text."""
    for path in data.iterdir():
        (folder / path.name).write_bytes(path.read_bytes())
    changed = folder / f"{table}.csv"
    content = changed.read_text("utf-8")
    assert old in content
    changed.write_text(content.replace(old, new), "utf-8")
    described = csvw.TableGroup.from_file(folder / "csv-metadata.json").tabledict
    return list(described[changed.name].iterdicts(strict=True))


def test_the_description_of_the_tables_uses_only_words_of_its_vocabularies(group: Mapping[str, Any]) -> None:
    words = set(_properties(group))
    assert words
    for word in words:
        prefix, _, term = word.rpartition(":")
        term = WRITTEN.get(term, term)
        assert word.startswith("@") or term in VOCABULARIES.get(prefix, CSVW), word


def _properties(described: object) -> Iterator[str]:
    if isinstance(described, dict):
        yield from described
        for value in described.values():
            yield from _properties(value)
    elif isinstance(described, list):
        for value in described:
            yield from _properties(value)


@pytest.fixture(scope="module")
def blocks(built: Path, subjects: list[Path]) -> Mapping[str, str]:
    """What each page of the built site says to machines, by its address."""
    found = {}
    for path in subjects:
        (found[path.parent.relative_to(built).as_posix()],) = BLOCK.findall(path.read_text("utf-8"))
    return {"" if address == "." else f"{address}/": block for address, block in found.items()}


@pytest.fixture(scope="module")
def documents(blocks: Mapping[str, str]) -> Mapping[str, Mapping[str, Any]]:
    return {address: json.loads(block) for address, block in blocks.items()}


def node(document: Mapping[str, Any], kind: str) -> Mapping[str, Any]:
    """Give the only node of a kind."""
    (found,) = (one for one in document["@graph"] if one["@type"] == kind)
    return dict(found)


@functools.cache
def terms(kind: str) -> Mapping[str, PropertyMetadata]:
    """Give the properties that schema.org knows of a type, its own and those of the types above it."""
    return {term.schema_name: term for term in registry.get_model(kind).SCHEMA_PROPERTIES}


def faults(document: Mapping[str, Any]) -> list[str]:
    """List what schema.org's vocabulary does not allow in a graph, which is read without the network."""
    assert document["@context"] == "https://schema.org"
    local = json.dumps({**document, "@context": {"@vocab": SCHEMA}})
    graph = Graph().parse(data=local, format="json-ld")
    untyped = [f"{one} has no type" for one in set(graph.subjects()) if not set(graph.objects(one, RDF.type))]
    return untyped + [
        fault for one, kind in graph.subject_objects(RDF.type) for fault in _faults(graph, one, kind)
    ]


def _faults(graph: Graph, one: Node, kind: Node) -> Iterator[str]:
    name = str(kind).removeprefix(SCHEMA)
    if name not in registry.MODEL_BY_SCHEMA:
        yield f"there is no {name}"
        return
    for word, value in graph.predicate_objects(one):
        term = terms(name).get(str(word).removeprefix(SCHEMA))
        if word != RDF.type and not term:
            yield f"{name} has no {word}"
        elif term and (term.superseded_by or not _fits(graph, value, term.ranges)):
            yield f"{name} has another {term.schema_name} than {value}"


def _fits(graph: Graph, value: Node, ranges: tuple[str, ...]) -> bool:
    if isinstance(value, Literal):
        return any(kind in FORMS and re.fullmatch(FORMS[kind], value) for kind in ranges)
    kinds = [str(kind).removeprefix(SCHEMA) for kind in graph.objects(value, RDF.type)] or ["Thing"]
    known = (registry.get_model(kind) for kind in kinds if kind in registry.MODEL_BY_SCHEMA)
    return any({*kind.SCHEMA_TYPES} & {*ranges} for kind in known)


@reads_linked_data
def test_every_page_is_described_in_the_words_of_schema_org(
    documents: Mapping[str, Mapping[str, Any]],
) -> None:
    looked = {address: faults(one) for address, one in documents.items() if sampled(address)}
    assert len(looked) > 60
    assert {address: found for address, found in looked.items() if found} == {}


@reads_linked_data
@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('"dateModified"', '"dateModifed"', "has no https://schema.org/dateModifed"),
        ('"Dataset"', '"Datset"', "there is no Datset"),
        ('"DataDownload"', '"Message"', "Dataset has another distribution than"),
        ('"datePublished":"', '"datePublished":"on ', "Dataset has another datePublished than on "),
        ('"@type":"Place",', "", "has no type"),
        ('"creator"', '"recipient"', "Dataset has no https://schema.org/recipient"),
    ],
)
def test_a_word_that_schema_org_does_not_have_there_is_found(
    old: str, new: str, told: str, blocks: Mapping[str, str]
) -> None:
    assert old in blocks["data/"]
    assert told in "; ".join(faults(json.loads(blocks["data/"].replace(old, new))))


def test_every_page_says_its_address_its_language_and_its_date(
    documents: Mapping[str, Mapping[str, Any]], output: site.Output
) -> None:
    url = output.publication.url
    for address, document in documents.items():
        page = node(document, "WebPage")
        assert page["@id"] == page["url"] == url + address
        assert (page["inLanguage"], page["dateModified"]) == ("en-GB", output.publication.released)
        assert page["identifier"] == output.described(address, page["name"]).citation.id


def test_every_page_but_the_first_says_the_way_to_it_by_the_names_of_the_pages_on_it(
    documents: Mapping[str, Mapping[str, Any]], built: Path, output: site.Output
) -> None:
    assert "BreadcrumbList" not in {one["@type"] for one in documents[""]["@graph"]}
    for address in documents.keys() - {""}:
        crumbs = node(documents[address], "BreadcrumbList")["itemListElement"]
        assert [crumb["position"] for crumb in crumbs] == [*range(1, address.count("/") + 2)]
        steps = [crumb["item"]["@id"].removeprefix(output.publication.url) for crumb in crumbs]
        assert (steps[0], steps[-1]) == ("", address)
        for crumb, step in zip(crumbs[1:], steps[1:], strict=True):
            assert crumb["name"] in names((built / step / "index.html").read_text("utf-8"))


def names(page: str) -> set[str]:
    """Give what a page calls itself: its title without the site's name, and its main heading."""
    title, heading = re.findall(f"<title>(.*?) - {NAME}</title>", page), re.findall("<h1[^>]*>([^<]+)<", page)
    return {html.unescape(name) for name in (*title, *heading)}


def test_the_page_of_each_force_identifies_it(
    documents: Mapping[str, Mapping[str, Any]], evidence: Evidence
) -> None:
    for force in evidence.forces:
        document = documents[f"forces/{force.id}/"]
        about = node(document, "GovernmentOrganization")
        assert node(document, "WebPage")["about"] == {"@id": about["@id"]}
        assert (about["name"], about["url"]) == (force.name, force.website)
        assert about.get("alternateName", {}).get("@value", "") == force.name_cy
        assert about["identifier"]["value"] == force.id
        assert about["areaServed"].get("identifier", {}).get("value", "") == force.pfa_code


def test_the_letter_is_described_as_its_claim_and_its_source_say(
    documents: Mapping[str, Mapping[str, Any]], evidence: Evidence
) -> None:
    letter, source = node(documents["letter/"], "Message"), evidence.sources["letter"]
    assert (letter["name"], letter["datePublished"]) == (source.title, source.published)
    assert letter["author"]["name"] == source.publisher
    (to, copied), said = (letter["recipient"], letter["ccRecipient"]), evidence.claims["a029"].statement
    assert f"addressed to {to['name']}, the {to['jobTitle']}" in said
    assert f"copied to {copied['name']}, {copied['jobTitle']}" in said
    assert "license" not in letter


def test_the_briefing_is_told_of_and_not_held(
    documents: Mapping[str, Mapping[str, Any]], evidence: Evidence
) -> None:
    document = documents["briefing/"]
    briefing, page = node(document, "Report"), node(document, "WebPage")
    assert page["about"] == {"@id": briefing["@id"]}
    assert not {"mainEntity", "hasPart"} & page.keys() and not {"url", "text", "encoding"} & briefing.keys()
    assert briefing["name"] in evidence.claims["a001"].quote


def test_the_dataset_has_what_search_engines_ask_for(documents: Mapping[str, Mapping[str, Any]]) -> None:
    """What they ask for: https://developers.google.com/search/docs/appearance/structured-data/dataset."""
    dataset = node(documents["data/"], "Dataset")
    assert dataset["name"] and 50 <= len(dataset["description"]) <= 5000
    for asked in ("creator", "distribution", "identifier", "keywords", "license", "url", "version"):
        assert dataset[asked], asked


def test_the_dataset_lists_every_file_of_the_data_and_each_is_there(
    documents: Mapping[str, Mapping[str, Any]], built: Path, output: site.Output
) -> None:
    listed = node(documents["data/"], "Dataset")["distribution"]
    paths = [one["contentUrl"].removeprefix(output.publication.url) for one in listed]
    there = {path.relative_to(built).as_posix() for path in (built / "data").iterdir()}
    assert {*paths} == there - {"data/index.html", "data/csv-metadata.json"}
    assert len(paths) == len({*paths})


def test_the_descriptions_agree(
    documents: Mapping[str, Mapping[str, Any]],
    group: Mapping[str, Any],
    output: site.Output,
    evidence: Evidence,
) -> None:
    package = output.publication.package.descriptor
    dataset = node(documents["data/"], "Dataset")
    assert dataset["name"] == group["dc:title"] == package["title"]
    assert dataset["description"] == group["dc:description"] == package["description"]
    licences = [licence["path"] for licence in package["licenses"]]
    assert dataset["license"] == [licence["@id"] for licence in group["dc:license"]] == licences
    assert dataset["version"] == group["schema:version"] == package["version"]
    assert dataset["publisher"]["name"] == group["dc:publisher"] == output.publication.publisher
    assert dataset["dateModified"] == group["dc:modified"]["@value"] == evidence.changes[0].date
    start, end = dataset["temporalCoverage"].split("/")
    assert text.period(start, end) in package["description"]
    assert {(one.period_start, one.period_end) for one in evidence.counts.values()} == {(start, end)}


def test_the_descriptions_agree_on_every_column(
    documents: Mapping[str, Mapping[str, Any]], group: Mapping[str, Any], output: site.Output
) -> None:
    tables, measured = output.publication.package.tables, {}
    assert [one["url"] for one in group["tables"]] == [table.resource["path"] for table in tables.values()]
    for described, table in zip(group["tables"], tables.values(), strict=True):
        columns = described["tableSchema"]["columns"]
        assert [column["name"] for column in columns] == [field["name"] for field in table.fields]
        assert [column["name"] for column in columns] == list(table.header)
        for column, field in zip(columns, table.fields, strict=True):
            assert column["dc:description"] == field["description"]
            assert column.get("schema:unitText") == field.get("unit")
            measured[f"{table.name}.{field['name']}"] = (field["description"], field.get("unit"))
    variables = node(documents["data/"], "Dataset")["variableMeasured"]
    assert "counts.count" in {one["name"] for one in variables}
    for one in variables:
        assert (one["description"], one["unitText"]) == measured[one["name"]]


def test_the_citation_file_agrees(documents: Mapping[str, Mapping[str, Any]], output: site.Output) -> None:
    cited = yaml.safe_load((site.ROOT / "CITATION.cff").read_text("utf-8"))
    dataset = node(documents["data/"], "Dataset")
    assert cited["title"] == dataset["name"]
    assert [author["name"] for author in cited["authors"]] == [dataset["creator"]["name"]]
    assert cited["keywords"] == dataset["keywords"]
    released = json.loads((site.DATA / RELEASED).read_text("utf-8"))
    assert (cited["version"], str(cited["date-released"])) == (released["version"], released["date"])
    assert cited["license"] == output.publication.package.descriptor["licenses"][0]["name"]


def test_a_description_is_small(blocks: Mapping[str, str]) -> None:
    assert {address for address, block in blocks.items() if len(block.encode()) > LARGEST} == {"data/"}


@pytest.mark.parametrize(
    "title",
    [
        "</script><script>alert(1)</script>",
        '<!-- "quoted" & <b>',
        "{{ total }} {% raw %} {{# x #}",
        "\\u003c",
    ],
)
def test_a_title_stays_inside_its_description(title: str, output: site.Output) -> None:
    subject = Subject(publication=output.publication, address="about/", title=title, downloads=())
    assert not re.search(r"[<>&]|\{\{|\{%|\{#", linked(subject))
    assert node(json.loads(linked(subject)), "WebPage")["name"] == title
