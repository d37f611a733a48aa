"""What happened before the letter and after it."""

from __future__ import annotations

from typing import Any

import altair as alt

from evidence import text
from evidence.charts import theme
from evidence.charts.chart import Content, Marks
from evidence.charts.linked_text import link_table
from evidence.charts.words import ChartWords
from evidence.model import Event, SiteData

WIDTH = theme.WIDTH - 34  # pixels, beside the years of the axis
YEAR, LABEL = 54, 37  # pixels down the axis: of a year, and of a label of two lines
DOTS, LABELS = 12, 34  # pixels right of the axis: of the dots, and of the labels


def timeline(data: SiteData, words: ChartWords) -> Content:
    """Draw every event as a dot beside the period of the letter's total, and name those with a label."""
    events = [_event_row(place, event) for place, event in enumerate(data.timeline)]
    years = [int(event["year"]) for event in events]
    start, end = data.total.period.split("/")
    values = {
        "events": link_table("timeline", str(len(events))),
        "first": str(min(years)),
        "last": str(max(years)),
        "letter": text.date(data.sources["letter"].published),
        "period": text.period(start, end),
        "named": "; ".join(f"{event['date']}, {event['label']}" for event in events if event["label"]),
    }
    return Content(
        values=values,
        rows=tuple((text.date(event.date), event.event) for event in data.timeline),
        sources=tuple(claim.source for event in data.timeline for claim in event.claims),
        marks=_draw_axis(events, (_span(start)[0], _span(end)[1])),
    )


def _draw_axis(events: list[dict[str, Any]], period: tuple[float, float]) -> Marks:
    years = [int(event["year"]) for event in events]
    first, last = min(years), max(years) + 1
    axis = alt.Axis(format="d", values=list(range(first, last + 1)))
    year = alt.Y("year:Q", axis=axis, scale=alt.Scale(domain=[last, first], nice=False))
    band = alt.Chart(alt.InlineData(values=[{"year": period[0], "end": period[1]}]))
    dots = alt.Chart(alt.InlineData(values=events), width=WIDTH, height=YEAR * (last - first)).encode(y=year)
    named = _spread_labels(dots.transform_filter("datum.label"))
    label = named.encode(y=alt.Y("place:Q"))
    dot: dict[str, Any] = {"x": DOTS, "opacity": 1, "stroke": theme.PAPER, "strokeWidth": 1}
    return alt.layer(
        band.mark_rect(color=theme.GRID, x=0, x2=2 * DOTS).encode(y=year, y2="end:Q"),
        named.mark_rule().encode(x=alt.value(DOTS), x2=alt.value(LABELS - 4), y2="place:Q"),
        dots.mark_circle(size=60, color=theme.MAIN, **dot),
        dots.transform_filter("datum.letter").mark_circle(size=150, color=theme.ACCENT, **dot),
        label.mark_text(x=LABELS, dy=-7, fontWeight="bold").encode(text="date:N"),
        label.mark_text(x=LABELS, dy=8).encode(text="label:N"),
    )


def _spread_labels(named: alt.Chart) -> alt.Chart:
    """Place each label beside its event, or where the label before it ends if that is lower."""
    in_order: list[alt.SortField | dict[str, str]] = [alt.SortField("order")]
    height = LABEL / YEAR  # of a label, in years
    return (
        named.transform_window(rank="row_number()", sort=in_order)
        .transform_calculate(free=f"datum.year - {height} * datum.rank")
        .transform_window(latest="max(free)", frame=[None, 0], sort=in_order)
        .transform_calculate(place=f"datum.latest + {height} * datum.rank")
    )


def _event_row(place: int, event: Event) -> dict[str, Any]:
    start, end = _span(event.date)
    return {
        "order": place,
        "year": round((start + end) / 2, 3),
        "date": text.date(event.date),
        "event": event.event,
        "label": event.label,
        "letter": event.id == "letter",
    }


def _span(partial: str) -> tuple[float, float]:
    """Give the start and the end of a year, month or day as years; every month is taken as 31 days."""
    year, *month_day = map(int, partial.split("-"))
    start, length = float(year), 1.0
    for unit, parts in zip(month_day, (12, 31), strict=False):
        length /= parts
        start += (unit - 1) * length
    return start, start + length
