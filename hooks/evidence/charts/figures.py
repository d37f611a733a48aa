"""The published figures: the 537, and those that cannot be compared with it."""

from __future__ import annotations

import math
from itertools import groupby

from evidence import text
from evidence.charts import drawing
from evidence.charts.chart import (
    Chart,
    each_once,
    finished,
    on_claim,
    on_table,
    on_total,
    period_of_total,
    sources_of_total,
)
from evidence.charts.theme import AXIS
from evidence.model import Claim, Comparison, SiteData

IN_A_ROW, IN_A_BLOCK = 25, 100  # marks


def victims(data: SiteData) -> Chart:
    """Show every victim in the published total as one mark, none of them tied to a force."""
    total = data.total
    return finished(
        Chart(
            name="victims",
            headline=f"Police shared the data of {total.total:,} victims of domestic abuse "
            "with Immigration Enforcement",
            subtitle=f"One mark for each victim, 25 to a row; England and Wales, {period_of_total(data)}",
            description=f"Chart of {total.total:,} equal dots, one for each victim whose data was shared.",
            sources=sources_of_total(data, total.table),
            columns=("What", "Number"),
            rows=(("Victims whose data was shared", on_total(data, total.table, f"{total.total:,}")),),
            figures=(on_total(data, total.table, f"{total.total:,} victims"),),
            notes=_notes(total.claim),
            specification=drawing.filled(
                "victims", height=_height(total.total), total=[{"victims": total.total}]
            ),
        )
    )


def _notes(claim: Claim | None) -> tuple[str, ...]:
    caveat = (claim.caveat,) if claim and claim.caveat else ()
    return ("No mark stands for any one force: the marks only show how many there are.", *caveat)


def _height(marks: int) -> int:
    """Give the height in pixels of rows of 12 with a gap of 8 after every hundred marks."""
    rows, gaps = -(-marks // IN_A_ROW), (marks - 1) // IN_A_BLOCK
    return 12 * rows + 8 * gaps


def not_comparable(data: SiteData) -> Chart:
    """Show each published figure beside the months that it covers, by what it counts and where."""
    figures = data.comparisons
    return finished(
        Chart(
            name="not-comparable",
            headline=f"These {len(figures)} published figures cannot be compared with one another",
            subtitle="Victims whose data police shared, by what is counted, area and months covered",
            description=_description(figures),
            sources=each_once(figure.claim.source for figure in figures),
            columns=("Figure", "What is counted", "Area", "Period", "Caveat"),
            rows=tuple(_row(figure) for figure in figures),
            figures=(on_table("comparisons", f"{len(figures)} published figures"),),
            notes=(
                "The figures differ in whom they count, where and when. A bar shows the months alone.",
                "Where a source gives only years, the bar is dashed and runs from January to December.",
            ),
            specification=_specification(data),
        )
    )


def _description(figures: tuple[Comparison, ...]) -> str:
    listed = "; ".join(
        f"{text.number(figure.claim.value)} {figure.counts.lower()}, {figure.area}, {_period(figure.claim)}"
        for figure in figures
    )
    return f"Bar chart of the months that {len(figures)} figures cover, which cannot be compared: {listed}."


def _row(figure: Comparison) -> tuple[str, ...]:
    claim = figure.claim
    value = on_claim(claim, text.number(claim.value))
    return value, figure.counts, figure.area, _period(claim), claim.caveat


def _period(claim: Claim) -> str:
    return text.period(claim.period_start, claim.period_end)


def _specification(data: SiteData) -> drawing.Specification:
    """Place a line for each thing counted, and under it two lines for each of its figures."""
    top, groups, figures = 0, list[drawing.Row](), list[drawing.Row]()
    for counts, alike in groupby(data.comparisons, lambda figure: figure.counts):
        groups.append({"y": top + 8, "text": counts})
        top += 22
        for figure in alike:
            ours = figure.claim == data.total.claim
            figures.append({**_figure(figure), "counts": counts, "ours": ours, "y": top + 8})
            top += 40
        top += 6
    years = [{"year": year, "text": str(year), "y": 28, "bottom": top} for year in _full_years(data)]
    return drawing.filled("figures", height=top + AXIS, groups=groups, figures=figures, years=years)


def _full_years(data: SiteData) -> range:
    """Give the years whose start lies between the first and the last month of any figure."""
    claims = [figure.claim for figure in data.comparisons]
    first = min(_years(claim.period_start, 0) for claim in claims)
    last = max(_years(claim.period_end, 1) for claim in claims)
    return range(math.floor(first), math.floor(last) + 1)


def _figure(figure: Comparison) -> drawing.Row:
    start, end = figure.claim.period_start, figure.claim.period_end
    return {
        "value": text.number(figure.claim.value),
        "label": f"{figure.area}, {_short(start)} to {_short(end)}",
        "start": _years(start, 0),
        "end": _years(end, 1),
        "exact": len(start) > len("2020") and len(end) > len("2020"),
    }


def _short(partial: str) -> str:
    """Give a year or a month with a name of three letters: 2020, Apr 2020."""
    month, _, year = text.date(partial[:7]).rpartition(" ")
    return f"{month[:3]} {year}".strip()


def _years(partial: str, ended: int) -> float:
    """Give the start or the end of a month or year as years: the end of March 2023 is 2023.25."""
    year, _, month = partial.partition("-")
    return round(int(year) + (int(month[:2]) - 1 + ended) / 12, 4) if month else int(year) + ended
