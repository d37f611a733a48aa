"""The description of the tables is a data package, and none that turns a rule off."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from evidence.problems import Problem, RejectedInput
from evidence.tables.validate import validate
from tests.edits import (
    Edit,
    add_category,
    change_bytes,
    change_descriptor,
    change_rows,
    field,
    replace,
    table,
    together,
)
from tests.sample import Row, read_rows

NAME = "datapackage.json"
MEMBERS = read_rows(Path(__file__).with_name("descriptor_cases.csv"))
"""Members of the descriptor, each with another value or none, and the message of that."""


def change_member(of: str, member: str, value: str) -> Edit:
    """Give a member of a table or column another value, written as JSON, or remove it."""

    def change(descriptor: dict[str, Any]) -> None:
        described = (field if "." in of else table)(descriptor, of)
        *groups, name = member.split(".")
        for group in groups:
            described = described[group]
        if value:
            described[name] = json.loads(value)
        else:
            del described[name]

    return change_descriptor(change)


def write(text: str) -> Edit:
    return lambda data: (data / NAME).write_text(text, "utf-8")


FAULTS: Mapping[str, tuple[Edit, str]] = {
    "a category twice": (
        add_category("claims.theme", value="letter", label="Letter", description="The letter."),
        "claims.theme: The category 'letter' is described twice. Remove one of the two.",
    ),
    "a category without a label": (
        add_category("claims.grade", value="rumour"),
        "claims.grade: categories 2: 'label' is missing.",
    ),
    "a theme without a description": (
        add_category("claims.theme", value="housing", label="Housing"),
        "claims.theme: categories 13: 'description' is missing.",
    ),
    "a category that says more": (
        add_category("claims.grade", value="rumour", label="Rumour", colour="red"),
        "claims.grade: categories 2: 'colour' is none of value, label, description.",
    ),
    "a category that cannot be an address": (
        add_category("claims.theme", value="../housing", label="Housing", description="Homes."),
        "claims.theme: categories 13 value: '../housing' does not match ",
    ),
    "a column less": (
        together(
            change_descriptor(
                lambda descriptor: table(descriptor, "forces")["schema"]["fields"].remove(
                    field(descriptor, "forces.short_name")
                )
            ),
            change_rows(
                "forces.csv",
                lambda rows: [row.pop(at) for at in [rows[0].index("short_name")] for row in rows],
            ),
        ),
        "forces: The column 'short_name' is missing, and pages rest on it.",
    ),
    "a table less": (
        change_descriptor(lambda descriptor: descriptor["resources"].remove(table(descriptor, "tiles"))),
        "tiles: The table 'tiles' is missing.",
    ),
    "a table twice": (
        change_descriptor(lambda descriptor: descriptor["resources"].append(table(descriptor, "tiles"))),
        "tiles: The table is described twice.",
    ),
    "a comma too many": (
        replace(NAME, '"primaryKey": [', '"primaryKey": [,'),
        "file: This is not JSON: Expecting",
    ),
    "a member twice": (
        replace(NAME, '"required": true', '"required": true, "required": false'),
        "file: This is not JSON: 'required' stands 2 times in one pair of braces.",
    ),
    "a merge": (replace(NAME, '"keywords"', '\n<<<<<<< HEAD\n"keywords"'), "file: A mark of a conflict"),
    "a list": (write("[]"), "file: This is not JSON: it holds no object in braces."),
    "nothing": (write(""), "file: This is not JSON: Expecting value"),
    "brackets without end": (write("[" * 100_000), "file: This is not JSON: brackets stand within brackets"),
    "a number without end": (write("9" * 5_000), "file: This is not JSON: Exceeds the limit"),
    "half a character": (write('{"name": "\\ud800"}'), "file: This is not JSON: half a character is written"),
    "no number": (write('{"name": NaN}'), "file: This is not JSON: NaN is no number."),
}


def find_problem(data: Path) -> Problem:
    """Give the one problem of a folder of tables."""
    with pytest.raises(RejectedInput) as rejected:
        validate(data)
    (problem,) = rejected.value.problems
    assert Path(problem.path).name == NAME
    return problem


@pytest.mark.parametrize("case", MEMBERS, ids=[case["change"] for case in MEMBERS])
def test_a_descriptor_that_says_less_is_refused(case: Row, editable: Path) -> None:
    change_member(case["of"], case["member"], case["value"])(editable)
    problem = find_problem(editable)
    assert f"{problem.column}: {problem.message}".startswith(case["message"])


@pytest.mark.parametrize("name", FAULTS)
def test_a_faulty_descriptor_is_refused(name: str, editable: Path) -> None:
    edit, start = FAULTS[name]
    edit(editable)
    problem = find_problem(editable)
    assert f"{problem.column}: {problem.message}".startswith(start)


def test_a_fault_is_placed_at_its_column(editable: Path) -> None:
    change_member("tiles.label", "constraints.pattern", "")(editable)
    lines, problem = (editable / NAME).read_text("utf-8").splitlines(), find_problem(editable)
    assert '"name": "label"' in lines[problem.line - 1]
    assert any('"name": "tiles"' in line for line in lines[: problem.line])


def test_a_byte_order_mark_is_no_fault(editable: Path) -> None:
    change_bytes(NAME, lambda content: b"\xef\xbb\xbf" + content.replace(b"\n", b"\r\n"))(editable)
    validate(editable)
