"""A small copy of the real data package: few rows a table, and sound by the same rules."""

from __future__ import annotations

import csv
import json
import re
import shutil
from pathlib import Path

ROOT = Path(__file__).parents[1]
NOTHING = '{"tables": {}}'
FORCES = {"btp", "gwent", "kent", "north-wales"}
"""One that is special and three that are territorial, of both nations."""
FEW = 8
LONG = ("aliases", "changes", "glossary", "local_authorities", "parliament", "timeline")
"""Tables of which the rows that pages name are kept, and beside them the first few."""

Tables = dict[str, list[dict[str, str]]]


def trimmed(folder: Path) -> Path:
    """Write all that concerns four forces, and the claims and sources that this and the pages rest on."""
    folder.mkdir()
    shutil.copy(ROOT / "data" / "datapackage.json", folder)
    (folder / "released.json").write_text(NOTHING, "utf-8")
    (folder / "urls.txt").write_text("./\nforces/kent/\n", "utf-8")
    resources = json.loads((folder / "datapackage.json").read_text("utf-8"))["resources"]
    tables = {one["name"]: _read(one["path"]) for one in resources}
    headers = {one["name"]: [each["name"] for each in one["schema"]["fields"]] for one in resources}
    for name, rows in _few(tables).items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, headers[name], lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
    return folder


def _read(path: str) -> list[dict[str, str]]:
    with (ROOT / "data" / path).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _few(tables: Tables) -> Tables:
    kept = {name: _of_forces(rows) for name, rows in tables.items()}
    kept["forces"] = [row for row in tables["forces"] if row["id"] in FORCES]
    named = _named_by_pages()
    for name in LONG:
        kept[name] = [row for row in kept[name] if named & set(row.values())] or kept[name][:FEW]
    _keep_whole_constituencies(kept, tables)
    kept["totals"] = [row | {"total": _total(row, kept)} for row in tables["totals"]]
    _keep_what_is_rested_on(kept, named)
    return kept


def _of_forces(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    return [row for row in rows if row.get("force_id", "kent") in FORCES]


def _named_by_pages() -> set[str]:
    pages = [
        path.read_text("utf-8") for path in (ROOT / "docs").rglob("*") if path.suffix in {".jinja", ".md"}
    ]
    return set(re.findall(r"[\w-]+", " ".join(pages)))


def _keep_whole_constituencies(kept: Tables, tables: Tables) -> None:
    """Keep the first constituencies of each force that lie in these forces alone, with all their overlaps."""
    elsewhere = {row["constituency_code"] for row in tables["constituency_forces"]} - {""}
    elsewhere = {
        row["constituency_code"] for row in tables["constituency_forces"] if row["force_id"] not in FORCES
    }
    overlaps = [row for row in kept["constituency_forces"] if row["constituency_code"] not in elsewhere]
    firsts = {
        row["constituency_code"]
        for force in FORCES
        for row in [one for one in overlaps if one["force_id"] == force][:3]
    }
    kept["constituency_forces"] = [row for row in overlaps if row["constituency_code"] in firsts]
    kept["constituencies"] = [row for row in tables["constituencies"] if row["code"] in firsts]


def _total(row: dict[str, str], kept: Tables) -> str:
    """Give the sum of the few rows that are left; a total without known parts stays as it is."""
    if row["table"] == "counts":
        return row["total"]
    column = {"officers": "on", "population": "mid_year"}[row["table"]]
    parts = [
        float(one[row["column"]])
        for one in kept[row["table"]]
        if one[column] == row["period"] and one["force_id"] != "btp"
    ]
    return str(round(sum(parts)))


def _keep_what_is_rested_on(kept: Tables, named: set[str]) -> None:
    for name in ("claims", "sources"):
        cells = {
            word
            for table, rows in kept.items()
            if table != name
            for row in rows
            for column, cell in row.items()
            if column in {"claim_id", "claim_ids", "source_id"}
            for word in cell.split()
        }
        kept[name] = [row for row in kept[name] if row["id"] in cells | named | {"letter"}]
