"""Edits of a data package, from one byte to a whole file: what a slip or ill will could leave behind."""

from __future__ import annotations

import csv
import io
import os
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

MARK = "<zq onx=1>"
"""Of this no page may make an element."""
HOSTILE = (
    MARK,
    f"</title></script>{MARK}",
    "[x](javascript:zq())",
    "![x](javascript:zq()){: onx=1 }",
    "{{ zq }} {% zq %} {# zq #}",
    "a | b `code` *not* _this_ \\ ~ ^ # =",
    "=1+1",
    "@SUM(A1)",
    "- one",
    "1. one",
    "> quoted",
    "--- zq: 1",
    "&lt;zq&gt; &#60;",
    "http://example.org/ www.example.org <http://example.org/>",
    '"quoted" \'single\' "',
    "אבג",
    "\u202eright to left",
    "zero\u200bwidth",
    "nul\x00nul",
    "bell\x07",
    "two\nlines",
    "two\rlines",
    "two\u2028lines",
    "no\ufffethird",
    "half \ud800".encode("utf-8", "replace").decode(),
    "😀",
    "x" * 40_000,
    " edge",
    "",
)
NUMBERS = "0 -0 -1 +1 1e999 1e5 NaN inf -inf ½ ١٢ 1_000 007 1.5 .5 5. 1,000 ٣.5 99999999999999999999".split()
DATES = "2023-02-30 9999-99 0000 0001 0001-01-01 9999-12-31 2023-1-9 20231109 2023-W45-4 ٢٠٢٣ 2023".split()
CELLS = (*HOSTILE, *NUMBERS, *DATES)
BYTES = (
    b"\x00",
    b"\xff",
    b"\xc3",
    b"\xed\xa0\x80",
    b"\xef\xbb\xbf",
    b"\r",
    b"\n",
    b"\n\n\n",
    b'"',
    b",",
    b",,,,,,,,,,",
    b"<zq onx=1>",
    b"[",
    b"{",
    b"}",
    b"null",
    b"1e999",
    b"NaN",
    b"\\ud800",
    b"9" * 5_000,
    b"[" * 100_000,
    b"x" * 200_000,
)
FILES = "delete empty folder link link-to-itself dangling pipe new-table rename other-kind".split()
ROWS = "swap repeat delete shuffle empty longer shorter".split()
COLUMNS = "delete repeat rename swap".split()


@dataclass(frozen=True, slots=True)
class Bytes:
    """Bytes of a file that go, and others that come in their place; `at` is counted round and round."""

    file: int
    at: int
    gone: int
    new: bytes

    def make(self, data: Path) -> None:
        path = _file(data, self.file)
        if not path.is_file():  # an edit before has made something else of it
            return
        content = path.read_bytes()
        at = self.at % (len(content) + 1)
        path.write_bytes(content[:at] + self.new + content[at + self.gone :])


@dataclass(frozen=True, slots=True)
class Cell:
    """Another text in a cell of a table, in the header too."""

    table: str
    row: int
    column: int
    text: str

    def make(self, data: Path) -> None:
        def change(rows: list[list[str]]) -> None:
            row = rows[self.row % len(rows)]
            row[self.column % len(row)] = self.text

        _rewrite(data / self.table, change)


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows that change places, or stand twice, or go."""

    table: str
    how: str
    one: int
    other: int

    def make(self, data: Path) -> None:
        def change(rows: list[list[str]]) -> None:
            one, other = self.one % len(rows), self.other % len(rows)
            ROW[self.how](rows, one, other)

        _rewrite(data / self.table, change)


@dataclass(frozen=True, slots=True)
class Columns:
    """Columns that change places, or stand twice, or go, or have another name."""

    table: str
    how: str
    one: int
    other: int

    def make(self, data: Path) -> None:
        def change(rows: list[list[str]]) -> None:
            width = len(rows[0])
            for row in rows:
                if len(row) == width:
                    COLUMN[self.how](row, self.one % width, self.other % width)
            if self.how == "rename":
                rows[0][self.one % len(rows[0])] = "motto"

        _rewrite(data / self.table, change)


@dataclass(frozen=True, slots=True)
class File:
    """A file that goes, or is something else than a file."""

    file: int
    how: str

    def make(self, data: Path) -> None:
        path = _file(data, self.file)
        FILE[self.how](path)


@dataclass(frozen=True, slots=True)
class Replaced:
    """A file by its name, that is something else than a file."""

    name: str
    how: str

    def make(self, data: Path) -> None:
        FILE[self.how](data / self.name)


@dataclass(frozen=True, slots=True)
class Written:
    """A file by its name, with other content."""

    name: str
    content: bytes

    def make(self, data: Path) -> None:
        (data / self.name).write_bytes(self.content)


Edit: TypeAlias = Bytes | Cell | Rows | Columns | File | Replaced | Written


def edits(tables: tuple[str, ...]) -> SearchStrategy[Edit]:
    """Make any edit of the tables and of the files beside them."""
    table, place = st.sampled_from(tables), st.integers(0, 10_000)
    far = st.integers(0, 10_000_000)
    return st.one_of(
        st.builds(
            Bytes,
            place,
            far,
            st.sampled_from((0, 0, 1, 2, 100)),
            st.sampled_from(BYTES) | st.binary(max_size=4),
        ),
        st.builds(Cell, table, place, place, st.sampled_from(CELLS)),
        st.builds(Cell, table, place, place, st.sampled_from(CELLS) | st.text(max_size=20)),
        st.builds(Rows, table, st.sampled_from(ROWS), place, place),
        st.builds(Columns, table, st.sampled_from(COLUMNS), place, place),
        st.builds(File, place, st.sampled_from(FILES)),
    )


def _file(data: Path, number: int) -> Path:
    files = sorted(path for path in data.iterdir())
    return files[number % len(files)]


def _rewrite(path: Path, change: Callable[[list[list[str]]], None]) -> None:
    """Change the rows of a table; one that an edit before has made no table stays as it is."""
    if not path.is_file():
        return
    text = path.read_bytes().decode("utf-8", "surrogateescape")
    rows = [row for row in csv.reader(io.StringIO(text, newline="")) if row]
    if not rows:
        return
    change(rows)
    stream = io.StringIO(newline="")
    csv.writer(stream, lineterminator="\n").writerows(rows)
    path.write_bytes(stream.getvalue().encode("utf-8", "surrogateescape"))


def _swap(items: list[str] | list[list[str]], one: int, other: int) -> None:
    items[one], items[other] = items[other], items[one]  # type: ignore[assignment]


def _shuffle(rows: list[list[str]], one: int, other: int) -> None:
    rows[1:] = rows[1:][::-1]


def _emptied(rows: list[list[str]], one: int, other: int) -> None:
    rows[one] = [""] * len(rows[one])


def _gone(items: list[str] | list[list[str]], one: int, other: int) -> None:
    if len(items) > 1:
        del items[one]


ROW: Mapping[str, Callable[[list[list[str]], int, int], None]] = {
    "swap": _swap,
    "repeat": lambda rows, one, other: rows.insert(other, list(rows[one])),
    "delete": _gone,
    "shuffle": _shuffle,
    "empty": _emptied,
    "longer": lambda rows, one, other: rows[one].append("more"),
    "shorter": lambda rows, one, other: _gone(rows[one], 0, 0),
}
COLUMN: Mapping[str, Callable[[list[str], int, int], None]] = {
    "swap": _swap,
    "repeat": lambda row, one, other: row.insert(other, row[one]),
    "delete": _gone,
    "rename": lambda row, one, other: None,
}


def _replaced(path: Path, make: Callable[[Path], object]) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
    make(path)


def _moved(path: Path, to: Path) -> None:
    if to != path:
        _replaced(to, path.rename)


def _copied_outside(path: Path) -> None:
    outside = path.parent.parent / "outside"
    outside.write_bytes(path.read_bytes() if path.is_file() else b"")
    _replaced(path, lambda place: place.symlink_to(outside))


FILE: Mapping[str, Callable[[Path], object]] = {
    "delete": lambda path: _replaced(path, lambda _: None),
    "empty": lambda path: _replaced(path, lambda place: place.write_bytes(b"")),
    "folder": lambda path: _replaced(path, lambda place: place.mkdir()),
    "link": _copied_outside,
    "link-to-itself": lambda path: _replaced(path, lambda place: place.symlink_to(place)),
    "dangling": lambda path: _replaced(path, lambda place: place.symlink_to("nowhere")),
    "pipe": lambda path: _replaced(path, os.mkfifo),
    "new-table": lambda path: _replaced(
        path.with_name("zz.csv"), lambda place: place.write_text("a,b\n1,2\n", "utf-8")
    ),
    "rename": lambda path: _moved(path, path.with_name("renamed.csv")),
    "other-kind": lambda path: _moved(path, path.with_suffix(".csv")),
}
