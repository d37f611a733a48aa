"""The counts of victims that are known for single forces."""

from __future__ import annotations

from evidence.charts.chart import each_once
from evidence.model import SiteData, Source


def sources_of_known(data: SiteData) -> tuple[Source, ...]:
    """Give each source that the known counts rest on."""
    counts = [data.counts[force] for force in data.known]
    sources = (count.claim.source if count.claim else count.source for count in counts)
    return each_once(source for source in sources if source)
