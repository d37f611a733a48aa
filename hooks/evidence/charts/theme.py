"""How every chart looks: its size, its type and its colours in a light and in a dark scheme.

Charts name colours only as CSS variables, so that one drawing serves both schemes. The hues are those
of the Analysis Function where one keeps its contrast in the scheme, and a relative of it where none does.
https://analysisfunction.civilservice.gov.uk/policy-store/data-visualisation-colours-in-charts/
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

WIDTH = 328  # pixels, so that a chart fills a telephone 360 pixels wide without being made smaller
TEXT_SIZE = 12  # pixels, the smallest and usual size of text
FONT_MEASURED = "sans-serif"  # vl-convert brings the metrics of Liberation Sans for this name
FONT_SHOWN = 'Arial, "Liberation Sans", Arimo, sans-serif'  # fonts of those same metrics


@dataclass(frozen=True, slots=True, kw_only=True)
class Colour:
    """A colour variable; `use` tells which contrast it must keep: text, mark, ground or decoration."""

    variable: str
    light: str
    dark: str
    use: str


COLOURS = (
    Colour(variable="--chart-paper", light="#ffffff", dark="#1e2129", use="ground"),
    Colour(variable="--chart-ink", light="#3d3d3d", dark="#e6e6e6", use="text"),
    Colour(variable="--chart-1", light="#12436d", dark="#6bace6", use="text"),
    Colour(variable="--chart-2", light="#f46a25", dark="#f46a25", use="mark"),
    Colour(variable="--chart-muted", light="#6b6f73", dark="#9aa3ad", use="text"),
    Colour(variable="--chart-rule", light="#8a8f94", dark="#767d87", use="mark"),
    Colour(variable="--chart-tile", light="#e1e9f1", dark="#2b3846", use="ground"),
    Colour(variable="--chart-grid", light="#e4e6e8", dark="#353a44", use="decoration"),
)

PAPER = "var(--chart-paper)"
INK = "var(--chart-ink)"
MAIN = "var(--chart-1)"
ACCENT = "var(--chart-2)"
MUTED = "var(--chart-muted)"
RULE = "var(--chart-rule)"
TILE = "var(--chart-tile)"
GRID = "var(--chart-grid)"

CONFIG: Mapping[str, object] = {
    "background": "transparent",
    "font": FONT_MEASURED,
    "padding": 0,
    "view": {"stroke": None},
    "text": {"color": INK, "fontSize": TEXT_SIZE, "align": "left"},
    "rule": {"color": RULE},
    "title": {
        "anchor": "start",
        "color": INK,
        "fontSize": 15,
        "subtitleColor": INK,
        "subtitleFontSize": TEXT_SIZE,
        "subtitlePadding": 6,
        "offset": 12,
    },
    "axis": {
        "domainColor": RULE,
        "grid": False,
        "labelColor": INK,
        "labelFontSize": TEXT_SIZE,
        "tickColor": RULE,
        "title": None,
    },
    "header": {
        "labelAlign": "left",
        "labelAnchor": "start",
        "labelColor": INK,
        "labelFontSize": TEXT_SIZE,
        "labelLineHeight": 15,
        "labelOrient": "top",
        "labelPadding": 4,
        "title": None,
    },
}


def declarations(scheme: str) -> str:
    """Give the value of every colour variable in the "light" or the "dark" scheme."""
    return "".join(f"{colour.variable}:{getattr(colour, scheme)};" for colour in COLOURS)


def stylesheet(selector: str = ":root") -> str:
    """Give the colour variables as CSS that follows the reader's colour scheme."""
    light = f"{selector}{{{declarations('light')}}}"
    dark = f"{selector}{{{declarations('dark')}}}"
    return f"{light}@media screen and (prefers-color-scheme:dark){{{dark}}}"


def use_light_colours(drawing: str) -> str:
    """Put the colours of the light scheme in place of their variables, where no style sheet says them."""
    for colour in COLOURS:
        drawing = drawing.replace(f"var({colour.variable})", colour.light)
    return drawing
