"""Somebody who finds an error is led to the file, the row or the form where it is put right."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml  # type: ignore[import-untyped]

from evidence import site, text
from evidence.model import Evidence
from evidence.pages import Page
from evidence.pages.editing import Way, ways

ROOT = Path(__file__).parents[1]
REPOSITORY = "https://example.org/code"
FORMS = ROOT / ".github" / "ISSUE_TEMPLATE"

Edit = Mapping[str, Any]


@pytest.fixture(scope="module")
def written() -> Mapping[str, str]:
    """The Markdown of every generated page as it is published with a repository, by its path."""
    output = site.generate(replace(site.where(), repository=REPOSITORY))
    return {file.path: file.text for file in output.files if file.path.endswith(".md")}


@pytest.fixture(scope="module")
def edits(written: Mapping[str, str]) -> Mapping[str, Edit]:
    """What the front matter of each page says of where it is edited."""
    found = {path: re.findall(r"(?m)^edit: (.*)$", page) for path, page in written.items()}
    return {path: json.loads(edit) for path, (edit,) in found.items()}


@pytest.fixture(scope="module")
def reports(written: Mapping[str, str]) -> Sequence[tuple[str, str, str]]:
    """The links on the evidence page to the form for an error: the entry they stand in, address, words."""
    entries = re.findall(r'<h3 id="(.*?)">(.*?)</article>', written["evidence.md"], re.DOTALL)
    link = re.compile(r'<p class="report" data-search-exclude><a href="(.*?)" rel="noreferrer">(.*?)</a></p>')
    return [
        (claim, html.unescape(url), words) for claim, rest in entries for url, words in link.findall(rest)
    ]


def row(fact: Edit) -> str:
    """Give the line of a table to which a link leads."""
    lines = (ROOT / str(fact["path"])).read_text("utf-8").splitlines()
    return lines[int(fact["line"]) - 1]


def test_every_page_names_its_template_and_files_that_are_there(edits: Mapping[str, Edit]) -> None:
    assert {"index.md", "forces/kent.md", "constituencies/hexham.md", "evidence.md"} <= edits.keys()
    for path, edit in edits.items():
        assert re.fullmatch(r"docs/templates/[a-z]+\.md\.jinja", edit["words"]), path
        for place in (edit["words"], *(fact["path"] for fact in edit["facts"])):
            assert (ROOT / place).is_file(), (path, place)


def test_the_page_of_a_force_leads_to_each_of_its_rows(edits: Mapping[str, Edit], evidence: Evidence) -> None:
    for force in evidence.forces:
        facts = edits[f"forces/{force.id}.md"]["facts"]
        told = [(fact["path"], row(fact).split(",")[:2]) for fact in facts]
        assert told[0][0] == "data/forces.csv" and told[0][1][0] == force.id
        counts = [cells for path, cells in told if path == "data/counts.csv"]
        assert counts == [[force.id, count.period_start] for count in force.counts]
        responses = [cells for path, cells in told if path == "data/force_responses.csv"]
        assert sorted(responses) == sorted([one.id, force.id] for one in force.responses)
        assert len(told) == 1 + len(counts) + len(responses)


def test_the_page_of_a_constituency_leads_to_its_rows(edits: Mapping[str, Edit], evidence: Evidence) -> None:
    for constituency in evidence.constituencies:
        facts = edits[f"constituencies/{text.slug(constituency.name)}.md"]["facts"]
        assert facts[0]["path"] == "data/constituencies.csv"
        overlaps = [fact["path"] == "data/constituency_forces.csv" for fact in facts[1:]]
        assert overlaps == [True] * len(constituency.overlaps)
        assert {row(fact).split(",")[0] for fact in facts} == {constituency.code}


def test_words_open_in_the_editor_and_a_row_where_its_line_can_be_seen() -> None:
    edit = {"words": "docs/templates/x.md.jinja", "facts": [{"path": "data/x.csv", "line": 7}]}
    whole = {"words": "docs/templates/x.md.jinja", "facts": [{"path": "data/x.csv", "line": 0}]}
    words = Way(words="Edit the words of this page", url="r/edit/main/docs/templates/x.md.jinja")
    assert list(ways("r", "x.md", edit)) == [
        words,
        Way(words="data/x.csv, line 7", url="r/blob/main/data/x.csv?plain=1#L7"),
    ]
    assert list(ways("r", "x.md", whole)) == [words, Way(words="data/x.csv", url="r/blob/main/data/x.csv")]
    assert list(ways("r", "about.md", None)) == [Way(words="Edit this page", url="r/edit/main/docs/about.md")]


def test_beside_each_claim_stands_one_link_to_the_form_with_the_claim_filled_in(
    reports: Sequence[tuple[str, str, str]], evidence: Evidence
) -> None:
    assert sorted(claim for claim, _, _ in reports) == sorted(evidence.claims)
    for claim, url, words in reports:
        address, query = urlsplit(url), parse_qs(urlsplit(url).query)
        assert f"{address.scheme}://{address.netloc}{address.path}" == f"{REPOSITORY}/issues/new"
        assert query["fact"] == [claim]
        assert words == f"Report an error with {claim}"


def test_a_link_fills_in_only_fields_that_the_form_has(reports: Sequence[tuple[str, str, str]]) -> None:
    for _, url, _ in reports:
        query = parse_qs(urlsplit(url).query)
        (name,) = query.pop("template")
        form = yaml.safe_load((FORMS / name).read_text("utf-8"))
        assert query.pop("title")[0].startswith(form["title"])
        assert query.keys() <= {field["id"] for field in form["body"] if field["type"] == "input"}


def test_without_a_repository_no_page_speaks_of_one(output: site.Output) -> None:
    pages = [Page(path=file.path, markdown=file.text) for file in output.files if file.path.endswith(".md")]
    assert len(pages) > 600
    for page in pages:
        assert "Report an error with" not in page.markdown and "issues/new" not in page.markdown, page.path
