"""What has changed since the first release, as readers are told of it."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from evidence.model.claims import Correction
from evidence.model.forces import Count, Force, Response
from evidence.model.load import SiteData
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
    named = {CORRECTIONS, *(each.table for each in data.corrections)} & package.tables.keys()
    states = {name: _states(package.tables[name], history) for name in named if not history.gap}
    updates = sorted(_updates(package, data, history), key=lambda each: each.date, reverse=True)
    return Changes(
        corrections=tuple(_corrected_row(each, _row_change(each, states), data) for each in data.corrections),
        updates=tuple(updates),
        is_released=bool(history.tags),
        is_complete=not history.gap,
    )


def _states(table: Table, history: History) -> list[Table | None]:
    """Give a table as it was in each release, None where it was in none, and as it is today."""
    versions = read_versions(table, history)
    return [*map(versions.get, history.tags), table]


def _row_change(correction: Correction, states: Mapping[str, list[Table | None]]) -> RowChange | None:
    """Find the change of a row that came with its correction, in the same release or since the last."""
    line = f"{correction.date} {correction.table} {correction.row}"
    lists = enumerate(states.get(CORRECTIONS, ()))
    turn = next((turn for turn, lines in lists if lines and line in rows_by_key(lines)), 0)
    if not turn or correction.table not in states:
        return None
    before, after = states[correction.table][turn - 1 : turn + 1]
    changes = changed_rows_of_table(before, after) if before and after else ()
    return next((change for change in changes if change.key == correction.row), None)


def _corrected_row(correction: Correction, change: RowChange | None, data: SiteData) -> CorrectedRow:
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
        news: list[tuple[str, Count | Response]] = [("counts", count) for count in force.counts]
        news += [("force_responses", response) for response in force.responses]
        for table, row in news:
            key = " ".join(str(row.cells[column]) for column in package.tables[table].key)
            if key in dates[table] and row.cells[NEWS[table]] is not None:
                date = datetime.date.fromisoformat(dates[table][key])
                yield Update(date=date, table=table, key=key, force=force, row=row)
