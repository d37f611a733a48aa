"""Every page can be cited, in forms that the programs of those who cite can read."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml  # type: ignore[import-untyped]
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter  # type: ignore[import-untyped]
from citeproc.source.json import CiteProcJSON  # type: ignore[import-untyped]
from pybtex.database import Entry, parse_string  # type: ignore[import-untyped]
from pybtex.richtext import Text  # type: ignore[import-untyped]

from evidence import site, text
from evidence.metadata import Publication, described
from evidence.metadata.publication import NAME
from evidence.model import Evidence
from evidence.tables import RELEASED, read

ROOT = Path(__file__).parents[1]
FORMS = ["Plain text", "OSCOLA", "BibTeX", "CSL-JSON"]
DOCUMENTS = {"letter/", "briefing/"}
JACOBS = "Nicole Jacobs, Domestic Abuse Commissioner for England and Wales"
BRAVERMAN = "Suella Braverman, Secretary of State for the Home Department"
BRIEFING = "Safety Before Status: How to ensure the Victims and Prisoners Bill meets the needs of all victims"
MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()

Altered = Callable[[Mapping[tuple[str, str, str], str]], Path]


@dataclass(frozen=True, slots=True)
class Printed:
    """What a built page prints for those who cite it."""

    canonical: str
    id: str
    on_paper: str
    forms: Mapping[str, str]

    @property
    def item(self) -> dict[str, Any]:
        (item,) = json.loads(self.forms["CSL-JSON"])
        return dict(item)

    @property
    def entry(self) -> Entry:
        (entry,) = parse_string(self.forms["BibTeX"], "bibtex").entries.values()
        return entry


def words(source: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", "", source))


def printed(page: str) -> Printed:
    (cite,) = re.findall(r'<details class="cite">(.*?)</details>', page, re.DOTALL)
    names = re.findall(r'<p class="copy-label">(.*?)</p>', cite)
    texts = re.findall(r'<pre class="copy"><code>(.*?)</code></pre>', cite, re.DOTALL)
    return Printed(
        canonical=re.findall(r'<link rel="canonical" href="(.*?)">', page)[0],
        id=re.findall(r"short id is <strong>(.*?)</strong>", cite)[0],
        on_paper=words(re.findall(r'<p class="print-only">(SBS-.*?)</p>', page)[0]),
        forms=dict(zip(names, map(words, texts), strict=True)),
    )


@pytest.fixture(scope="session")
def cited(built: Path, subjects: list[Path]) -> Mapping[str, Printed]:
    """What each page prints, by its address within the site."""
    pages = {path.parent.relative_to(built).as_posix(): path for path in subjects}
    return {
        "" if folder == "." else f"{folder}/": printed(path.read_text("utf-8"))
        for folder, path in pages.items()
    }


@pytest.fixture(scope="session")
def publication(output: site.Output) -> Publication:
    return output.publication


def plain(latex: str) -> str:
    return str(Text.from_latex(latex)).strip()


def test_every_page_is_cited_in_every_form(cited: Mapping[str, Printed]) -> None:
    assert {"", "letter/", "data/", "methods/", "privacy/", "forces/", "forces/kent/"} <= cited.keys()
    for address, page in cited.items():
        assert list(page.forms) == FORMS, address
        assert all(page.forms.values()), address


def test_the_page_that_is_not_there_is_not_cited(built: Path) -> None:
    assert "Cite this page" not in (built / "404.html").read_text("utf-8")


def test_every_page_has_a_short_id_of_its_own(evidence: Evidence, cited: Mapping[str, Printed]) -> None:
    ids = {address: page.id for address, page in cited.items()}
    assert len(set(ids.values())) == len(ids)
    for force in evidence.forces:
        assert ids[f"forces/{force.id}/"] == f"SBS-F-{force.id}"
        assert cited[f"forces/{force.id}/"].item["title"] == force.name
    assert ids["constituencies/hexham/"] == "SBS-C-hexham"
    known = {"": "SBS-home", "letter/": "SBS-letter", "forces/": "SBS-forces", "methods/": "SBS-methods"}
    assert {address: ids[address] for address in known} == known


def test_each_form_has_the_address_date_version_publisher_and_short_id(
    publication: Publication, cited: Mapping[str, Printed]
) -> None:
    date = text.date(publication.evidence.changes[0].date)
    parts = (f"version {publication.package.descriptor['version']}", f"data of {date}", publication.publisher)
    for address, page in cited.items():
        assert page.canonical == publication.url + address
        for name, form in page.forms.items():
            for part in (page.canonical, page.id, *parts):
                assert part in form, (address, name, part)


def test_plain_text_ends_with_the_address_and_leaves_the_day_to_the_reader(
    cited: Mapping[str, Printed],
) -> None:
    for page in cited.values():
        assert page.forms["Plain text"].endswith(f"{page.id}. {page.canonical} (accessed [date])")


def test_oscola_has_the_form_of_a_page(publication: Publication, cited: Mapping[str, Printed]) -> None:
    # Author, ‘Title’ (what it stands in, date) <address> accessed day month year: OSCOLA 4, 3.4.8.
    form = re.compile(
        r"(?P<author>[^‘]+), ‘(?P<title>.+)’ \(Safety Before Status, version [\d.]+, "
        r"data of \d{1,2} [A-Z][a-z]+ \d{4}, (?P<id>SBS-[\w-]+)\) <(?P<address>\S+)> accessed \[date\]"
    )
    for address, page in cited.items():
        told = page.forms["OSCOLA"]
        found = form.fullmatch(told.split(" in ")[-1] if address in DOCUMENTS else told)
        assert found, told
        assert (found["author"], found["id"], found["address"]) == (
            publication.publisher,
            page.id,
            page.canonical,
        )
        assert not re.search(r"\d(?:st|nd|rd|th)\b", told)


def test_the_letter_is_cited_as_a_letter(
    evidence: Evidence, built: Path, cited: Mapping[str, Printed]
) -> None:
    page, source = cited["letter/"], evidence.sources["letter"]
    day = text.date(source.published)
    assert day == "9 November 2023"
    assert page.forms["OSCOLA"].startswith(f"Letter from {JACOBS}, to {BRAVERMAN} ({day}), transcript in ")
    assert page.forms["Plain text"].startswith(f"Letter from {JACOBS}, to {BRAVERMAN}, {day}. Transcript: ")
    item = page.item
    assert (item["type"], item["genre"]) == ("personal_communication", "Letter")
    assert item["author"] == [{"given": "Nicole", "family": "Jacobs"}]
    assert item["recipient"] == [{"given": "Suella", "family": "Braverman"}]
    assert item["issued"]["date-parts"] == [[2023, 11, 9]]
    (author,) = page.entry.persons["author"]
    assert (author.first_names, author.last_names) == (["Nicole"], ["Jacobs"])
    letter = words((built / "letter" / "index.html").read_text("utf-8").split('<div class="letter">')[1])
    for name in ("Nicole Jacobs", "Suella Braverman", "Secretary of State for the Home Department"):
        assert name in letter


def test_the_briefing_is_cited_as_a_report(cited: Mapping[str, Printed]) -> None:
    page = cited["briefing/"]
    assert page.forms["OSCOLA"].startswith(
        f"Domestic Abuse Commissioner, ‘{BRIEFING}’ (Briefing, 9 November 2023), described in "
    )
    assert (page.item["type"], page.item["genre"], page.item["title"]) == ("report", "Briefing", BRIEFING)
    entry = page.entry
    assert (entry.type, plain(entry.fields["type"])) == ("techreport", "Briefing")
    assert plain(entry.fields["title"]) == BRIEFING
    assert plain(entry.fields["institution"]) == "Domestic Abuse Commissioner"


def test_bibtex_says_what_csl_json_says(cited: Mapping[str, Printed]) -> None:
    for page in cited.values():
        entry, item = page.entry, page.item
        year, month, day = item["issued"]["date-parts"][0]
        assert entry.key == item["id"] == page.id
        assert plain(entry.fields["title"]) == item["title"]
        assert entry.fields["url"] == item["URL"] == page.canonical
        assert (entry.fields["year"], entry.fields["day"]) == (str(year), str(day))
        assert re.search(rf"\bmonth = {MONTHS[month - 1]},", page.forms["BibTeX"])


def test_csl_json_dates_a_page_by_the_newest_change(evidence: Evidence, cited: Mapping[str, Printed]) -> None:
    day = [int(part) for part in max(change.date for change in evidence.changes).split("-")]
    for address in cited.keys() - DOCUMENTS:
        assert cited[address].item["issued"]["date-parts"] == [day], address


def test_a_program_for_references_prints_every_page(cited: Mapping[str, Printed]) -> None:
    styles = resources.files("citeproc") / "data" / "styles"
    style = CitationStylesStyle(str(styles / "harvard-cite-them-right.csl"), validate=False)
    for page in cited.values():
        source = CiteProcJSON(json.loads(page.forms["CSL-JSON"]))
        listed = CitationStylesBibliography(style, source, formatter.plain)
        listed.register(Citation([CitationItem(page.id.lower())]))
        (told,) = map(str, listed.bibliography())
        year = str(page.item["issued"]["date-parts"][0][0])
        assert page.item["title"] in told and year in told


def test_a_sign_in_a_name_comes_through_every_form(publication: Publication) -> None:
    hostile = "Heddlu Ŷ Môn & 50% #1_2 $ {a} \\b }{"
    forms = described(publication, "forces/kent/", hostile, []).citation.forms
    assert hostile in forms["Plain text"] and f"‘{hostile}’" in forms["OSCOLA"]
    assert json.loads(forms["CSL-JSON"])[0]["title"] == hostile
    (entry,) = parse_string(forms["BibTeX"], "bibtex").entries.values()
    assert entry.fields["title"].isascii()
    assert plain(entry.fields["title"]).startswith("Heddlu Ŷ Môn & 50% #1_2 ")
    assert entry.fields["title"].endswith(
        r"\$ {\textbraceleft}a{\textbraceright} {\textbackslash}b {\textbraceright}{\textbraceleft}}"
    )
    assert entry.fields["url"] == f"{publication.url}forces/kent/"


def test_an_address_is_written_into_bibtex_as_it_is(publication: Publication) -> None:
    moved = Publication(
        url="https://a.org/~b/c_d/", package=publication.package, evidence=publication.evidence
    )
    forms = described(moved, "letter/", "The letter", []).citation.forms
    (entry,) = parse_string(forms["BibTeX"], "bibtex").entries.values()
    assert entry.fields["url"] == "https://a.org/~b/c_d/letter/"


def test_paper_shows_the_short_id_the_address_and_the_date(
    publication: Publication, cited: Mapping[str, Printed]
) -> None:
    date = text.date(publication.released)
    for page in cited.values():
        assert page.on_paper == (
            f"{page.id}, version {publication.version}. {page.canonical}. Data of {date}."
        )


def test_no_citation_is_open_at_first_or_found_by_the_search(built: Path) -> None:
    assert '<details class="cite" open' not in (built / "letter" / "index.html").read_text("utf-8")
    assert "SBS-F-kent" not in (built / "search" / "search_index.json").read_text("utf-8")


def test_the_name_of_the_site_is_the_same_everywhere() -> None:
    assert f"\nsite_name: {NAME}\n" in "\n" + (ROOT / "mkdocs.yml").read_text("utf-8")


def test_the_citation_file_is_valid_and_agrees_with_the_data_package(publication: Publication) -> None:
    # https://citation-file-format.github.io
    schemas = resources.files("check_jsonschema") / "builtin_schemas" / "vendor"
    schema = json.loads((schemas / "citation-file-format.json").read_text("utf-8"))
    told = yaml.load((ROOT / "CITATION.cff").read_text("utf-8"), yaml.BaseLoader)
    jsonschema.validate(told, schema)
    package = read(site.DATA)[0].descriptor
    assert told["title"] == package["title"]
    assert told["license"] == package["licenses"][0]["name"]
    released = json.loads((site.DATA / RELEASED).read_text("utf-8"))
    assert (told["version"], told["date-released"]) == (released["version"], released["date"])
    assert told["authors"] == [{"name": publication.publisher}]
