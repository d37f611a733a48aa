"""What was released does not change without a line that says why, and nothing else needs one."""

from __future__ import annotations

import csv
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
from tests import edits
from tests.edits import Edit
from tests.repository import commit, git, release
from tests.sample import append, edit


@pytest.fixture
def data(editable: Path) -> Path:
    """The sample as it was released with version 1.0.0, for a test to change."""
    append(editable / "corrections.csv", "2025-02-01,forces,kent,It was wrong,The force says so,no\n")
    release(editable.parent, "1.0.0")
    return editable


def problems(data: Path) -> list[Problem]:
    package, faults = read(data)
    assert not faults
    return list(missing_corrections(package, read_history(data)))


def notes(data: Path) -> list[str]:
    return list(comparison_notes(read(data)[0], read_history(data)))


def explain(data: Path, key: str, table: str = "forces") -> None:
    """Say in a new line of the corrections why a row changed."""
    append(data / "corrections.csv", f"2025-03-02,{table},{key},It was wrong,The source says so,no\n")


def note(data: Path, key: str = "kent", note: str = "New") -> None:
    edit(data / "forces.csv", key, note=note)


def save_otherwise(data: Path) -> None:
    """Save each table as another program does: other line ends, quotes, order and forms of numbers."""
    for path in data.glob("*.csv"):
        header, *rows = edits.read(path)
        otherwise = [[re.sub(r"^(\d+)\.0$", r"\1", cell) for cell in row] for row in reversed(rows)]
        edits.save([header, *otherwise], path, "utf-8-sig", quoting=csv.QUOTE_ALL, lineterminator="\r\n")


FREE: dict[str, Edit] = {
    "nothing": lambda data: None,
    "another way to write the same": save_otherwise,
    "a new row": edits.change_rows("aliases.csv", lambda rows: rows.append(["Somewhere", *rows[1][1:]])),
    "a new column": edits.add_column("forces.csv", "motto", "New"),
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
    "a row that went": (edits.remove_row("support.csv", "bawso"), "support,bawso", "is gone"),
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
    table, _, key = row.partition(",")
    explain(data, key, table)
    assert problems(data) == []


def test_the_place_is_that_of_the_row_and_the_cell(data: Path) -> None:
    note(data)
    (problem,) = problems(data)
    line = next(line for line, cell in read(data)[0].tables["forces"].column("id") if cell == "kent")
    assert (problem.line, problem.column, Path(problem.path).name) == (line, "note", "forces.csv")


def test_each_row_is_owed_a_line_of_its_own_that_is_printed_to_be_pasted(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    names = ("devon-and-cornwall", "durham", "essex", "gwent", "kent")
    for name in names:
        note(data, name)
    explain(data, "essex")
    assert main(["check", str(data)]) == 1
    lines = re.findall(r"^[\d-]+,forces,(.*),WHAT WAS WRONG,WHY,no$", capsys.readouterr().out, re.MULTILINE)
    assert lines == [name for name in names if name != "essex"]


def test_a_line_of_an_earlier_release_explains_nothing(data: Path) -> None:
    note(data)
    explain(data, "kent")
    release(data.parent, "1.0.1")
    note(data, note="Newer")
    assert len(problems(data)) == 1


def test_a_line_as_it_is_offered_is_not_yet_one(editable: Path, capsys: pytest.CaptureFixture[str]) -> None:
    append(editable / "corrections.csv", "2025-03-02,forces,kent,WHAT WAS WRONG,WHY,no\n")
    assert main(["check", str(editable)]) == 1
    assert re.findall(r"corrections.csv:2:([\w+]+):", capsys.readouterr().err) == ["wrong+why"]


@pytest.mark.parametrize(
    ("table", "key", "fault"),
    [
        ("force", "kent", "'force' is not a table."),
        ("forces", "kant", "'kant' is not a row of forces."),
        ("counts", "kent", "'kent' is not a row of counts."),
    ],
)
def test_a_line_of_a_row_that_never_was_is_told(table: str, key: str, fault: str, data: Path) -> None:
    explain(data, key, table)
    assert [problem.fault for problem in problems(data)] == [fault]


@pytest.mark.parametrize(
    "change",
    [
        edits.remove_row("corrections.csv", "2025-02-01"),
        edits.change_cell("corrections.csv", 2, "why", "New"),
    ],
    ids=["gone", "changed"],
)
def test_a_released_line_stays_as_it_is(change: Edit, data: Path) -> None:
    change(data)
    (problem,) = problems(data)
    assert problem.fault.startswith("The line '2025-02-01 forces kent' was released and")


def test_before_the_first_release_nothing_is_owed(editable: Path) -> None:
    commit(editable.parent, "First")
    note(editable)
    assert (problems(editable), notes(editable)) == ([], [])
    explain(editable, "kent")
    assert problems(editable) == []
    assert notes(editable) == ["Nothing is released yet, so data/corrections.csv needs no line."]


def test_a_table_of_another_shape_is_named(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(MINIMUM["aliases"], "key", ["alias", "force_id", "kind"])
    edits.change_descriptor(
        lambda descriptor: edits.table(descriptor, "aliases")["schema"]["primaryKey"].append("kind")
    )(data)
    note = "Not compared with the last release: the rows of aliases, which is gone or has another key."
    assert notes(data) == [note]


def clone(*options: str) -> Callable[[Path, Path], object]:
    return lambda data, copy: git(
        data.parent, "clone", "--quiet", "--no-tags", *options, f"file://{data.parent}", copy
    )


@pytest.mark.parametrize(
    ("make_copy", "gap"),
    [
        (clone("--depth", "1"), "this clone is shallow. Run git fetch --unshallow --tags."),
        (clone(), "the tags of the releases are not in this clone. Run git fetch --tags."),
        (lambda data, copy: shutil.copytree(data, copy / "data"), "this folder is not a git clone."),
    ],
    ids=["shallow", "untagged", "unversioned"],
)
def test_where_the_release_is_not_at_hand_the_check_says_so(
    make_copy: Callable[[Path, Path], object],
    gap: str,
    data: Path,
    tmp_path_factory: pytest.TempPathFactory,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (data.parent / PUBLISHED_PAGES).parent.mkdir()
    (data.parent / PUBLISHED_PAGES).write_text("./\n", "utf-8")
    commit(data.parent, "Later")
    copy = tmp_path_factory.mktemp("elsewhere") / "copy"
    make_copy(data, copy)
    note(copy / "data")
    assert main(["check", str(copy / "data")]) == 0
    assert f"Not compared with the last release: {gap}\n" in capsys.readouterr().out


def test_the_releases_are_those_of_this_branch_in_the_order_of_their_versions(data: Path) -> None:
    git(data.parent, "checkout", "--quiet", "-b", "other")
    release(data.parent, "2.0.0")
    git(data.parent, "checkout", "--quiet", "main")
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
    edits.change_rows("force_responses.csv", lambda rows: rows.append(["r999", *rows[-1][1:]]))(data)
    commit(data.parent, "A response", date="2025-03-02")
    git(data.parent, "checkout", "--quiet", "main")
    git(data.parent, "merge", "--quiet", "--no-ff", "--message", "Merge", "side", date="2025-03-05")
    package, _ = read(data)
    assert dates_of_news(package.tables["force_responses"], read_history(data)) == {"r999": "2025-03-05"}
