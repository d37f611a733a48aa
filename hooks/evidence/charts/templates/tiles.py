"""Tiles, each a link, with a legend in words."""

from __future__ import annotations

from typing import Any

import altair as alt

from evidence.charts.templates.shared import Layers, data, down
from evidence.charts.theme import INK, MAIN, MUTED, PAPER

STATES = [True, False]
FILLS = alt.Scale(domain=STATES, range=[MAIN, PAPER])
STROKES = alt.Scale(domain=STATES, range=[MAIN, MUTED])
SOLID_OR_OUTLINE: dict[str, Any] = {
    "fill": alt.Fill("solid:N", legend=None, scale=FILLS),
    "stroke": alt.Stroke("solid:N", legend=None, scale=STROKES),
}
APART = alt.Resolve(scale=alt.ScaleResolveMap(x="independent", y="independent"))
COLUMNS = alt.Scale(domain=[*range(1, 7)], range=[0.5, 327.5], paddingInner=3 / 55, paddingOuter=0)
ROWS = alt.Scale(domain=[*range(1, 11)], range=[48.5, 505.5], paddingInner=3 / 46, paddingOuter=0)


def tiles() -> Layers:
    """Draw a tile for each force, a link, solid or an outline; and what either means."""
    places: dict[str, Any] = {
        "x": alt.X("column:O", axis=None, scale=COLUMNS),
        "y": alt.Y("row:O", axis=None, scale=ROWS),
    }
    tile = data("tiles").encode(**places, href="address:N", description="name:N")
    captions = data("captions").mark_text(dx=6, dy=-13, lineBreak="\n")
    placed = alt.layer(
        tile.mark_rect().encode(**SOLID_OR_OUTLINE, tooltip="name:N"),
        _label(tile, lines=1, line=0, lower=0),
        _label(tile, lines=2, line=0, lower=-7),
        _label(tile, lines=2, line=1, lower=7),
        captions.encode(x=alt.X("column:O", bandPosition=1), y="row:O", text="text:N"),
    )
    return alt.layer(placed, *_legend(), resolve=APART)


def _label(tile: alt.Chart, *, lines: int, line: int, lower: int) -> alt.Chart:
    on_solid = alt.when("datum.solid").then(alt.value(PAPER)).otherwise(alt.value(INK))
    text = alt.value(alt.expr(f"datum.label[{line}]"))
    labels: alt.Chart = tile.mark_text(align="center", dy=lower).encode(text=text, color=on_solid)
    return labels.transform_filter(f"length(datum.label) == {lines}")


def _legend() -> tuple[alt.Chart, alt.Chart]:
    legend = data("legend").encode(y=down("y"))
    squares = legend.mark_square(size=196, x=8, strokeWidth=1, opacity=1).encode(**SOLID_OR_OUTLINE)
    return squares, legend.mark_text(x=24).encode(text="text:N")
