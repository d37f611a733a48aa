"""Figures as marks to count and as bars."""

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
    from_first,
    from_zero,
    told,
)
from evidence.charts.theme import GRID, MAIN, MUTED, WIDTH


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


def figures() -> Layers:
    """Draw each figure beside a bar over the months that it covers, dashed where only years are known."""
    years = data("years").encode(x="year:Q")
    words = data("figures").encode(y=down("y"))
    ours = alt.when("datum.ours").then(alt.value(MAIN)).otherwise(alt.value(MUTED))
    bars = words.encode(x=from_first("start", 56, WIDTH - 16), x2="end:Q", color=ours)
    bars = bars.encode(tooltip=told(value="Figure", counts="Counts", label="Covers"))
    exact, vague = bars.transform_filter("datum.exact"), bars.transform_filter("!datum.exact")
    return alt.layer(
        years.mark_rule(color=GRID).encode(y=down("y"), y2="bottom:Q"),
        years.mark_text(align="center", dy=12).encode(y=down("bottom"), text="text:N"),
        data("groups").mark_text(x=0, fontWeight=BOLD).encode(y=down("y"), text="text:N"),
        words.mark_text(x=0, dy=8, fontSize=15, fontWeight=BOLD).encode(text="value:N"),
        words.mark_text(x=56).encode(text="label:N"),
        exact.mark_bar(orient="horizontal", size=10, yOffset=16),
        vague.mark_bar(orient="horizontal", size=10, yOffset=16, **HOLLOW),
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


def years() -> Layers:
    """Draw one bar a year from zero, its value written at its end."""
    labels = alt.Axis(offset=-40, ticks=False, labelPadding=40, labelAlign="left")
    rows = alt.Y("year:O", axis=labels, scale=alt.Scale(paddingInner=0.2, paddingOuter=0))
    years = data("years").encode(x=from_zero("value", 40, 250), y=rows)
    values = years.mark_text(dx=6, fontWeight=BOLD).encode(text="label:N")
    bars = years.mark_bar().encode(tooltip=told(year="Year", label="Number"))
    return alt.layer(bars, values).properties(height=alt.Step(28))
