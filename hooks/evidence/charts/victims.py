"""The published total of victims."""

from __future__ import annotations

from functools import partial

from evidence import text
from evidence.charts import theme
from evidence.charts.chart import Content, Marks
from evidence.charts.linked_text import link_total
from evidence.charts.words import ChartWords
from evidence.model import SiteData

COLUMNS = 45  # of dots: so many that the picture is wide and every dot can still be seen on a telephone
DOT = 24  # square pixels


def victims(data: SiteData, words: ChartWords) -> Content:
    """Draw each victim of the published total as a dot, none tied to a force."""
    total = data.total
    source = total.claim.source if total.claim else total.source
    values = {
        "victims": link_total(total, f"{total.total:,} {total.unit}"),
        "period": text.period(*total.period.split("/")),
    }
    return Content(
        values=values,
        rows=((str(words.sentence("row", values)), link_total(total, f"{total.total:,}")),),
        sources=(source,) if source else (),
        marks=partial(_draw_dots, total.total),
    )


def _draw_dots(number: int) -> Marks:
    import altair as alt  # noqa: PLC0415  (slow to import)

    pitch = theme.WIDTH / COLUMNS
    dots = alt.Chart(alt.sequence(number, as_="dot"), width=theme.WIDTH, height=alt.Step(pitch))
    placed: Marks = dots.mark_circle(size=DOT, color=theme.MAIN, opacity=1).encode(
        x=alt.X("column:O", axis=None), y=alt.Y("row:O", axis=None)
    )
    return placed.transform_calculate(column=f"datum.dot % {COLUMNS}", row=f"floor(datum.dot / {COLUMNS})")
