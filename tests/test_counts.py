"""What readers see when counts for single forces become known. Every count here is made up."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from evidence.pages.environment import environment
from evidence.site.build import generate, site_from_environment
from evidence.text import escape
from tests.edits import change_descriptor
from tests.sample import SAMPLE, add_rows, edit, read_rows, stand_in, write_sample

KNOWN = {"essex": "171", "kent": "0", "gwent": "12"}
SUMS = "183|190"  # of victims, and of all that is counted
TOTAL = 537  # in the sample too, since it is the figure of its letter
SOURCE = "artificial-reply-2026"


def write_counts(folder: Path, counts: Mapping[str, Mapping[str, str]]) -> Path:
    """Write the sample with artificial counts by force, marked so that no build of the site takes them."""
    write_sample(folder)
    change_descriptor(lambda descriptor: descriptor.update(artificial=True))(folder)
    reply = stand_in("sources", SOURCE) | {"url": "https://example.org/reply"}
    add_rows(folder / "sources.csv", reply)
    for force, cells in counts.items():
        edit(folder / "counts.csv", force, **{"marker": "", "source_id": SOURCE, **cells})
    return folder


def rendered(folder: Path) -> dict[str, str]:
    output = generate(site_from_environment(), folder, artificial=True)
    return {file.path: file.text for file in output.files if file.path.endswith((".md", ".html", ".svg"))}


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    counts: dict[str, dict[str, str]] = {force: {"count": count} for force, count in KNOWN.items()}
    counts |= {"durham": {"marker": "[c]"}, "northumbria": {"count": "7", "unit": "referrals"}}
    return rendered(write_counts(tmp_path_factory.mktemp("known") / "data", counts))


@pytest.fixture(scope="module")
def unknown(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return rendered(write_counts(tmp_path_factory.mktemp("unknown") / "data", {}))


@pytest.mark.parametrize(
    ("force", "words"),
    [
        ("gwent", "12 victims"),
        ("kent", "0 victims"),
        ("northumbria", "7 referrals"),
        ("durham", "Confidential"),  # as the sample says of its marker
    ],
)
def test_a_count_says_what_is_known_and_leads_to_its_source(
    force: str, words: str, pages: Mapping[str, str]
) -> None:
    assert f'<a href="../../sources/#{SOURCE}">{words}</a>' in pages[f"forces/{force}.md"]


def test_a_page_that_prints_the_count_asks_for_another_period(pages: Mapping[str, str]) -> None:
    words = environment().get_template("requests.jinja").module
    periods = [escape(getattr(words, name)) for name in ("THE_PERIOD", "ANOTHER_PERIOD")]
    assert [period in pages["forces/gwent.md"] for period in periods] == [False, True]
    assert [period in pages["forces/btp.md"] for period in periods] == [True, False]


def test_the_known_counts_are_a_table_in_the_order_of_names(pages: Mapping[str, str]) -> None:
    section = pages["numbers.md"].partition("#counts-by-force")[2].partition("\n## ")[0]
    rows = re.findall(r"<tr><th scope=\"row\">.*?forces/([a-z-]+)/.*?</tr>", section)
    assert rows == sorted([*KNOWN, "northumbria"])


def test_no_page_adds_counts_up(pages: Mapping[str, str], unknown: Mapping[str, str]) -> None:
    def sums(page: str) -> int:
        return len(re.findall(rf"\b({SUMS})\b", re.sub(r"<svg.*?</svg>", "", page, flags=re.DOTALL)))

    assert [path for path in pages if sums(pages[path]) > sums(unknown[path])] == []


def test_the_map_and_every_address_keep_their_subject(
    pages: Mapping[str, str], unknown: Mapping[str, str]
) -> None:
    assert pages.keys() == unknown.keys()
    maps = [path for path in pages if path.endswith("tile-map.svg") or path.endswith("tile-map/index.html")]
    assert maps
    assert [path for path in maps if pages[path] != unknown[path]] == []
    headings = re.compile(r"^## .*\{ #([\w-]+)", re.MULTILINE)
    assert headings.findall(pages["numbers.md"]) == headings.findall(unknown["numbers.md"])


def test_all_counts_may_be_known(tmp_path: Path) -> None:
    sample = [row["force_id"] for row in read_rows(SAMPLE / "counts.csv")]
    counts = {force: {"count": "20"} for force in sample}
    counts["kent"] = {"count": str(TOTAL - 20 * (len(sample) - 1))}
    known = rendered(write_counts(tmp_path / "data", counts))
    for force, count in counts.items():
        assert f">{count['count']} victims</a>" in known[f"forces/{force}.md"]
