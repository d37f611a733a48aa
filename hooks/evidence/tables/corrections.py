"""Whether corrections.csv says why each released row changed or went, and of nothing else."""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from evidence.problems import Problem
from evidence.tables.history import (
    CORRECTIONS,
    History,
    Row,
    RowChange,
    changed_rows,
    changed_rows_of_table,
    rows_by_key,
)
from evidence.tables.read import Package, Table

PATH = "data/corrections.csv"


def missing_corrections(package: Package, history: History) -> Iterator[Problem]:
    """Yield each released row that changed or went without a line that says why, and each line that is wrong.

    Only a line that is newer than the last release can explain what changed since.
    """
    if history.released is None:
        return
    table, released = package.tables[CORRECTIONS], _released_lines(package, history.released)
    for change in changed_rows_of_table(released, table):
        fault = f"The line {change.key!r} was released and {_difference(change)}."
        remedy = "Put it back as it was. If it was wrong, say so in a new line."
        yield Problem(table.path, change.line, "row", fault, remedy)
    for line in _new_lines(table, released):
        for place in _find_unknown_row(line.cells, (history.released, package)):
            yield Problem(table.path, line.line, *place)
    for change in _find_unexplained(package, history.released):
        fault = f"The row {change.key!r} was released with {history.tags[-1]} and {_difference(change)}."
        line_to_add = f"add this line to {PATH} with your words in place of the capitals: {_line(change)}"
        column = next(iter(change.cells), "row")
        yield Problem(change.table.path, change.line, column, fault, f"Undo that, or {line_to_add}")


def lines_to_add(package: Package, history: History) -> list[str]:
    """Give for each change that lacks one its line of corrections.csv, with capitals in place of words."""
    changes = _find_unexplained(package, history.released) if history.released else ()
    return [_line(change) for change in changes]


def comparison_notes(package: Package, history: History) -> Iterator[str]:
    """Say what could not be compared with the last release, or need not be."""
    if history.released:
        for name, old in history.released.tables.items():
            if name not in package.tables or package.tables[name].key != old.key:
                reason = f"the rows of {name}, which is gone or has another key."
                yield f"Not compared with the last release: {reason}"
    elif history.gap:
        yield f"Not compared with the last release: {history.gap}"
    elif package.tables[CORRECTIONS].rows:
        yield f"Nothing is released yet, so {PATH} needs no line."


def _find_unexplained(package: Package, released: Package) -> Iterator[RowChange]:
    lines = _new_lines(package.tables[CORRECTIONS], _released_lines(package, released))
    explained = {(line.cells["table"], line.cells["row"]) for line in lines}
    for change in changed_rows(released, package):
        if (change.table.name, change.key) not in explained and not change.is_news:
            yield change


def _released_lines(package: Package, released: Package) -> Table:
    return released.tables.get(CORRECTIONS, replace(package.tables[CORRECTIONS], rows=()))


def _new_lines(table: Table, released: Table) -> list[Row]:
    old = rows_by_key(released)
    return [row for key, row in rows_by_key(table).items() if key not in old]


def _line(change: RowChange) -> str:
    today = datetime.datetime.now().astimezone().date().isoformat()
    line = io.StringIO()
    cells = (today, change.table.name, change.key, "WHAT WAS WRONG", "WHY", "no")
    csv.writer(line, lineterminator="").writerow(cells)
    return line.getvalue()


def _difference(change: RowChange) -> str:
    cells = ", ".join(f"{name} was {old!r}" for name, (old, _) in change.cells.items())
    return "is gone" if change.is_gone else f"has changed: {cells}"


def _find_unknown_row(line: Mapping[str, str], packages: Sequence[Package]) -> Iterator[tuple[str, str, str]]:
    """Yield column, fault and remedy of a line whose row is in none of the packages."""
    name, row = line["table"], line["row"]
    tables = [package.tables[name] for package in packages if name in package.tables]
    if not tables:
        yield "table", f"{name!r} is not a table.", "Write the name of its file in data/, without .csv."
    elif not any(row in rows_by_key(each) for each in tables):
        remedy = f"Write what is in its {' and '.join(tables[-1].key)}, with a space between."
        yield "row", f"{row!r} is not a row of {name}.", remedy
