"""Each kind of chart in Vega-Lite, made with Altair, naming the datasets that it is filled with."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from evidence.charts.templates.events import events
from evidence.charts.templates.figures import coverage, victims
from evidence.charts.templates.shared import Layers
from evidence.charts.templates.tiles import tiles

TEMPLATES: Mapping[str, Callable[[], Layers]] = {
    template.__name__: template for template in (coverage, events, tiles, victims)
}
