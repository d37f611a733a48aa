"""What was released does not change without a line that says why, and nothing else needs one."""

from __future__ import annotations

import csv
import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from evidence.__main__ import main
from evidence.problems import Problem
from evidence.tables import read
from evidence.tables.corrections import comparison_notes, missing_corrections
from evidence.tables.descriptor import MINIMUM
from evidence.tables.history import PUBLISHED_PAGES, dates_of_news, read_history
from tests.repository import commit, git, release
from tests.sample import edit, read_rows, write_rows

Edit = Callable[[Path], object]


@pytest.fixture
def data(editable: Path) -> Path:
    """The sample as it was released with version 1.0.0, for a test to change."""
    add_line(editable, "2025-02-01,forces,kent,The note was wrong,The force says so,no")
    release(editable.parent, "1.0.0")
    return editable


def problems(data: Path) -> list[Problem]:
    package, faults = read(data)
    assert not faults
    return list(missing_corrections(package, read_history(data)))


def notes(data: Path) -> list[str]:
    return list(comparison_notes(read(data)[0], read_history(data)))


def table(name: str, change: Callable[[list[dict[str, str]]], list[dict[str, str]]]) -> Edit:
    """Make an edit of the rows of a table."""

    def in_folder(data: Path) -> None:
        path = data / f"{name}.csv"
        rows = read_rows(path)
        changed = change(rows)
        write_rows(path, changed, (changed or rows)[0])

    return in_folder


def add_line(data: Path, *lines: str) -> None:
    with (data / "corrections.csv").open("a", encoding="utf-8") as file:
        file.writelines(f"{line}\n" for line in lines)


def note(data: Path, note: str = "New") -> None:
    edit(data / "forces.csv", "kent", note=note)


def without(key: str) -> Callable[[list[dict[str, str]]], list[dict[str, str]]]:
    return lambda rows: [row for row in rows if key not in row.values()]


def add_column(data: Path) -> None:
    table("forces", lambda rows: [row | {"motto": "New"} for row in rows])(data)


def save_otherwise(data: Path) -> None:
    """Save each table as another program does: other line ends, quotes, order and forms of numbers."""
    for path in data.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            header, *rows = csv.reader(file)
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
            writer.writerows(
                [header, *([re.sub(r"^(\d+)\.0$", r"\1", cell) for cell in row] for row in rows[::-1])]
            )


FREE: dict[str, Edit] = {
    "nothing": lambda data: None,
    "another way to write the same": save_otherwise,
    "a new row": table("aliases", lambda rows: [*rows, rows[0] | {"alias": "Somewhere"}]),
    "a new column": add_column,
    "a count that becomes known": lambda data: edit(
        data / "counts.csv", "kent", count="12", marker="", source_id="letter"
    ),
}


@pytest.mark.parametrize("change", FREE.values(), ids=FREE)
def test_what_corrects_nothing_needs_no_line(change: Edit, data: Path) -> None:
    change(data)
    package, _ = read(data)  # a byte-order mark is told by the rules of files
    assert list(missing_corrections(package, read_history(data))) == []


OWED: dict[str, tuple[Edit, str, str]] = {
    "a value": (note, "forces,kent", "note was ''"),
    "a figure": (
        lambda data: edit(data / "population.csv", "kent", residents="1"),
        "population,kent 2019",
        "residents was '1842692'",
    ),
    "a key of two cells": (
        lambda data: edit(data / "counts.csv", "btp", marker="[c]"),
        "counts,btp 2020-04 2023-03",
        "marker was '[x]'",
    ),
    "a row that went": (table("support", without("bawso")), "support,bawso", "is gone"),
    "a key that holds a comma": (
        lambda data: edit(data / "misprints.csv", "3", likely="new"),
        'misprints,"3 of the Constabulary, Fire and Rescue Services"',
        "likely was",
    ),
}


@pytest.mark.parametrize(("change", "row", "difference"), OWED.values(), ids=OWED)
def test_a_released_row_that_changed_is_owed_a_line(
    change: Edit, row: str, difference: str, data: Path
) -> None:
    change(data)
    (problem,) = problems(data)
    assert difference in problem.fault
    assert re.search(rf": \d{{4}}-\d\d-\d\d,{row},WHAT WAS WRONG,WHY,no$", problem.message)
    add_line(data, f"2025-03-02,{row},It was wrong,The source says so,no")
    assert problems(data) == []


def test_the_place_is_that_of_the_row_and_the_cell(data: Path) -> None:
    note(data)
    (problem,) = problems(data)
    line = next(line for line, cell in read(data)[0].tables["forces"].column("id") if cell == "kent")
    assert (problem.line, problem.column, Path(problem.path).name) == (line, "note", "forces.csv")


def test_each_row_needs_its_own_line(data: Path) -> None:
    note(data)
    edit(data / "forces.csv", "essex", note="New")
    add_line(data, "2025-03-02,forces,essex,It was wrong,The force says so,no")
    assert [problem.fault.split("'")[1] for problem in problems(data)] == ["kent"]


def test_a_line_of_an_earlier_release_explains_nothing(data: Path) -> None:
    note(data)
    add_line(data, "2025-03-02,forces,kent,It was wrong,The force says so,no")
    release(data.parent, "1.0.1")
    note(data, "Newer")
    assert len(problems(data)) == 1


def test_a_line_as_it_is_offered_is_not_yet_one(editable: Path, capsys: pytest.CaptureFixture[str]) -> None:
    add_line(editable, "2025-03-02,forces,kent,WHAT WAS WRONG,WHY,no")
    assert main(["check", str(editable)]) == 1
    assert re.findall(r"corrections.csv:2:([\w+]+):", capsys.readouterr().err) == ["wrong+why"]


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("2025-03-02,force,kent,It was wrong,It is right,no", "'force' is not a table."),
        ("2025-03-02,forces,kant,It was wrong,It is right,no", "'kant' is not a row of forces."),
        ("2025-03-02,counts,kent,It was wrong,It is right,no", "'kent' is not a row of counts."),
    ],
)
def test_a_line_of_a_row_that_never_was_is_told(line: str, fault: str, data: Path) -> None:
    add_line(data, line)
    assert [problem.fault for problem in problems(data)] == [fault]


@pytest.mark.parametrize(
    "change",
    [
        table("corrections", without("kent")),
        lambda data: edit(data / "corrections.csv", "2025-02-01", why="New"),
    ],
)
def test_a_released_line_stays_as_it_is(change: Edit, data: Path) -> None:
    change(data)
    (problem,) = problems(data)
    assert problem.fault.startswith("The line '2025-02-01 forces kent' was released and")


def test_before_the_first_release_nothing_is_owed(editable: Path) -> None:
    commit(editable.parent, "First")
    note(editable)
    assert (problems(editable), notes(editable)) == ([], [])
    add_line(editable, "2025-03-02,forces,kent,It was wrong,The force says so,no")
    assert problems(editable) == []
    assert notes(editable) == ["Nothing is released yet, so data/corrections.csv needs no line."]


def test_a_table_of_another_shape_is_named(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(MINIMUM["aliases"], "key", ["alias", "force_id", "kind"])
    path = data / "datapackage.json"
    descriptor = json.loads(path.read_text("utf-8"))
    aliases = next(each for each in descriptor["resources"] if each["name"] == "aliases")
    aliases["schema"]["primaryKey"].append("kind")
    path.write_text(json.dumps(descriptor), "utf-8")
    note = "Not compared with the last release: the rows of aliases, which is gone or has another key."
    assert notes(data) == [note]


def shallow(data: Path, folder: Path) -> str:
    commit(data.parent, "Later")
    git(folder, "clone", "--quiet", "--depth", "1", "--no-tags", f"file://{data.parent}", "clone")
    return "this clone is shallow. Run git fetch --unshallow --tags."


def untagged(data: Path, folder: Path) -> str:
    (data.parent / PUBLISHED_PAGES).parent.mkdir()
    (data.parent / PUBLISHED_PAGES).write_text("./\n", "utf-8")
    commit(data.parent, "Later")
    git(folder, "clone", "--quiet", "--no-tags", str(data.parent), "clone")
    return "the tags of the releases are not in this clone. Run git fetch --tags."


def unversioned(data: Path, folder: Path) -> str:
    shutil.copytree(data, folder / "clone" / "data")
    return "this folder is not a git clone."


@pytest.mark.parametrize("copy", [shallow, untagged, unversioned])
def test_where_the_release_is_not_at_hand_the_check_says_so(
    copy: Callable[[Path, Path], str],
    data: Path,
    tmp_path_factory: pytest.TempPathFactory,
    capsys: pytest.CaptureFixture[str],
) -> None:
    folder = tmp_path_factory.mktemp("elsewhere")
    gap = copy(data, folder)
    note(folder / "clone" / "data")
    assert main(["check", str(folder / "clone" / "data")]) == 0
    assert f"Not compared with the last release: {gap}\n" in capsys.readouterr().out


def test_the_lines_for_many_rows_are_printed_to_be_pasted(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    names = ("durham", "essex", "gwent", "kent")
    for name in names:
        edit(data / "forces.csv", name, note="New")
    assert main(["check", str(data)]) == 1
    lines = [line for line in capsys.readouterr().out.splitlines() if line.endswith("WHAT WAS WRONG,WHY,no")]
    assert [line.split(",")[2] for line in lines] == [*names]


def test_a_release_on_another_branch_is_not_ours(data: Path) -> None:
    git(data.parent, "checkout", "--quiet", "-b", "other")
    note(data)
    release(data.parent, "2.0.0")
    git(data.parent, "checkout", "--quiet", "main")
    assert read_history(data).tags == ("v1.0.0",)


def test_the_last_release_is_that_of_the_highest_version(data: Path) -> None:
    for version in ("1.9.0", "1.10.0"):
        release(data.parent, version)
    git(data.parent, "tag", "v2-draft")
    assert read_history(data).tags == ("v1.0.0", "v1.9.0", "v1.10.0")


def known(data: Path, count: str) -> None:
    edit(data / "counts.csv", "kent", count=count, marker="", source_id="letter")


def test_a_count_is_news_once_on_the_day_that_it_came_to_main(data: Path) -> None:
    for turn, count in enumerate(("12", "", "13"), 2):
        known(data, count)
        commit(data.parent, "A count", date=f"2025-03-0{turn}")
    package, _ = read(data)
    dates = dates_of_news(package.tables["counts"], read_history(data))
    assert dates == {"kent 2020-04 2023-03": "2025-03-02"}


def test_a_row_on_a_branch_is_news_when_it_is_merged(data: Path) -> None:
    git(data.parent, "checkout", "--quiet", "-b", "side")
    table("force_responses", lambda rows: [*rows, rows[-1] | {"id": "r999"}])(data)
    commit(data.parent, "A response", date="2025-03-02")
    git(data.parent, "checkout", "--quiet", "main")
    git(data.parent, "merge", "--quiet", "--no-ff", "--message", "Merge", "side", date="2025-03-05")
    package, _ = read(data)
    assert dates_of_news(package.tables["force_responses"], read_history(data)) == {"r999": "2025-03-05"}
