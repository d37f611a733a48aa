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

from evidence.charts.chart import Chart, Cited
from evidence.charts.events import timeline
from evidence.charts.figures import victims
from evidence.charts.recorded import crimes
from evidence.charts.tiles import tile_map
from evidence.model import SiteData

__all__ = [
    "Chart",
    "Cited",
    "crimes",
    "national",
    "tile_map",
    "timeline",
    "victims",
]


def national(data: SiteData) -> tuple[Chart, ...]:
    """Draw the charts that are about all forces together, in the order in which they are shown."""
    return (
        tile_map(data),
        victims(data),
        timeline(data),
        crimes(data),
    )
