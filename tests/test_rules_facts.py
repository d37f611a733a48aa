"""Each rule about facts finds the row that breaks it, and lets the one that comes near it pass.

A line of rule_cases.csv puts `wrong`, and then `near`, into a cell of the sample. A line without a place
belongs to the one above it.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from evidence.tables import Package, Table, read
from evidence.tables.rules import RULES, Rule, apply, find_across, find_in_table, keys, references

LINES = list(csv.DictReader(Path(__file__).with_name("rule_cases.csv").read_text("utf-8").splitlines()))
LAST: tuple[Rule, ...] = (references.dangling_references, keys.rows_are_sorted)
"""Rules that are asked apart from the others."""
BY_NAME = {rule.__name__: rule for rule in (*RULES, *LAST)}
ELSEWHERE = """
    added_dates_are_real addresses_are_safe cells_are_clean personal_data_stays_out
    redirects_lead_straight small_numbers_stay_out telephone_numbers_are_of_services
    withheld_counts_stay_withheld
""".split()
"""Rules with tests of their own."""

Line = Mapping[str, str]
STARTS = [position for position, line in enumerate(LINES) if line["place"]]
CASES = [LINES[start:end] for start, end in zip(STARTS, [*STARTS[1:], len(LINES)], strict=True)]


@pytest.fixture(scope="module")
def sample(tables: Path) -> Package:
    return read(tables)[0]


def position(table: Table, line: Line) -> int:
    """Give the place of the row that a line names by its id or by the cells of its key."""
    rows = [dict(zip(table.header, cells, strict=True)) for _, cells in table.rows]
    keys = [(row.get("id"), " ".join(row[column] for column in table.key)) for row in rows]
    (found,) = (place for place, key in enumerate(keys) if line["row"] in key)
    return found


def put(table: Table, place: int, column: str, cell: str) -> Table:
    """Give a table with a cell in one place."""
    number, cells = table.rows[place]
    row = dict(zip(table.header, cells, strict=True)) | {column: cell}
    return replace(table, rows=(*table.rows[:place], (number, tuple(row.values())), *table.rows[place + 1 :]))


def places(sample: Package, case: list[Line], variant: str) -> list[str]:
    """Give where the rule of a case finds something wrong."""
    tables = dict(sample.tables)
    for line in case:
        place = position(sample.tables[line["table"]], line)
        tables[line["table"]] = put(tables[line["table"]], place, line["column"], line[variant])
    found = apply(BY_NAME[case[0]["rule"]], tables)
    return [f"{Path(problem.path).name}:{problem.column}" for problem in found]


def name(case: list[Line]) -> str:
    return f"{case[0]['rule']} {case[0]['column']} {case[0]['wrong'][:20]}"


def test_the_sample_breaks_no_rule(sample: Package) -> None:
    alone = [problem for table in sample.tables.values() for problem in find_in_table(table)]
    assert [*alone, *find_across(sample.tables)] == []


@pytest.mark.parametrize(
    ("date", "found"), [("1839-05", []), ("2999-01-01", []), ("2023-02-30", ["founded"])]
)
def test_a_column_that_is_added_may_hold_any_date(date: str, found: list[str], sample: Package) -> None:
    """No rule knows what is likely in it: a force may have been founded long ago, or a review be to come."""
    markers = sample.tables["markers"]
    schema = markers.resource["schema"]
    field = {"name": "founded", "type": "string", "partialDate": True}
    resource = {**markers.resource, "schema": {**schema, "fields": [*schema["fields"], field]}}
    rows = tuple((line, (*cells, date)) for line, cells in markers.rows[:1])
    added = replace(markers, resource=resource, header=(*markers.header, "founded"), rows=rows)
    assert [problem.column for problem in find_in_table(added)] == found


def test_every_rule_has_a_case() -> None:
    assert {line["rule"] for line in LINES} | set(ELSEWHERE) == BY_NAME.keys()


@pytest.mark.parametrize("case", CASES, ids=name)
def test_a_row_that_breaks_a_rule_is_found_where_it_stands(case: list[Line], sample: Package) -> None:
    assert set(places(sample, case, "wrong")) == {case[0]["place"]}


@pytest.mark.parametrize("case", CASES, ids=name)
def test_a_row_that_comes_near_passes(case: list[Line], sample: Package) -> None:
    assert places(sample, case, "near") == []


@pytest.mark.parametrize(
    ("withheld", "address", "found"), [(1, "", True), (2, "", False), (1, "https://a.uk", False)]
)
def test_a_count_that_is_withheld_cannot_be_worked_out(
    withheld: int, address: str, found: bool, sample: Package
) -> None:
    tables = dict(sample.tables)
    known = {"count": "9", "marker": "", "source_id": "letter"}
    hidden = {"count": "", "marker": "[c]", "source_id": ""}
    for place in range(len(tables["counts"].rows)):
        for column, cell in (hidden if place < withheld else known).items():
            tables["counts"] = put(tables["counts"], place, column, cell)
    line = {"table": "sources", "row": "letter"}
    tables["sources"] = put(tables["sources"], position(tables["sources"], line), "url", address)
    problem = next(apply(BY_NAME["withheld_counts_stay_withheld"], tables), None)
    assert (problem.line if problem else None) == (tables["counts"].rows[0][0] if found else None)


@pytest.mark.parametrize(("new", "found"), [("forces/a/", True), ("forces/a/#b", True), ("forces/c/", False)])
def test_a_redirect_leads_straight(new: str, found: bool, sample: Package) -> None:
    rows = ((2, ("forces/a/", "forces/d/", "2026-01-15")), (3, ("forces/b/", new, "2026-01-15")))
    redirects = replace(sample.tables["redirects"], header=("old", "new", "since"), rows=rows)
    problems = apply(BY_NAME["redirects_lead_straight"], {"redirects": redirects})
    assert [problem.line for problem in problems] == ([3] if found else [])
