"""Publications of the sample, and of tables that were changed for a test."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from evidence.metadata import Publication
from evidence.model import SiteData, build_site_data, load_package
from tests.sample import ROOT

URL = "https://site.example/sub/"
WORDS = ROOT / "docs" / "templates" / "exports"


def read_publication(folder: Path, *, artificial: bool = False) -> Publication:
    """Read the publication of a folder of tables."""
    package = load_package(folder, artificial=artificial)
    return Publication(url=URL, package=package, words=WORDS)


def read_site_data(folder: Path, *, artificial: bool = False) -> SiteData:
    return build_site_data(load_package(folder, artificial=artificial))


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
    return replace(publication, package=package)
