"""A count is no finer than its source, and one that is withheld cannot be worked out.

What a source published is shown as it published it. Of the counts that nobody has published the smallest are
withheld, and so is what would give one of those away by subtraction: statistical offices call it secondary
suppression.
"""

from __future__ import annotations

import calendar
import datetime
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from evidence.problems import Problem
from evidence.tables import Table
from evidence.tables.rules.rows import Row, Tables, by_id, rows

SMALLEST = 5
"""An unpublished count below this is withheld."""
WITHHELD = "[c]"

Days: TypeAlias = tuple[int, int]
"""The first day of a period and the day after its last, counted as Python counts days."""


@dataclass(frozen=True, slots=True)
class _Count:
    """A row of counts: `count` is None where it is not given, `is_public` where its source has an address."""

    row: Row
    days: Days
    count: int | None
    is_public: bool

    def is_within(self, other: _Count) -> bool:
        """Say whether the row is for a part of the period of another of its force, in the same unit."""
        alike = self.row["unit"] == other.row["unit"] and self.days != other.days
        return alike and other.days[0] <= self.days[0] and self.days[1] <= other.days[1]


def small_counts_are_published(counts: Table, claims: Table, sources: Table) -> Iterator[Problem]:
    """Yield each count below five whose source has no public address: it could point to a person."""
    for each in _counts(counts, claims, sources):
        if each.count is not None and each.count < SMALLEST and not each.is_public:
            fault = f"The count is below {SMALLEST} and its source has no public address."
            remedy = f"Empty the cell and write {WITHHELD} as its marker, or give the source its url."
            yield each.row.problem("count", fault, remedy)


def withheld_counts_stay_withheld(tables: Tables) -> Iterator[Problem]:
    """Yield each count that was withheld, but not by its publisher, and can be worked out from a sum.

    Where all that gives it away is published there is nothing left to withhold.
    """
    if not {"counts", "claims", "sources", "totals"} <= tables.keys():
        return
    counts = list(_counts(tables["counts"], tables["claims"], tables["sources"]))
    for terms in (*_sums_over_forces(counts, tables["totals"]), *_sums_over_time(counts)):
        unknown = [each for each in terms if each.count is None]
        published = all(each.is_public for each in terms if each.count is not None)
        if [(each.row["marker"], each.is_public) for each in unknown] == [
            (WITHHELD, False)
        ] and not published:
            fault = "The count is withheld, but all others of its sum are known: it can be worked out."
            remedy = f"Withhold another that is not published: empty it and write {WITHHELD} as its marker."
            yield unknown[0].row.problem("marker", fault, remedy)


def counts_are_no_finer_than_their_source(counts: Table, claims: Table, sources: Table) -> Iterator[Problem]:
    """Yield each count for a part of a period that a force has a row for, unless a claim gives it so."""
    for each, others in _with_others(_counts(counts, claims, sources)):
        whole = next((other for other in others if each.is_within(other)), None)
        if whole and each.count is not None and not each.row["claim_id"]:
            fault = (
                f"The count is for a part of the period on line {whole.row.line}, and no claim gives it so."
            )
            remedy = "Name the claim in which the source itself gives it, or remove the row."
            yield each.row.problem("claim_id", fault, remedy)


def periods_match_the_total(counts: Table, totals: Table) -> Iterator[Problem]:
    """Yield each row for the period of the published total in other words, and each force without its row."""
    for period in (total["period"] for total in _totals(totals)):
        firsts: dict[str, Row] = {}
        complete = set()
        for row in rows(counts):
            firsts.setdefault(row["force_id"], row)
            if row.period() == period:
                complete.add(row["force_id"])
            elif _days(row.period()) == _days(period):
                fault = f"{row.period()} is the period of the published total, which is written {period}."
                yield row.problem("period_start", fault, "Write it so here too.")
        for force in firsts.keys() - complete:
            fault = f"{force!r} has no row for {period}, the period of the published total."
            remedy = "Add it, with the marker [x] if the count is not known."
            yield firsts[force].problem("force_id", fault, remedy)


def _sums_over_forces(counts: Sequence[_Count], totals: Table) -> Iterator[Sequence[_Count]]:
    """Yield the rows of each published total, save where one has another unit: then the sum has a gap."""
    for total in _totals(totals):
        terms = [each for each in counts if each.row.period() == total["period"]]
        if all(each.row["unit"] == total["unit"] for each in terms):
            yield terms


def _totals(totals: Table) -> list[Row]:
    return [row for row in rows(totals) if row["table"] == "counts"]


def _sums_over_time(counts: Sequence[_Count]) -> Iterator[Sequence[_Count]]:
    """Yield each row with those that divide its period between them, day for day."""
    for whole, others in _with_others(counts):
        parts = sorted((each for each in others if each.is_within(whole)), key=lambda each: each.days)
        starts = [*(each.days[0] for each in parts), whole.days[1]]
        ends = [whole.days[0], *(each.days[1] for each in parts)]
        if parts and starts == ends:
            yield [whole, *parts]


def _with_others(counts: Iterable[_Count]) -> Iterator[tuple[_Count, Sequence[_Count]]]:
    """Yield each row with all rows of its force."""
    forces: defaultdict[str, list[_Count]] = defaultdict(list)
    for each in counts:
        forces[each.row["force_id"]].append(each)
    return ((each, others) for others in forces.values() for each in others)


def _counts(counts: Table, claims: Table, sources: Table) -> Iterator[_Count]:
    """Yield the rows whose period is one of the calendar; other rules report the rest."""
    known, published = by_id(claims), by_id(sources)
    for row in rows(counts):
        if days := _days(row.period()):
            source = known.get(row["claim_id"], row)["source_id"]
            count = int(row["count"]) if re.fullmatch("[0-9]{1,9}", row["count"]) else None
            yield _Count(row, days, count, bool(source in published and published[source]["url"]))


def _days(period: str) -> Days | None:
    """Give the first day of a period and the day after its last, if both are of the calendar."""
    start, _, end = period.partition("/")
    try:
        last = datetime.date.fromisoformat((end + "-12-31")[:10] if len(end) == 4 else (end + "-01")[:10])
        if len(end) == 7:
            last = last.replace(day=calendar.monthrange(last.year, last.month)[1])
        first = datetime.date.fromisoformat((start + "-01-01")[:10])
    except ValueError:
        return None
    return first.toordinal(), last.toordinal() + 1
