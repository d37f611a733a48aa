"""What happened before the letter and after it."""

from __future__ import annotations

import itertools
import textwrap
from functools import partial
from typing import Any

from evidence import text
from evidence.charts import theme
from evidence.charts.chart import Content, Marks
from evidence.charts.words import ChartWords
from evidence.model import Event, SiteData

LABEL = 40  # characters to a line
GAP = 0.7  # lines between one event and the next
AXIS, LABELS = 12, 30  # pixels from the left: of the line with the dots, and of the words


def timeline(data: SiteData, words: ChartWords) -> Content:
    """List the events that have a label down a line, thick where they lie in the letter's period."""
    events = [event for event in data.timeline if event.label]
    values = {
        "period": text.period(*data.total.period.split("/")),
        "named": "; ".join(f"{text.date(event.date)}, {event.label}" for event in events),
    }
    return Content(
        values=values,
        rows=tuple((text.date(event.date), event.event) for event in events),
        sources=tuple(claim.source for event in events for claim in event.claims),
        marks=partial(_draw_list, _event_rows(events, data.total.period.split("/"))),
    )


def _event_rows(events: list[Event], period: list[str]) -> list[dict[str, Any]]:
    labels = [textwrap.wrap(event.label, LABEL) for event in events]
    ends = list(itertools.accumulate(1 + len(label) + GAP for label in labels))
    return [
        {
            "start": start,
            "end": end,
            "date": text.date(event.date),
            "label": label,
            "letter": event.id == "letter",
            "covered": period[0] <= event.date[: len(period[0])] <= period[1],
        }
        for event, label, start, end in zip(events, labels, [0, *ends], ends, strict=False)
    ]


def _draw_list(events: list[dict[str, Any]]) -> Marks:
    import altair as alt  # noqa: PLC0415  (slow to import)

    lines = events[-1]["end"] if events else 0
    scale = alt.Scale(domain=[lines, 0], nice=False)
    event = alt.Chart(alt.InlineData(values=events), width=theme.WIDTH, height=lines * theme.LINE).encode(
        y=alt.Y("start:Q", axis=None, scale=scale)
    )
    middle = theme.LINE / 2  # of the line with the date
    dot: dict[str, Any] = {
        "x": AXIS,
        "yOffset": middle,
        "opacity": 1,
        "stroke": theme.PAPER,
        "strokeWidth": 2,
    }
    return alt.layer(
        event.mark_rule(x=AXIS, strokeWidth=2).encode(y2="end:Q"),
        event.transform_filter("datum.covered").mark_rule(x=AXIS, strokeWidth=8).encode(y2="end:Q"),
        event.mark_circle(size=130, color=theme.MAIN, **dot),
        event.transform_filter("datum.letter").mark_circle(size=300, color=theme.ACCENT, **dot),
        event.mark_text(x=LABELS, dy=middle, fontWeight="bold").encode(text="date:N"),
        event.mark_text(x=LABELS, dy=middle + theme.LINE).encode(text="label:N"),
    )
