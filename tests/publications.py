"""Publications of the sample, and of tables that were changed for a test."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from evidence.metadata import Publication
from evidence.model import build_site_data, load_package
from tests.sample import ROOT, write_rows

URL = "https://site.example/sub/"
WORDS = ROOT / "docs" / "templates" / "exports"


def read_publication(folder: Path, *, artificial: bool = False) -> Publication:
    """Read the publication of a folder of tables."""
    package = load_package(folder, artificial=artificial)
    return Publication(url=URL, package=package, data=build_site_data(package), words=WORDS)


def change_cells(publication: Publication, table: str, column: str, cells: Sequence[str]) -> Publication:
    """Give the publication with other cells in a column, from its first row on, which no rule has seen."""
    changed = publication.package.tables[table]
    place = changed.header.index(column)
    rows = [
        (line, (*row[:place], cell, *row[place + 1 :]))
        for (line, row), cell in zip(changed.rows, cells, strict=False)
    ]
    tables = {
        **publication.package.tables,
        table: replace(changed, rows=(*rows, *changed.rows[len(cells) :])),
    }
    package = replace(publication.package, tables=tables)
    return replace(publication, package=package, data=build_site_data(package))


def add_column(folder: Path, table: str, field: Mapping[str, Any], cells: Mapping[str, str]) -> None:
    """Add a column to a table and its description, with the cells of some of the rows by their ids."""
    path = folder / "datapackage.json"
    descriptor = json.loads(path.read_text("utf-8"))
    schema = next(one["schema"] for one in descriptor["resources"] if one["name"] == table)
    schema["fields"].append(field)
    path.write_text(json.dumps(descriptor), "utf-8")
    with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        rows = [{**row, field["name"]: cells.get(row["id"], "")} for row in csv.DictReader(file)]
    write_rows(folder / f"{table}.csv", rows, list(rows[0]))
