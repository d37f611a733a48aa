"""Marks to count, and bars."""

from __future__ import annotations

import altair as alt

from evidence.charts.templates.shared import (
    BOLD,
    DASHES,
    HOLLOW,
    Layers,
    across,
    data,
    down,
    from_zero,
    told,
)
from evidence.charts.theme import MAIN, WIDTH


def victims() -> Layers:
    """Draw one mark for each of a number of victims, 25 to a row, with a gap after each hundred."""
    each = data("total").transform_calculate(victim="sequence(1, datum.victims + 1)")
    each = each.transform_flatten(["victim"]).transform_calculate(
        x="6 + 12 * ((datum.victim - 1) % 25)",
        y="6 + 12 * floor((datum.victim - 1) / 25) + 8 * floor((datum.victim - 1) / 100)",
    )
    marks = each.mark_circle(size=64, strokeWidth=0, opacity=1, color=MAIN)
    counted = each.transform_filter("datum.victim % 100 == 0 || datum.victim == datum.victims")
    return alt.layer(
        marks.encode(x=across("x"), y=down("y"), tooltip=told(victim="Victims up to here")),
        counted.mark_text(x=304).encode(y=down("y"), text="victim:Q"),
    )


def coverage() -> Layers:
    """Draw a bar a year under the words that say where it counts, and a break where that changes."""
    words = data("years").encode(y=down("y"))
    bars = data("years").encode(x=from_zero("crimes", 1, 256), y=down("bar"))
    values = bars.mark_text(dx=6, fontWeight=BOLD).encode(text="label:N")
    bars = bars.encode(tooltip=told(year="Period", label="Crimes", coverage="Coverage"))
    primary, secondary = bars.transform_filter("datum.primary"), bars.transform_filter("!datum.primary")
    return alt.layer(
        data("breaks").mark_rule(x=0, x2=WIDTH, strokeDash=DASHES).encode(y=down("y")),
        words.mark_text(x=0, fontWeight=BOLD).encode(text="year:N"),
        words.mark_text(x=0, dy=16, lineBreak="\n").encode(text="coverage:N"),
        primary.mark_bar(orient="horizontal", size=20),
        secondary.mark_bar(orient="horizontal", size=20, **HOLLOW),
        values,
        data("legend").mark_text(x=0).encode(y=down("y"), text="text:N"),
    )
