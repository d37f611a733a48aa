"""A count is no finer than its source, and one that is withheld cannot be worked out.

What a source published is shown as it published it. Of the counts that nobody has published the smallest are
withheld, and so is what would give one of those away by subtraction: statistical offices call it secondary
suppression.
"""

from __future__ import annotations

import calendar
import datetime
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

import pandas as pd

from evidence.problems import Problem
from evidence.tables import Table
from evidence.tables.rules.frames import frame, number

SMALLEST = 5
"""An unpublished count below this is withheld."""
WITHHELD = "[c]"

Days: TypeAlias = tuple[int, int]
"""The first day of a period and the day after its last, counted as Python counts days."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cell:
    """A row of counts: `count` is None where none is told, `public` is whether its source has an address."""

    line: int
    force: str
    unit: str
    period: str
    days: Days
    count: int | None
    marker: str
    claim: str
    public: bool

    def within(self, other: _Cell) -> bool:
        """Say whether the row is for a part of another's period, of the same force and unit."""
        alike = (self.force, self.unit) == (other.force, other.unit) and self.days != other.days
        return alike and other.days[0] <= self.days[0] and self.days[1] <= other.days[1]


def small_counts_are_published(counts: Table, claims: Table, sources: Table) -> Iterator[Problem]:
    """Yield each count below five whose source has no public address: it could point to a person."""
    for cell in _cells(counts, claims, sources):
        if cell.count is not None and cell.count < SMALLEST and not cell.public:
            fault = f"The count is below {SMALLEST} and its source has no public address."
            remedy = f"Empty the cell and write {WITHHELD} as its marker, or give the source its url."
            yield Problem(counts.path, cell.line, "count", fault, remedy)


def withheld_counts_stay_withheld(
    counts: Table, claims: Table, sources: Table, totals: Table
) -> Iterator[Problem]:
    """Yield each count that was withheld, but not by its publisher, and can be worked out from a sum.

    Where all that gives it away is published there is nothing left to withhold.
    """
    cells = list(_cells(counts, claims, sources))
    for terms in (*_over_forces(cells, totals), *_over_time(cells)):
        unknown = [cell for cell in terms if cell.count is None]
        published = all(cell.public for cell in terms if cell.count is not None)
        if [(cell.marker, cell.public) for cell in unknown] == [(WITHHELD, False)] and not published:
            fault = "The count is withheld, but all others of its sum are told: it can be worked out."
            remedy = f"Withhold another that is not published: empty it and write {WITHHELD} as its marker."
            yield Problem(counts.path, unknown[0].line, "marker", fault, remedy)


def counts_are_those_of_their_claims(counts: Table, claims: Table, sources: Table) -> Iterator[Problem]:
    """Yield each count whose claim gives another figure, or gives it for another period."""
    told = frame(claims).drop_duplicates("id").set_index("id")
    for cell in _cells(counts, claims, sources):
        if cell.count is not None and cell.claim in told.index:
            claim = told.loc[cell.claim]
            period = f"{claim['period_start']}/{claim['period_end']}"
            if (claim["value"], period) != (str(cell.count), cell.period):
                fault = (
                    f"{cell.claim} gives {claim['value'] or 'no figure'} for {period}, and not this count."
                )
                remedy = "Correct the row, or name the claim that gives it."
                yield Problem(counts.path, cell.line, "claim_id", fault, remedy)


def counts_are_no_finer_than_their_source(counts: Table, claims: Table, sources: Table) -> Iterator[Problem]:
    """Yield each count for a part of a period that a force has a row for, unless a claim gives it so."""
    cells = list(_cells(counts, claims, sources))
    for cell in cells:
        whole = next((other for other in cells if cell.within(other)), None)
        if whole and cell.count is not None and not cell.claim:
            fault = f"The count is for a part of the period on line {whole.line}, and no claim gives it so."
            remedy = "Name the claim in which the source itself gives it, or remove the row."
            yield Problem(counts.path, cell.line, "claim_id", fault, remedy)


def periods_are_those_of_the_total(counts: Table, totals: Table) -> Iterator[Problem]:
    """Yield each row for the period of the published total in other words, and each force without its row."""
    rows = frame(counts)
    rows = rows.assign(period=rows["period_start"] + "/" + rows["period_end"])
    for period in _totals(totals)["period"]:
        there = set(rows.loc[rows["period"] == period, "force_id"])
        for line, row in rows[rows["period"] != period].iterrows():
            if _days(row["period"]) == _days(period):
                fault = f"{row['period']} is the period of the published total, which is written {period}."
                yield Problem(counts.path, number(line), "period_start", fault, "Write it so here too.")
        for line, row in rows.drop_duplicates("force_id").iterrows():
            if row["force_id"] not in there:
                fault = f"{row['force_id']!r} has no row for {period}, the period of the published total."
                remedy = "Add it, with the marker [x] if the count is not known."
                yield Problem(counts.path, number(line), "force_id", fault, remedy)


def _over_forces(cells: Sequence[_Cell], totals: Table) -> Iterator[Sequence[_Cell]]:
    """Give the rows of each published total; where one has another unit, the count is not known."""
    for _, total in _totals(totals).iterrows():
        rows = (cell for cell in cells if cell.period == total["period"])
        yield [row if row.unit == total["unit"] else replace(row, count=None, marker="") for row in rows]


def _totals(totals: Table) -> pd.DataFrame:
    rows = frame(totals)
    return rows[rows["table"] == "counts"]


def _over_time(cells: Sequence[_Cell]) -> Iterator[Sequence[_Cell]]:
    """Give each row with those that part its period between them, day for day."""
    for whole in cells:
        parts = sorted((cell for cell in cells if cell.within(whole)), key=lambda cell: cell.days)
        starts = [*(cell.days[0] for cell in parts), whole.days[1]]
        ends = [whole.days[0], *(cell.days[1] for cell in parts)]
        if parts and starts == ends:
            yield [whole, *parts]


def _cells(counts: Table, claims: Table, sources: Table) -> Iterator[_Cell]:
    """Give the rows whose period is one of the calendar; other rules tell of the rest."""
    resting = dict(zip(frame(claims)["id"], frame(claims)["source_id"], strict=True))
    address = dict(zip(frame(sources)["id"], frame(sources)["url"], strict=True))
    for line, row in frame(counts).iterrows():
        period = f"{row['period_start']}/{row['period_end']}"
        if days := _days(period):
            source = resting.get(row["claim_id"], row["source_id"])
            yield _Cell(
                line=number(line),
                force=row["force_id"],
                unit=row["unit"],
                period=period,
                days=days,
                count=_count(row["count"]),
                marker=row["marker"],
                claim=row["claim_id"],
                public=bool(address.get(source)),
            )


def _count(cell: str) -> int | None:
    return int(cell) if re.fullmatch("[0-9]{1,9}", cell) else None


def _days(period: str) -> Days | None:
    """Give the first day of a period and the day after its last, if both are of the calendar."""
    start, _, end = period.partition("/")
    try:
        return _first(start).toordinal(), _first(end).toordinal() + _length(end)
    except ValueError:
        return None


def _first(partial: str) -> datetime.date:
    return datetime.date.fromisoformat((partial + "-01-01")[:10])


def _length(partial: str) -> int:
    """Give the days of a year, of a month or of a day."""
    first = _first(partial)
    lengths = {4: 365 + calendar.isleap(first.year), 7: calendar.monthrange(first.year, first.month)[1]}
    return lengths.get(len(partial), 1)
