"""The rows that the list of changes still owes, ready to paste."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from evidence.checks import released
from evidence.checks.manifest import LEDGER, NEW, cells, digest, keyed
from evidence.problems import Problem
from evidence.report.document import Block, Lines, Section
from evidence.report.sides import Sides
from evidence.tables import Package

WORDS = (
    "What has been released may change, but never untold. Paste this at the end of data/changes.csv. ",
    "Write your own words for the capitals: WHAT was done, the REASON, and yes or no for whether it alters ",
    "what a reader would conclude.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """A change that is not told: what is wrong with that, and the row that tells it."""

    fault: str
    row: tuple[str, ...]

    @property
    def pasted(self) -> str:
        """The row as CSV."""
        stream = io.StringIO()
        csv.writer(stream, lineterminator="").writerow(self.row)
        return stream.getvalue()


def owed(sides: Sides) -> tuple[Owed, ...]:
    """Give every change since the last release that the head does not tell, with the row to add.

    A cell that is a fault in itself is not to be told but mended, and then perhaps there is nothing to tell.
    The cell before is the base's, if that is what was released. The day is that of the head's commit or, if
    the list of changes has a later one, that of the last change; the number is the next that is free.
    """
    package = sides.head.package
    if package is None or LEDGER not in package.tables:
        return ()
    found = [problem for problem in released.problems(package) if _can_be_told(problem, sides.head.faults)]
    ids = set(_ledger(package, "id"))
    day = max(sides.head.day, *_ledger(package, "date"), "")
    return tuple(_owed(problem, sides, day, ids) for problem in sorted(set(found)))


def section(found: tuple[Owed, ...]) -> Section:
    """Give the rows to paste, with the rule that asks for each."""
    return Section(
        title="What does changes.csv still owe?",
        subject="rows owed to changes.csv",
        blocks=tuple(_blocks(found)),
    )


def _blocks(found: tuple[Owed, ...]) -> Iterator[Block]:
    if found:
        yield Block(words=WORDS, content=Lines(kind="csv", items=tuple(one.pasted for one in found)))
        yield Block(
            words=("The same, by line of the tables:",),
            content=Lines(kind="text", items=tuple(one.fault for one in found)),
            detail=True,
        )


def _can_be_told(problem: Problem, faults: Iterable[str]) -> bool:
    """Say whether a change is owed, and its cell is no fault; one with a line break always is."""
    place = f"{problem.path}:{problem.line}:{problem.column}: "
    faulty = any(fault.startswith(place) for fault in faults) or {"\n", "\r"} & set(problem.remedy)
    return released.OWED in problem.remedy and not faulty


def _owed(problem: Problem, sides: Sides, day: str, ids: set[str]) -> Owed:
    (row,) = csv.reader([problem.remedy.partition(released.OWED)[2]])
    _, _, what, table, key, column, old, *rest = row
    number = f"{day}-{_free(day, ids):02}"
    ids.add(number)
    before = _released(sides, table, key, column)
    fault = f"{problem.path}:{problem.line}:{problem.column}: {problem.fault}"
    return Owed(
        fault=fault, row=(number, day, what, table, key, column, old if before is None else before, *rest)
    )


def _free(day: str, ids: set[str]) -> int:
    return next(number for number in range(1, len(ids) + 2) if f"{day}-{number:02}" not in ids)


def _ledger(package: Package, column: str) -> Iterator[str]:
    ledger = package.tables[LEDGER]
    return (cell for _, cell in ledger.column(column)) if column in ledger.header else iter(())


def _released(sides: Sides, table: str, key: str, column: str) -> str | None:
    """Give the base's cell, if the head's record of the last release has it; nothing for a whole row."""
    base, head = sides.base.package, sides.head.package
    if not (base and head and key and column and table in base.tables):
        return None
    _, row = keyed(base.tables[table]).get(key, (0, {}))
    was = dict(cells(head.released["tables"].get(table, NEW), key)).get(column)
    return row[column] if column in row and digest(row[column]) == was else None
