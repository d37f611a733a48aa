"""Tidying repairs what needs no judgement, and touches nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from evidence.tables.tidy import tidy
from tests.edits import Edit, add_column, change_bytes, change_cell, save_as, together
from tests.test_tables import CELLS, FAULTS, HARMLESS

OTHERS: Mapping[str, Edit] = {
    "Mac Roman": save_as("timeline.csv", "mac-roman"),
    "Excel's note of semicolons": together(
        save_as("tiles.csv", delimiter=";"),
        change_bytes("tiles.csv", lambda content: b"sep=;\n" + content),
    ),
    "blanks in the header and in an empty column": together(
        change_cell("tiles.csv", 1, "row", " row"), add_column("tiles.csv", "", " ")
    ),
    "a number with a digit that no float holds": change_cell(
        "constituency_forces.csv", 2, "share_population", "0.999999999999999"
    ),
}
EDITS = {**HARMLESS, **{name: edit for name, (edit, _) in FAULTS.items()}, **CELLS, **OTHERS}
REPAIRED = {
    "Windows line ends": "forces.csv: line ends written",
    "old Macintosh line ends": "forces.csv: line ends written",
    "line ends converted twice": "forces.csv: line ends written",
    "a byte-order mark": "forces.csv: byte-order mark removed",
    "no final line end": "forces.csv: line ends written",
    "blank lines at the end": "tiles.csv: quotation marks written where they are needed",
    "all cells in quotation marks": "tiles.csv: quotation marks written where they are needed",
    "whole numbers by LibreOffice": "constituency_forces.csv: numbers written in one form",
    "semicolons": "forces.csv: byte-order mark removed, line ends written, commas written between cells",
    "Excel's note of semicolons": "tiles.csv: commas written between cells",
    "tabs": "tiles.csv: commas written between cells",
    "UTF-16": "tiles.csv: written in UTF-8, commas written between cells",
    "Windows-1252": "timeline.csv: written in UTF-8",
    "Mac Roman": "timeline.csv: written in UTF-8",
    "capitals in the header": "tiles.csv: header written as described",
    "empty columns": "tiles.csv: header written as described, empty columns removed",
    "blanks in the header and in an empty column": (
        "tiles.csv: header written as described, empty columns removed"
    ),
    "empty cells at the end of rows": "tiles.csv: empty columns removed",
    "an empty row": "tiles.csv: empty rows removed",
    "rows in Excel's order": "tiles.csv: rows sorted",
    "a whole number with a point": "officers.csv: numbers written in one form",
    "a space at an edge": "forces.csv: blanks around cells removed",
}
"""What is said to have been done."""
FOR_PEOPLE = {
    *FAULTS.keys() - REPAIRED.keys(),
    *OTHERS.keys() - REPAIRED.keys(),
    "commas between thousands",
    "a day in Britain",
}


def contents(data: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in data.iterdir()}


@pytest.mark.parametrize("name", REPAIRED)
def test_damage_is_repaired_to_the_byte(name: str, editable: Path) -> None:
    before = contents(editable)
    EDITS[name](editable)
    assert contents(editable) != before
    assert [line.rpartition("/")[2] for line in tidy(editable)] == [REPAIRED[name]]
    assert contents(editable) == before
    assert not list(tidy(editable))


@pytest.mark.parametrize("name", sorted(FOR_PEOPLE))
def test_what_takes_judgement_stays_as_it_is(name: str, editable: Path) -> None:
    EDITS[name](editable)
    before = contents(editable)
    assert not list(tidy(editable))
    assert contents(editable) == before
