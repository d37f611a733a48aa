"""Events as dots on an axis of years."""

from __future__ import annotations

from typing import Any

import altair as alt

from evidence.charts.templates.shared import BOLD, DOT, Layers, data, down, from_first, ticks, told
from evidence.charts.theme import ACCENT, MAIN, PAPER, WIDTH

KINDS = ["letter", "day", "month", "year"]
SHAPES = alt.Scale(domain=KINDS, range=["circle", "circle", "circle", "diamond"])
FILLS = alt.Scale(domain=KINDS, range=[ACCENT, MAIN, PAPER, PAPER])
STROKES = alt.Scale(domain=KINDS, range=[ACCENT, MAIN, MAIN, MAIN])
HOW_EXACT: dict[str, Any] = {
    "shape": alt.Shape("kind:N", legend=None, scale=SHAPES),
    "fill": alt.Fill("kind:N", legend=None, scale=FILLS),
    "stroke": alt.Stroke("kind:N", legend=None, scale=STROKES),
}


def events() -> Layers:
    """Draw a dot for each event over an axis of years, and a rule at the letter."""
    axis = data("axis").encode(
        x=from_first("start", 8, WIDTH - 8, ticks(labels=False)), x2="end:Q", y=down("y")
    )
    years = data("years").encode(x="year:Q", y=down("y"), text="text:N")
    letter = data("letter").encode(x="year:Q", y=down("y"))
    dots = data("events").encode(x="year:Q", y=down("y"), **HOW_EXACT)
    legend = data("legend").encode(y=down("y"))
    return alt.layer(
        axis.mark_rule(),
        years.mark_text(align="center", dy=14),
        letter.mark_rule(color=ACCENT, strokeWidth=2).encode(y2="bottom:Q"),
        letter.mark_text(align="right", dx=-6, fontWeight=BOLD).encode(text="text:N"),
        dots.mark_point(**DOT).encode(tooltip=told(when="Date", event="Event")),
        legend.mark_point(x=8, **DOT).encode(**HOW_EXACT),
        legend.mark_text(x=24).encode(text="text:N"),
    )
