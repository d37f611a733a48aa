"""How every chart looks: its size, its type and its colours in a light and in a dark scheme.

Charts name colours only as CSS variables, so that one drawing serves both schemes. The hues are those
of the Analysis Function where one keeps its contrast in the scheme, and a relative of it where none does.
https://analysisfunction.civilservice.gov.uk/policy-store/data-visualisation-colours-in-charts/
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

WIDTH = 328  # pixels, so that a chart fills a telephone 360 pixels wide without being made smaller
TEXT_SIZE, LINE = 14, 18  # pixels: of text, and from line to line
FONT_MEASURED = "sans-serif"  # vl-convert brings the metrics of Liberation Sans for this name
FONT_SHOWN = 'Arial, "Liberation Sans", Arimo, sans-serif'  # fonts of those same metrics

COLOURS: Mapping[str, tuple[str, str]] = {
    "--chart-paper": ("#ffffff", "#1e2129"),
    "--chart-ink": ("#3d3d3d", "#e6e6e6"),
    "--chart-main": ("#12436d", "#6bace6"),
    "--chart-accent": ("#f46a25", "#f46a25"),
    "--chart-rule": ("#8a8f94", "#767d87"),
    "--chart-tile": ("#e1e9f1", "#2b3846"),
}
"""Each colour in the light and in the dark scheme."""

PAPER, INK, MAIN, ACCENT, RULE, TILE = (f"var({name})" for name in COLOURS)

CONFIG: Mapping[str, Any] = {
    "background": "transparent",
    "font": FONT_MEASURED,
    "padding": 0,
    "view": {"stroke": None},
    "text": {"color": INK, "fontSize": TEXT_SIZE, "align": "left", "lineHeight": LINE},
    "rule": {"color": RULE},
    "title": {
        "anchor": "start",
        "color": INK,
        "fontSize": 17,
        "subtitleColor": INK,
        "subtitleFontSize": TEXT_SIZE,
        "subtitlePadding": 6,
        "offset": 12,
    },
    "header": {
        "labelAlign": "left",
        "labelAnchor": "start",
        "labelColor": INK,
        "labelFontSize": TEXT_SIZE,
        "labelLineHeight": LINE,
        "labelOrient": "top",
        "labelPadding": 4,
        "title": None,
    },
}


def centre_lines(field: str, line: int = LINE) -> dict[str, str]:
    """Move the first line of a text up, so that the middle of all its lines is where the text is placed."""
    return {"expr": f"{line / 2} * (1 - length(datum.{field}))"}


def stylesheet() -> str:
    """Give the colours as CSS variables that follow the reader's colour scheme."""
    light, dark = (
        "".join(f"{name}:{colours[scheme]};" for name, colours in COLOURS.items()) for scheme in (0, 1)
    )
    return f":root{{{light}}}@media screen and (prefers-color-scheme:dark){{:root{{{dark}}}}}"


def use_light_colours(drawing: str) -> str:
    """Put the colours of the light scheme in place of their variables, where no style sheet says them."""
    for name, (light, _) in COLOURS.items():
        drawing = drawing.replace(f"var({name})", light)
    return drawing
