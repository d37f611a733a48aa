"""Whatever stands in the tables, a check ends in messages that lead to a place, or the model loads."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evidence.problems import Problem, RejectedInput, limit_per_kind
from evidence.tables.tidy import tidy
from evidence.tables.validate import validate
from tests.edits import Edit, Rows, change_bytes, change_rows, together
from tests.publications import read_publication
from tests.site_pages import EVERY_PAGE

FILES = ("claims.csv", "counts.csv", "datapackage.json", "forces.csv", "letter.csv", "support.csv")
BYTES = (
    b"\x00", b"\xff", b"\xed\xa0\x80", b"\xef\xbb\xbf", b"\r", b"\n\n\n", b'"', b",,,,,,,,,,",
    b"<zq onx=1>", b"[{", b"}", b"null", b"NaN", b"\\ud800",
    b"9" * 5_000, b"[" * 100_000, b"x" * 200_000,
)  # fmt: skip
CELLS = (
    "<zq onx=1>", "{{ zq }} {% zq %}", "=1+1", "\u202eback", "no\ufffe", "two\nlines", "line\u2028end",
    "-0", "1e999", "\u0663.5", "0001-01-01", "9999-12-31", "2023-W45-4",
    "https://[", "https://host:port/", "+44 0", "",
)  # fmt: skip
REPLACED: Mapping[str, Callable[[Path], object]] = {
    "a folder": Path.mkdir,
    "a pipe": os.mkfifo,
    "a link to itself": lambda path: path.symlink_to(path),
    "a link out": lambda path: path.symlink_to("/etc/hostname"),
    "60 MB": lambda path: path.write_bytes(b"x" * 60_000_000),
}


def insert(name: str, part: int, content: bytes) -> Edit:
    """Put bytes into a file after so many thousandths of it."""

    def change(before: bytes) -> bytes:
        at = len(before) * part // 1_000
        return before[:at] + content + before[at:]

    return change_bytes(name, change)


def shuffle(name: str, one: int, other: int) -> Edit:
    """Move a row, and the last cell of another."""

    def change(rows: Rows) -> None:
        rows.insert(one % len(rows), rows.pop(other % len(rows)))
        rows[other % len(rows)].insert(0, rows[other % len(rows)].pop())

    return change_rows(name, change)


def put(name: str, place: int, cell: str) -> Edit:
    """Write a cell at a place, which is counted through all the columns of the first rows."""

    def change(rows: Rows) -> None:
        row = rows[1 + place % 7]
        row[place % len(row)] = cell

    return change_rows(name, change)


def assert_ends_well(data: Path, edit: Edit) -> None:
    edit(data)
    for work in (read_publication, lambda folder: list(tidy(folder))):  # loading validates first
        try:
            work(data)
        except RejectedInput as error:
            assert_is_readable(error.problems, data)


def assert_is_readable(problems: Iterable[Problem], data: Path) -> None:
    shown = limit_per_kind(problems)
    assert shown
    for problem in shown:
        path = data / Path(problem.path).name
        lines = len(re.split(rb"\r\n|\r|\n", path.read_bytes())) if path.is_file() else 1
        assert 1 <= problem.line <= lines, problem
        assert str(problem).isprintable() and len(str(problem)) < 4_000, problem
        assert problem.fault[-1] in ".…" and problem.remedy and problem.column, problem


@pytest.mark.parametrize("content", BYTES, ids=range(len(BYTES)))
@pytest.mark.parametrize("name", ("claims.csv", "datapackage.json"))
def test_any_bytes_end_in_messages(name: str, content: bytes, editable: Path) -> None:
    assert_ends_well(editable, insert(name, 400, content))


@pytest.mark.parametrize("cell", CELLS, ids=range(len(CELLS)))
def test_any_cell_ends_in_messages(cell: str, editable: Path) -> None:
    tables = (name for name in FILES if name.endswith(".csv"))
    assert_ends_well(editable, together(*(put(name, place, cell) for place, name in enumerate(tables))))


@pytest.mark.parametrize("kind", REPLACED)
def test_only_a_file_is_read(kind: str, editable: Path) -> None:
    def edit(data: Path) -> None:
        (data / "forces.csv").unlink()
        REPLACED[kind](data / "forces.csv")

    assert_ends_well(editable, edit)


def test_many_rows_end_in_few_messages(editable: Path) -> None:
    with (editable / "aliases.csv").open("a", encoding="utf-8") as file:
        file.writelines(f"zz {number},force-{number},place\n" for number in range(2_000))
    with pytest.raises(RejectedInput) as rejected:
        validate(editable)
    assert len(limit_per_kind(rejected.value.problems)) < 10


PLACES = st.integers(0, 1_000)
TABLES = st.sampled_from([name for name in FILES if name.endswith(".csv")])
EDITS = st.one_of(
    st.builds(insert, st.sampled_from(FILES), PLACES, st.sampled_from(BYTES) | st.binary(max_size=4)),
    st.builds(put, TABLES, PLACES, st.sampled_from(CELLS) | st.text(max_size=20)),
    st.builds(shuffle, TABLES, PLACES, PLACES),
)


@pytest.mark.every_page
@pytest.mark.skipif(not EVERY_PAGE, reason="takes minutes: part of make sweep")
@settings(
    max_examples=400,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
@given(edits=st.lists(EDITS, min_size=1, max_size=3))
def test_what_chance_finds_ends_in_messages(edits: list[Edit], tables: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    shutil.rmtree(data, ignore_errors=True)
    shutil.copytree(tables, data)
    assert_ends_well(data, together(*edits))
