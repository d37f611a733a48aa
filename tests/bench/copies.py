"""Tables with more forces than there are: copies for the benchmark alone, never published."""

from __future__ import annotations

import csv
import json
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeAlias

Row: TypeAlias = dict[str, str]
Way: TypeAlias = Callable[[str, int], str]


def _suffixed(cell: str, number: int) -> str:
    return cell and f"{cell}-{number}"


def _shifted(cell: str, number: int) -> str:
    return str(int(cell) + number * 10_000)


def _whole(cell: str, number: int) -> str:
    """Leave out the fraction, so that sums of copies are rounded as the sum of the first is."""
    return str(round(float(cell)))


def _none(cell: str, number: int) -> str:
    return ""


def _unavailable(cell: str, number: int) -> str:
    return "[x]"


COPIED: Mapping[str, Mapping[str, Way]] = {
    "aliases": {"alias": _suffixed, "force_id": _suffixed},
    "constituencies": {
        "code": _suffixed,
        "name": _suffixed,
        "three_letter_code": _suffixed,
        "parliament_id": _shifted,
    },
    "constituency_forces": {"constituency_code": _suffixed, "force_id": _suffixed},
    "counts": {
        "force_id": _suffixed,
        "count": _none,
        "marker": _unavailable,
        "claim_id": _none,
        "source_id": _none,
    },
    "force_responses": {"id": _suffixed, "force_id": _suffixed},
    "forces": {"id": _suffixed, "pfa_code": _suffixed, "name": _suffixed, "short_name": _suffixed},
    "local_authorities": {"code": _suffixed, "name": _suffixed, "force_id": _suffixed},
    "officers": {"force_id": _suffixed, "full_time_equivalent": _whole},
    "population": {"force_id": _suffixed},
    "tiles": {"force_id": _suffixed, "row": _shifted},
}
"""How a copy of a row differs from it, by table and column; a copy never has a count."""
PERIODS = {"officers": "on", "population": "mid_year"}
"""The tables that must sum to their totals, and the column of the period in each."""


def forget_the_release(data: Path) -> None:
    """Make every value of a copy a new one, so that a change needs no line in the list of changes."""
    (data / "released.json").write_text('{"tables": {}}', "utf-8")


def enlarge(data: Path, factor: int) -> None:
    """Repeat the forces in the tables of a folder, with all that belongs to them."""
    package = json.loads((data / "datapackage.json").read_text("utf-8"))
    for resource in package["resources"]:
        if resource["name"] in COPIED:
            _repeat(data / resource["path"], resource, factor)
    (data / "datapackage.json").write_text(json.dumps(package), "utf-8")
    _meet_totals(data)


def _repeat(path: Path, resource: Mapping[str, Any], factor: int) -> None:
    ways = COPIED[resource["name"]]
    rows = read(path)
    copies = (_copied(row, ways, number) for number in range(1, factor) for row in rows)
    key = _sorting(resource["schema"])
    _relax(resource["schema"], ways)
    write(path, sorted([*rows, *copies], key=key))


def _copied(row: Row, ways: Mapping[str, Way], number: int) -> Row:
    return row | {column: way(row[column], number) for column, way in ways.items()}


def _sorting(schema: Mapping[str, Any]) -> Callable[[Row], tuple[str, ...]]:
    width = {field["name"]: 20 if field["type"] == "integer" else 0 for field in schema["fields"]}
    return lambda row: tuple(row[column].zfill(width[column]) for column in schema["primaryKey"])


def _relax(schema: Mapping[str, Any], columns: Iterable[str]) -> None:
    for field in schema["fields"]:
        if field["name"] in columns:
            for constraint in ("pattern", "maximum"):
                field.get("constraints", {}).pop(constraint, None)


def _meet_totals(data: Path) -> None:
    special = {row["id"] for row in read(data / "forces.csv") if row["kind"] == "special"}
    totals = read(data / "totals.csv")
    for total in (total for total in totals if total["table"] in PERIODS):
        left_out = special if total["forces"] == "territorial" else set()
        total["total"] = _sum(read(data / f"{total['table']}.csv"), total, left_out)
    write(data / "totals.csv", totals)


def _sum(rows: Iterable[Row], total: Row, left_out: set[str]) -> str:
    period = PERIODS[total["table"]]
    known = (row for row in rows if row[period] == total["period"] and row["force_id"] not in left_out)
    return str(round(math.fsum(float(row[total["column"]]) for row in known)))


def change_cell(data: Path, turn: int) -> None:
    """Add one to the residents of one force, another at each turn, and to their total."""
    population, totals = read(data / "population.csv"), read(data / "totals.csv")
    total = [row for row in totals if row["table"] == "population"][-1]
    residents = [row for row in population if row["mid_year"] == total["period"]][turn]
    total["total"] = str(int(total["total"]) + 1)
    residents["residents"] = str(int(residents["residents"]) + 1)
    write(data / "population.csv", population)
    write(data / "totals.csv", totals)


def read(path: Path) -> list[Row]:
    """Read the rows of a table."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write(path: Path, rows: Sequence[Row]) -> None:
    """Write the rows of a table."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
