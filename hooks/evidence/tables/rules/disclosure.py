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

from evidence.problems import Problem
from evidence.tables import Table
from evidence.tables.rules.rows import Row, Tables, by_id, rows

SMALLEST = 5
"""An unpublished count below this is withheld."""
WITHHELD = "[c]"

Days: TypeAlias = tuple[int, int]
"""The first day of a period and the day after its last, counted as Python counts days."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Count:
    """A row of counts: `count` is None where it is not given, `is_public` where its source has an address."""

    line: int
    force: str
    unit: str
    period: str
    days: Days
    count: int | None
    marker: str
    claim: str
    is_public: bool

    def is_within(self, other: _Count) -> bool:
        """Say whether the row is for a part of another's period, of the same force and unit."""
        alike = (self.force, self.unit) == (other.force, other.unit) and self.days != other.days
        return alike and other.days[0] <= self.days[0] and self.days[1] <= other.days[1]


def small_counts_are_published(counts: Table, claims: Table, sources: Table) -> Iterator[Problem]:
    """Yield each count below five whose source has no public address: it could point to a person."""
    for each in _counts(counts, claims, sources):
        if each.count is not None and each.count < SMALLEST and not each.is_public:
            fault = f"The count is below {SMALLEST} and its source has no public address."
            remedy = f"Empty the cell and write {WITHHELD} as its marker, or give the source its url."
            yield Problem(counts.path, each.line, "count", fault, remedy)


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
        if [(each.marker, each.is_public) for each in unknown] == [(WITHHELD, False)] and not published:
            fault = "The count is withheld, but all others of its sum are known: it can be worked out."
            remedy = f"Withhold another that is not published: empty it and write {WITHHELD} as its marker."
            yield Problem(tables["counts"].path, unknown[0].line, "marker", fault, remedy)


def counts_equal_their_claims(counts: Table, claims: Table, sources: Table) -> Iterator[Problem]:
    """Yield each count whose claim gives another figure, counts something else, or is of another period."""
    known = by_id(claims)
    for each in _counts(counts, claims, sources):
        claim = known.get(each.claim)
        if each.count is None or claim is None:
            continue
        period = f"{claim['period_start']}/{claim['period_end']}"
        same = (claim["value"], period) == (str(each.count), each.period)
        if not same or each.unit not in claim["unit"]:
            figure = f"{claim['value']} {claim['unit']}".strip() or "no figure"
            fault = f"{each.claim} gives {figure} for {period}, and not this count."
            remedy = "Correct the row, or name the claim that gives it."
            yield Problem(counts.path, each.line, "claim_id", fault, remedy)


def counts_are_no_finer_than_their_source(counts: Table, claims: Table, sources: Table) -> Iterator[Problem]:
    """Yield each count for a part of a period that a force has a row for, unless a claim gives it so."""
    known = list(_counts(counts, claims, sources))
    for each in known:
        whole = next((other for other in known if each.is_within(other)), None)
        if whole and each.count is not None and not each.claim:
            fault = f"The count is for a part of the period on line {whole.line}, and no claim gives it so."
            remedy = "Name the claim in which the source itself gives it, or remove the row."
            yield Problem(counts.path, each.line, "claim_id", fault, remedy)


def periods_match_the_total(counts: Table, totals: Table) -> Iterator[Problem]:
    """Yield each row for the period of the published total in other words, and each force without its row."""
    for period in (total["period"] for total in _totals(totals)):
        firsts: dict[str, int] = {}
        complete = set()
        for line, row in rows(counts):
            firsts.setdefault(row["force_id"], line)
            if _period(row) == period:
                complete.add(row["force_id"])
            elif _days(_period(row)) == _days(period):
                fault = f"{_period(row)} is the period of the published total, which is written {period}."
                yield Problem(counts.path, line, "period_start", fault, "Write it so here too.")
        for force in firsts.keys() - complete:
            fault = f"{force!r} has no row for {period}, the period of the published total."
            remedy = "Add it, with the marker [x] if the count is not known."
            yield Problem(counts.path, firsts[force], "force_id", fault, remedy)


def _sums_over_forces(counts: Sequence[_Count], totals: Table) -> Iterator[Sequence[_Count]]:
    """Yield the rows of each published total; where one has another unit, the count is not known."""
    for total in _totals(totals):
        terms = (each for each in counts if each.period == total["period"])
        yield [each if each.unit == total["unit"] else replace(each, count=None, marker="") for each in terms]


def _totals(totals: Table) -> list[Row]:
    return [row for _, row in rows(totals) if row["table"] == "counts"]


def _sums_over_time(counts: Sequence[_Count]) -> Iterator[Sequence[_Count]]:
    """Yield each row with those that divide its period between them, day for day."""
    for whole in counts:
        parts = sorted((each for each in counts if each.is_within(whole)), key=lambda each: each.days)
        starts = [*(each.days[0] for each in parts), whole.days[1]]
        ends = [whole.days[0], *(each.days[1] for each in parts)]
        if parts and starts == ends:
            yield [whole, *parts]


def _counts(counts: Table, claims: Table, sources: Table) -> Iterator[_Count]:
    """Yield the rows whose period is one of the calendar; other rules report the rest."""
    known, published = by_id(claims), by_id(sources)
    for line, row in rows(counts):
        if days := _days(_period(row)):
            source = known.get(row["claim_id"], row)["source_id"]
            yield _Count(
                line=line,
                force=row["force_id"],
                unit=row["unit"],
                period=_period(row),
                days=days,
                count=int(row["count"]) if re.fullmatch("[0-9]{1,9}", row["count"]) else None,
                marker=row["marker"],
                claim=row["claim_id"],
                is_public=bool(published.get(source, {}).get("url")),
            )


def _period(row: Row) -> str:
    return f"{row['period_start']}/{row['period_end']}"


def _days(period: str) -> Days | None:
    """Give the first day of a period and the day after its last, if both are of the calendar."""
    start, _, end = period.partition("/")
    try:
        return _first_day(start).toordinal(), _first_day(end).toordinal() + _length(end)
    except ValueError:
        return None


def _first_day(partial: str) -> datetime.date:
    return datetime.date.fromisoformat((partial + "-01-01")[:10])


def _length(partial: str) -> int:
    """Give the days of a year, of a month or of a day."""
    first = _first_day(partial)
    lengths = {4: 365 + calendar.isleap(first.year), 7: calendar.monthrange(first.year, first.month)[1]}
    return lengths.get(len(partial), 1)
