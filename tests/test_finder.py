"""The finder knows every force, constituency, council and other name, and is small."""

from __future__ import annotations

import base64
import gzip
import hashlib
import html
import json
import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from evidence import text
from evidence.charts.tiles import tile_map
from evidence.model import Evidence
from evidence.pages import places

ROOT = Path(__file__).parents[1]
ASSETS = ROOT / "docs" / "assets"
VENDOR = ASSETS / "vendor"
MOST = 25 * 1024
LOADER = 1536

Found = Mapping[str, list[tuple[str, str]]]


@pytest.fixture(scope="module")
def rows(evidence: Evidence) -> list[list[str]]:
    found: list[list[str]] = json.loads(places(evidence))
    return found


@pytest.fixture(scope="module")
def named(rows: list[list[str]]) -> Found:
    """Why each name is found and where it leads, by the name."""
    found: dict[str, list[tuple[str, str]]] = {}
    for name, why, address, *_ in rows:
        found.setdefault(name, []).append((why, address))
    return found


def test_every_force_is_found_by_its_name_its_welsh_name_and_its_other_names(
    evidence: Evidence, named: Found
) -> None:
    assert len(evidence.forces) == 44
    for force in evidence.forces:
        address = f"forces/{force.id}/"
        assert ("police force", address) in named[force.name]
        assert not force.name_cy or (f"Welsh name, {force.name}", address) in named[force.name_cy]
        for alias in force.aliases:
            assert address in [place for why, place in named[alias.alias] if why.endswith(f", {force.name}")]


def test_every_council_is_found_with_its_force(evidence: Evidence, named: Found) -> None:
    councils = [(council, force) for force in evidence.forces for council in force.local_authorities]
    assert len(councils) == 318
    for council, force in councils:
        assert (f"council, {force.name}", f"forces/{force.id}/") in named[council]


def test_every_constituency_is_found_in_both_languages_with_its_force_or_forces(
    evidence: Evidence, named: Found
) -> None:
    assert len(evidence.constituencies) == 575
    for constituency in evidence.constituencies:
        for name in filter(None, (constituency.name, constituency.name_cy)):
            (why,) = [why for why, _ in named[name] if "constituency, " in why]
            assert [over.force_name for over in constituency.overlaps if over.force_name not in why] == []


def test_a_constituency_in_two_forces_gives_both_shares(evidence: Evidence, named: Found) -> None:
    both = [one for one in evidence.constituencies if len(one.overlaps) > 1]
    assert len(both) == 20
    for constituency in both:
        shares = [f"{text.share(over.share)} {over.force_name}" for over in constituency.overlaps]
        assert named[constituency.name][0][0] == f"constituency, {', '.join(shares)}"
    assert "about 51% " in named["Blaydon and Consett"][0][0]


def test_the_words_say_why_a_name_matched(named: Found) -> None:
    assert named["Hexham"][0][0] == "constituency, Northumbria Police"
    assert named["Met"] == [("another name, Metropolitan Police Service", "forces/metropolitan/")]
    assert named["Gravesham"][-1] == ("council, Kent Police", "forces/kent/")
    assert named["Hampshire Constabulary"][0][0].startswith("former name, Hampshire and Isle of Wight")
    assert [why for why, _ in named["London"]] == [
        "place, City of London Police",
        "place, Metropolitan Police Service",
    ]


def test_only_welsh_names_are_marked_as_welsh(evidence: Evidence, rows: list[list[str]]) -> None:
    welsh = {one.name_cy for one in evidence.forces} | {one.name_cy for one in evidence.constituencies}
    assert {row[0] for row in rows if row[3:] == ["cy"]} == welsh - {""}
    assert all(row[3:] in ([], ["cy"]) for row in rows)


def test_every_address_is_there(built: Path, rows: list[list[str]]) -> None:
    for address in {row[2] for row in rows}:
        path, _, anchor = address.partition("#")
        page = (built / path / "index.html").read_text("utf-8")
        assert not anchor or f'id="{anchor}"' in page, address


def test_the_finder_is_small(evidence: Evidence) -> None:
    assert len(gzip.compress(places(evidence).encode(), 6)) <= MOST
    assert (ASSETS / "finder.js").stat().st_size < LOADER


def test_the_code_of_others_is_what_its_note_says() -> None:
    note = (VENDOR / "README.txt").read_text("utf-8")
    told = dict(re.findall(r"^(\S+\.js)$.*?^  file +sha512-(\S+)$", note, re.MULTILINE | re.DOTALL))
    assert told.keys() == {path.name for path in VENDOR.glob("*.js")}
    for name, digest in told.items():
        assert base64.b64encode(hashlib.sha512((VENDOR / name).read_bytes()).digest()).decode() == digest
        assert (VENDOR / f"{name.partition('.')[0]}.LICENSE.txt").is_file()


@pytest.mark.parametrize("address", ["", "forces/", "constituencies/"])
def test_a_page_with_the_finder_has_one_that_only_a_script_shows(built: Path, address: str) -> None:
    page = (built / address / "index.html").read_text("utf-8")
    assert re.findall(r'<div class="finder"[^>]*>', page) == [
        '<div class="finder" data-search-exclude hidden>'
    ]
    assert len(re.findall(r'<script src="[./]*assets/finder\.js" type="module">', page)) == 1


def test_no_other_page_asks_for_the_finder(built: Path) -> None:
    assert "finder" not in (built / "forces" / "kent" / "index.html").read_text("utf-8")


def test_the_tiles_of_the_map_are_links_in_the_order_in_which_they_are_read(evidence: Evidence) -> None:
    drawn = tile_map(evidence).svg
    linked = re.findall(r'<a [^>]*href="(?:\./)?forces/([\w-]+)/" aria-label="([^":]+): ', drawn)
    tiles = sorted(evidence.forces, key=lambda force: (force.tile.row, force.tile.column))
    assert linked == [(force.id, html.escape(force.name)) for force in tiles]
