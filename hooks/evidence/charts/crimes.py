"""Domestic abuse-related crimes that police recorded, year by year."""

from __future__ import annotations

import itertools
import textwrap
from functools import partial
from typing import Any

from evidence.charts import theme
from evidence.charts.chart import Content, Marks
from evidence.charts.linked_text import link_source, link_table
from evidence.charts.words import ChartWords
from evidence.model import Crimes, SiteData

ROW, GAP = 36, 14  # pixels: of a year, and between years that do not cover the same forces
YEARS, FIGURES = 110, 72  # pixels: for the years left of the bars, and for the figures right of them
HEADING = 42  # characters to a line


def crimes(data: SiteData, words: ChartWords) -> Content:
    """Draw a bar for each figure, with a heading wherever the forces that are covered change."""
    rows = tuple(_table_row(year, words) for year in data.crimes)
    secondary = any(year.grade == "secondary" for year in data.crimes)
    latest = data.crimes[-1]
    return Content(
        values={
            "crimes": link_source(latest.source, f"{latest.crimes:,}"),
            "month": _month(latest),
            "years": link_table("domestic_abuse_crimes", str(len(rows))),
            "figures": "; ".join(", ".join(row[:3]) for row in rows),
            "dashes": words.sentence("dashes") if secondary else "",
        },
        rows=rows,
        sources=tuple(year.source for year in data.crimes),
        marks=partial(_draw_bars, _bar_rows(data.crimes, words)),
    )


def _table_row(year: Crimes, words: ChartWords) -> tuple[str, ...]:
    figure = link_source(year.source, f"{year.crimes:,}")
    return " ".join(_year_lines(year, words)), figure, year.coverage, year.grade_label


def _bar_rows(years: tuple[Crimes, ...], words: ChartWords) -> list[dict[str, Any]]:
    alike = itertools.groupby(years, key=lambda year: year.coverage)
    return [
        {
            "group": f"{group}\n{textwrap.fill(coverage, HEADING)}",
            "place": place,
            "year": _year_lines(year, words),
            "crimes": year.crimes,
            "figure": f"{year.crimes:,}",
            "secondary": year.grade == "secondary",
        }
        for group, (coverage, members) in enumerate(alike)
        for place, year in enumerate(members)
    ]


def _year_lines(year: Crimes, words: ChartWords) -> list[str]:
    marker = [words.sentence(year.marker.strip("[]"))] if year.marker else []
    return [str(words.sentence("year", {"month": _month(year)})), *marker]


def _month(year: Crimes) -> str:
    return f"{year.period_end:%B %Y}"


def _draw_bars(bars: list[dict[str, Any]]) -> Marks:
    import altair as alt  # noqa: PLC0415  (slow to import)

    row = alt.Y("place:O", axis=None, scale=alt.Scale(paddingInner=0.3, paddingOuter=0.15))
    ends = alt.Scale(nice=False, range=[YEARS, theme.WIDTH - FIGURES])
    length = alt.X("crimes:Q", axis=None, scale=ends)
    secondary = alt.when("datum.secondary")
    year = alt.Chart(width=theme.WIDTH, height=alt.Step(ROW)).encode(y=row)
    layers = alt.layer(
        year.mark_text(x=0, dy=theme.centre_lines("year", 15), lineHeight=15).encode(text="year:N"),
        year.mark_bar(stroke=theme.MAIN).encode(
            x=length,
            fill=secondary.then(alt.value("transparent")).otherwise(alt.value(theme.MAIN)),
            strokeDash=secondary.then(alt.value([4, 3])).otherwise(alt.value([])),
        ),
        year.mark_text(dx=6, fontWeight="bold").encode(x=length, text="figure:N"),
        data=alt.InlineData(values=bars),
    )
    heading = alt.Header(labelExpr="slice(split(datum.value, '\\n'), 1)")
    groups = layers.facet(row=alt.Row("group:N", header=heading), spacing=GAP, align="each")
    drawn: Marks = groups.resolve_scale(y="independent")
    return drawn
