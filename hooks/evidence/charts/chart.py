"""A chart with everything that stands around it, on a page and in files to take away."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, TypeAlias

from evidence.charts import drawing, theme
from evidence.charts.linked_text import LinkedText
from evidence.charts.words import ChartWords
from evidence.model import Source

if TYPE_CHECKING:
    import altair as alt

Marks: TypeAlias = "alt.Chart | alt.LayerChart | alt.FacetChart"

PAGE = "numbers/"  # where the address of every chart leads
MARGIN = 16  # pixels around everything in a file
TITLE_WIDTH, TEXT_WIDTH = 34, 42  # characters to a line in a file, so that wider fonts fit too


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What a chart shows: values for its words, the rows of its table, its sources, what draws its marks."""

    values: Mapping[str, str]
    rows: tuple[tuple[str, ...], ...]
    sources: tuple[Source, ...]
    marks: partial[Marks]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A drawing with its words and the table of the same figures; `name` is its address and never changes.

    Text and cells that are a LinkedText link to what they rest on. Only files show the `credit`.
    """

    name: str
    title: LinkedText
    subtitle: LinkedText
    description: str
    notes: tuple[LinkedText, ...]
    credit: LinkedText
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    sources: tuple[Source, ...]
    marks: partial[Marks]
    svg: str


def build_chart(words: ChartWords, content: Content) -> Chart:
    """Draw the content of a chart and put its words around it; raises RejectedInput where one is missing."""
    sources = tuple(dict.fromkeys(content.sources))
    values = {**content.values, "sources": "; ".join(source.title for source in sources)}
    title, subtitle, description, credit = (
        words.sentence(key, values) for key in ("title", "subtitle", "description", "credit")
    )
    return Chart(
        name=words.chart,
        title=title,
        subtitle=subtitle,
        description=description,
        notes=tuple(filter(None, words.sentence_list("notes", values))),
        credit=credit,
        columns=words.columns(content.rows),
        rows=content.rows,
        sources=sources,
        marks=content.marks,
        svg=drawing.draw_svg(
            partial(_plain, content.marks), content.marks.args, words.chart, title, description
        ),
    )


def render_svg(chart: Chart, address: str) -> str:
    """Give a chart as a drawing that stands alone, in light colours; `address` is where its page is."""
    around = chart.marks.args, chart.subtitle, chart.notes, chart.credit, address
    drawn = drawing.draw_svg(
        partial(_frame, chart, address), around, chart.name, chart.title, chart.description
    )
    return theme.use_light_colours(drawn.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))


def render_png(chart: Chart, address: str) -> bytes:
    """Give the same drawing as a picture."""
    return drawing.draw_png(render_svg(chart, address))


def _plain(marks: partial[Marks]) -> Marks:
    drawn: Marks = marks().configure(**theme.CONFIG)
    return drawn


def _frame(chart: Chart, address: str) -> alt.VConcatChart:
    """Put the title and the subtitle of a chart above its marks, and the notes and its credit below."""
    import altair as alt  # noqa: PLC0415  (slow to import)

    heading = alt.TitleParams(_wrap(chart.title, TITLE_WIDTH), subtitle=_wrap(chart.subtitle))
    below = [*(line for note in chart.notes for line in _wrap(note)), *_wrap(chart.credit), address]
    foot = alt.TitleParams(below, orient="bottom", fontSize=theme.TEXT_SIZE, fontWeight="normal")
    framed = alt.vconcat(chart.marks().properties(title=heading), title=foot)
    config = {**theme.CONFIG, "background": theme.PAPER, "padding": MARGIN}
    drawn: alt.VConcatChart = framed.configure(**config)
    return drawn


def _wrap(words: str, width: int = TEXT_WIDTH) -> list[str]:
    return textwrap.wrap(words, width)
