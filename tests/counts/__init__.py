"""Artificial tables in which counts are known, for the rehearsal of the day on which real ones are.

They are the real tables with the rows of counts.csv and sources.csv of this folder. `known` in counts.csv is
the least number of known counts at which a row is there. Every number here is made up.
"""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

from evidence.checks.invented import MARK
from evidence.checks.manifest import manifest
from evidence.tables import DESCRIPTOR, RELEASED, read

HERE = Path(__file__).parent
DATA = HERE.parents[1] / "data"
CASES = (1, 12, 43, 44)
KEY = ("force_id", "period_start", "period_end")

Row = dict[str, str]


def artificial(folder: Path, known: int) -> Path:
    """Write the tables with that many known counts, as if the real ones were released before."""
    shutil.copytree(DATA, folder)
    (folder / RELEASED).write_text(manifest(read(DATA)[0]), "utf-8")
    descriptor = json.loads((folder / DESCRIPTOR).read_text("utf-8"))
    (folder / DESCRIPTOR).write_text(json.dumps(descriptor | {MARK: True}), "utf-8")
    edits = rows(known)
    _merge(folder / "sources.csv", ("id",), _read(HERE / "sources.csv"))
    told = [row for row in _merge(folder / "counts.csv", KEY, edits) if row in edits]
    _tell(folder / "changes.csv", told)
    return folder


def rows(known: int) -> list[Row]:
    """Give the artificial rows of counts where that many are known."""
    there = [row for row in _read(HERE / "counts.csv") if int(row["known"]) <= known]
    latest = {tuple(row[column] for column in KEY): row for row in there}
    return [{name: cell for name, cell in row.items() if name != "known"} for row in latest.values()]


def _read(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _merge(path: Path, key: tuple[str, ...], new: list[Row]) -> list[Row]:
    """Add rows to a table, each in place of the one with its key; gives those that had a place."""
    old = {tuple(row[column] for column in key): row for row in _read(path)}
    added = {tuple(row[column] for column in key): row for row in new}
    _write(path, [row for _, row in sorted((old | added).items())], list(next(iter(old.values()))))
    return [row for place, row in added.items() if place in old]


def _tell(path: Path, replaced: list[Row]) -> None:
    """Add a line to the list of changes for each row of counts that was replaced."""
    before = _read(path)
    last = max(row["date"] for row in before)
    number = sum(row["date"] == last for row in before)
    told = [
        {
            "id": f"{last}-{number + place:02}",
            "date": last,
            "what": "An artificial count",
            "table": "counts",
            "row": " ".join(row[column] for column in KEY),
            "reason": "Made up for a test",
            "substantial": "yes",
        }
        for place, row in enumerate(replaced, start=1)
    ]
    _write(path, before + told, list(before[0]))


def _write(path: Path, rows: list[Row], header: list[str]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, header, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
