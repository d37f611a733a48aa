"""What a reader finds on the pages, and what no page may say."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from urllib.parse import urljoin

import pytest

from evidence import site, text
from evidence.model import Evidence, Force
from evidence.site import Output
from evidence.tables import read

Altered = Callable[[Mapping[tuple[str, str, str], str]], Path]
TEMPLATES = Path(__file__).parents[1] / "docs" / "templates"
QUESTIONS = ["shared", "count", "said", "area", "charts", "downloads"]
PERIOD = "April 2020 to March 2023"


def texts(output: Output) -> dict[str, str]:
    """Give the generated pages and drawings by their paths."""
    return {file.path: file.text for file in output.files if file.path.endswith((".md", ".svg"))}


def article(built: Path, address: str) -> str:
    """Give what stands between the navigation and what every page has at its end."""
    page = (built / address / "index.html").read_text("utf-8")
    match = re.search(r"<article class=\"md-content__inner.*?>(.*)</article>", page, re.DOTALL)
    assert match, address
    return re.split(r"<details class=\"cite\">|<noscript>", match[1])[0]


def words(source: str) -> str:
    """Give the text of HTML as a reader sees it."""
    without_pilcrows = re.sub(r'<a class="headerlink".*?</a>', "", source)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", "", without_pilcrows)).split())


def links(source: str) -> list[tuple[str, str]]:
    """Give the links of HTML, each as its address and its words."""
    found = re.findall(r'<a (?!class="headerlink")[^>]*?href="([^"]*)"[^>]*>(.*?)</a>', source, re.DOTALL)
    return [(html.unescape(address), words(inner)) for address, inner in found]


def section(source: str, name: str) -> str:
    """Give what follows the heading with that anchor, up to the next heading of any level."""
    return re.split(r"<h[1-6]\b", re.split(r"</h[1-6]>", source.split(f'id="{name}"', 1)[1], maxsplit=1)[1])[
        0
    ]


def asked(built: Path, force: Force) -> str:
    """Give the part of a force's page with the texts by which to ask it."""
    return section(article(built, f"forces/{force.id}"), "ask")


def item(source: str, anchor: str) -> str:
    """Give the list item with that anchor."""
    return source.split(f'<li id="{anchor}"', 1)[1].split("</li>", 1)[0].split(">", 1)[1]


def ids(source: str) -> list[str]:
    return re.findall(r'\bid="([^"]+)"', source)


def test_every_force_has_a_page_under_its_name(evidence: Evidence, built: Path) -> None:
    for force in evidence.forces:
        page = article(built, f"forces/{force.id}")
        assert re.findall(r"<h1.*?</h1>", page) and words(page).startswith(force.name)


def test_the_index_leads_to_every_force(evidence: Evidence, built: Path) -> None:
    listed = links(article(built, "forces").split("<tbody>")[1])
    assert [(address, words) for address, words in listed if re.fullmatch(r"[a-z-]+/", address)] == [
        (f"{force.id}/", force.name) for force in evidence.forces
    ]


def test_the_index_shows_what_it_sorts_by(evidence: Evidence, built: Path) -> None:
    rows = re.findall(r"<tr>.*?</tr>", article(built, "forces").split("<tbody>")[1], re.DOTALL)
    for force, row in zip(evidence.forces, rows, strict=True):
        *_, response, residents = (words(cell) for cell in re.findall(r"<t[dh].*?</t[dh]>", row, re.DOTALL))
        assert response == ("Found" if force.responses else "None found")
        assert residents == (f"{force.residents[-1].residents:,}" if force.residents else "No area")
        ordered = re.findall(r'data-sort-value="(\d+)"', row)
        assert ordered == [str(one.residents) for one in force.residents[-1:]]


def test_a_force_page_answers_in_the_order_of_the_questions(evidence: Evidence, built: Path) -> None:
    for force in evidence.forces:
        assert re.findall(r'<h2 id="([^"]+)"', article(built, f"forces/{force.id}")) == QUESTIONS, force.id


def test_an_unknown_count_is_a_marker_and_no_number(evidence: Evidence, built: Path) -> None:
    for force in evidence.forces:
        told = words(section(article(built, f"forces/{force.id}"), "count"))
        assert told.startswith(f"Not available [x], {PERIOD}: ")
        assert re.findall(r"\w*\d\w*", told) == ["2020", "2023", "537", "a004"], force.id


def test_british_transport_police_has_no_area(built: Path) -> None:
    page = article(built, "forces/btp")
    assert "It has no police force area" in words(section(page, "area"))
    assert not re.search(r"constituencies/|usually lived", html.unescape(page))
    assert not {"constituencies", "local-authorities", "residents"} & set(ids(page))


@pytest.mark.parametrize("page", [".", "numbers"])
def test_who_does_not_use_the_map_has_a_list_of_the_same_links(
    page: str, evidence: Evidence, built: Path
) -> None:
    source = article(built, page)
    figure = re.split(r'<figure\b[^>]*\bid="tile-map"', source)[1].split("</figure>")[0]
    table = figure.split("<tbody>")[1].split("</tbody>")[0]
    led = [(urljoin(f"/{page}/", address), words) for address, words in links(table)]
    assert led == [(f"/forces/{force.id}/", force.name) for force in evidence.forces]


def test_no_section_is_empty(built: Path, subjects: list[Path]) -> None:
    for address in (path.parent.relative_to(built).as_posix() for path in subjects):
        parts = re.split(r"<h([1-6])\b.*?</h\1>", article(built, address), flags=re.DOTALL)
        levels = [int(level) for level in parts[1::2]]
        for level, inner, following in zip(levels, parts[2::2], [*levels[1:], 0], strict=True):
            assert words(inner) or following > level, address


def test_a_force_without_a_response_says_that_none_was_found(evidence: Evidence, built: Path) -> None:
    for force in evidence.forces:
        told = words(section(article(built, f"forces/{force.id}"), "said"))
        assert ("We have found no published response" in told) == (not force.responses), force.id


def test_each_response_says_who_speaks_and_where(evidence: Evidence, built: Path) -> None:
    for response in (response for force in evidence.forces for response in force.responses):
        told = item(article(built, f"forces/{response.force_id}"), response.id)
        assert response.summary in words(told)
        assert re.match(r"<strong>(The force|Its commissioner|Somebody|A press report)", told.strip())
        assert (f"../../sources/#{response.source.id}", response.source.title) in links(told)


def test_the_requests_and_questions_carry_the_name_of_the_force(evidence: Evidence, built: Path) -> None:
    for force in evidence.forces:
        texts = re.findall(r"<pre class=\"copy\".*?</pre>", asked(built, force), re.DOTALL)
        to_force, in_commons, in_lords, to_home_office = map(words, texts)
        assert to_force.startswith(f"Dear {force.name}, ")
        assert to_home_office.startswith("Dear Home Office, ")
        assert f"shared by {force.name} with Immigration Enforcement" in to_force
        assert in_commons.startswith("To ask the Secretary of State for the Home Department, ")
        assert in_lords.startswith("To ask His Majesty’s Government, ")
        for told in (to_home_office, in_commons, in_lords):
            assert f"with Immigration Enforcement by {force.name} between" in told


def test_a_request_has_what_the_act_asks_for(evidence: Evidence, built: Path) -> None:
    # Freedom of Information Act 2000, section 8: a name, an address, and what is asked for.
    for force in evidence.forces:
        texts = re.findall(r"<pre class=\"copy\".*?</pre>", asked(built, force), re.DOTALL)
        for told in (words(texts[0]), words(texts[-1])):
            assert "under the Freedom of Information Act 2000" in told
            assert re.search(r"1\. .+\? .*2\. .+\? 3\. .+\?", told)
            assert told.endswith("Name: [your name] Address for correspondence: [a postal or email address]")


def test_only_the_request_about_a_force_that_the_letter_leaves_out_names_the_press_release(
    evidence: Evidence, built: Path
) -> None:
    for force in evidence.forces:
        told = words(asked(built, force))
        assert ("Her press release adds" in told) == (not force.has_area)


def test_each_constituency_has_one_anchor_and_leads_to_its_forces(evidence: Evidence, built: Path) -> None:
    page = article(built, "constituencies")
    for constituency in evidence.constituencies:
        anchor = text.slug(constituency.name)
        assert ids(page).count(anchor) == 1, anchor
        told, overlaps = item(page, anchor), constituency.overlaps
        assert links(told) == [
            (f"{anchor}/", constituency.name),
            *((f"../forces/{one.force_id}/", one.force_name) for one in overlaps),
        ]
        assert told.count("about ") == (len(overlaps) if len(overlaps) > 1 else 0), anchor


def test_a_constituency_keeps_its_place_whatever_its_first_letter(altered: Altered) -> None:
    data = altered({("constituencies", "W07000083", "name"): "Ŵrecsam"}) / "data"
    files = texts(site.generate(site.where(), data=data))
    assert len(re.findall(r"<li id=", files["constituencies/index.md"])) == 575


def test_a_claim_keeps_its_place_whatever_its_theme(altered: Altered, evidence: Evidence) -> None:
    data = altered({("claims", "a010", "theme"): "figures"}) / "data"
    files = texts(site.generate(site.where(), data=data))
    assert set(re.findall(r'<h3 id="(\w+)"', files["evidence.md"])) == set(evidence.claims)


def test_blaydon_and_consett_has_no_main_force(built: Path) -> None:
    told = words(item(article(built, "constituencies"), "blaydon-and-consett"))
    assert told == ("Blaydon and Consett: Durham Constabulary, about 51%; Northumbria Police, about 49%")


def test_a_force_page_gives_the_share_of_a_constituency_that_straddles(
    evidence: Evidence, built: Path
) -> None:
    for force in evidence.forces:
        listed = re.findall(r"<li>.*?</li>", article(built, f"forces/{force.id}"))
        for overlap in force.overlaps:
            told = [
                words(one)
                for one in listed
                if f'/{text.slug(overlap.constituency_name)}/"' in html.unescape(one)
            ]
            assert len(told) == 1 and (overlap.share < 1) == (f"about {overlap.share:.0%}" in told[0]), told


def test_a_number_to_check_first_appears_nowhere(built: Path) -> None:
    support = read(site.DATA)[0].tables["support"]
    told = zip(support.column("publish"), support.column("phone"), strict=True)
    hidden = {phone.replace(" ", "") for (_, publish), (_, phone) in told if publish == "check first"}
    assert len(hidden) == 5
    for path in (path for path in sorted(built.rglob("*")) if path.suffix in {".html", ".csv", ".json"}):
        close = re.sub(r"(?<=\d)[ \xa0-](?=\d)", "", path.read_text("utf-8"))
        assert [number for number in hidden if number in close] == [], path


def test_the_letter_has_its_eight_paragraphs_with_their_misprints_marked(
    evidence: Evidence, built: Path
) -> None:
    page = article(built, "letter")
    assert [anchor for anchor in ids(page) if re.fullmatch(r"p\d+", anchor)] == [
        f"p{number}" for number in range(1, 9)
    ]
    for paragraph in evidence.letter:
        told = words(page.split(f'id="p{paragraph.paragraph}"')[1].split("</p>")[0].split(">", 1)[1])
        printed = paragraph.text
        for misprint, _ in paragraph.misprints:
            printed = printed.replace(misprint, f"{misprint} [sic]", 1)
        assert told == f"{paragraph.paragraph} {printed}"
    assert (
        page.count('<span class="sic">')
        == sum(len(paragraph.misprints) for paragraph in evidence.letter)
        == 3
    )


def test_everything_that_can_be_cited_has_one_anchor(evidence: Evidence, built: Path) -> None:
    cited = {
        "evidence": list(evidence.claims),
        "sources": list(evidence.sources),
        "timeline": [event.id for event in evidence.timeline],
        "disagreements": [disagreement.id for disagreement in evidence.disagreements],
        "glossary": [term.id for term in evidence.glossary],
    }
    for address, names in cited.items():
        anchors = ids(article(built, address))
        assert len(anchors) == len(set(anchors)), address
        assert set(names) <= set(anchors), address


def test_the_briefing_page_tells_each_account_in_the_words_of_its_claim(
    evidence: Evidence, built: Path
) -> None:
    told = re.findall(r"<li>.*?</li>", article(built, "briefing"), re.DOTALL)
    claims = [way.split("#")[1] for one in told for way, _ in links(one) if "evidence/#" in way]
    assert len(set(claims)) == len(claims) > 10
    for one, claim in zip(told, claims, strict=True):
        assert words(one).startswith(evidence.claims[claim].statement)


def figures() -> Iterator[tuple[str, str]]:
    """Give each claim whose figure a template prints, with the name of the template."""
    for template in sorted(TEMPLATES.glob("*.md.jinja")):
        for claim in re.findall(r'figure\("(\w+)"', template.read_text("utf-8")):
            yield template.name.removesuffix(".md.jinja"), claim


@pytest.mark.parametrize(("template", "claim"), sorted(set(figures())))
def test_a_figure_in_prose_leads_to_its_claim(
    template: str, claim: str, evidence: Evidence, built: Path
) -> None:
    address = {"home": ".", "force": "forces/kent", "forces": "forces"}.get(template, template)
    value = text.number(evidence.claims[claim].value)
    printed = [words for way, words in links(article(built, address)) if way.endswith(f"evidence/#{claim}")]
    assert any(re.match(rf"£?{re.escape(value)}\b", words) for words in printed), printed


def test_every_council_and_other_name_is_listed_with_its_force(evidence: Evidence, built: Path) -> None:
    page = article(built, "councils")
    for force in evidence.forces:
        for name in (*force.local_authorities, *(alias.alias for alias in force.aliases)):
            assert (f"../forces/{force.id}/", force.name) in links(item(page, text.slug(name))), name


@pytest.mark.parametrize("address", ["letter", "briefing", "evidence", "parliament"])
def test_a_page_that_speaks_of_abuse_says_so_first_and_leads_to_help(address: str, built: Path) -> None:
    page = article(built, address)
    note = re.search(r'<p class="beforehand">.*?</p>', page)
    assert note
    assert "abuse" in words(note[0])
    assert links(note[0]) == [("../help/", "help and support")]
    assert not re.search("<h2|<p>|<li>|letter-paragraph", page[: note.start()])


def test_help_stands_in_the_same_place_on_every_page(built: Path, subjects: list[Path]) -> None:
    for path in (*subjects, built / "404.html"):
        page = path.read_text("utf-8")
        menu, foot = page.split('class="md-nav md-nav--primary"')[1], page.split('<p class="page-foot">')[1]
        assert links(foot)[0][1] == "Help and support", path
        pages = re.sub('<ul class="md-nav__list nav-contents">.*?</ul>', "", menu.split("</nav>")[0])
        named = [words for _, words in links(pages)]
        assert named[named.index("Data") + 1] == "Help and support", path
