"""How high a frame must be to show a chart with its words whole.

A frame cannot grow with what is in it unless scripts of both pages speak with one another, so the height is
that on a page 320 pixels wide, where the words take the most lines.
"""

from __future__ import annotations

import math
import re

from evidence.charts import Chart

AROUND = 90  # pixels, for the margins, the link home and the space around the drawing
TITLE, TEXT = (32, 23), (40, 20)  # characters to a line, and pixels of a line
BETWEEN = 5  # pixels from one paragraph to the next
SOURCES = 4  # beyond these they stand in a closed box, which takes one line


def height(chart: Chart) -> int:
    """Give the height of the frame of a chart, in pixels, rounded up to tens."""
    sources = "; ".join(source.title for source in chart.sources[:SOURCES] if len(chart.sources) <= SOURCES)
    words = (f"{chart.subtitle} (sources differ)", *chart.notes, f"Source: {sources}")
    text = sum(_lines(each, *TEXT) + BETWEEN for each in words)
    return math.ceil((AROUND + _lines(chart.title, *TITLE) + _drawing(chart) + text) / 10) * 10


def _lines(words: str, characters: int, pixels: int) -> int:
    return math.ceil(len(words) / characters) * pixels


def _drawing(chart: Chart) -> float:
    found = re.search(r'\bheight="([\d.]+)"', chart.svg)
    if not found:
        raise ValueError(f"The drawing of {chart.name} has no height.")
    return float(found[1])
