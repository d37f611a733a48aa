"""One function a chart, drawn as SVG with its Vega-Lite specification.

chart       a chart and everything that stands around it
drawing     templates filled with data, drawn and kept
templates   each kind of chart, made with Altair
markup      what Vega drew, reduced and named
raster      a drawing as PNG
framed      a chart as a picture to take away
the others  the charts, by subject
"""

from __future__ import annotations

from collections.abc import Iterator

from evidence.charts.chart import Chart, Cited
from evidence.charts.events import timeline
from evidence.charts.figures import not_comparable, victims
from evidence.charts.recorded import crimes
from evidence.charts.scatter import count_among_known
from evidence.charts.tiles import tile_map
from evidence.charts.yearly import officers, residents
from evidence.model import Evidence, Force

__all__ = [
    "Chart",
    "Cited",
    "count_among_known",
    "crimes",
    "national",
    "not_comparable",
    "of_force",
    "officers",
    "residents",
    "tile_map",
    "timeline",
    "victims",
]


def national(evidence: Evidence) -> tuple[Chart, ...]:
    """Draw the charts that are about all forces together, in the order in which they are shown."""
    return (
        tile_map(evidence),
        victims(evidence),
        not_comparable(evidence),
        timeline(evidence),
        crimes(evidence),
    )


def of_force(force: Force, evidence: Evidence) -> tuple[Chart, ...]:
    """Draw the charts for which the force has data, in the order in which they are shown."""
    return tuple(_of_force(force, evidence))


def _of_force(force: Force, evidence: Evidence) -> Iterator[Chart]:
    if force.id in evidence.known:
        yield count_among_known(force, evidence)
    if force.residents:
        yield residents(force, evidence)
    if force.officers:
        yield officers(force, evidence)
