"""The published total of victims."""

from __future__ import annotations

import altair as alt

from evidence import text
from evidence.charts import theme
from evidence.charts.chart import Content, Marks
from evidence.charts.linked_text import link_total
from evidence.charts.words import ChartWords
from evidence.model import SiteData

PITCH, GAP = 10, 14  # pixels from dot to dot, and between squares: three squares fill the width
UNNAMED = alt.Header(title=None, labelExpr="''", labelFontSize=0, labelPadding=0)


def victims(data: SiteData, words: ChartWords) -> Content:
    """Draw each victim of the published total as a dot, in squares of a hundred, none tied to a force."""
    total = data.total
    source = total.claim.source if total.claim else total.source
    values = {
        "victims": link_total(total, f"{total.total:,} {total.unit}"),
        "period": text.period(*total.period.split("/")),
        "caveat": total.claim.caveat if total.claim else "",
    }
    return Content(
        values=values,
        rows=((str(words.sentence("row", values)), link_total(total, f"{total.total:,}")),),
        sources=(source,) if source else (),
        marks=_draw_dots(total.total),
    )


def _draw_dots(number: int) -> Marks:
    step = alt.Step(PITCH)
    dot = alt.Chart(width=step, height=step).mark_circle(size=52, color=theme.MAIN, opacity=1)
    square = dot.encode(x=alt.X("column:O", axis=None), y=alt.Y("row:O", axis=None))
    squares: Marks = square.facet(
        alt.Facet("square:O", header=UNNAMED),
        columns=3,
        spacing=GAP,
        data=alt.sequence(number, as_="dot"),
    )
    return squares.transform_calculate(
        column="datum.dot % 10",
        row="floor(datum.dot / 10) % 10",
        square="floor(datum.dot / 100)",
    )
