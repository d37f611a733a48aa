"""The model is made by the data package: its types, its keys, and every column that it describes."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from evidence.model import SiteData, build_site_data, hide_unconfirmed, load_package
from evidence.model.rows import read_cell
from evidence.pages.environment import environment
from evidence.problems import RejectedInput
from evidence.site.build import Output
from evidence.tables import Package
from evidence.tables.validate import load_validated
from tests.publications import read_site_data
from tests.sample import edit, read_rows, write_rows
from tests.test_counts import write_counts


@pytest.mark.parametrize(
    ("kind", "cell", "value"),
    [
        ("integer", "537", 537),
        ("integer", "0", 0),
        ("number", "3910.67", 3910.67),
        ("date", "2023-03-31", datetime.date(2023, 3, 31)),
        ("string", "2020-04", "2020-04"),
        ("string", "", ""),
        ("integer", "", None),
        ("number", "", None),
        ("date", "", None),
    ],
)
def test_a_cell_has_the_type_of_its_column_and_an_empty_one_is_not_filled_in(
    kind: str, cell: str, value: object
) -> None:
    read = read_cell(kind, cell)
    assert (read, type(read)) == (value, type(value))


def test_zero_not_known_and_not_applicable_are_three_things(tmp_path: Path) -> None:
    cells = {"kent": {"count": "0"}, "btp": {"marker": "[z]", "source_id": ""}}
    data = read_site_data(write_counts(tmp_path / "data", cells), artificial=True)
    counts = {force: (count.count, count.marker) for force, count in data.counts.items()}
    assert (counts["kent"], counts["btp"], counts["essex"]) == ((0, ""), (None, "[z]"), (None, "[x]"))
    assert data.known == {"kent": 0}


def test_a_count_of_another_thing_is_not_among_those_of_the_total(tmp_path: Path) -> None:
    cells = {"kent": {"count": "7", "unit": "referrals"}}
    data = read_site_data(write_counts(tmp_path / "data", cells), artificial=True)
    assert "kent" not in data.counts
    assert [(force.id, count.count) for force, count in data.known_counts] == [("kent", 7)]


def test_what_no_table_has_is_an_error_in_a_template_and_in_code(data: SiteData) -> None:
    with pytest.raises(AttributeError, match="A Force has no 'mottto'"):
        _ = data.forces[0].mottto  # type: ignore[attr-defined]
    with pytest.raises(Exception, match="mottto"):
        environment().from_string("{{ force.mottto }}").render(force=data.forces[0])


def without_column(package: Package, table: str, column: str) -> Package:
    whole = package.tables[table]
    place = whole.header.index(column)
    rows = tuple((line, (*cells[:place], *cells[place + 1 :])) for line, cells in whole.rows)
    header = (*whole.header[:place], *whole.header[place + 1 :])
    return replace(package, tables={**package.tables, table: replace(whole, header=header, rows=rows)})


def as_text(package: Package, table: str, column: str) -> Package:
    whole = package.tables[table]
    schema = whole.resource["schema"]
    fields = [{**one, "type": "string"} if one["name"] == column else one for one in schema["fields"]]
    resource = {**whole.resource, "schema": {**schema, "fields": fields}}
    return replace(package, tables={**package.tables, table: replace(whole, resource=resource)})


@pytest.mark.parametrize(
    ("change", "fault"),
    [(without_column, "The column is missing"), (as_text, "cannot use the column")],
)
def test_a_column_that_code_uses_cannot_go_or_change_its_type(
    tables: Path, change: Callable[[Package, str, str], Package], fault: str
) -> None:
    with pytest.raises(RejectedInput, match=fault) as rejected:
        build_site_data(change(load_package(tables), "tiles", "row"))
    (problem,) = rejected.value.problems
    assert (Path(problem.path).name, problem.column) == ("tiles.csv", "row")


def test_rows_are_joined_by_their_keys(data: SiteData) -> None:
    for claim in data.claims.values():
        assert data.sources[claim.cells["source_id"]] is claim.source
    for event in data.timeline:
        assert [claim.id for claim in event.claims] == event.cells["claim_ids"].split()
    for force in data.forces:
        assert {row.cells["force_id"] for row in (*force.counts, force.tile)} == {force.id}
        assert {row.cells["force_id"] for row in (*force.residents, *force.officers)} <= {force.id}
    for disagreement in data.disagreements:
        assert {side.cells["disagreement_id"] for side in disagreement.positions} == {disagreement.id}


def test_everything_is_in_the_order_in_which_it_is_shown(data: SiteData) -> None:
    assert list(data.forces) == sorted(data.forces, key=lambda force: force.name.casefold())
    for constituency in data.constituencies:
        shares = [overlap.share for overlap in constituency.overlaps]
        assert shares == sorted(shares, reverse=True)
    for rows in (data.disagreements, data.support, data.comparisons):
        orders = [row.cells["order"] for row in rows]
        assert orders == sorted(orders) and len(orders) > 1


def test_only_a_claim_that_names_a_paragraph_of_the_letter_rests_on_one(data: SiteData) -> None:
    numbers = {paragraph.cells["paragraph"] for paragraph in data.letter}
    assert {claim.paragraph for claim in data.claims.values()} - {0} <= numbers
    assert all(claim.source.id == "letter" for claim in data.claims.values() if claim.paragraph)
    assert any(claim.paragraph for claim in data.claims.values())


def test_the_newest_correction_comes_first(editable: Path) -> None:
    days = ("2024-01-31", "2024-02-01")
    row = {"table": "claims", "row": "a003", "wrong": "Made up.", "why": "Made up.", "substantial": "no"}
    header = ["date", *row]
    write_rows(editable / "corrections.csv", [{"date": day, **row} for day in days], header)
    corrections = build_site_data(load_package(editable)).corrections
    assert [correction.date.isoformat() for correction in corrections] == [*reversed(days)]


@pytest.fixture
def unconfirmed(tables: Path) -> set[str]:
    """The numbers of services that are not to be shown, as the tables hold them."""
    support = load_validated(tables).tables["support"]
    phone, publish = support.header.index("phone"), support.header.index("publish")
    return {cells[phone] for _, cells in support.rows if cells[publish] != "publish"} - {""}


def test_an_unconfirmed_number_leaves_in_no_table_and_a_confirmed_one_does(
    tables: Path, unconfirmed: set[str]
) -> None:
    before, after = load_validated(tables), hide_unconfirmed(load_validated(tables))
    cells = {cell for table in after.tables.values() for _, row in table.rows for cell in row}
    confirmed = {phone for _, phone in before.tables["support"].column("phone")} - unconfirmed
    assert unconfirmed and not unconfirmed & cells
    assert confirmed <= cells


def test_an_unconfirmed_number_is_on_no_page_and_in_no_plain_file(
    output: Output, unconfirmed: set[str]
) -> None:
    for file in output.files:
        assert not [phone for phone in unconfirmed if phone.encode() in file.content], file.path


def test_a_number_appears_once_it_is_confirmed(editable: Path) -> None:
    edit(editable / "support.csv", "sbs", publish="publish")
    service = next(row for row in read_site_data(editable).support if row.cells["id"] == "sbs")
    assert service.cells["phone"]


def test_a_date_known_to_its_month_or_year_comes_after_the_days_of_that_period(editable: Path) -> None:
    later, earlier = "kings-speech", "letter"
    edit(editable / "claims.csv", "c060", period_start="2023", period_end="2023")
    path = editable / "timeline.csv"
    dates = {later: "2023-11", earlier: "2023-11-09"}
    rows = [row | {"date": dates.get(row["id"], row["date"])} for row in read_rows(path)]
    write_rows(path, sorted(rows, key=lambda row: (row["date"], row["id"])), rows[0])
    ids = [event.id for event in read_site_data(editable, artificial=True).timeline]
    assert ids.index(earlier) < ids.index(later) < ids.index("new-clause-36")
