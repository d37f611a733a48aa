"""What happened when, and where in it the letter stands."""

from __future__ import annotations

import datetime

from evidence import text
from evidence.charts import drawing, stacking
from evidence.charts.chart import Chart, each_once, finished, on_table
from evidence.charts.theme import AXIS, WIDTH
from evidence.model import Event, SiteData

LEFT, RIGHT, DOT, TOP = 8, WIDTH - 8, 10, 94  # pixels: ends of the axis, room for a dot, top of the dots
LEGEND = (("day", "Day known"), ("month", "Only the month known"), ("year", "Only the year known"))
PRECISION = {4: "year", 7: "month", 10: "day"}  # by the length of the date


def timeline(data: SiteData) -> Chart:
    """Show every event as a dot on an axis of years, and the letter's with its date."""
    events = data.timeline
    letter = next(event for event in events if event.id == "letter")
    before = sum(_latest(event) < letter.date for event in events)
    span = f"{events[0].date[:4]} to {events[-1].date[:4]}"
    return finished(
        Chart(
            name="timeline",
            headline=f"{before} of {len(events)} events came before the letter of {text.date(letter.date)}",
            subtitle=f"Events in this timeline, one dot for each, {span}",
            description=f"Dot plot of {len(events)} events, {span}; a vertical line marks the letter "
            f"of {text.date(letter.date)}, and {before} events came before it.",
            sources=each_once(claim.source for event in events for claim in event.claims),
            columns=("Date", "Event"),
            rows=tuple((text.date(event.date), event.event) for event in events),
            figures=(on_table("timeline", f"{before} of {len(events)} events"),),
            notes=("An event whose day is not known stands in the middle of its month or year.",),
            specification=_specification(events, letter),
        )
    )


def _latest(event: Event) -> str:
    """Give the last day on which the event may have been."""
    return event.date + "-12-31"[len(event.date) - len("2020") :]


def _specification(events: tuple[Event, ...], letter: Event) -> drawing.Specification:
    dots = sorted(events, key=lambda event: (_years(event.date), event.date))
    places = [_years(event.date) for event in dots]
    first, last = int(places[0]), int(places[-1]) + 1
    scale = (RIGHT - LEFT) / (last - first)
    levels = list(stacking.levels([scale * place for place in places], DOT))
    base = TOP + DOT * (max(levels) + 1)
    return drawing.filled(
        "events",
        height=base + AXIS,
        axis=[{"start": first, "end": last, "y": base}],
        years=[{"year": year + 0.5, "text": str(year), "y": base} for year in range(first, last)],
        events=[_dot(event, level, base, letter) for event, level in zip(dots, levels, strict=True)],
        letter=[{"year": _years(letter.date), "text": _label(letter), "y": TOP - 22, "bottom": base}],
        legend=[
            {"kind": kind, "text": words, "y": 8 + 18 * line} for line, (kind, words) in enumerate(LEGEND)
        ],
    )


def _dot(event: Event, level: int, base: int, letter: Event) -> drawing.Row:
    return {
        "date": event.date,
        "when": text.date(event.date),
        "event": event.event,
        "year": _years(event.date),
        "kind": "letter" if event == letter else PRECISION[len(event.date)],
        "y": base - 8 - DOT * level,
    }


def _label(letter: Event) -> str:
    return f"The letter, {text.date(letter.date)}"


def _years(partial: str) -> float:
    """Give a date as years, in the middle of its month or year where no more is known."""
    if len(partial) == len("2020"):
        return int(partial) + 0.5
    day = datetime.date.fromisoformat(f"{partial}-15"[:10])
    return round(day.year + (day.timetuple().tm_yday - 0.5) / 366, 4)
