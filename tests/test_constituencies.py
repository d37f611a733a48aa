"""Each constituency has a page that says which force, what that force answered, and how to ask."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path

import pytest

from evidence import text
from evidence.model import Constituency, Evidence

PERIOD = "April 2020 to March 2023"
COPY = r'<pre class="copy"[^>]*><code>(.*?)</code></pre>'


def address(constituency: Constituency) -> str:
    return f"constituencies/{text.slug(constituency.name)}"


def page(built: Path, at: str) -> str:
    return (built / at / "index.html").read_text("utf-8")


def article(source: str) -> str:
    """Give the content of a page, without what the theme puts at its end."""
    return source.split("<article", 1)[1].split('<details class="cite"', 1)[0]


def words(source: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", "", source)).split())


@pytest.fixture(scope="module")
def articles(evidence: Evidence, built: Path) -> dict[str, str]:
    """The article of each constituency's page, by the code of the constituency."""
    return {one.code: article(page(built, address(one))) for one in evidence.constituencies}


def test_no_two_constituencies_share_an_address(evidence: Evidence) -> None:
    assert len({address(one) for one in evidence.constituencies}) == len(evidence.constituencies) == 575


def test_a_page_is_headed_by_its_name_in_english_and_in_welsh(
    evidence: Evidence, articles: dict[str, str]
) -> None:
    for one in evidence.constituencies:
        heading = re.findall(r"<h1.*?</h1>", articles[one.code], re.DOTALL)[0]
        assert words(heading).rstrip("¶") == one.name
        also = [words(found) for found in re.findall(r'lang="cy">(.*?)<', articles[one.code])]
        assert also == ([one.name_cy] if one.name_cy else []), one.name


def test_a_page_leads_to_each_force_with_its_share_where_there_are_two(
    evidence: Evidence, articles: dict[str, str]
) -> None:
    for one in evidence.constituencies:
        told = articles[one.code].split('id="force"')[1].split("<h2")[0]
        led = re.findall(r'href="../../forces/([a-z-]+)/"', told)
        assert led == [overlap.force_id for overlap in one.overlaps], one.name
        shares = re.findall(r"about \d+%", words(told))
        straddles = len(one.overlaps) > 1
        assert shares == [text.share(overlap.share) for overlap in one.overlaps if straddles]
        assert ("We say “about” because" in told) == straddles
        assert ("sources/#mysociety-constituency-overlaps" in told) == straddles
        assert (
            f'href="https://members.parliament.uk/constituency/{one.parliament_id}/overview" rel="noreferrer"'
            in told
        )


def test_the_answer_is_the_one_of_the_force_in_a_line_for_each(
    evidence: Evidence, articles: dict[str, str]
) -> None:
    for one in evidence.constituencies:
        told = words(articles[one.code].split('id="shared"')[1].split("<h2")[0])
        assert told.count("Yes, by the letter’s account") == len(one.overlaps), one.name
        assert told.count(f"Not available [x], {PERIOD}.") == len(one.overlaps), one.name


def test_a_page_has_a_question_and_a_request_for_each_force(
    evidence: Evidence, articles: dict[str, str]
) -> None:
    for one in evidence.constituencies:
        copies = [words(found) for found in re.findall(COPY, articles[one.code], re.DOTALL)]
        assert len(copies) == 2 * len(one.overlaps), one.name
        for overlap, question, request in zip(one.overlaps, copies[::2], copies[1::2], strict=True):
            assert question.startswith("To ask the Secretary of State for the Home Department")
            assert overlap.force_name in question
            assert request.startswith(f"Dear {overlap.force_name}, ")


def test_a_page_is_small(evidence: Evidence, built: Path, articles: dict[str, str]) -> None:
    for one in evidence.constituencies:
        if len(one.overlaps) == 1:
            force = article(page(built, f"forces/{one.overlaps[0].force_id}"))
            plain = re.sub(r"<figure.*?</figure>", "", force, flags=re.DOTALL)
            assert len(articles[one.code]) <= 0.6 * len(plain), one.name


def test_the_way_to_a_page_is_told_to_machines(evidence: Evidence, built: Path) -> None:
    for one in evidence.constituencies:
        found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page(built, address(one)))
        trail = next(node for node in json.loads(found[0])["@graph"] if node["@type"] == "BreadcrumbList")
        assert [step["name"] for step in trail["itemListElement"]] == ["Home", "Constituencies", one.name]


def test_the_navigation_leads_to_no_single_constituency(built: Path) -> None:
    assert not re.search(r'href="[^"]*constituencies/[a-z]', page(built, "letter"))
