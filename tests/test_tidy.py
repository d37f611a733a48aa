"""Tidying repairs what needs no judgement, and touches nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from evidence.tables.tidy import tidy
from tests.edits import (
    Edit,
    add_column,
    change_bytes,
    change_cell,
    change_rows,
    remove_row,
    replace,
    save_as,
    together,
)

EMPTY = [["", "", "", ""]]
DAMAGE: Mapping[str, tuple[Edit, str]] = {
    "Windows line ends": (
        change_bytes("tiles.csv", lambda content: content.replace(b"\n", b"\r\n")),
        "tiles.csv: line ends written",
    ),
    "a byte-order mark": (
        change_bytes("tiles.csv", lambda content: b"\xef\xbb\xbf" + content),
        "tiles.csv: byte-order mark removed",
    ),
    "no final line end": (change_bytes("tiles.csv", bytes.rstrip), "tiles.csv: line ends written"),
    "Windows-1252": (save_as("timeline.csv", "cp1252"), "timeline.csv: written in UTF-8"),
    "Mac Roman": (save_as("timeline.csv", "mac-roman"), "timeline.csv: written in UTF-8"),
    "UTF-16 with tabs": (
        save_as("tiles.csv", "utf-16", delimiter="\t"),
        "tiles.csv: written in UTF-8, commas written between cells",
    ),
    "semicolons": (save_as("claims.csv", delimiter=";"), "claims.csv: commas written between cells"),
    "Excel's note of semicolons": (
        together(
            save_as("tiles.csv", delimiter=";"),
            change_bytes("tiles.csv", lambda content: b"sep=;\n" + content),
        ),
        "tiles.csv: commas written between cells",
    ),
    "all cells in quotation marks": (
        save_as("tiles.csv", quoting=1),
        "tiles.csv: quotation marks written where they are needed",
    ),
    "capitals in the header": (
        change_rows("tiles.csv", lambda rows: rows.__setitem__(0, ["Force ID", "Column", " row", "Label"])),
        "tiles.csv: header written as described",
    ),
    "empty columns": (
        together(add_column("tiles.csv", ""), add_column("tiles.csv", "", " ")),
        "tiles.csv: header written as described, empty columns removed",
    ),
    "empty rows": (
        change_rows("tiles.csv", lambda rows: rows.__setitem__(slice(5, 5), EMPTY)),
        "tiles.csv: empty rows removed",
    ),
    "blanks around cells": (
        change_cell("tiles.csv", 2, "label", " British / Transp. "),
        "tiles.csv: blanks around cells removed",
    ),
    "another order": (
        change_rows("tiles.csv", lambda rows: rows.insert(1, rows.pop())),
        "tiles.csv: rows sorted",
    ),
    "numbers in another form": (
        change_rows(
            "constituency_forces.csv",
            lambda rows: [row.__setitem__(2, f"{float(row[2]):g}") for row in rows[1:]],
        ),
        "constituency_forces.csv: numbers written in one form",
    ),
    "whole numbers with a point": (
        change_rows("population.csv", lambda rows: [row.__setitem__(2, f"{row[2]}.0") for row in rows[1:]]),
        "population.csv: numbers written in one form",
    ),
}
FOR_PEOPLE: Mapping[str, Edit] = {
    "a row that lacks a cell": change_rows("tiles.csv", lambda rows: rows[5].pop()),
    "a comma within a cell before an empty one": change_rows(
        "forces.csv", lambda rows: rows[8].insert(3, "x")
    ),
    "a cell too many": change_rows("tiles.csv", lambda rows: rows[5].append("x")),
    "an unclosed quotation mark": replace("disagreements.csv", 'and Wales."', "and Wales."),
    "a quotation mark after a space": change_cell("tiles.csv", 2, "label", ' "BTP"'),
    "another column": change_cell("tiles.csv", 1, "label", "motto"),
    "two encodings": change_bytes("timeline.csv", lambda content: content.replace("’".encode(), b"\x92", 1)),
    "a conflict": replace("tiles.csv", "kent", "<<<<<<< HEAD\nkent"),
    "another value": change_cell("officers.csv", 2, "headcount", "2,935"),
    "a day in another form": change_cell("officers.csv", 2, "on", "31/03/2021"),
    "a number with a digit that no float holds": change_cell(
        "constituency_forces.csv", 2, "share_population", "0.999999999999999"
    ),
    "a lost row": remove_row("tiles.csv", "kent"),
    "an empty file": change_bytes("tiles.csv", lambda content: b""),
}


def contents(data: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in data.iterdir()}


@pytest.mark.parametrize("name", DAMAGE)
def test_damage_is_repaired_to_the_byte(name: str, editable: Path) -> None:
    edit, done = DAMAGE[name]
    before = contents(editable)
    edit(editable)
    assert contents(editable) != before
    assert [line.rpartition("/")[2] for line in tidy(editable)] == [done]
    assert contents(editable) == before
    assert not list(tidy(editable))


@pytest.mark.parametrize("name", FOR_PEOPLE)
def test_what_takes_judgement_stays_as_it_is(name: str, editable: Path) -> None:
    FOR_PEOPLE[name](editable)
    before = contents(editable)
    assert not list(tidy(editable))
    assert contents(editable) == before
