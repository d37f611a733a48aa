"""Figures that move though nobody typed them: what is counted, summed or rounded from the tables.

They are found in two ways, neither of which needs to know how a figure is made. From the tables: how many
rows have each of the values that a column allows, and how much of each published total is known. From the
built pages: every figure that goes or comes on a line and stands in no cell that came, went or changed. A
figure that is printed as its cell has it is told with its row and not here.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from difflib import SequenceMatcher

from evidence.report.changed import Turn
from evidence.report.document import Block, Line, Section, Theirs, counted
from evidence.report.document import Table as Shown
from evidence.report.rows import Compared
from evidence.report.sides import Sides
from evidence.report.wording import Wording
from evidence.tables import Package, Table

FIGURE = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
SAME = 0.5  # of the words of a line, that it is still the same line
PERIODS = 1  # the column of the key at which the period starts, after the force

Moved = Mapping[str, tuple[str, str]]
"""What is counted or summed, before and after."""


def section(sides: Sides, tables: Iterable[Compared], words: Wording) -> Section:
    """Show the figures that move."""
    summed, printed = tallied(sides), on_pages(words, tables)
    blocks = []
    if summed:
        items = tuple(
            ((Theirs(what),), (Theirs(old),), (Theirs(new),)) for what, (old, new) in summed.items()
        )
        shown = Shown(columns=("What is counted", "Before", "After"), items=items)
        blocks.append(Block(words=("Counted from the tables:",), content=shown))
    if printed:
        shown = Shown(columns=("Before", "After", "Where"), items=tuple(_printed(printed)))
        blocks.append(Block(words=("On pages, and in no cell that changed:",), content=shown))
    return Section(title="Which figures move with it?", subject="derived figures", blocks=tuple(blocks))


def tallied(sides: Sides) -> Moved:
    """Give what is counted and summed from the tables and is not as it was."""
    base, head = _tallies(sides.base.package), _tallies(sides.head.package)
    both = {what: (base.get(what, "0"), head.get(what, "0")) for what in sorted({*base, *head})}
    return {what: pair for what, pair in both.items() if pair[0] != pair[1]}


def on_pages(words: Wording, tables: Iterable[Compared]) -> Mapping[tuple[str, str], list[str]]:
    """Give the lines on which other figures stand than those of changed cells, with the pages they are on."""
    typed = {figure for table in tables for value in table.values() for figure in _figures(value)}
    found: dict[tuple[str, str], list[str]] = {}
    for alike in words.changed:
        for turn in alike.turns:
            if _moved(turn) - typed:
                found.setdefault(_sides(turn), []).extend(alike.addresses)
    return found


def _moved(turn: Turn) -> set[Decimal]:
    """Give the figures that a line has more or fewer of; a line of mostly other words is another line."""
    words = SequenceMatcher(None, turn.before.split(), turn.after.split())
    if words.ratio() < SAME or turn.after.startswith("<"):  # code to copy repeats what the page says
        return set()
    before, after = Counter(_figures(turn.before)), Counter(_figures(turn.after))
    return {*(before - after), *(after - before)}


def _figures(words: str) -> Iterator[Decimal]:
    return (Decimal(figure.replace(",", "")) for figure in FIGURE.findall(words))


def _sides(turn: Turn) -> tuple[str, str]:
    shown = [line.removeprefix("- ").removeprefix("+ ") for line in turn.shown()]
    return shown[0], shown[1]


def _printed(found: Mapping[tuple[str, str], list[str]]) -> Iterator[tuple[Line, ...]]:
    for (before, after), addresses in found.items():
        more = f" and {counted(len(addresses) - 1, 'page')} more" if len(addresses) > 1 else ""
        yield (Theirs(before),), (Theirs(after),), (Theirs(addresses[0]), more)


def _tallies(package: Package | None) -> Mapping[str, str]:
    tables = package.tables if package else {}
    counts: Counter[str] = Counter()
    for table in tables.values():
        for column in _of_kinds(table):
            counts.update(f"{table.name}.csv: {column} is {cell}" for _, cell in table.column(column) if cell)
    return {what: f"{number:,}" for what, number in counts.items()} | dict(_sums(tables))


def _of_kinds(table: Table) -> Iterator[str]:
    """Give the columns that allow only some values."""
    for field in table.fields:
        if "enum" in field.get("constraints", {}) and field["name"] in table.header:
            yield str(field["name"])


def _sums(tables: Mapping[str, Table]) -> Iterator[tuple[str, str]]:
    """Give how many rows of each published total are known, and what they add up to."""
    if "totals" not in tables or not {"table", "column", "period"} <= set(tables["totals"].header):
        return
    for _, cells in tables["totals"].rows:
        total = dict(zip(tables["totals"].header, cells, strict=False))
        table = tables.get(total.get("table", ""))
        if table and total.get("column") in table.header:
            parts = list(_parts(table, total["column"], total.get("period", "")))
            known = [part for part in parts if part is not None]
            what = f"{table.name}.csv, {total['period']}: {total['column']}"
            yield f"{what}, rows known", f"{len(known):,} of {len(parts):,}"
            yield f"{what}, sum of what is known", f"{sum(known):,}" if known else "nothing"


def _parts(table: Table, column: str, period: str) -> Iterator[Decimal | None]:
    for _, cells in table.rows:
        row = dict(zip(table.header, cells, strict=False))
        if "/".join(row.get(name, "") for name in table.key[PERIODS:]) == period:
            yield _number(row.get(column, ""))


def _number(cell: str) -> Decimal | None:
    try:
        number = Decimal(cell)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None
