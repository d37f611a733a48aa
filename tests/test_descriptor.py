"""The description of the tables is a data package, and none that turns a rule off."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import frictionless
import pytest

from evidence.problems import RejectedInput
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

NAME = "datapackage.json"


def constraint(column: str, **constraints: object) -> Edit:
    return change_descriptor(lambda descriptor: field(descriptor, column)["constraints"].update(constraints))


def without(column: str, name: str) -> Edit:
    def change(descriptor: dict[str, object]) -> None:
        described = field(descriptor, column)
        (described if name in described else described["constraints"]).pop(name)

    return change_descriptor(change)


def write(text: str) -> Edit:
    return lambda data: (data / NAME).write_text(text, "utf-8")


FAULTS: Mapping[str, tuple[Edit, str]] = {
    "no longer required": (
        without("forces.name", "required"),
        'forces.name: It no longer says "required": true, on which pages rest.',
    ),
    "no constraints": (
        without("forces.name", "constraints"),
        'forces.name: It no longer says "required": true, "unique": true, on which pages rest.',
    ),
    "no pattern": (without("claims.id", "pattern"), 'claims.id: It no longer says "pattern": '),
    "another pattern": (constraint("claims.id", pattern=".*"), 'claims.id: It no longer says "pattern": '),
    "a wider choice": (
        constraint("forces.kind", enum=["special", "territorial", "private"]),
        "forces.kind: It allows 'private', which no page knows.",
    ),
    "any choice": (without("forces.kind", "enum"), 'forces.kind: It no longer says "enum": '),
    "no categories": (
        without("claims.theme", "categories"),
        'claims.theme: It no longer says "categories": ["label", "description"], on which pages rest.',
    ),
    "an enum beside categories": (
        constraint("claims.grade", enum=["primary"]),
        "claims.grade: constraints: 'enum' is none of required, unique.",
    ),
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
    "a lower minimum": (
        constraint("officers.headcount", minimum=-1),
        'officers.headcount: It no longer says "minimum": 0',
    ),
    "a higher maximum": (
        constraint("tiles.column", maximum=99),
        'tiles.column: It no longer says "maximum": 6',
    ),
    "text for a number": (
        change_descriptor(lambda descriptor: field(descriptor, "tiles.column").update(type="string")),
        'tiles.column: It no longer says "type": "integer"',
    ),
    "any text for an address": (
        without("forces.website", "format"),
        'forces.website: It no longer says "format": "uri"',
    ),
    "any text for a date": (
        without("claims.period_end", "partialDate"),
        'claims.period_end: It no longer says "partialDate": true',
    ),
    "any text for claims": (
        without("timeline.claim_ids", "references"),
        "timeline.claim_ids: It no longer refers to claims.csv.",
    ),
    "no foreign key": (
        change_descriptor(lambda descriptor: table(descriptor, "tiles")["schema"].pop("foreignKeys")),
        "tiles.force_id: It no longer refers to forces.csv.",
    ),
    "another key": (
        change_descriptor(
            lambda descriptor: table(descriptor, "officers")["schema"].update(primaryKey=["on"])
        ),
        'officers: Its key has changed. Write "primaryKey": ["force_id", "on"] again.',
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
    "a misspelt constraint": (
        constraint("forces.name", requird=True),
        "forces.name: constraints: 'requird' is none of required, unique,",
    ),
    "a constraint of another type": (
        constraint("officers.headcount", enum=["1"]),
        "officers.headcount: The constraint 'enum' is not for a column of the type 'integer'.",
    ),
    "an unknown type": (
        change_descriptor(lambda descriptor: field(descriptor, "forces.note").update(type="geopoint")),
        "forces.note: type: 'geopoint' is not one of",
    ),
    "no description": (without("forces.note", "description"), "forces.note: 'description' is missing."),
    "a pattern that is none": (
        constraint("claims.id", pattern="("),
        "claims.id: constraints pattern: '(' is not",
    ),
    "other missing values": (
        change_descriptor(
            lambda descriptor: table(descriptor, "tiles")["schema"].update(missingValues=["-"])
        ),
        "tiles: schema missingValues: ",
    ),
    "a reference to nowhere": (
        change_descriptor(lambda descriptor: field(descriptor, "forces.note").update(references="nothing")),
        "forces.note: The column 'note' refers to the key of 'nothing'; one is not described.",
    ),
    "a path out of the folder": (
        change_descriptor(lambda descriptor: table(descriptor, "tiles").update(path="../tiles.csv")),
        "tiles: Its path is '../tiles.csv'. Write 'tiles.csv'.",
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


@pytest.mark.parametrize("name", FAULTS)
def test_a_descriptor_that_says_less_is_refused(name: str, editable: Path) -> None:
    edit, start = FAULTS[name]
    edit(editable)
    with pytest.raises(RejectedInput) as rejected:
        validate(editable)
    (problem,) = rejected.value.problems
    assert Path(problem.path).name == NAME
    assert f"{problem.column}: {problem.message}".startswith(start)


def test_a_fault_is_placed_at_its_column(editable: Path) -> None:
    without("tiles.label", "pattern")(editable)
    with pytest.raises(RejectedInput) as rejected:
        validate(editable)
    lines = (editable / NAME).read_text("utf-8").splitlines()
    (problem,) = rejected.value.problems
    assert '"name": "label"' in lines[problem.line - 1]
    assert any('"name": "tiles"' in line for line in lines[: problem.line])


def test_a_byte_order_mark_is_no_fault(editable: Path) -> None:
    change_bytes(NAME, lambda content: b"\xef\xbb\xbf" + content.replace(b"\n", b"\r\n"))(editable)
    validate(editable)


def test_the_descriptor_is_a_data_package_and_the_tables_keep_to_it(tables: Path) -> None:
    descriptor = json.loads((tables / NAME).read_text("utf-8"))
    assert not list(frictionless.Package.metadata_validate(descriptor))
    report = frictionless.Package(str(tables / NAME)).validate()
    assert report.valid, report.flatten(["title", "rowNumber", "message"])
