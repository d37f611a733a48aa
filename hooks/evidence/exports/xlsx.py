"""Every table in one workbook, by the rules for accessible statistics in spreadsheets.

https://analysisfunction.civilservice.gov.uk/policy-store/releasing-statistics-in-spreadsheets/
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from evidence.exports import licences
from evidence.exports.build import Download
from evidence.exports.spreadsheet import Row, Sheet, write_xlsx
from evidence.exports.words import describe, fill
from evidence.metadata import Publication
from evidence.model import read_rows
from evidence.tables import Package, Table

INTEGER = "#,##0"
FRONT = 4  # worksheets before those of the tables


def export_xlsx(publication: Publication) -> Download:
    """Give the data package as a workbook: cover, contents, notes, columns, then one table a worksheet."""
    return f"data/{publication.package.descriptor['name']}.xlsx", partial(_workbook, publication)


def _workbook(publication: Publication) -> bytes:
    return write_xlsx(tuple(_sheets(publication)), _properties(publication))


def _properties(publication: Publication) -> Mapping[str, object]:
    day = datetime.datetime.fromisoformat(publication.released)
    return {
        **{name: publication.package.descriptor[name] for name in ("title", "description")},
        "language": "en-GB",
        "creator": publication.publisher,
        "lastModifiedBy": publication.publisher,
        "created": day,
        "modified": day,
    }


def _sheets(publication: Publication) -> Iterator[Sheet]:
    package = publication.package
    words = fill(publication.words / "workbook.md", _facts(publication)).split("\n# ")
    if len(words) != FRONT:
        raise ValueError(f"workbook.md has {len(words)} titles. Write {FRONT}.")
    cover, contents, notes, columns = map(_read_sheet, words)
    yield replace(cover, name="Cover")
    yield replace(contents, name="Contents", rows=_contents(package), formats={2: INTEGER}, is_index=True)
    yield replace(notes, name="Notes", rows=(*_markers(package), *notes.rows))
    yield replace(columns, name="Columns", rows=_columns(package), is_index=True)
    words_of_table = publication.words / "worksheet.md"
    yield from (_table_sheet(table, words_of_table) for table in package.tables.values())


def _facts(publication: Publication) -> Mapping[str, str]:
    descriptor = publication.package.descriptor
    licences_as_links = (f"[{licence['title']}]({licence['path']})" for licence in descriptor["licenses"])
    return describe(publication) | {
        "sources": "\n".join(each["title"] for each in descriptor["sources"]),
        "licences": "\n".join(licences_as_links),
        "acknowledgement": licences.acknowledgement(),
    }


def _read_sheet(words: str) -> Sheet:
    """Read a worksheet of words: title, lines, a header between bars, and notes after hyphens."""
    title, *lines = [line for line in words.removeprefix("# ").splitlines() if line]
    header = [line.strip("| ").split(" | ") for line in lines if line.startswith("|")]
    notes = [line.removeprefix("- ") for line in lines if line.startswith("- ")]
    return Sheet(
        name=title,
        title=title,
        lines=[line for line in lines if not line.startswith(("|", "- "))],
        header=header[0] if header else (),
        rows=[(f"note {number}", note) for number, note in enumerate(notes, 1)],
    )


def _contents(package: Package) -> list[Row]:
    return [
        (table.name, table.resource["description"], len(table.rows), *_origin(table).values())
        for table in package.tables.values()
    ]


def _markers(package: Package) -> list[Row]:
    return [(row["marker"], row["meaning"]) for row in read_rows(package.tables["markers"])]


def _columns(package: Package) -> list[Row]:
    return [
        (table.name, field["name"], field["type"], field.get("unit"), _meaning(field))
        for table in package.tables.values()
        for field in table.fields
    ]


def _meaning(field: Mapping[str, Any]) -> str:
    allowed = field.get("constraints", {}).get("enum", ())
    return f"{field['description']} One of: {', '.join(allowed)}." if allowed else str(field["description"])


def _table_sheet(table: Table, words: Path) -> Sheet:
    facts = {name: table.resource[name] for name in ("title", "description")} | _origin(table)
    return replace(
        _read_sheet(fill(words, facts)),
        name=table.name,
        header=table.header,
        rows=[tuple(row.values()) for row in read_rows(table)],
        formats={place: INTEGER for place, field in enumerate(table.fields) if _is_quantity(field)},
    )


def _is_quantity(field: Mapping[str, Any]) -> bool:
    return bool(field["type"] == "integer" and field.get("unit", "year") != "year")


def _origin(table: Table) -> dict[str, str]:
    """Give the sources and the licences of a table in words."""
    sources, terms = (
        "; ".join(each["title"] for each in table.resource[name]) for name in ("sources", "licenses")
    )
    return {"source": sources, "licence": terms}
