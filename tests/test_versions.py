"""The version of a release says how much has changed since the last one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from evidence.problems import RejectedInput
from evidence.site.release import FIRST, NOTHING, release_notes
from evidence.tables import Package, Table, read
from evidence.tables.history import History, read_history
from evidence.tables.versions import validate_version
from tests.repository import release
from tests.sample import edit

TOWNS: dict[str, Any] = {
    "key": ["id"],
    "fields": {"id": ("string", None), "residents": ("integer", "people")},
    "rows": [("elm", "10"), ("oak", "")],
}


def package(**towns: Any) -> Package:
    """Give a package of one artificial table, which can be changed in part; `None` leaves it out."""
    tables = [] if towns.get("rows", ()) is None else [_table("towns", TOWNS | towns)]
    return Package(
        "data/datapackage.json", {}, {table.name: table for table in [*tables, _table("trees", TOWNS)]}
    )


def _table(name: str, described: dict[str, Any]) -> Table:
    fields = [
        {"name": each, "type": kind, "unit": unit} for each, (kind, unit) in described["fields"].items()
    ]
    schema = {"fields": fields, "primaryKey": described["key"]}
    rows = tuple(enumerate(described["rows"], 2))
    return Table(name, f"data/{name}.csv", {"schema": schema}, tuple(described["fields"]), rows)


def refusal(version: str, after: Package, history: History) -> str:
    """Give what is said of a version, nothing where it may be released."""
    try:
        validate_version(version, after, history)
    except RejectedInput as error:
        return error.problems[0].message
    return ""


def released(before: Package, *tags: str) -> History:
    return History(folder=Path("data"), tags=tags or ("v1.2.3",), released=before)


FIELDS, ROWS = TOWNS["fields"], TOWNS["rows"]
HOUSES = FIELDS | {"houses": ("integer", None)}
CHANGES = [
    (package(), package(rows=None), "2.0.0", "The table towns is gone"),
    (package(fields=HOUSES), package(), "2.0.0", "The column houses of towns (integer) is gone"),
    (
        package(),
        package(fields=FIELDS | {"residents": ("number", "people")}),
        "2.0.0",
        "The column residents of towns (integer in people) is gone",
    ),
    (
        package(),
        package(fields=FIELDS | {"residents": ("integer", "homes")}),
        "2.0.0",
        "The column residents of towns (integer in people) is gone",
    ),
    (package(), package(key=["id", "residents"]), "2.0.0", "The key of towns (id) is gone"),
    (package(rows=None), package(), "1.3.0", "The table towns is new"),
    (package(), package(fields=HOUSES), "1.3.0", "The column houses of towns (integer) is new"),
    (package(), package(rows=[*ROWS, ("yew", "3")]), "1.3.0", "The row 'yew' of towns is new"),
    (package(), package(rows=ROWS[:1]), "1.3.0", "The row 'oak' of towns is gone"),
    (package(), package(rows=[("elm", "11"), *ROWS[1:]]), "1.2.4", "The row 'elm' of towns has changed"),
    (package(), package(rows=[("elm", "11")]), "1.3.0", "The row 'oak' of towns is gone"),
    (package(), package(rows=[("elm", "10.0"), *ROWS[1:]]), "1.2.4", "There is one already"),
]


@pytest.mark.parametrize(("before", "after", "lowest", "reason"), CHANGES, ids=range(len(CHANGES)))
def test_a_version_is_at_least_as_high_as_what_changed(
    before: Package, after: Package, lowest: str, reason: str
) -> None:
    too_low = {"2.0.0": "1.99.99", "1.3.0": "1.2.99", "1.2.4": "1.2.3"}[lowest]
    refused = refusal(too_low, after, released(before))
    assert reason in refused
    assert f"Release {lowest}, or a higher version." in refused
    assert [refusal(version, after, released(before)) for version in (lowest, "3.0.0")] == ["", ""]


@pytest.mark.parametrize("version", ["", "1.3", "v1.3.0", "1.3.0.0", "01.3.0", "1.3.0-beta", "one"])
def test_what_is_no_version_is_refused(version: str) -> None:
    assert "is not a version" in refusal(version, package(), released(package()))


def test_versions_are_compared_as_numbers() -> None:
    history = released(package(), "v1.9.0", "v1.10.0")
    assert "too low" in refusal("1.9.1", package(), history)
    assert refusal("1.10.1", package(), history) == ""


def test_the_first_release_may_have_any_version(tables: Path) -> None:
    history = History(folder=tables)
    assert refusal("0.1.0", package(), history) == ""
    assert release_notes(read(tables)[0], history) == FIRST


def test_where_the_last_release_is_not_known_no_version_is_right() -> None:
    assert "The last release is not known" in refusal("9.0.0", package(), History(folder=Path(), gap="Gone."))


def test_the_notes_leave_out_what_an_earlier_release_told(editable: Path) -> None:
    data = editable
    release(data.parent, "1.2.3")
    with (data / "corrections.csv").open("a", encoding="utf-8") as file:
        file.write("2025-03-02,forces,kent,It was wrong,The force says so,no\n")
    edit(data / "forces.csv", "kent", note="New")
    assert release_notes(read(data)[0], read_history(data)).startswith("- Kent Police: a correction. ")
    release(data.parent, "1.2.4")
    assert release_notes(read(data)[0], read_history(data)) == NOTHING
