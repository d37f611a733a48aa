"""The page for Parliament: records can be followed, both sides are heard, texts carry the right names."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path

import pytest

from evidence import text
from evidence.model import Entry, Evidence, Force
from evidence.pages.groups import for_parliament
from evidence.pages.templates import environment

Parts = Mapping[str, Mapping[str, list[Entry]]]

DAY = r"(?:(?:\d{1,2} )?(?:[A-Z][a-z]+ )?20\d\d)"
WHEN = re.compile(rf"(?:From )?{DAY}(?: to {DAY})?")
SIDES = ("reason against", "reason for")
NAMES = [
    "House of Commons, on every force",
    "House of Commons, on one force",
    "House of Lords, on every force",
    "House of Lords, on one force",
    "To the chief constable",
    "To the police and crime commissioner, or the mayor who has that role",
    "To the force",
    "To the Home Office",
]


@pytest.fixture(scope="module")
def page(built: Path) -> str:
    whole = (built / "parliament" / "index.html").read_text("utf-8")
    return whole.split("<article")[1].split('<details class="cite">')[0]


@pytest.fixture(scope="module")
def parts(evidence: Evidence) -> Parts:
    return for_parliament(evidence)


@pytest.fixture(scope="module")
def texts(page: str) -> Mapping[str, str]:
    """The texts to copy by their labels."""
    found = re.findall(r'<p class="copy-label">(.*?)</p>\s*<pre.*?>(.*?)</pre>', page, re.DOTALL)
    return {words(label): html.unescape(re.sub(r"<[^>]+>", "", body)).strip() for label, body in found}


def words(source: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", "", source)).split())


def links(source: str) -> list[str]:
    return [html.unescape(address) for address in re.findall(r'<a href="([^"]*)"', source)]


def item(page: str, anchor: str) -> str:
    """Give the list item with that anchor, up to its end or its first item within."""
    return re.split(r"</li>|<ul>", page.split(f'<li id="{anchor}"', 1)[1])[0].split(">", 1)[1]


def of(parts: Parts, *kinds: str) -> list[Entry]:
    return [entry for kind in kinds for entries in parts[kind].values() for entry in entries]


def began(entry: Entry, evidence: Evidence) -> str:
    """Give the day on which what an entry records began, as exactly as it is known."""
    events = [event.date for event in evidence.timeline if entry.claim in event.claims]
    return events[0] if len(events) == 1 else entry.claim.period_start or entry.claim.source.published


def ascending(dates: list[str]) -> bool:
    """Say whether dates never step back, as far as the less exact of two neighbours tells."""
    return all(a[: len(b)] <= b[: len(a)] for a, b in pairwise(dates))


def prepared(name: str, force: Force) -> str:
    """Give a text with the name of a force in it."""
    macros = environment().get_template("requests.jinja").module
    return html.unescape(getattr(macros, name)(force))


def test_every_entry_has_a_date_its_claim_and_a_way_to_its_source(parts: Parts, page: str) -> None:
    listed = of(parts, *(kind for kind in parts if kind != "question"))
    assert len(listed) > 50
    for entry in listed:
        told = item(page, entry.anchor)
        dated = re.match(r"\s*<strong>(.*?)</strong>", told)
        assert dated and (WHEN.fullmatch(words(dated[1])) or dated[1] == "Undated"), told
        assert words(text.safe(entry.claim.statement)) in words(told)
        assert f"../evidence/#{entry.claim.id}" in links(told)
        assert (entry.claim.source.url or f"../sources/#{entry.claim.source.id}") in links(told)


def test_every_debate_and_committee_has_a_date_and_an_address_of_its_own(parts: Parts, page: str) -> None:
    for entry in of(parts, "debate", "committee"):
        told = item(page, entry.anchor)
        assert "<strong>Undated" not in told
        assert entry.claim.source.url.startswith("http"), entry.anchor


def test_every_answer_has_a_date_its_claims_and_its_address(parts: Parts, page: str) -> None:
    for entry in of(parts, "question"):
        source = entry.claim.source
        told, said = item(page, source.id), item(page, entry.anchor)
        assert re.match(rf"\s*<strong>{DAY}</strong>", told), told
        assert source.url in links(told) and words(text.safe(source.title)) in words(told)
        assert f"../evidence/#{entry.claim.id}" in links(said)


def test_what_was_not_seen_is_said_beside_the_record(parts: Parts, page: str) -> None:
    for entry in of(parts, *(kind for kind in parts if kind != "question")):
        assert words(text.safe(entry.claim.caveat)) in words(item(page, entry.anchor)), entry.anchor


def test_the_record_is_in_order_of_date(parts: Parts, evidence: Evidence) -> None:
    for kind in ("debate", "committee"):
        for heading, entries in parts[kind].items():
            assert ascending([began(entry, evidence) for entry in entries]), heading
    firsts = [began(entries[0], evidence) for entries in parts["debate"].values()]
    assert ascending(firsts)
    for kind in SIDES:
        dates = [entry.claim.source.published for entry in of(parts, kind) if entry.claim.source.published]
        assert ascending(dates), kind


def test_dates_that_step_back_are_found() -> None:
    assert ascending(["2021", "2021-04-29", "2021-05"])
    assert not ascending(["2021-05", "2021-04-29"])


def test_both_sides_have_as_many_entries_and_about_as_many_words(parts: Parts) -> None:
    against, asking = (of(parts, kind) for kind in SIDES)
    assert len(against) == len(asking) > 5
    lengths = [sum(len(one.claim.statement.split()) for one in side) for side in (against, asking)]
    assert max(lengths) <= 1.25 * min(lengths), lengths


def test_the_reasons_against_come_first_and_the_page_says_why(page: str) -> None:
    assert page.index('id="government"') < page.index('id="asked"')
    assert "The reasons against a firewall come first, because" in words(page)


def test_each_side_speaks_through_its_own_sources_or_is_told_second_hand(parts: Parts) -> None:
    for entry in of(parts, "reason against"):
        source = entry.claim.source
        second_hand = entry.claim.grade == "secondary" and source.publisher in entry.claim.statement
        assert source.kind in {"government", "parliament"} or second_hand, entry.anchor
    for entry in of(parts, "reason for"):
        assert entry.claim.source.kind in {"letter", "organisation", "parliament", "watchdog"}, entry.anchor
    for entry in of(parts, "police"):
        assert entry.claim.source.kind in {"police", "watchdog"}, entry.anchor


def test_every_claim_from_a_parliament_is_on_the_page(page: str, evidence: Evidence) -> None:
    from_parliaments = {claim.id for claim in evidence.claims.values() if claim.source.kind == "parliament"}
    assert len(from_parliaments) > 40
    assert from_parliaments <= set(re.findall(r'href="../evidence/#(\w+)"', page))


def test_every_written_answer_among_the_sources_is_on_the_page(parts: Parts, evidence: Evidence) -> None:
    answers = {id for id in evidence.sources if re.match(r"parliament-(written-)?question-", id)}
    assert len(answers) == 3
    assert answers <= {entry.claim.source.id for entry in of(parts, "question")}


def test_the_texts_to_adapt_leave_the_names_open(texts: Mapping[str, str], evidence: Evidence) -> None:
    assert list(texts) == NAMES
    for label, told in texts.items():
        assert ("[force]" in told) != ("every force" in label), label
        assert [force.name for force in evidence.forces if force.name in told] == [], label
        assert "{" not in told and "None" not in told, label


def test_each_question_is_put_in_the_form_of_its_house(texts: Mapping[str, str]) -> None:
    for label, told in texts.items():
        assert (told.startswith("To ask the Secretary of State for the Home Department, ")) == (
            "House of Commons" in label
        ), label
        assert told.startswith("To ask His Majesty’s Government, ") == ("House of Lords" in label), label
    assert len({told.split(", ", 1)[1] for label, told in texts.items() if "on one force" in label}) == 1


def test_each_letter_goes_to_the_right_person_and_is_signed(texts: Mapping[str, str]) -> None:
    assert texts[NAMES[4]].startswith("Dear Chief Constable,\n")
    assert texts[NAMES[5]].startswith(
        "Dear [Police and Crime Commissioner, or the Mayor who has that role],\n"
    )
    for label in NAMES[4:6]:
        assert texts[label].endswith("Yours sincerely,\n[your name]\n[a postal or email address]"), label
        assert re.findall(r"(?m)^(\d)\. .+\?$", texts[label])[:3] == ["1", "2", "3"], label


@pytest.mark.parametrize("name", ["to_chief_constable", "to_commissioner"])
def test_a_letter_about_a_force_carries_its_name_everywhere(name: str, evidence: Evidence) -> None:
    for force in evidence.forces:
        told = prepared(name, force)
        assert told.count(html.unescape(force.name)) >= 3 and "[force]" not in told
        assert ("Her press release adds" in told) == (not force.has_area)


def test_the_first_screen_leads_to_every_part(page: str) -> None:
    top = page.split("<h2", 1)[0]
    parts = [address[1:] for address in links(top) if address.startswith("#")]
    assert {f'id="{part}"' for part in parts} <= set(re.findall(r'id="[^"]+"', page))
    headings = set(re.findall(r'<h[23] id="([^"]+)"', page)) - {"reasons", "texts"}
    headings = {one for one in headings if not re.match("debate-|committee-|question-", one)}
    assert headings == set(parts)
    assert {"../constituencies/", "../forces/"} <= set(links(top))
