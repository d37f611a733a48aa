"""How many people live in a force's area and how many officers it has, year by year."""

from __future__ import annotations

from collections.abc import Iterable

from evidence import text
from evidence.charts import drawing
from evidence.charts.chart import Chart, finished, on_total, sources_of_total
from evidence.model import Force, Officers, SiteData

DAYTIME = "city-of-london"  # the one force area with few residents and very many people by day


def residents(force: Force, data: SiteData) -> Chart:
    """Show how many people lived in the force's area in the middle of each year."""
    first, last = force.residents[0], force.residents[-1]
    about = f"about {_about(last.residents)} residents"
    return finished(
        Chart(
            name="residents",
            headline=f"The {force.short_name} area had {about} in mid-{last.mid_year}",
            subtitle=f"Usual residents of the {force.name} area, mid-{first.mid_year} to mid-{last.mid_year}",
            description=f"Bar chart of the residents of the {force.short_name} area: {first.residents:,} in "
            f"mid-{first.mid_year} and {last.residents:,} in mid-{last.mid_year}.",
            sources=sources_of_total(data, "population"),
            columns=("Mid-year", "Residents"),
            rows=tuple(
                (str(year.mid_year), on_total(data, "population", f"{year.residents:,}"))
                for year in force.residents
            ),
            figures=(on_total(data, "population", about),),
            notes=_notes(force),
            specification=_bars((year.mid_year, year.residents) for year in force.residents),
        )
    )


def officers(force: Force, data: SiteData) -> Chart:
    """Show how many officers the force had on 31 March of each year, in full-time equivalents."""
    (first, first_day), (last, last_day) = (_officers(force.officers[place]) for place in (0, -1))
    last_figure = f"{last} full-time equivalent officers"
    return finished(
        Chart(
            name="officers",
            headline=f"{force.name} had {last_figure} on {last_day}",
            subtitle=f"Full-time equivalent officers of {force.name}, {first_day} to {last_day}",
            description=f"Bar chart of the full-time equivalent officers of {force.name}: "
            f"{first} on {first_day}, {last} on {last_day}.",
            sources=sources_of_total(data, "officers"),
            columns=("Day", "Full-time equivalent", "Officers"),
            rows=tuple(_row(day, data) for day in force.officers),
            figures=(on_total(data, "officers", last_figure),),
            notes=("A full-time equivalent counts two officers who each work half the hours as one.",),
            specification=_bars((int(day.on[:4]), day.full_time_equivalent) for day in force.officers),
        )
    )


def _officers(day: Officers) -> tuple[str, str]:
    return text.number(day.full_time_equivalent), text.date(day.on)


def _row(day: Officers, data: SiteData) -> tuple[str, ...]:
    figures = f"{day.full_time_equivalent:,.2f}", f"{day.headcount:,}"
    return text.date(day.on), *(on_total(data, "officers", figure) for figure in figures)


def _bars(figures: Iterable[tuple[int, float]]) -> drawing.Specification:
    years = [{"year": year, "value": value, "label": text.number(value)} for year, value in figures]
    return drawing.filled("years", years=years)


def _about(residents: int) -> str:
    """Round to a tenth of a million, or to a thousand below a million."""
    if residents >= 950_000:
        return f"{residents / 1_000_000:.1f} million".replace(".0 ", " ")
    return f"{residents:,.0f}" if residents < 1_000 else f"{round(residents, -3):,}"


def _notes(force: Force) -> tuple[str, ...]:
    if force.id != DAYTIME:
        return ()
    return (
        "Few people live in the City of London and very many are there by day: "
        "a rate per resident would mislead.",
    )
