"""The counts of victims that are known for single forces."""

from __future__ import annotations

from evidence.charts.chart import each_once
from evidence.model import Evidence, Source


def sources_of_known(evidence: Evidence) -> tuple[Source, ...]:
    """Give each source that the known counts rest on."""
    counts = [evidence.counts[force] for force in evidence.known]
    sources = (count.claim.source if count.claim else count.source for count in counts)
    return each_once(source for source in sources if source)
