"""Domestic abuse-related crimes that police recorded, year by year."""

from __future__ import annotations

import textwrap
from typing import Any

import altair as alt

from evidence.charts import theme
from evidence.charts.chart import Content, Marks
from evidence.charts.linked_text import link_source, link_table
from evidence.charts.words import ChartWords
from evidence.model import Crimes, SiteData

ROW, GAP = 24, 18  # pixels: of a year, and between years that do not cover the same forces
YEARS, FIGURES = 94, 78  # pixels: for the years left of the bars, and for the figures right of them
LINE = 52  # characters of a heading


def crimes(data: SiteData, words: ChartWords) -> Content:
    """Draw a bar for each year, those that cover the same forces together; hollow where read second-hand."""
    bars = [_bar_row(place, year, words) for place, year in enumerate(data.crimes)]
    listed = "; ".join(f"{bar['year']}, {bar['figure']}, {bar['coverage']}" for bar in bars)
    return Content(
        values={"years": link_table("domestic_abuse_crimes", str(len(bars))), "figures": listed},
        rows=tuple(_table_row(year, words) for year in data.crimes),
        sources=tuple(year.source for year in data.crimes),
        marks=_draw_bars(bars),
    )


def _table_row(year: Crimes, words: ChartWords) -> tuple[str, ...]:
    figure = link_source(year.source, _figure(year))
    return _year_label(year, words), figure, year.coverage, words.label(year.grade)


def _bar_row(place: int, year: Crimes, words: ChartWords) -> dict[str, Any]:
    return {
        "place": place,
        "year": _year_label(year, words),
        "crimes": year.crimes,
        "figure": _figure(year),
        "coverage": textwrap.fill(year.coverage, LINE),
        "secondary": year.grade == "secondary",
    }


def _figure(year: Crimes) -> str:
    return f"{year.crimes:,} {year.marker}".strip()


def _year_label(year: Crimes, words: ChartWords) -> str:
    return str(words.sentence("year", {"month": f"{year.period_end:%B %Y}"}))


def _draw_bars(bars: list[dict[str, Any]]) -> Marks:
    row = alt.Y("place:O", axis=None, scale=alt.Scale(paddingInner=0.2, paddingOuter=0))
    ends = alt.Scale(nice=False, range=[YEARS, theme.WIDTH - FIGURES])
    length = alt.X("crimes:Q", axis=None, scale=ends)
    secondary = alt.when("datum.secondary")
    year = alt.Chart(width=theme.WIDTH, height=alt.Step(ROW)).encode(y=row)
    layers = alt.layer(
        year.mark_text(x=0).encode(text="year:N"),
        year.mark_bar(stroke=theme.MAIN).encode(
            x=length,
            fill=secondary.then(alt.value("transparent")).otherwise(alt.value(theme.MAIN)),
            strokeDash=secondary.then(alt.value([4, 3])).otherwise(alt.value([])),
        ),
        year.mark_text(dx=6, fontWeight="bold").encode(x=length, text="figure:N"),
        data=alt.InlineData(values=bars),
    )
    heading = alt.Header(title=None, labelExpr="split(datum.value, '\\n')")
    coverage = alt.Row("coverage:N", sort=alt.SortField("place"), header=heading)
    facets: Marks = layers.facet(row=coverage, spacing=GAP, align="each").resolve_scale(y="independent")
    return facets
