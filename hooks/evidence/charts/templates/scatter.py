"""Counts as dots on one axis, with limits around their mean."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal

import altair as alt

from evidence.chart_theme import INK, MAIN, MUTED, PAPER, WIDTH
from evidence.charts.templates.shared import BOLD, DASHES, DOT, Layers, data, down, from_zero, ticks, told

SIDES: tuple[Literal["left", "center", "right"], ...] = ("left", "center", "right")
BAND: dict[str, Any] = {"fill": MUTED, "stroke": MUTED, "strokeWidth": 1, "opacity": 1}
BANDS: Mapping[str, dict[str, Any]] = {
    "99.8%": {**BAND, "fillOpacity": 0.1, "strokeDash": DASHES},
    "95%": {**BAND, "fillOpacity": 0.15},
}


def scatter() -> Layers:
    """Draw a dot for each known count, the force's own one filled, over limits around their mean."""
    axis = data("axis").encode(
        x=from_zero("start", 8, WIDTH - 8, ticks(labels=True)), x2="end:Q", y=down("y")
    )
    mean = data("mean").encode(x="count:Q", y=down("y"), y2="bottom:Q")
    dots = data("counts").encode(x="count:Q", y=down("y"), tooltip=told(count="Victims"))
    return alt.layer(
        *_bands(),
        axis.mark_rule(),
        mean.mark_rule(color=INK, strokeWidth=1.5),
        *_own(),
        dots.transform_filter("!datum.own").mark_point(**DOT, stroke=MUTED, fill=PAPER),
        dots.transform_filter("datum.own").mark_point(**DOT, stroke=MAIN, fill=MAIN),
        *_legend(),
    )


def _bands() -> Iterator[alt.Chart]:
    limits = data("limits").encode(x="low:Q", x2="high:Q", y=down("y"), y2="bottom:Q")
    for share, look in BANDS.items():
        yield limits.transform_filter(f"datum.share == '{share}'").mark_rect(**look)


def _own() -> Iterator[alt.Chart]:
    own = data("own").encode(x="count:Q", y=down("y"))
    yield own.mark_rule(color=MAIN, yOffset=8).encode(y2="bottom:Q")
    for side in SIDES:
        alike = own.transform_filter(f"datum.align == '{side}'")
        yield alike.mark_text(align=side, fontWeight=BOLD).encode(text="text:N")


def _legend() -> Iterator[alt.Chart]:
    legend = data("legend").encode(y=down("y"))
    yield legend.mark_text(x=24).encode(text="text:N")
    for share, look in BANDS.items():
        yield legend.transform_filter(f"datum.kind == '{share}'").mark_square(x=8, size=196, **look)
    other, mean = (legend.transform_filter(f"datum.kind == '{kind}'") for kind in ("other", "mean"))
    yield other.mark_point(x=8, **DOT, stroke=MUTED, fill=PAPER)
    yield mean.mark_tick(x=8, size=14, thickness=1.5, color=INK, orient="vertical")
