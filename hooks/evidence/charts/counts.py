"""The counts of victims that are known for single forces."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from evidence.charts.chart import each_once
from evidence.model import Count, Evidence, Force, Source


def known_counts(evidence: Evidence) -> Mapping[str, Count]:
    """Give under the id of its force each known count of the period and unit of the published total."""
    counts = ((force.id, known_count(force, evidence)) for force in evidence.forces)
    return {force: count for force, count in counts if count}


def sources_of(counts: Iterable[Count]) -> tuple[Source, ...]:
    """Give each source that the counts rest on."""
    sources = (count.claim.source if count.claim else count.source for count in counts)
    return each_once(source for source in sources if source)


def known_count(force: Force, evidence: Evidence) -> Count | None:
    """Give the force's own count of the period and unit of the published total, if it is known."""
    known = (count for count in force.counts if count.count is not None)
    total = evidence.total.period, evidence.total.unit
    return next((c for c in known if (f"{c.period_start}/{c.period_end}", c.unit) == total), None)
