"""What the tables must hold, read from the tables themselves."""

from __future__ import annotations

import re
from pathlib import Path

import frictionless
import pytest

from evidence.model import Evidence, load
from evidence.tables import Table, read

DATA = Path(__file__).parent.parent / "data"
TABLES = read(DATA)[0].tables


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    return load(DATA)


def test_frictionless_finds_the_package_valid() -> None:
    report = frictionless.validate(str(DATA / "datapackage.json"))
    assert report.valid, report.flatten(["name", "message"])


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_a_table_says_what_it_is_and_whose(table: Table) -> None:
    assert table.resource["description"].endswith(".")
    assert table.resource["sources"]
    assert table.resource["licenses"]


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_every_column_has_a_type_and_a_description(table: Table) -> None:
    for field in table.fields:
        assert field["type"] in {"string", "integer", "number", "date"}
        assert field["description"].strip(), field["name"]
        if field["type"] == "number":
            assert field["unit"]


def test_no_csv_lies_outside_the_package() -> None:
    assert {path.name for path in DATA.glob("*.csv")} == {table.resource["path"] for table in TABLES.values()}


def test_there_are_43_territorial_forces_and_british_transport_police(evidence: Evidence) -> None:
    assert len(evidence.forces) == 44
    assert [force.id for force in evidence.forces if not force.has_area] == ["btp"]


def test_every_constituency_lies_in_one_force_or_two(evidence: Evidence) -> None:
    overlaps = [len(constituency.overlaps) for constituency in evidence.constituencies]
    assert (overlaps.count(1), overlaps.count(2), len(overlaps)) == (555, 20, 575)


def test_the_published_total_rests_on_the_letter(evidence: Evidence) -> None:
    assert evidence.total.total == 537
    assert evidence.total.claim is not None
    assert evidence.total.claim.source.id == "letter"
    assert evidence.total.claim.value == "537"


def test_each_known_count_names_a_publication(evidence: Evidence) -> None:
    for force in evidence.forces:
        for count in force.counts:
            assert (count.count is None) == bool(count.marker in {"[x]", "[z]", "[c]", "[low]"})
            assert count.count is None or count.claim or count.source


def test_a_number_to_check_first_comes_with_its_claim(evidence: Evidence) -> None:
    shown = [service for service in evidence.support if service.publish == "publish"]
    assert [service.id for service in shown] == ["emergency", "ndah", "live-fear-free"]
    assert all(service.claim for service in shown)


def test_the_quotes_stand_in_the_letter(evidence: Evidence) -> None:
    letter = " ".join(paragraph.text for paragraph in evidence.letter) + " CC: Rt Hon Ed Argar MP"
    for claim in evidence.claims.values():
        assert claim.quote.replace("’", "'") in letter, claim.id


def test_an_alias_is_no_name_that_another_table_has(evidence: Evidence) -> None:
    aliases = {alias.alias for force in evidence.forces for alias in force.aliases}
    councils = {council for force in evidence.forces for council in force.local_authorities}
    constituencies = {name for one in evidence.constituencies for name in (one.name, one.name_cy)}
    assert "Met" in aliases
    assert not aliases & {force.name for force in evidence.forces}
    assert not aliases & councils
    assert not aliases & constituencies


def test_only_a_place_may_lead_to_two_forces(evidence: Evidence) -> None:
    named: dict[str, list[str]] = {}
    for alias in (alias for force in evidence.forces for alias in force.aliases):
        named.setdefault(alias.alias.casefold(), []).append(alias.kind)
    shared = [kinds for kinds in named.values() if len(kinds) > 1]
    assert shared == [["place", "place"]]


WORDS = {
    "claims": ("statement", "unit", "caveat", "area"),
    "disagreements": ("question", "how_we_word_it"),
    "disagreement_positions": ("position",),
    "domestic_abuse_crimes": ("coverage",),
    "force_responses": ("summary",),
    "forces": ("note",),
    "sources": ("title", "publisher", "note"),
    "support": ("name", "hours", "area", "audience"),
    "timeline": ("event",),
}
"""The columns in which a reader may meet an abbreviation."""


def test_every_abbreviation_that_a_reader_meets_is_spelled_out(evidence: Evidence) -> None:
    spelled = {word for term in evidence.glossary for word in re.findall(r"[A-Z]+", term.abbreviation)}
    words = {"COINCIDENTAL", "NUMBER", "GOV"}  # two that are shouted, and part of the name GOV.UK
    for table, columns in WORDS.items():
        for column in columns:
            for line, cell in TABLES[table].column(column):
                met = set(re.findall(r"\b[A-Z]{2,}\b", cell))
                assert met <= spelled | words, f"{table}.csv:{line}:{column}: {met - spelled}"
