"""A chart with everything that stands around it, and how one is finished."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from evidence import text
from evidence.charts import drawing, markup
from evidence.model import Evidence, Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A drawing with its words, the table of the same figures, its sources and its limits.

    `name` is its address and never changes. `rows` hold the figures as text, under `columns`.
    `notes` say what cannot be concluded from it.
    """

    name: str
    headline: str
    subtitle: str
    description: str
    sources: tuple[Source, ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...]
    specification: Mapping[str, object]
    svg: str = ""


def finished(chart: Chart) -> Chart:
    """Give the chart's specification its title and description, and draw it."""
    specification = {**chart.specification, "title": _title(chart), "description": chart.description}
    label = markup.Label(name=chart.name, title=chart.headline, description=chart.description)
    return replace(chart, specification=specification, svg=drawing.svg(specification, label))


def each_once(sources: Iterable[Source]) -> tuple[Source, ...]:
    """Give each source once, in the order in which they come."""
    return tuple(dict.fromkeys(sources))


def sources_of_total(evidence: Evidence, table: str) -> tuple[Source, ...]:
    """Give the sources of a table of figures, which are those of its published totals."""
    totals = (total for total in evidence.totals if total.table == table)
    sources = (total.claim.source if total.claim else total.source for total in totals)
    return each_once(source for source in sources if source)


def period_of_total(evidence: Evidence) -> str:
    """Give the period of the published total of victims in words."""
    return text.period(*evidence.total.period.split("/"))


def _title(chart: Chart) -> Mapping[str, object]:
    """Break headline and subtitle into lines that fit, which Vega-Lite does not do itself."""
    return {"text": textwrap.wrap(chart.headline, 40), "subtitle": textwrap.wrap(chart.subtitle, 52)}
