"""A value that differs from the released one is told in the list of changes, and the list tells the truth."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from evidence.__main__ import main
from evidence.checks import sound
from evidence.problems import UnsoundData
from evidence.tables import DESCRIPTOR, RELEASED, read
from tests.told import faults

DATA = Path(__file__).parents[1] / "data"

Line = tuple[str, ...]
KNOWN = json.loads((DATA / RELEASED).read_text("utf-8"))
DAY = KNOWN["date"]  # of the release itself: a day that is neither before it nor still to come
FIRST = min(KNOWN["tables"]["changes"]["rows"])
NEXT = 51  # the number of the first line that is added on that day


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the released tables, where a maintainer edits it."""
    shutil.copytree(DATA, tmp_path / "data")
    monkeypatch.chdir(tmp_path)
    yield tmp_path / "data"


def edit(path: Path, change: Callable[[list[list[str]]], object]) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    change(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


def correct(data: Path, table: str, start: tuple[str, ...], column: str, cell: str) -> str:
    """Write a cell of the row that starts with some cells, and give what stood there."""
    old = ""

    def change(rows: list[list[str]]) -> None:
        nonlocal old
        row = next(row for row in rows if tuple(row[: len(start)]) == start)
        old, row[rows[0].index(column)] = row[rows[0].index(column)], cell

    edit(data / f"{table}.csv", change)
    return old


def tell(data: Path, *lines: Line) -> None:
    """Add lines to the list of changes, each as table, row, column, old and new."""
    told = [(f"{DAY}-{turn}", DAY, "Corrected", *line, "Why", "no") for turn, line in enumerate(lines, NEXT)]
    edit(data / "changes.csv", lambda rows: rows.extend(map(list, told)))


def raise_version(data: Path) -> None:
    path = data / DESCRIPTOR
    text = path.read_text("utf-8")
    path.write_text(text.replace(f'"version": "{KNOWN["version"]}"', '"version": "999.0.0"', 1), "utf-8")


def test_the_tables_are_as_they_were_released() -> None:
    record = json.loads((DATA / RELEASED).read_text("utf-8"))
    package, _ = read(DATA)
    assert record["tables"].keys() == package.tables.keys()
    assert faults(DATA) == []


def test_a_value_that_differs_untold_is_an_error_with_the_line_to_add(data: Path) -> None:
    correct(data, "sources", ("letter",), "note", "A note, with a comma")
    lines = (data / "sources.csv").read_text("utf-8").splitlines()
    number = next(turn for turn, line in enumerate(lines, 1) if line.startswith("letter,"))
    assert faults(data) == [
        f"data/sources.csv:{number}:note: 'A note, with a comma' is not what was released, and no line of "
        "changes.csv says so. Put it back, or add to changes.csv: "
        'DATE-01,DATE,WHAT,sources,letter,note,OLD,"A note, with a comma",REASON,YES-OR-NO'
    ]


def test_a_change_that_is_told_is_sound(data: Path) -> None:
    old = correct(data, "counts", ("kent", "2020-04", "2023-03"), "marker", "[c]")
    assert len(faults(data)) == 1
    tell(data, ("counts", "kent 2020-04 2023-03", "marker", old, "[c]"))
    assert faults(data) == []


def test_a_line_about_another_row_or_column_tells_nothing(data: Path) -> None:
    correct(data, "counts", ("kent", "2020-04", "2023-03"), "marker", "[c]")
    tell(
        data,
        ("counts", "essex 2020-04 2023-03", "marker", "[x]", "[x]"),
        ("counts", "kent 2020-04 2023-03", "unit", "victims", "victims"),
    )
    assert [fault.split(": ")[0].split(":")[2] for fault in faults(data)] == ["marker"]


def test_a_new_row_needs_no_line(data: Path) -> None:
    row = ["kent", "2023-04", "2024-03", "", "[x]", "victims", "", ""]
    edit(
        data / "counts.csv",
        lambda rows: rows.insert(1 + next(i for i, r in enumerate(rows) if r[0] == "kent"), row),
    )
    assert faults(data) == []


def test_a_row_that_goes_is_told_as_a_whole(data: Path) -> None:
    edit(data / "glossary.csv", lambda rows: rows.pop())
    with (DATA / "glossary.csv").open(encoding="utf-8", newline="") as file:
        gone = list(csv.reader(file))[-1][0]
    assert [fault.split(". ")[0] for fault in faults(data)] == [
        f"data/glossary.csv:1:row: The released row {gone!r} is gone, and no line of changes.csv says so"
    ]
    tell(data, ("glossary", gone, "", "", ""))
    assert faults(data) == []


def test_of_two_changes_to_a_cell_the_first_tells_the_old_and_the_last_the_new(data: Path) -> None:
    old = correct(data, "forces", ("kent",), "note", "Third")
    tell(data, ("forces", "kent", "note", old, "Second"), ("forces", "kent", "note", "Second", "Third"))
    assert faults(data) == []


def test_a_line_must_say_what_was_and_what_is(data: Path) -> None:
    correct(data, "forces", ("kent",), "note", "New")
    tell(data, ("forces", "kent", "note", "Never so", "Newer"))
    assert [fault.split(":", 2)[2] for fault in faults(data)] == [
        "new: 'Newer' is not in forces.csv, which has 'New'. Write what the table has, or correct the table.",
        "old: 'Never so' is not what was released. Write the cell as it was before.",
    ]


def test_the_list_of_changes_only_grows(data: Path) -> None:
    edit(data / "changes.csv", lambda rows: rows.pop(1))
    assert [fault.split(":", 2)[2] for fault in faults(data)] == [
        f"row: The released line {FIRST!r} is gone. Put it back: this list only grows."
    ]


def test_no_later_line_excuses_an_edit_of_the_list_of_changes(data: Path) -> None:
    old = correct(data, "changes", (FIRST,), "reason", "Another reason")
    tell(data, ("changes", FIRST, "reason", old, "Another reason"))
    assert any("'Another reason' is not what was released" in fault for fault in faults(data))


@pytest.mark.parametrize("content", [None, "", "[", b"\xff".decode("latin-1")])
def test_a_record_that_is_not_there_is_an_error(content: str | None, data: Path) -> None:
    (data / RELEASED).unlink()
    if content is not None:
        (data / RELEASED).write_text(content, "latin-1")
    assert [fault.split(":")[:3] for fault in faults(data)] == [["data/released.json", "1", "file"]]


def test_a_verdict_is_kept_for_the_same_release_only(data: Path) -> None:
    assert sound(data)
    record = json.loads((data / RELEASED).read_text("utf-8"))
    record["tables"]["forces"]["rows"]["gone"] = ""
    (data / RELEASED).write_text(json.dumps(record), "utf-8")
    with pytest.raises(UnsoundData):
        sound(data)


def test_the_command_records_the_release(data: Path) -> None:
    before = (data / RELEASED).read_bytes()
    assert main(["manifest", str(data)]) == 0
    assert (data / RELEASED).read_bytes() == before
    old = correct(data, "forces", ("kent",), "note", "New")
    tell(data, ("forces", "kent", "note", old, "New"))
    raise_version(data)
    assert main(["manifest", str(data)]) == 0
    record = json.loads((data / RELEASED).read_text("utf-8"))
    assert record["date"] == DAY
    assert f"{DAY}-{NEXT}" in record["tables"]["changes"]["rows"]
    assert faults(data) == []


def test_the_command_records_no_change_under_a_version_that_is_released(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (data / RELEASED).read_bytes()
    old = correct(data, "forces", ("kent",), "note", "New")
    tell(data, ("forces", "kent", "note", old, "New"))
    assert main(["manifest", str(data)]) == 1
    assert (
        f"{KNOWN['version']!r} is released already. The cell 'note' of the row 'kent'"
        in capsys.readouterr().err
    )
    assert (data / RELEASED).read_bytes() == before


def test_the_command_records_no_change_that_is_not_told(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (data / RELEASED).read_bytes()
    correct(data, "forces", ("kent",), "note", "New")
    assert main(["manifest", str(data)]) == 1
    assert "'New' is not what was released" in capsys.readouterr().err
    assert (data / RELEASED).read_bytes() == before


def test_the_first_record_needs_none_before_it(data: Path) -> None:
    before = (data / RELEASED).read_bytes()
    (data / RELEASED).unlink()
    assert main(["manifest", str(data)]) == 0
    assert (data / RELEASED).read_bytes() == before


def test_the_record_is_not_published(built: Path) -> None:
    assert not list(built.rglob(RELEASED))
