"""The tables on which the tests run: a frozen sample of rows, never today's facts.

The rows and their description are in tests/sample/. Where pages are rendered they are completed, so that a
change of facts or words cannot break a test: what data/datapackage.json describes and the sample lacks is
added empty, and a claim, source or term that a page names and the sample lacks gets a stand-in that says so.
"""

from __future__ import annotations

import csv
import json
import re
import shutil
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Any

from tests import edits

ROOT = Path(__file__).parents[1]
SAMPLE = Path(__file__).parent / "sample"
PROJECT = ("data", "docs", "hooks")
FILES = ("mkdocs.yml", "LICENSE", "LICENSE-DATA.md", "CITATION.cff")
NAMED = {
    "sources": re.compile(r"sources/#([a-z0-9-]+)|sources\[\"([a-z0-9-]+)\"\]"),
    "claims": re.compile(r"[\"'#]([a-e]\d{3})\b"),
    "glossary": re.compile(r"glossary/#([a-z0-9-]+)"),
}
"""How a page names a row of a table."""

Row = dict[str, str]
STAND_INS: Mapping[str, Row] = {
    "sources": {
        "title": "Stand-in for {}",
        "publisher": "Nobody",
        "published": "2023-11-09",
        "kind": "organisation",
        "url": "https://www.gov.uk/{}",
        "read_in": "original",
    },
    "claims": {
        "theme": "briefing",
        "area": "England and Wales",
        "statement": "This stands in for claim {}, which counts 99 things.",
        "value": "99",
        "unit": "things",
        "period_start": "2020-04",
        "period_end": "2023-03",
        "source_id": "letter",
        "grade": "primary",
    },
    "glossary": {"term": "Stand-in for {}", "meaning": "This stands in for the term {}."},
}
"""The cells of stand-ins, with the id of the row for the braces."""


def write_frozen_sample(folder: Path) -> Path:
    """Copy the sample with its own description into a new folder, and return the folder."""
    return Path(shutil.copytree(SAMPLE, folder))


def write_sample(folder: Path) -> Path:
    """Write the completed sample as a data package into a new folder, and return the folder."""
    folder.mkdir(parents=True)
    shutil.copy(ROOT / "data" / "datapackage.json", folder)
    resources = json.loads((folder / "datapackage.json").read_text("utf-8"))["resources"]
    paths = {resource["name"]: SAMPLE / resource["path"] for resource in resources}
    tables = {name: read_rows(path) if path.exists() else [] for name, path in paths.items()}
    for name, named in NAMED.items():
        missing = _named_in_docs(named) - {row["id"] for row in tables[name]}
        tables[name] += [stand_in(name, each) for each in missing]
        tables[name].sort(key=lambda row: row["id"])
    for resource in resources:
        write_rows(
            folder / resource["path"],
            [_complete(row, resource) for row in tables[resource["name"]]],
            [field["name"] for field in resource["schema"]["fields"]],
        )
    return folder


def stand_in(table: str, name: str) -> Row:
    """Give a row for one that a page names and the sample lacks."""
    return {"id": name, **{column: cell.format(name) for column, cell in STAND_INS[table].items()}}


def copy_project(folder: Path) -> Path:
    """Copy what a build reads into a new folder, with the sample in place of the tables."""
    for name in PROJECT[1:]:
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in FILES:
        shutil.copy(ROOT / name, folder)
    write_sample(folder / "data")
    (ROOT / ".cache").mkdir(exist_ok=True)
    (folder / ".cache").symlink_to(ROOT / ".cache")  # what is cached is keyed by content
    return folder


def read_rows(path: Path) -> list[Row]:
    """Read a CSV file as rows by the names of its columns."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def edit(path: Path, key: str, **cells: str) -> None:
    """Change cells of the row of a CSV file whose first cell, or whose id, is the key."""
    rows = read_rows(path)
    row = next(row for row in rows if key in (next(iter(row.values())), row.get("id")))
    row.update(cells)
    write_rows(path, rows, list(row))


def write_rows(path: Path, rows: Iterable[Row], header: Collection[str]) -> None:
    """Write rows as CSV under their header."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, header, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def add_rows(path: Path, *rows: Row) -> None:
    """Add rows to a CSV file, in the order of its first column; a cell that they lack is empty."""
    header = path.read_text("utf-8").partition("\n")[0].split(",")
    write_rows(path, sorted([*read_rows(path), *rows], key=lambda row: row[header[0]]), header)


def add_column(folder: Path, table: str, field: Mapping[str, Any], cells: Mapping[str, str]) -> None:
    """Add a column to a table and its description, with the cells of some of the rows by their ids."""
    edits.change_descriptor(lambda whole: edits.table(whole, table)["schema"]["fields"].append(field))(folder)
    rows = [{**row, field["name"]: cells.get(row["id"], "")} for row in read_rows(folder / f"{table}.csv")]
    write_rows(folder / f"{table}.csv", rows, rows[0])


def append(path: Path, text: str) -> None:
    """Add text at the end of a file."""
    path.write_text(path.read_text("utf-8") + text, "utf-8")


def replace(path: Path, old: str, new: str) -> None:
    """Replace text that must be there, where it stands first."""
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def _named_in_docs(pattern: re.Pattern[str]) -> set[str]:
    texts = (
        path.read_text("utf-8") for path in (ROOT / "docs").rglob("*") if path.suffix in {".md", ".jinja"}
    )
    return {name for text in texts for found in pattern.finditer(text) for name in found.groups() if name}


def _complete(row: Row, resource: Mapping[str, Any]) -> Row:
    """Give a row the described columns that it lacks: an example where one is required, or nothing."""
    return {
        field["name"]: row.get(field["name"]) or _filler(field, row) for field in resource["schema"]["fields"]
    }


def _filler(field: Mapping[str, Any], row: Row) -> str:
    required = field["name"] not in row and field.get("constraints", {}).get("required")
    return str(field.get("example", "")) if required else ""
