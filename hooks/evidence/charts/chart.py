"""A chart with everything that stands around it, and how one is finished."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from evidence import text
from evidence.charts import drawing, markup
from evidence.model import Claim, SiteData, Source


class Cited(str):
    """Words that rest on a place of this site, or name it; `on` is its address: evidence/#a003, forces/kent/.

    They are plain text where a chart is drawn or taken away, and a link where a page prints them.
    """

    __slots__ = ("on",)
    on: str

    def __new__(cls, words: str, on: str) -> Cited:
        """Give the words with the address."""
        cited = super().__new__(cls, words)
        cited.on = on
        return cited


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A drawing with its words, the table of the same figures, its sources and its limits.

    `name` is its address and never changes. `rows` hold the figures as text, under `columns`.
    `notes` say what cannot be concluded from it. `figures` are those in headline, subtitle and notes,
    word for word, with what each rests on.
    """

    name: str
    headline: str
    subtitle: str
    description: str
    sources: tuple[Source, ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...]
    figures: tuple[Cited, ...]
    specification: Mapping[str, object]
    svg: str = ""


def finished(chart: Chart) -> Chart:
    """Give the chart's specification its title and description, and draw it."""
    specification = {**chart.specification, "title": _title(chart), "description": chart.description}
    label = markup.Label(name=chart.name, title=chart.headline, description=chart.description)
    return replace(chart, specification=specification, svg=drawing.svg(specification, label))


def on_claim(claim: Claim, words: str) -> Cited:
    """Give words that rest on a claim."""
    return Cited(words, f"evidence/#{claim.id}")


def on_source(source: Source, words: str) -> Cited:
    """Give words that rest on a publication."""
    return Cited(words, f"sources/#{source.id}")


def on_table(table: str, words: str) -> Cited:
    """Give words that count the rows of one of our tables."""
    return Cited(words, f"data/#table-{table}")


def on_total(data: SiteData, table: str, words: str) -> Cited:
    """Give words that rest on what the newest published total of a table of figures rests on."""
    total = [total for total in data.totals if total.table == table][-1]
    if total.claim:
        return on_claim(total.claim, words)
    return on_source(total.source, words) if total.source else on_table("totals", words)


def each_once(sources: Iterable[Source]) -> tuple[Source, ...]:
    """Give each source once, in the order in which they come."""
    return tuple(dict.fromkeys(sources))


def sources_of_total(data: SiteData, table: str) -> tuple[Source, ...]:
    """Give the sources of a table of figures, which are those of its published totals."""
    totals = (total for total in data.totals if total.table == table)
    sources = (total.claim.source if total.claim else total.source for total in totals)
    return each_once(source for source in sources if source)


def period_of_total(data: SiteData) -> str:
    """Give the period of the published total of victims in words."""
    return text.period(*data.total.period.split("/"))


def _title(chart: Chart) -> Mapping[str, object]:
    """Break headline and subtitle into lines that fit, which Vega-Lite does not do itself."""
    return {"text": textwrap.wrap(chart.headline, 40), "subtitle": textwrap.wrap(chart.subtitle, 52)}
