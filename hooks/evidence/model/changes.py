"""What has changed since the first release, as readers are told of it."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from evidence.model.forces import Count, Force, Response
from evidence.model.reference_data import Correction
from evidence.model.site_data import SiteData
from evidence.tables import Package, Table
from evidence.tables.history import (
    CORRECTIONS,
    NEWS,
    History,
    RowChange,
    changed_rows_of_table,
    dates_of_news,
    read_versions,
    rows_by_key,
)

TAKEN_DOWN = "Taken down"
"""How a correction begins of what must not be repeated."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CellChange:
    """A cell before and after a correction; a telephone number is not repeated, for an old one does harm."""

    column: str
    old: str
    new: str
    is_phone: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectedRow:
    """A correction with the force that its row is of, if it is of one, and the cells that the history has."""

    correction: Correction
    force: Force | None
    cells: tuple[CellChange, ...]
    is_gone: bool

    @property
    def date(self) -> datetime.date:
        """The day of the correction."""
        return self.correction.date


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    """A response or a count that became known, and the day on which it came to the main branch."""

    date: datetime.date
    table: str
    key: str
    force: Force
    row: Count | Response


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """Everything that changed since the first release, newest first.

    Without the whole history (`is_complete`) there are no updates, and the corrections have no cells.
    """

    corrections: tuple[CorrectedRow, ...] = ()
    updates: tuple[Update, ...] = ()
    is_released: bool = False
    is_complete: bool = False


def load_changes(package: Package, data: SiteData, history: History) -> Changes:
    """Load the corrections with their cells from the history, and the updates."""
    found = {} if history.gap else _row_changes(package, data.corrections, history)
    return Changes(
        corrections=tuple(_corrected(each, found.get(each), data) for each in data.corrections),
        updates=tuple(sorted(_updates(package, data, history), key=lambda each: each.date, reverse=True)),
        is_released=bool(history.tags),
        is_complete=not history.gap,
    )


def _row_changes(
    package: Package, corrections: Iterable[Correction], history: History
) -> Mapping[Correction, RowChange]:
    """Find the row change that each correction tells of: the one that came with its line."""
    named = {each.table for each in corrections} & package.tables.keys()
    steps = {name: _steps(package.tables[name], history) for name in named}
    turns = _turns(package.tables[CORRECTIONS], history)
    found = {}
    for each in corrections:
        turn = turns.get(f"{each.date} {each.table} {each.row}", len(history.tags))
        step = steps[each.table][turn - 1] if turn and each.table in steps else {}
        if each.row in step:
            found[each] = step[each.row]
    return found


def _steps(table: Table, history: History) -> list[Mapping[str, RowChange]]:
    """Give the changed rows of a table, by their keys, of each release after the first and of today."""
    versions = read_versions(table, history)
    states = [*(versions.get(tag) for tag in history.tags), table]
    return [
        {change.key: change for change in changed_rows_of_table(before, after)} if before and after else {}
        for before, after in pairwise(states)
    ]


def _turns(corrections: Table, history: History) -> Mapping[str, int]:
    """Give the number of the first release, from zero, that had each line."""
    versions = read_versions(corrections, history)
    turns: dict[str, int] = {}
    for turn, tag in reversed([*enumerate(history.tags)]):
        turns |= dict.fromkeys(rows_by_key(versions[tag]) if tag in versions else (), turn)
    return turns


def _corrected(correction: Correction, change: RowChange | None, data: SiteData) -> CorrectedRow:
    forces = {force.id: force for force in data.forces}
    cells = change.cells.items() if change and not _is_taken_down(correction, data) else ()
    return CorrectedRow(
        correction=correction,
        force=next((forces[word] for word in correction.row.split(" ") if word in forces), None),
        cells=tuple(
            CellChange(column=column, old=old, new=new, is_phone=_is_phone(correction, column, data))
            for column, (old, new) in cells
        ),
        is_gone=change is not None and change.is_gone,
    )


def _is_taken_down(correction: Correction, data: SiteData) -> bool:
    """Whether this or another correction of the row tells of something that must not be repeated."""
    row = correction.table, correction.row
    return any(
        (each.table, each.row) == row and each.wrong.startswith(TAKEN_DOWN) for each in data.corrections
    )


def _is_phone(correction: Correction, column: str, data: SiteData) -> bool:
    claim = data.claims.get(correction.row) if correction.table == "claims" else None
    return column == "phone" or (claim is not None and claim.unit == "phone")


def _updates(package: Package, data: SiteData, history: History) -> Iterator[Update]:
    """Yield the rows of news that are in the tables today."""
    dates = {name: dates_of_news(package.tables[name], history) for name in NEWS}
    for force in data.forces:
        for table, row in _news(force):
            key = " ".join(str(row.cells[column]) for column in package.tables[table].key)
            if key in dates[table] and row.cells[NEWS[table]] is not None:
                date = datetime.date.fromisoformat(dates[table][key])
                yield Update(date=date, table=table, key=key, force=force, row=row)


def _news(force: Force) -> Iterator[tuple[str, Count | Response]]:
    yield from (("counts", count) for count in force.counts)
    yield from (("force_responses", response) for response in force.responses)
