"""The whole site: the same from the same tables, complete, harmless, and at home under any address."""

from __future__ import annotations

import csv
import html
import json
import re
import subprocess
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import frictionless
import pytest
from mkdocs.config import load_config
from mkdocs.structure.files import Files

from evidence import charts, site, text
from evidence.__main__ import main
from evidence.checks import sound
from evidence.model import Evidence, published

ROOT = Path(__file__).parents[1]
ADDRESS = "https://example.org/sub/"
REPOSITORY = "https://example.org/code"

Cells = Mapping[tuple[str, str, str], str]
Altered = Callable[[Cells], Path]
Run = Callable[..., subprocess.CompletedProcess[str]]

HOSTILE: Mapping[tuple[str, str, str], str] = {
    ("changes", "2026-11-22-01", "reason"): "=HYPERLINK(`x`) {# note #}",
    ("claims", "a002", "caveat"): "=1+2",
    ("claims", "a002", "statement"): 'a | b `code` {{ total }} <script>alert(1)</script> "quoted"',
    ("constituencies", "E14001286", "name"): "Hexham <script>alert(2)</script> | `{{ total }}`",
    ("disagreements", "unit", "question"): "</h2><script>alert(3)</script> {% raw %}?",
    ("domestic_abuse_crimes", "2019-04-01", "coverage"): "England | `Wales` <b>without</b> {{ total }}",
    ("force_responses", "r007", "summary"): "</li><script>alert(4)</script> [x](javascript:alert(1)) *not*",
    ("forces", "gwent", "name"): "</title><script>alert(5)</script> Police",
    ("forces", "gwent", "name_cy"): "+Heddlu | `Gwent` {{ total }}",
    ("forces", "kent", "name"): "Kent <script>alert(6)</script> | `Police` \"quoted\" 'single' {{ total }}",
    ("forces", "avon-and-somerset", "note"): "- @no | [list](javascript:alert(1)) {: .class }",
    ("forces", "kent", "short_name"): '"Kent" <b>`{{ total }}',
    ("glossary", "amendment", "meaning"): "1. </dd><script>alert(7)</script> ![x](javascript:alert(1))",
    ("glossary", "amendment", "term"): "@a | b `code` <i>amendment</i>",
    (
        "letter",
        "8",
        "text",
    ): "> <script>alert(8)</script> {{ total }} &amp; [x](javascript:alert(1)) __strong__",
    ("local_authorities", "E07000105", "name"): "=Ashford | <script>alert(9)</script> `{{ total }}`",
    ("sources", "letter", "title"): "[x](javascript:alert(1)) \"quoted\" 'single' <img src=x>",
    (
        "sources",
        "kent-super-complaints",
        "url",
    ): 'https://www.gov.uk/"onmouseover="alert(1)"><script>alert(1)</script>',
    ("support", "ndah", "name"): "</a><script>alert(10)</script> | Helpline",
    ("tiles", "kent", "label"): "<b>{{`|",
    ("timeline", "letter", "event"): "</li><script>alert(11)</script> {{ total }} [x](javascript:alert(1))",
}
SHOWN: Mapping[str, list[tuple[str, str, str]]] = {
    "corrections/": [("changes", "2026-11-22-01", "reason")],
    "evidence/": [("claims", "a002", column) for column in ("statement", "caveat")],
    "constituencies/": [("constituencies", "E14001286", "name"), ("forces", "kent", "name")],
    "constituencies/heywood-and-middleton-north/": [("constituencies", "E14001286", "name")],
    "constituencies/ashford/": [("forces", "kent", "name")],
    "disagreements/": [("disagreements", "unit", "question")],
    "numbers/": [("domestic_abuse_crimes", "2019-04-01", "coverage"), ("sources", "letter", "title")],
    "forces/kent/": [("forces", "kent", column) for column in ("name", "short_name")]
    + [("force_responses", "r007", "summary"), ("local_authorities", "E07000105", "name")],
    "forces/avon-and-somerset/": [("forces", "avon-and-somerset", "note")],
    "forces/gwent/": [("forces", "gwent", "name"), ("forces", "gwent", "name_cy")],
    "embed/forces/gwent/": [("forces", "gwent", "name"), ("forces", "gwent", "name_cy")],
    "embed/forces/kent/officers/": [("forces", "kent", "name")],
    "embed/numbers/crimes/": [("domestic_abuse_crimes", "2019-04-01", "coverage")],
    "embed/numbers/tile-map/": [("tiles", "kent", "label")],
    "forces/": [("forces", "kent", "name"), ("forces", "gwent", "name"), ("forces", "gwent", "name_cy")],
    "glossary/": [("glossary", "amendment", "term"), ("glossary", "amendment", "meaning")],
    "letter/": [("letter", "8", "text")],
    "parliament/": [("disagreements", "unit", "question"), ("sources", "letter", "title")],
    "sources/": [("sources", "letter", "title")],
    "help/": [("support", "ndah", "name")],
    "timeline/": [("timeline", "letter", "event")],
    "": [("tiles", "kent", "label"), ("forces", "kent", "name")],
}

POLICY = re.compile(rb'<meta http-equiv="Content-Security-Policy"[^>]*>')

# The page of a place stands at its name.
PLACE = text.slug(HOSTILE["constituencies", "E14001286", "name"])
RENAMED = {"constituencies/heywood-and-middleton-north/": f"constituencies/{PLACE}/"}

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
    """A build of a copy, with another hash seed, time zone and nothing kept, and with the network closed."""

    project: Path
    site: Path
    before: Mapping[str, bytes]
    attempts: Path
    environment: Mapping[str, str]


@dataclass(slots=True)
class Page(HTMLParser):
    """What a browser would make of a page: its elements with their attributes, its links and its text."""

    elements: Counter[str] = field(default_factory=Counter)
    links: list[str] = field(default_factory=list)
    text: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        HTMLParser.__init__(self)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements[" ".join((tag, *sorted(name for name, _ in attrs)))] += 1
        self.links += [value or "" for name, value in attrs if name in {"href", "src", "action"}]

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def read(path: Path) -> Page:
    page = Page()
    page.feed(path.read_text("utf-8"))
    page.close()
    return page


def contents(folder: Path) -> dict[str, bytes]:
    """Give every file of a folder, save what is kept between builds."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in files if ".cache" not in path.parts
    }


def pages(folder: Path) -> dict[str, Path]:
    """Give every page of a site under its address, save those that only lead on or stand in frames."""
    return {
        address: path
        for address, path in addressed(folder).items()
        if '<meta name="robots" content="noindex">' not in path.read_text("utf-8")
    }


def addressed(folder: Path) -> dict[str, Path]:
    """Give all that has something to show under its address, so not what only leads on from an old one."""
    every = sorted(folder.rglob("index.html"))
    found = [path for path in every if 'http-equiv="refresh"' not in path.read_text("utf-8")]
    return {path.relative_to(folder).as_posix().removesuffix("index.html"): path for path in found}


def rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def index(folder: Path) -> dict[str, str]:
    """Give what the search knows: under each address the title and the text, as a reader sees them."""
    found = json.loads((folder / "search" / "search_index.json").read_text("utf-8"))["docs"]
    return {one["location"]: shown(f"{one['title']} {one['text']}") for one in found}


def shown(source: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", " ", source))


@pytest.fixture(scope="module")
def elsewhere(altered: Altered, run: Run, tmp_path_factory: pytest.TempPathFactory) -> Elsewhere:
    project, outside = altered({}), tmp_path_factory.mktemp("elsewhere")
    attempts = outside / "attempts.txt"
    (outside / "sitecustomize.py").write_text(WITHOUT_NETWORK % str(attempts), "utf-8")
    environment = {
        "PYTHONPATH": f"{outside}:{project / 'hooks'}",
        "PYTHONHASHSEED": "2",
        "TZ": "Pacific/Kiritimati",
        "LC_ALL": "C",
    }
    (project / ".cache").unlink()
    before = contents(project)
    for command in (("mkdocs", "build", "--strict", "--site-dir"), ("evidence", "finish")):
        told = run(project, *command, outside / "site", **environment)
        assert told.returncode == 0, told.stderr
    return Elsewhere(project, outside / "site", before, attempts, environment)


@pytest.fixture(scope="module")
def hostile(altered: Altered, build: Run) -> Path:
    project = altered(HOSTILE)
    build(project, project / "site")
    return project


@pytest.fixture(scope="module")
def moved(build: Run, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site as it is published under a folder of another host, with a repository."""
    folder = tmp_path_factory.mktemp("moved") / "site"
    build(ROOT, folder, SITE_URL=ADDRESS, REPOSITORY_URL=REPOSITORY)
    return folder


def test_generate_writes_what_the_hook_hands_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")  # the hook sets it; this puts it back
    monkeypatch.setenv("SITE_URL", ADDRESS)
    config = load_config(str(ROOT / "mkdocs.yml"))
    handed = config.plugins.on_files(Files([]), config=config.plugins.on_config(config))
    assert main(["generate", str(tmp_path)]) == 0
    assert contents(tmp_path) == {file.src_uri: file.content_bytes for file in handed}


def test_the_published_files_are_those_that_generate_writes(output: site.Output, built: Path) -> None:
    copied = [file for file in output.files if not file.path.endswith(".md")]
    assert {Path(file.path).suffix for file in copied} >= {".csv", ".json", ".svg"}
    for file in copied:
        published = (built / file.path).read_bytes()
        assert POLICY.sub(b"", published) == file.content, file.path  # which finishing puts into HTML


def test_two_builds_are_the_same_byte_for_byte(built: Path, elsewhere: Elsewhere) -> None:
    one, other = contents(built), contents(elsewhere.site)
    assert one.keys() == other.keys()
    assert [name for name in one if one[name] != other[name]] == []


def test_a_build_opens_no_connection(elsewhere: Elsewhere, run: Run) -> None:
    assert not elsewhere.attempts.exists(), elsewhere.attempts.read_text("utf-8")
    (elsewhere.project / "control.py").write_text(
        "import socket\nsocket.create_connection(('127.0.0.1', 9))\n", "utf-8"
    )
    assert "the network is closed" in run(elsewhere.project, "control", **elsewhere.environment).stderr
    assert "127.0.0.1" in elsewhere.attempts.read_text("utf-8")


def test_a_build_writes_nothing_among_its_sources(elsewhere: Elsewhere) -> None:
    after = contents(elsewhere.project)
    assert {name: after[name] for name in after if name != "control.py"} == elsewhere.before


def test_a_faulty_table_leaves_the_last_good_site(altered: Altered, run: Run) -> None:
    project = altered({("forces", "kent", "region"): "Sout East", ("counts", "essex", "count"): "few"})
    (project / "site").mkdir()
    (project / "site" / "index.html").write_text("the last good site", "utf-8")
    told = run(project, "mkdocs", "build", "--strict")
    assert told.returncode != 0
    assert re.search(
        r"data/forces\.csv:\d+:region: 'Sout East' is not a region\. Did you mean 'South East'\?", told.stderr
    )
    assert re.search(r"data/counts\.csv:\d+:count: 'few' is not a whole number\.", told.stderr)
    assert "Traceback" not in told.stderr
    assert contents(project / "site") == {"index.html": b"the last good site"}


def test_a_cell_adds_no_element_to_any_page(built: Path, hostile: Path) -> None:
    for address, path in addressed(built).items():
        named = RENAMED.get(address, address)
        usual, made = read(path), read(hostile / "site" / named / "index.html")
        assert made.elements == usual.elements, address
        assert [
            link for link in made.links if re.match(r"\s*(javascript|data|vbscript):", link, re.IGNORECASE)
        ] == []


@pytest.mark.parametrize("address", SHOWN)
def test_a_cell_comes_out_as_its_characters(address: str, hostile: Path) -> None:
    page = hostile / "site" / RENAMED.get(address, address) / "index.html"
    told = " ".join("".join(read(page).text).split())
    for cell in SHOWN[address]:
        assert HOSTILE[cell] in told, cell


def test_a_title_comes_out_as_its_characters(hostile: Path) -> None:
    for force in ("kent", "gwent"):
        framed = (hostile / "site" / "embed" / "forces" / force / "index.html").read_text("utf-8")
        head = (hostile / "site" / "forces" / force / "index.html").read_text("utf-8").split("</head>")[0]
        name = HOSTILE["forces", force, "name"]
        assert [html.unescape(title) for title in re.findall(r"<title>(.*?)</title>", head, re.DOTALL)] == [
            f"{name} - Safety Before Status"
        ]
        assert f"<title>{text.safe(name)} - Safety Before Status</title>" in framed
        assert html.unescape(re.findall(r'<meta property="og:title" content="(.*?)">', head)[0]) == name
        assert (
            html.unescape(re.findall(r'<meta name="description" content="(.*?)">', head)[0]).count(name) == 1
        )


def test_a_cell_comes_out_of_the_description_for_machines_as_its_characters(hostile: Path) -> None:
    for address, cell in (
        ("forces/kent/", ("forces", "kent", "name")),
        ("forces/gwent/", ("forces", "gwent", "name")),
        ("letter/", ("sources", "letter", "title")),
    ):
        page = (hostile / "site" / address / "index.html").read_text("utf-8")
        block = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
        assert HOSTILE[cell] in [node.get("name") for node in json.loads(block[0])["@graph"]]


def test_the_search_finds_a_cell_as_its_characters(hostile: Path) -> None:
    found = json.loads((hostile / "site" / "search" / "search_index.json").read_text("utf-8"))["docs"]
    tags = set(re.findall(r"<([a-z]+)", " ".join(one["title"] + one["text"] for one in found)))
    assert tags <= {
        "ul",
        "ol",
        "li",
        "p",
        "pre",
        "code",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "dl",
        "dt",
        "dd",
    }
    known = " ".join(" ".join(index(hostile / "site").values()).split())
    for table, column in (
        ("forces", "name"),
        ("forces", "name_cy"),
        ("local_authorities", "name"),
        ("claims", "caveat"),
    ):
        cells = [cell for place, cell in HOSTILE.items() if (place[0], place[2]) == (table, column)]
        assert [cell for cell in cells if cell not in known] == []


def test_a_hostile_cell_is_harmless_in_a_table_to_download(hostile: Path) -> None:
    for table in published(sound(hostile / "data")).tables.values():
        expected = [list(table.header), *(list(cells) for _, cells in table.rows)]
        for given, taken in zip(
            expected, rows(hostile / "site" / "data" / table.resource["path"]), strict=True
        ):
            for cell, harmless in zip(given, taken, strict=True):
                assert harmless == (f"'{cell}" if cell.startswith(("=", "+", "-", "@")) else cell)


def test_a_hostile_cell_is_harmless_in_a_chart_to_download(hostile: Path) -> None:
    drawn = sorted((hostile / "site").glob("**/*.svg"))
    for path in (path for path in drawn if (path.parent / f"{path.stem}.vl.json").exists()):
        tags = {element.tag.rpartition("}")[2] for element in ElementTree.parse(path).iter()}
        assert tags <= {
            "svg",
            "g",
            "path",
            "circle",
            "line",
            "rect",
            "text",
            "tspan",
            "a",
            "title",
            "desc",
            "style",
        }
        assert json.loads((path.parent / f"{path.stem}.vl.json").read_text("utf-8"))
    label = next(ElementTree.parse(hostile / "site" / "forces" / "kent" / "officers.svg").iter()).findtext(
        "{*}title"
    )
    assert HOSTILE["forces", "kent", "name"] in (label or "")


def test_the_search_knows_every_name(evidence: Evidence, built: Path) -> None:
    known = index(built)
    for force in evidence.forces:
        pages = " ".join(text for address, text in known.items() if address.startswith(f"forces/{force.id}/"))
        for name in (force.name, force.name_cy, *force.local_authorities):
            assert name in pages, (force.id, name)
    listed = " ".join(text for address, text in known.items() if address.startswith("constituencies/"))
    for constituency in evidence.constituencies:
        assert constituency.name in listed and constituency.name_cy in listed


def test_the_search_knows_no_text_of_a_chart(evidence: Evidence, built: Path) -> None:
    known = " ".join(" ".join(index(built).values()).split())
    for chart in (*charts.national(evidence), *charts.of_force(evidence.forces[0], evidence)):
        printed = set(re.findall(r"<(?:text|tspan|desc)[^>]*>([^<]{24,})<", chart.svg))
        assert printed
        assert [words for words in (chart.subtitle, *map(html.unescape, printed)) if words in known] == [], (
            chart.name
        )


def test_the_site_works_under_a_folder(moved: Path, run: Run) -> None:
    told = run(ROOT, "evidence", "finish", moved, SITE_URL=ADDRESS)
    assert (told.returncode, told.stdout, told.stderr) == (0, "", "")
    for address, path in pages(moved).items():
        assert f'<link rel="canonical" href="{ADDRESS}{address}">' in path.read_text("utf-8")
        assert not [link for link in read(path).links if link.startswith("/")], address


def test_the_repository_is_named_only_where_it_is_set(built: Path, moved: Path) -> None:
    for address, path in pages(moved).items():
        assert f'href="{REPOSITORY}/issues/new/choose"' in path.read_text("utf-8"), address
        assert f'href="{REPOSITORY}/edit/main/' in path.read_text("utf-8"), address
        plain = (built / address / "index.html").read_text("utf-8")
        assert [way for way in ("issues/new", "/edit/main", "/blob/main", "· Facts:") if way in plain] == []


def test_every_page_can_be_edited_where_it_is_written(moved: Path) -> None:
    lines = {path.name: len(path.read_text("utf-8").splitlines()) for path in site.DATA.glob("*.csv")}
    for path in pages(moved).values():
        foot = path.read_text("utf-8").split('<p class="page-foot">')[1]
        ways = re.findall(rf'href="{REPOSITORY}/(?:edit|blob)/main/([^"?]+)(?:\?plain=1#L(\d+))?"', foot)
        assert ways
        for source, line in ways:
            assert (ROOT / source).is_file(), (path, source)
            assert not line or 1 < int(line) <= lines[Path(source).name], (path, source, line)


def test_a_link_to_report_an_error_is_not_searched(moved: Path) -> None:
    assert (moved / "evidence" / "index.html").read_text("utf-8").count("Report an error with") > 100
    assert "Report an error with" not in " ".join(index(moved).values())


def test_the_configuration_names_no_host_but_the_one_that_the_exit_leads_to() -> None:
    lines = (ROOT / "mkdocs.yml").read_text("utf-8").splitlines()
    hosts = [line for line in lines if re.search(r"https?:|//|\bwww\.|@|\.(?:com|org|net|io|uk)\b", line)]
    assert [line.split()[0] for line in hosts] == ["exit:"]


def test_every_page_has_a_short_title_and_description_of_its_own(built: Path) -> None:
    heads = {address: path.read_text("utf-8").split("</head>")[0] for address, path in pages(built).items()}
    for name, pattern, longest in (
        ("title", r"<title>(.*?)</title>", 65),
        ("description", r'<meta name="description" content="(.*?)">', 160),
    ):
        found = {address: re.findall(pattern, head) for address, head in heads.items()}
        assert [address for address, texts in found.items() if len(texts) != 1] == [], name
        assert [texts[0] for texts in found.values() if len(html.unescape(texts[0])) > longest] == [], name
        assert len({texts[0] for texts in found.values()}) == len(found), name


def test_the_published_package_describes_what_is_published(built: Path) -> None:
    described = json.loads((built / "data" / "datapackage.json").read_text("utf-8"))["resources"]
    assert {one["path"] for one in described} == {path.name for path in (built / "data").glob("*.csv")}
    report = frictionless.validate(str(built / "data" / "datapackage.json"))
    assert report.valid, report.flatten(["name", "message"])
