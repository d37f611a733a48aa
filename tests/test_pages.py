"""How templates and facts become pages."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from urllib.parse import urljoin

import pytest
from selectolax.lexbor import LexborHTMLParser

from evidence import text
from evidence.model import SiteData
from evidence.pages import environment, finder_index
from evidence.pages.citation_filters import relative_address
from evidence.pages.markdown import WRITTEN, to_html
from evidence.site.build import Output, generate, site_from_environment
from tests.edits import add_category
from tests.sample import edit, replace, write_sample

Render = Callable[..., str]


@pytest.fixture(scope="module")
def pages(output: Output) -> Mapping[str, str]:
    return {file.path: file.text for file in output.files if file.path.endswith(".md")}


@pytest.fixture
def render(data: SiteData) -> Render:
    """Renders a template given as text, for the page at the address numbers/."""

    def from_text(template: str, **variables: object) -> str:
        made = environment.environment().from_string(template)
        return made.render({"here": "numbers/", "data": data, "cited": {}, **variables})

    return from_text


@pytest.mark.parametrize("here", ["", "help/", "forces/kent/"])
@pytest.mark.parametrize("target", ["", "help/", "forces/kent/", "data/counts.csv", "evidence/letter/#a003"])
def test_a_relative_address_leads_to_its_target_from_every_page(here: str, target: str) -> None:
    base = "https://site.example/"
    assert urljoin(base + here, relative_address(target, here)) == base + target


def test_a_new_theme_and_a_new_speaker_are_shown_by_their_labels(tmp_path: Path) -> None:
    folder = write_sample(tmp_path / "data")
    about = {"label": "Homes & refuges", "description": "Where people live."}
    add_category("claims.theme", value="made-up", **about)(folder)
    add_category("force_responses.speaker", value="made up", label="The Lord-Lieutenant")(folder)
    edit(folder / "claims.csv", "b001", theme="made-up")
    edit(folder / "force_responses.csv", "r003", speaker="made up")
    files = {file.path: file for file in generate(site_from_environment(), folder).files}
    printed = {name: LexborHTMLParser(files[name].text).text() for name in files if name.endswith(".md")}
    assert "# Homes & refuges\n" in printed["evidence/made-up.md"]
    assert "Where people live. Each statement" in printed["evidence/made-up.md"]
    assert "Homes & refugesWhere people live.\n" in printed["evidence/index.md"]
    assert "The Lord-Lieutenant, 20 January 2022." in printed["forces/essex.md"]


def test_the_source_of_a_yearly_figure_is_that_of_its_newest_total(tmp_path: Path) -> None:
    folder = write_sample(tmp_path / "data")
    newest, source = "18494124,people,,", "ons-mid-year-population-estimates-2024"
    replace(folder / "totals.csv", newest + source, newest + "ons-constituencies-2024")
    files = {file.path: file for file in generate(site_from_environment(), folder).files}
    assert '#ons-constituencies-2024">1,897,051 people</a>' in files["forces/kent.md"].text


def test_a_figure_leads_to_its_claim(render: Render, data: SiteData) -> None:
    claim = next(each for each in data.claims.values() if each.value and each.unit == "victims")
    link = LexborHTMLParser(render("{{ figure(id) }}", id=claim.id)).css_first("a")
    assert link is not None
    assert link.attributes["href"] == f"../evidence/{claim.theme}/#{claim.id}"
    assert link.text() == text.quantity(claim)


def test_a_claim_on_which_sources_differ_says_so_unless_the_sentence_does(
    render: Render, data: SiteData
) -> None:
    disagreement = data.disagreements[0]
    claim = disagreement.positions[0].claim.id
    others = " ".join(each.id for each in data.disagreements)
    assert f"disagreements/#{disagreement.id}" in render("{{ cite(id) }}", id=claim)
    assert "disagreements/" not in render("{{ cite(id, explains=others) }}", id=claim, others=others)


def test_a_claim_that_reports_another_is_marked(render: Render, data: SiteData) -> None:
    grades = {
        grade: next(each.id for each in data.claims.values() if each.grade == grade)
        for grade in ("primary", "secondary")
    }
    assert "second-hand" in render("{{ cite(id) }}", id=grades["secondary"])
    assert "second-hand" not in render("{{ cite(id) }}", id=grades["primary"])


def test_a_title_with_a_colon_and_quotes_is_one_value_of_the_front_matter(render: Render) -> None:
    title = 'Kent: "police" & others'
    printed = render("{{ yaml_string(title) }}", title=title)
    assert LexborHTMLParser(json.loads(printed)).text() == title


def test_the_misprints_of_the_letter_are_marked_where_they_stand(render: Render, data: SiteData) -> None:
    for paragraph in data.letter:
        printed = render("{{ letter_paragraph(paragraph) }}", paragraph=paragraph)
        assert printed.count("[sic]") == len(paragraph.misprints)
        assert LexborHTMLParser(printed).text().replace(" [sic]", "") == paragraph.text


def test_the_finder_knows_each_force_constituency_and_council_by_all_its_names(data: SiteData) -> None:
    entries = json.loads(finder_index.places(data))
    names = {
        (name, entry[2])
        for entry in entries
        for name in ([entry[0]] if isinstance(entry[0], str) else entry[0])
    }
    for force in data.forces:
        aliases = (alias.alias for alias in force.aliases)
        known = {force.name, force.name_cy, *aliases, *force.local_authorities} - {""}
        assert {(name, f"forces/{force.id}/") for name in known} <= names
    for each in data.constituencies:
        address = f"constituencies/{text.slug(each.name)}/"
        assert {(name, address) for name in (each.name, each.name_cy) if name} <= names


def test_the_finder_says_how_much_of_a_divided_constituency_is_in_each_force(data: SiteData) -> None:
    divided = next(each for each in data.constituencies if len(each.overlaps) > 1)
    words = next(place[1] for place in json.loads(finder_index.places(data)) if place[0] == divided.name)
    for overlap in divided.overlaps:
        assert f"about {overlap.share:.0%} {overlap.force_name}" in words


@pytest.mark.parametrize(
    ("link", "target"),
    [
        ("help.md", "../help/"),
        ("forces/index.md#list", "../forces/#list"),
        ("about.md#who", "#who"),
        ("index.md", "../"),
        ("assets/a%20map.svg", "../assets/a%20map.svg"),
        ("#who", "#who"),
        ("/help/", "/help/"),
        ("https://example.com/a.md?b#c", "https://example.com/a.md?b#c"),
        ("mailto:a@example.com", "mailto:a@example.com"),
    ],
)
def test_a_link_in_markdown_leads_from_address_to_address(link: str, target: str) -> None:
    html = to_html(f"# A page\n\n[Words]({link})", "about.md")
    assert f'<p><a href="{target}">Words</a></p>' in html.text
    assert f'{WRITTEN}="{link}"' in html.marked
    assert [heading["id"] for heading in html.contents] == ["a-page"]
