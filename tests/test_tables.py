"""What people and their tools do to tables is told by its cause, once, with the cure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from evidence.problems import RejectedInput, limit_per_kind
from evidence.tables.suggest import suggest
from evidence.tables.validate import load_validated, validate
from tests.edits import (
    Edit,
    Rows,
    add_column,
    change_bytes,
    change_cell,
    change_rows,
    remove_row,
    replace,
    save_as,
    together,
)
from tests.repository import commit
from tests.sample import Row, read_rows

CELL_CASES = read_rows(Path(__file__).with_name("cell_cases.csv"))
"""Wrong cells of the sample, each with the start of the message that it must have."""
CELLS = {
    case["cause"]: change_cell(case["file"], int(case["line"]), case["column"], case["cell"])
    for case in CELL_CASES
}
TIDY = "Run make tidy, which repairs this."


def with_conflict(content: bytes) -> bytes:
    one, two, three, *others = content.splitlines(keepends=True)
    marks = b"<<<<<<< HEAD\n", b"=======\n", b">>>>>>> main\n"
    return b"".join((one, two, marks[0], three, marks[1], three, marks[2], *others))


def swap(columns: slice, first: int = 0) -> Edit:
    def change(rows: Rows) -> None:
        for row in rows[first:]:
            row[columns] = row[columns][::-1]

    return change_rows("officers.csv", change)


def header(*names: str) -> Edit:
    return change_rows("tiles.csv", lambda rows: rows.__setitem__(0, list(names)))


def write(name: str, content: bytes) -> Edit:
    return lambda data: (data / name).write_bytes(content)


HARMLESS: Mapping[str, Edit] = {
    "Windows line ends": change_bytes("forces.csv", lambda content: content.replace(b"\n", b"\r\n")),
    "old Macintosh line ends": change_bytes("forces.csv", lambda content: content.replace(b"\n", b"\r")),
    "line ends converted twice": change_bytes(
        "forces.csv", lambda content: content.replace(b"\n", b"\r\r\n")
    ),
    "a byte-order mark": change_bytes("forces.csv", lambda content: b"\xef\xbb\xbf" + content),
    "no final line end": change_bytes("forces.csv", bytes.rstrip),
    "blank lines at the end": change_bytes("tiles.csv", lambda content: content + b"\n,,,\n\n"),
    "all cells in quotation marks": save_as("tiles.csv", quoting=1),
    "whole numbers by LibreOffice": change_rows(
        "constituency_forces.csv",
        lambda rows: [row.__setitem__(2, "1") for row in rows[1:] if row[2] == "1.0"],
    ),
    "a file that LibreOffice has open": write(".~lock.tiles.csv#", b","),
}

FAULTS: Mapping[str, tuple[Edit, str]] = {
    # a file as a whole
    "a merge": (
        change_bytes("tiles.csv", with_conflict),
        "tiles.csv:3:file: A merge met a conflict: lines 3 to 7 hold two versions",
    ),
    "semicolons": (
        save_as("forces.csv", "utf-8-sig", delimiter=";", lineterminator="\r\n"),
        f"forces.csv:1:file: Excel saved the file with semicolons between the cells. {TIDY}",
    ),
    "tabs": (save_as("tiles.csv", delimiter="\t"), "tiles.csv:1:file: The file was saved with tabs"),
    "UTF-16": (
        save_as("tiles.csv", "utf-16", delimiter="\t", lineterminator="\r\n"),
        f"tiles.csv:1:file: The file was saved as UTF-16, which Excel calls “Unicode Text”. {TIDY}",
    ),
    "Windows-1252": (
        save_as("timeline.csv", "cp1252", lineterminator="\r\n"),
        "timeline.csv:2:file: The file was saved in an old encoding, as Excel's plain “CSV” does",
    ),
    "one word in Windows-1252": (
        change_bytes("timeline.csv", lambda content: content.replace("’".encode(), b"\x92", 1)),
        "timeline.csv:2:file: The line holds a byte that is not UTF-8: see 'victims\ufffd'.",
    ),
    "a workbook": (write("tiles.csv", b"PK\x03\x04"), "tiles.csv:1:file: This is a workbook"),
    "a page of GitHub": (write("tiles.csv", b"<!DOCTYPE html>"), "tiles.csv:1:file: This is a web page"),
    "a NUL": (replace("tiles.csv", "Kent", "K\0nt"), "tiles.csv:9:file: The file holds a NUL byte"),
    "a second copy": (
        write("tiles (1).csv", b"x"),
        "tiles (1).csv:1:file: No table of datapackage.json has this name. If it is the newer version of",
    ),
    "a left-over": (
        write("notes.txt", b"x"),
        "notes.txt:1:file: No table of datapackage.json has this name.",
    ),
    "a renamed file": (
        lambda data: (data / "tiles.csv").rename(data / "tile.csv"),
        "tile.csv:1:file: No table of datapackage.json has this name. Call it tiles.csv again.",
    ),
    "a lost file": (lambda data: (data / "tiles.csv").unlink(), "tiles.csv:1:file: The file is missing."),
    "an empty file": (
        write("tiles.csv", b""),
        "tiles.csv:1:header: The first line names none of the columns",
    ),
    "an unclosed quotation mark": (
        replace("disagreements.csv", 'and Wales."', "and Wales."),
        "disagreements.csv:2:how_we_word_it: A quotation mark opens a cell here, and none closes it",
    ),
    "an unopened quotation mark": (
        replace("disagreements.csv", '"Three', "Three"),
        "disagreements.csv:2:row: The row has N and the header has M. Write quotation marks around",
    ),
    "a single quotation mark within": (
        replace("disagreements.csv", "totals", 'so-called "totals"'),
        "disagreements.csv:2:row: Within a cell that stands in quotation marks, a single one",
    ),
    "a line break in a cell": (
        replace("disagreements.csv", "totals", "\ntotals"),
        "disagreements.csv:2:how_we_word_it: The cell holds a line break.",
    ),
    # the header
    "capitals in the header": (
        header("Force ID", "Column", "Row", "Label"),
        "tiles.csv:1:header: The header is",
    ),
    "a translated header": (
        header("Kraft", "Spalte", "Zeile", "Etikett"),
        "tiles.csv:1:header: The first line names none of the columns",
    ),
    "a translated column": (
        header("force_id", "column", "Zeile", "label"),
        "tiles.csv:1:header: The header has 'Zeile', which datapackage.json does not describe, and lacks",
    ),
    "a lost header": (
        change_rows("tiles.csv", lambda rows: rows.pop(0)),
        "tiles.csv:1:header: The first line names none of the columns",
    ),
    "a name twice": (
        header("force_id", "column", "column", "label"),
        "tiles.csv:1:header: The header names 'column' more than once.",
    ),
    "an added column": (
        add_column("tiles.csv", "x"),
        "tiles.csv:1:header: The header has 'x' after 'label', which datapackage",
    ),
    "a removed column": (
        change_rows("tiles.csv", lambda rows: [row.pop(1) for row in rows]),
        "tiles.csv:1:header: The header lacks 'column', which datapackage.json describes after 'force_id'.",
    ),
    "moved columns": (
        swap(slice(2, 4)),
        "officers.csv:1:header: The columns stand in another order than datapackage.json gives, from",
    ),
    "empty columns": (
        add_column("tiles.csv", ""),
        "tiles.csv:1:header: The header is 'force_id,column,row,label,'",
    ),
    "a title above the header": (
        replace("tiles.csv", "force_id", "Tiles,,,\nforce_id"),
        "tiles.csv:1:header: The header stands on line 2. Remove what stands above it.",
    ),
    "another table": (
        lambda data: (data / "tiles.csv").write_bytes((data / "markers.csv").read_bytes()),
        "tiles.csv:1:header: The file holds the table of",
    ),
    # rows
    "a row pasted from a spreadsheet": (
        change_rows("tiles.csv", lambda rows: rows.__setitem__(8, ["\t".join(rows[8])])),
        "tiles.csv:9:row: The row has N and the header has M. Write commas between its cells.",
    ),
    "two rows on one line": (
        replace("tiles.csv", "Essex\n", "Essex"),
        "tiles.csv:7:row: The row has N and the header has M. Are these two rows?",
    ),
    "a table after itself": (
        change_bytes("tiles.csv", lambda content: content * 2),
        "tiles.csv:13:row: The header stands here again",
    ),
    "empty cells at the end of rows": (
        together(add_column("tiles.csv", ""), header("force_id", "column", "row", "label")),
        f"tiles.csv:2:row: Each row ends in an empty cell too many. {TIDY}",
    ),
    "a comma within a cell before an empty one": (
        change_rows("forces.csv", lambda rows: rows[8].insert(3, "Kent")),
        "forces.csv:9:row: The row has ",
    ),
    "the header again": (
        change_rows("tiles.csv", lambda rows: rows.insert(5, rows[0])),
        "tiles.csv:6:row: The header stands here again",
    ),
    "an empty row": (
        change_rows("tiles.csv", lambda rows: rows.insert(5, [""] * 4)),
        "tiles.csv:6:row: Every cell of the row is empty.",
    ),
    "too few cells": (
        change_rows("tiles.csv", lambda rows: rows[5].pop()),
        "tiles.csv:6:row: The row has N and the header has M. Write a comma for each cell",
    ),
    "a comma within a cell": (
        replace("tiles.csv", "Essex", "Es,sex"),
        "tiles.csv:7:row: The row has N and the header has M. Write quotation marks around",
    ),
    "curly quotation marks": (
        replace("disagreements.csv", '"Three', "“Three"),
        "disagreements.csv:2:row: The row has N and the header has M. Write straight double",
    ),
    "a space before a quotation mark": (
        replace("disagreements.csv", ',"Three', ', "Three'),
        "disagreements.csv:2:row: The row has N and the header has M. Remove the space between",
    ),
    "the sign of an example": (
        replace("tiles.csv", "\nkent", "\n+kent"),
        "tiles.csv:9:row: The line starts with the sign + of an example",
    ),
    "rows in Excel's order": (
        change_rows("tiles.csv", lambda rows: rows.insert(1, rows.pop())),
        "tiles.csv:3:force_id: The row of 'btp' is not at its place in the order of force_id. Move it there",
    ),
    "a row twice": (
        change_rows("tiles.csv", lambda rows: rows.insert(5, rows[5])),
        "tiles.csv:7:force_id: 'dyfed-powys' stands on line 6 too.",
    ),
    "cells that changed places": (
        swap(slice(1, 3), 33),
        "officers.csv:34:on+headcount: The cells of 'on' and 'headcount' have changed places.",
    ),
    # cells
    "a cell without end": (
        change_cell("forces.csv", 9, "note", "x" * 40_000),
        "forces.csv:9:note: The cell holds 40,000 characters.",
    ),
    "a row of the guide": (
        change_rows("sources.csv", lambda rows: rows[1].__setitem__(slice(0, 2), ["SOURCE-ID", "TITLE"])),
        "sources.csv:2:id+title: Words of the guide stand for your own: 'SOURCE-ID', 'TITLE'.",
    ),
    # across tables
    "a deleted row": (
        remove_row("forces.csv", "kent"),
        "forces.csv:1:id: 'kent' has no row in forces.csv: ",
    ),
    "all rows lost": (
        change_rows("forces.csv", lambda rows: rows.__delitem__(slice(1, None))),
        "forces.csv:1:id: The table has no rows, and others name",
    ),
}


def messages(data: Path) -> list[str]:
    """Give what is shown of the problems of a folder of tables, with paths in that folder."""
    with pytest.raises(RejectedInput) as rejected:
        validate(data)
    return [
        str(problem).rpartition(f"{data.name}/")[2] for problem in limit_per_kind(rejected.value.problems)
    ]


@pytest.mark.parametrize("name", HARMLESS)
def test_what_changes_no_value_is_no_fault(name: str, editable: Path) -> None:
    HARMLESS[name](editable)
    validate(editable)


COUNTS = re.compile(r"has \d+ cells? and the header has \d+\.")
"""How many cells a row has, which a new column changes."""


def assert_one_message(start: str, data: Path) -> None:
    shown = [COUNTS.sub("has N and the header has M.", message) for message in messages(data)]
    assert [message[: len(start)] for message in shown] == [start], shown


@pytest.mark.parametrize("name", FAULTS)
def test_one_cause_has_one_message(name: str, editable: Path) -> None:
    edit, start = FAULTS[name]
    edit(editable)
    assert_one_message(start, editable)


@pytest.mark.parametrize("case", CELL_CASES, ids=[case["cause"] for case in CELL_CASES])
def test_one_wrong_cell_has_one_message(case: Row, editable: Path) -> None:
    CELLS[case["cause"]](editable)
    assert_one_message("{file}:{line}:{column}: {message}".format(**case), editable)


def test_every_cell_of_a_row_is_looked_at(editable: Path) -> None:
    together(
        change_cell("officers.csv", 2, "on", "soon"), change_cell("officers.csv", 2, "headcount", "many")
    )(editable)
    assert [message.split(":")[2] for message in messages(editable)] == ["headcount", "on"]


@pytest.mark.parametrize(
    "consequence",
    [remove_row("forces.csv", "northumbria"), change_cell("tiles.csv", 9, "force_id", "Kent")],
    ids=["references", "order"],
)
def test_what_follows_from_a_fault_is_not_looked_for(consequence: Edit, editable: Path) -> None:
    together(change_cell("forces.csv", 9, "id", "Kent"), consequence)(editable)
    assert [message.partition(" ")[0] for message in messages(editable)] == ["forces.csv:9:id:"]


RENAMED = "Its row is called 'kentish' now: change it back, or change them."


@pytest.mark.parametrize(
    ("edit", "remedy"),
    [
        (remove_row("forces.csv", "kent"), "Put its row back, or change them."),
        (change_cell("forces.csv", 9, "id", "kentish"), RENAMED),
    ],
    ids=["deleted", "renamed"],
)
def test_a_row_that_was_there_is_missed_by_its_history(edit: Edit, remedy: str, editable: Path) -> None:
    commit(editable.parent, "Tables")
    edit(editable)
    (message,) = messages(editable)
    assert message.startswith("forces.csv:1:id: 'kent' has no row in forces.csv any more: ")
    assert message.endswith(remedy)


@pytest.mark.parametrize(
    ("value", "values"),
    [
        ("kent", ["gwent"]),
        ("north-yorkshire", ["south-yorkshire", "west-yorkshire"]),
        ("report-2022", ["report-2023"]),
        ("e003", ["d003"]),
        ("norhumbria", ["northumbria", "norfhumbria"]),
    ],
)
def test_another_name_that_is_only_alike_is_not_suggested(value: str, values: list[str]) -> None:
    assert suggest(value, values, {"Kent Police": ["kent"]}) == ""


@pytest.mark.parametrize(
    ("column", "cell"), [("audience", "artificial-people"), ("url", "https://www.example.org/")]
)
def test_what_is_made_up_for_a_test_reaches_no_build(column: str, cell: str, editable: Path) -> None:
    change_cell("support.csv", 2, column, cell)(editable)
    assert "is artificial: names like it are kept for tests." in messages(editable)[0]
    validate(editable, artificial=True)


def test_a_verdict_is_not_reused_for_other_tables(editable: Path) -> None:
    load_validated(editable)
    change_cell("forces.csv", 9, "kind", "private")(editable)
    with pytest.raises(RejectedInput):
        load_validated(editable)
    change_cell("forces.csv", 9, "kind", "territorial")(editable)
    change_cell("forces.csv", 9, "note", "A note\u00a0of the force.")(editable)
    with pytest.raises(RejectedInput):
        load_validated(editable)
