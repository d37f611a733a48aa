"""What readers see when counts for single forces become known. Every count here is made up."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from evidence.site.build import generate, site_from_environment
from tests.sample import SAMPLE, edit, write_rows, write_sample

KNOWN = {"essex": "171", "kent": "0", "gwent": "12"}
SUM = "183"
TOTAL = 537  # in the sample too, since it is the figure of its letter
SOURCE = "artificial-reply-2026"


def write_counts(folder: Path, counts: Mapping[str, Mapping[str, str]]) -> Path:
    """Write the sample with artificial counts by force, marked so that no build of the site takes them."""
    write_sample(folder)
    descriptor = json.loads((folder / "datapackage.json").read_text("utf-8"))
    (folder / "datapackage.json").write_text(json.dumps(descriptor | {"artificial": True}), "utf-8")
    with (folder / "sources.csv").open(encoding="utf-8", newline="") as file:
        sources = list(csv.DictReader(file))
    reply = dict.fromkeys(sources[0], "") | {
        "id": SOURCE,
        "title": "Artificial reply",
        "publisher": "Nobody",
        "published": "2023-12-01",
        "kind": "police",
        "url": "https://example.org/reply",
        "read_in": "original",
    }
    write_rows(folder / "sources.csv", sorted([*sources, reply], key=lambda row: row["id"]), list(reply))
    for force, cells in counts.items():
        edit(folder / "counts.csv", force, **{"marker": "", "source_id": SOURCE, **cells})
    return folder


def rendered(folder: Path) -> dict[str, str]:
    output = generate(site_from_environment(), folder, artificial=True)
    return {file.path: file.text for file in output.files if file.path.endswith((".md", ".html", ".svg"))}


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    counts = {force: {"count": count} for force, count in KNOWN.items()}
    return rendered(write_counts(tmp_path_factory.mktemp("known") / "data", counts))


@pytest.fixture(scope="module")
def unknown(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return rendered(write_counts(tmp_path_factory.mktemp("unknown") / "data", {}))


def test_a_known_count_is_printed_with_its_unit_and_leads_to_its_source(pages: Mapping[str, str]) -> None:
    assert f'<a href="../../sources/#{SOURCE}">12 victims</a>' in pages["forces/gwent.md"]


def test_a_page_that_prints_the_count_asks_for_another_period(pages: Mapping[str, str]) -> None:
    texts = re.findall(r"<pre class=\"copy\".*?</pre>", pages["forces/gwent.md"], re.DOTALL)
    requests = [text for text in texts if "how many victims" in text.lower()]
    assert requests
    assert all(
        "[first day] and [last day]" in text.replace("&#91;", "[").replace("&#93;", "]") for text in requests
    )


def test_a_page_without_a_count_asks_for_the_period_of_the_letter(pages: Mapping[str, str]) -> None:
    assert "[first day]" not in pages["forces/durham.md"].replace("&#91;", "[")


def test_the_known_counts_are_a_table_in_the_order_of_names(pages: Mapping[str, str]) -> None:
    section = pages["numbers.md"].partition("#counts-by-force")[2].partition("\n## ")[0]
    rows = re.findall(r"<tr><th scope=\"row\">.*?forces/([a-z-]+)/.*?</tr>", section)
    assert rows == sorted(KNOWN)


def test_no_page_adds_counts_up(pages: Mapping[str, str]) -> None:
    words = {path: re.sub(r"<svg.*?</svg>", "", page, flags=re.DOTALL) for path, page in pages.items()}
    assert [path for path, page in words.items() if re.search(rf"\b{SUM}\b", page)] == []


def test_the_map_and_every_address_keep_their_subject(
    pages: Mapping[str, str], unknown: Mapping[str, str]
) -> None:
    assert pages.keys() == unknown.keys()
    maps = [path for path in pages if path.endswith("tile-map.svg") or path.endswith("tile-map/index.html")]
    assert maps
    assert [path for path in maps if pages[path] != unknown[path]] == []
    headings = re.compile(r"^## .*\{ #([\w-]+)", re.MULTILINE)
    assert headings.findall(pages["numbers.md"]) == headings.findall(unknown["numbers.md"])


def test_all_counts_known_leaves_no_force_that_is_said_to_be_unknown(tmp_path: Path) -> None:
    sample = [row.partition(",")[0] for row in (SAMPLE / "counts.csv").read_text("utf-8").split()[1:]]
    counts = {force: {"count": "20"} for force in sample}
    counts["kent"] = {"count": str(TOTAL - 20 * (len(sample) - 1))}
    known = rendered(write_counts(tmp_path / "data", counts))
    assert "no count is known" not in known["numbers.md"]
    assert "Not published" not in "".join(known[f"forces/{force}.md"] for force in sample)


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"count": "", "marker": "[c]"}, "Confidential"),
        ({"count": "0"}, "The source says zero"),
        ({"count": "7", "unit": "referrals"}, "7 referrals"),
    ],
)
def test_a_count_that_is_withheld_zero_or_of_referrals_says_so(
    tmp_path: Path, cells: Mapping[str, str], words: str
) -> None:
    known = rendered(write_counts(tmp_path / "data", {"kent": cells}))
    assert words in known["forces/kent.md"]
