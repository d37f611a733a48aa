"""One function a chart: its content from the facts, its words from docs/, drawn as SVG.

linked_text  text some of whose parts are links
words        the words of the charts, from docs/templates/charts.toml
theme        size, type and colours
markup       the SVG that Vega draws, made small and labelled
drawing      Vega-Lite drawn by vl-convert, cached
chart        a chart with everything that stands around it, also as files
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from evidence.charts.chart import PAGE, Chart, Content, build_chart, render_png, render_svg
from evidence.charts.crimes import crimes
from evidence.charts.linked_text import LinkedText
from evidence.charts.tile_map import tile_map
from evidence.charts.timeline import timeline
from evidence.charts.victims import victims
from evidence.charts.words import ChartWords, load_words
from evidence.model import SiteData

__all__ = ["PAGE", "Chart", "LinkedText", "draw_charts", "render_png", "render_svg"]

CHARTS: Mapping[str, Callable[[SiteData, ChartWords], Content]] = {
    "tile-map": tile_map,
    "victims": victims,
    "timeline": timeline,
    "crimes": crimes,
}
"""Every chart by its name, which is its address and never changes."""


def draw_charts(data: SiteData, words: Path) -> Mapping[str, Chart]:
    """Draw every chart with the words of a file, by name; raises RejectedInput where the words are faulty."""
    sections = load_words(words, CHARTS)
    return {
        name: build_chart(sections[name], content(data, sections[name])) for name, content in CHARTS.items()
    }
