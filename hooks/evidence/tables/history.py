"""What was released, asked of git, and which rows differ from it by value.

A release is a git tag such as v1.2.0. No other record is kept of what was published.
"""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from evidence.tables.files import DESCRIPTOR
from evidence.tables.read import Package, Table

TAG = re.compile(r"v\d+\.\d+\.\d+")
CORRECTIONS = "corrections"
NEWS = {"counts": "count", "force_responses": "id"}
"""The tables whose rows are news, each with the column that is filled once its row tells something."""
PUBLISHED_PAGES = ".github/published-pages.txt"
"""The list of the addresses of pages, which each release writes."""
NOT_A_CLONE = "this folder is not a git clone."
SHALLOW = "this clone is shallow. Run git fetch --unshallow --tags."
UNTAGGED = "the tags of the releases are not in this clone. Run git fetch --tags."


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """The releases that led to this commit, the oldest first, and the tables of the last one.

    `gap` says why the history cannot be read, or not all of it; it is empty where all of it is there.
    """

    folder: Path
    tags: tuple[str, ...] = ()
    released: Package | None = None
    gap: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row of a table by the names of its columns, and the line that it is on."""

    line: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class RowChange:
    """A row whose values changed; `cells` are old and new by column, and `line` is 1 where the row went."""

    table: Table
    line: int
    key: str
    cells: Mapping[str, tuple[str, str]]

    @property
    def is_gone(self) -> bool:
        """Whether the row went."""
        return not self.cells

    @property
    def is_news(self) -> bool:
        """Whether a figure that was not known has become known: that corrects nothing."""
        column = NEWS.get(self.table.name, "")
        return column in self.cells and not self.cells[column][0]


class UnreadableHistory(Exception):
    """The history of a folder cannot be read; the message is why, as the end of a sentence."""


def run_git(folder: Path, *arguments: str, stdin: str = "") -> bytes:
    """Run git in a folder and return what it prints; raises UnreadableHistory."""
    try:
        done = subprocess.run(
            ["git", "-C", folder, *arguments],
            input=stdin.encode(),
            env={**os.environ, "LC_ALL": "C"},
            capture_output=True,
            check=True,
        )
    except FileNotFoundError:
        raise UnreadableHistory("git is not installed.") from None
    except subprocess.CalledProcessError as error:
        reason = error.stderr.decode(errors="replace").strip().partition("\n")[0]
        raise UnreadableHistory(
            NOT_A_CLONE if "not a git repository" in reason else f"git says {reason!r}."
        ) from None
    return done.stdout


def read_files(folder: Path, names: Sequence[str]) -> Mapping[str, bytes]:
    """Read files at commits by names such as `v1.0.0:./counts.csv`; one that was not there is left out."""
    if not names:
        return {}
    output = io.BytesIO(run_git(folder, "cat-file", "--batch", stdin="".join(f"{name}\n" for name in names)))
    files = {}
    for name in names:
        header = output.readline().rstrip()
        if not header.endswith(b" missing"):
            files[name] = output.read(int(header.split()[-1]))
            output.readline()  # the line end that git puts after each file
    return files


def read_history(folder: Path) -> History:
    """Read the releases of the data package in a folder."""
    try:
        shallow = run_git(folder, "rev-parse", "--is-shallow-repository").strip() == b"true"
        reachable = () if shallow else ("--merged", "HEAD")  # a shallow clone does not know what led to HEAD
        listed = run_git(folder, "tag", "--list", "v*", "--sort=version:refname", *reachable)
        tags = [tag for tag in listed.decode().split() if TAG.fullmatch(tag)]
        found = read_files(folder, [at(tag, DESCRIPTOR) for tag in tags])
    except UnreadableHistory as error:
        return History(folder=folder, gap=str(error))
    releases = tuple(tag for tag in tags if at(tag, DESCRIPTOR) in found)
    last = releases[-1] if releases else ""
    released = _read_release(folder, last, found[at(last, DESCRIPTOR)]) if last else None
    untagged = not releases and (folder.parent / PUBLISHED_PAGES).exists()
    gap = SHALLOW if shallow else UNTAGGED if untagged else ""
    return History(folder=folder, tags=releases, released=released, gap=gap)


def _read_release(folder: Path, tag: str, descriptor: bytes) -> Package:
    described = json.loads(descriptor)
    resources = {at(tag, resource["path"]): resource for resource in described["resources"]}
    files = read_files(folder, list(resources))
    tables = [_parse(resources[name], name, content) for name, content in files.items()]
    return Package(at(tag, DESCRIPTOR), described, {table.name: table for table in tables})


def read_versions(table: Table, history: History) -> Mapping[str, Table]:
    """Read a table as it was in each release that had it, by the tags."""
    tags = {at(tag, table.resource["path"]): tag for tag in history.tags}
    files = read_files(history.folder, list(tags))
    return {tags[name]: _parse(table.resource, name, content) for name, content in files.items()}


def at(revision: str, path: str) -> str:
    """Give git's name of a file of the folder as it was at a tag or commit."""
    return f"{revision}:./{path}"


def changed_rows(before: Package, after: Package) -> Iterator[RowChange]:
    """Yield each row that has other values in the later package, or went.

    Of a table that went, or has another key, no rows are compared: the version of a release tells of that.
    """
    for name, old in before.tables.items():
        new = after.tables.get(name)
        if new and old.key == new.key and name != CORRECTIONS:
            yield from changed_rows_of_table(old, new)


def changed_rows_of_table(old: Table, new: Table) -> Iterator[RowChange]:
    """Yield each row of a table that has other values in the later one, or went.

    A new column changes no row, nor does another order or another way to write the same number.
    """
    numeric = {field["name"] for field in new.fields if field["type"] in {"integer", "number"}}
    rows = rows_by_key(new)
    for key, before in rows_by_key(old).items():
        after = rows.get(key)
        cells = {
            name: (cell, after.cells[name])
            for name, cell in before.cells.items()
            if after
            and name in after.cells
            and _value(cell, name in numeric) != _value(after.cells[name], name in numeric)
        }
        if after is None or cells:
            yield RowChange(table=new, line=after.line if after else 1, key=key, cells=cells)


def rows_by_key(table: Table) -> Mapping[str, Row]:
    """Give the rows of a table by their keys, which are the key's cells with a space between."""
    rows = (Row(line=line, cells=dict(zip(table.header, cells, strict=False))) for line, cells in table.rows)
    return {" ".join(row.cells.get(column, "") for column in table.key): row for row in rows}


def dates_of_news(table: Table, history: History) -> Mapping[str, str]:
    """Give the day (ISO date) on which each row of a table of news became known, by the row's key.

    It is that of the commit that brought the row to the main branch. What the first release had is no news.
    """
    if history.gap or not history.tags:
        return {}
    first, path = history.tags[0], table.resource["path"]
    order = ("--first-parent", "--reverse", "--format=%H %cs")
    log = run_git(history.folder, "log", *order, f"{first}..HEAD", "--", path).decode()
    dates = dict(line.split() for line in log.splitlines())
    files = read_files(history.folder, [at(commit, path) for commit in (first, *dates)])
    tables = {name: _parse(table.resource, path, content) for name, content in files.items()}
    known = {
        commit: [key for key, row in rows_by_key(tables[name]).items() if row.cells.get(NEWS[table.name])]
        for commit in (first, *dates)
        if (name := at(commit, path)) in tables
    }
    found: dict[str, str] = {}
    for commit, keys in known.items():
        for key in keys:
            found.setdefault(key, dates.get(commit, ""))
    return {key: date for key, date in found.items() if date}


def _parse(resource: Mapping[str, Any], path: str, content: bytes) -> Table:
    text = io.StringIO(content.decode("utf-8-sig", errors="replace"), newline="")
    header, *rows = [tuple(cells) for cells in csv.reader(text) if cells] or [()]
    return Table(resource["name"], path, resource, header, tuple(enumerate(rows, 2)))


def _value(cell: str, is_numeric: bool) -> str | Decimal:
    try:
        return Decimal(cell) if is_numeric else cell.strip()
    except InvalidOperation:
        return cell.strip()
