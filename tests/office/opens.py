"""LibreOffice opens both workbooks and finds in every table what the CSV has.

Starting LibreOffice takes longer than all other tests of the workbook, so `make sweep` names this file and
`make test`, which collects files named `test_*`, does not.
"""

from __future__ import annotations

import csv
import os
import subprocess
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from evidence import site
from evidence.checks import sound
from evidence.downloads.workbook import book, ods, xlsx
from evidence.model import published
from evidence.tables import Package, Table

FORMS = {"xlsx": xlsx.written, "ods": ods.written}
EVERY_SHEET = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1"
"""Commas, quotation marks, UTF-8, values rather than what a cell shows, and one file for each worksheet.

https://help.libreoffice.org/latest/en-GB/text/shared/guide/csv_params.html
"""
HOSTILE = ("=1+1", "@SUM(A1)", "-2+3", "+1", "<script>", "  two  spaces  ", "007", "1e5", "TRUE", "_x0041_")

Rows = list[list[str]]


def opened(content: bytes, form: str, folder: Path) -> Mapping[str, Rows]:
    """Give the rows of each worksheet as LibreOffice reads them."""
    path = folder / f"workbook.{form}"
    path.write_bytes(content)
    office = os.environ.get("OFFICE")
    assert office, "Set OFFICE to the path of LibreOffice."
    subprocess.run(
        [
            office,
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--headless",
            *("--convert-to", EVERY_SHEET),
            *("--outdir", str(folder / "out")),
            str(path),
        ],
        check=True,
        capture_output=True,
        timeout=240,
    )
    found = {}
    for sheet in (folder / "out").iterdir():
        with sheet.open(encoding="utf-8", newline="") as file:
            found[sheet.stem.removeprefix("workbook-")] = list(csv.reader(file))
    return found


def table_in(rows: Rows, table: Table) -> Rows:
    header = next(number for number, row in enumerate(rows) if row == list(table.header))
    return rows[header + 1 :]


@pytest.fixture(scope="module")
def package() -> Package:
    """The published tables, with cells in one of them that do harm where they are taken for a formula."""
    package = published(sound(site.DATA))
    glossary = package.tables["glossary"]
    harmed = zip(glossary.rows, HOSTILE, strict=False)
    rows = [(line, (cells[0], harm, *cells[2:])) for (line, cells), harm in harmed]
    table = replace(glossary, rows=(*rows, *glossary.rows[len(rows) :]))
    return replace(package, tables={**package.tables, "glossary": table})


@pytest.mark.parametrize("form", FORMS)
def test_libreoffice_finds_every_cell_of_every_table(form: str, package: Package, tmp_path: Path) -> None:
    content = FORMS[form](book(package, "2026-11-22", "https://example.org/"))
    found = opened(content, form, tmp_path)
    assert found.keys() == {"Cover", "Contents", "Notes", "Columns", *package.tables}
    for table in package.tables.values():
        rows = table_in(found[table.name], table)
        assert len(rows) == len(table.rows), table.name
        for (_, cells), read in zip(table.rows, rows, strict=True):
            for field, cell, value in zip(table.fields, cells, read, strict=True):
                number = field["type"] in {"integer", "number"} and cell
                same = Decimal(value) == Decimal(cell) if number else value == cell
                assert same, (table.name, field["name"], cell, value)
