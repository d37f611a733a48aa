"""A chart with everything that stands around it."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import altair as alt

from evidence.charts import drawing, markup, theme
from evidence.charts.linked_text import LinkedText
from evidence.charts.words import ChartWords
from evidence.model import Source

Marks: TypeAlias = alt.LayerChart | alt.FacetChart


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What a chart shows: the values that its words name, the rows of its table, its sources, its marks."""

    values: Mapping[str, str]
    rows: tuple[tuple[str, ...], ...]
    sources: tuple[Source, ...]
    marks: Marks


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A drawing with its words and the table of the same figures; `name` is its address and never changes.

    Text and cells that are a LinkedText rest on something, which a page links. `specification` is Vega-Lite.
    """

    name: str
    title: LinkedText
    subtitle: LinkedText
    description: str
    notes: tuple[LinkedText, ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    sources: tuple[Source, ...]
    specification: Mapping[str, Any]
    svg: str


def build_chart(words: ChartWords, content: Content) -> Chart:
    """Draw the content of a chart and put its words around it; raises RejectedInput where one is missing."""
    title, subtitle, description = (
        words.sentence(key, content.values) for key in ("title", "subtitle", "description")
    )
    marks = {**content.marks.to_dict(), "config": theme.CONFIG}
    label = markup.Label(name=words.chart, title=str(title), description=str(description))
    headings = {"text": textwrap.wrap(title, 40), "subtitle": textwrap.wrap(subtitle, 52)}
    return Chart(
        name=words.chart,
        title=title,
        subtitle=subtitle,
        description=description,
        notes=tuple(filter(None, words.sentence_list("notes", content.values))),
        columns=words.columns(content.rows),
        rows=content.rows,
        sources=tuple(dict.fromkeys(content.sources)),
        specification={**marks, "title": headings, "description": description},
        svg=drawing.draw_svg(marks, label),
    )
