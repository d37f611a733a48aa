"""Domestic abuse-related crimes that police recorded, year by year."""

from __future__ import annotations

import textwrap

from evidence.charts import drawing
from evidence.charts.chart import Chart, each_once, finished, on_source, on_table
from evidence.model import Crimes, SiteData

LINE, BAR, GAP = 16, 20, 24  # pixels: a line of text, a bar, and the space between two years
CHARACTERS = 48  # that a line of text holds


def crimes(data: SiteData) -> Chart:
    """Show the crimes recorded in each year under the area that they were counted in."""
    years = data.crimes
    return finished(
        Chart(
            name="crimes",
            headline=f"These {len(years)} yearly figures of domestic abuse-related crimes "
            "cannot be read as a trend",
            subtitle="Domestic abuse-related crimes recorded by police, by year, in the area named",
            description=_description(years),
            sources=each_once(year.source for year in years),
            columns=("Year", "Crimes", "Coverage", "Read in"),
            rows=tuple(_cells(year) for year in years),
            figures=(on_table("domestic_abuse_crimes", f"{len(years)} yearly figures"),),
            notes=(
                "The years do not all cover the same police forces: a difference may come from that alone.",
                "A hollow bar was read in a secondary source, which reports the figure of another.",
            ),
            specification=_specification(years),
        )
    )


def _description(years: tuple[Crimes, ...]) -> str:
    listed = "; ".join(f"{_year(year)}, {year.crimes:,}, {year.coverage}" for year in years)
    return f"Bar chart of {len(years)} years that are not one comparable series: {listed}."


def _cells(year: Crimes) -> tuple[str, ...]:
    crimes = on_source(year.source, f"{year.crimes:,}")
    return _year(year), crimes, year.coverage, f"{year.grade} source"


def _year(year: Crimes) -> str:
    return f"Year to {year.period_end:%B %Y}"


def _specification(years: tuple[Crimes, ...]) -> drawing.Specification:
    """Place each year, as many lines of coverage as it needs and its bar under one another."""
    top, rows, breaks = 0, list[drawing.Row](), list[drawing.Row]()
    for before, year in zip((None, *years), years, strict=False):
        if before and before.coverage != year.coverage:
            breaks.append({"y": top - GAP / 2})
        lines = textwrap.wrap(year.coverage, CHARACTERS)
        bar = top + LINE * (1 + len(lines)) + BAR // 2
        rows.append({**_row(year), "coverage": "\n".join(lines), "y": top + LINE // 2, "bar": bar + 2})
        top = bar + BAR // 2 + GAP
    legend = [{"y": top + 4, "text": "Dashed line: coverage differs above and below it"}]
    return drawing.filled("coverage", height=top + 12, years=rows, breaks=breaks, legend=legend)


def _row(year: Crimes) -> drawing.Row:
    grade = "" if year.grade == "primary" else f", {year.grade} source"
    return {
        "year": f"{_year(year)}{grade}",
        "crimes": year.crimes,
        "label": f"{year.crimes:,}",
        "primary": year.grade == "primary",
    }
