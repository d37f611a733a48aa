"""The templates and what they can call: every address is relative to the page, every cell is text."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path

import jinja2
from jinja2.runtime import Context
from markupsafe import Markup

from evidence import text
from evidence.charts import Chart
from evidence.model import Paragraph
from evidence.pages import citation_filters, edit_links, grouping, iframe_height

TEMPLATES = Path(__file__).parents[3] / "docs" / "templates"


def address(path: str) -> str:
    """Give the address of a page from the path of its source, relative to the site: forces/kent/."""
    stem = path.removesuffix(".md")
    return "" if stem == "index" else stem.removesuffix("/index") + "/"


@cache
def environment() -> jinja2.Environment:
    """Give the templates with every filter and function that they use."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        undefined=jinja2.StrictUndefined,
        autoescape=True,
        finalize=text.safe,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {"date": text.date, "number": text.number, "share": text.share, "slug": text.slug}
    environment.globals |= _called()
    return environment


def _called() -> Mapping[str, Callable[..., object]]:
    """Give what templates can call, by the names that they use."""
    return {
        "url": citation_filters.url,
        "link": citation_filters.link,
        "listed": listed,
        "figure": citation_filters.figure,
        "claim": citation_filters.claim,
        "cited": citation_filters.cited,
        "counted": citation_filters.counted,
        "worded": citation_filters.worded,
        "differing": citation_filters.differing,
        "cell": citation_filters.cell,
        "drawn": _drawn,
        "disputes": grouping.disputes,
        "by_source": grouping.by_source,
        "period": text.period,
        "edited": edit_links.edited,
        "form": edit_links.form,
        "printed": printed,
        "quantity": text.quantity,
        "title": title,
        "height_of_chart": iframe_height.height,
    }


@jinja2.pass_context
def _drawn(context: Context, chart: Chart) -> Markup:
    """Print a chart's picture, its links made relative to the page."""
    svg = chart.svg.replace("{", "&#123;")  # no template mark, whatever a name holds
    return Markup(
        svg.replace('href="forces/', f'href="{citation_filters.relative("", context["here"])}forces/')
    )


def printed(paragraph: Paragraph) -> Markup:
    """Give a paragraph of the letter as HTML, its misprints marked and its italics kept."""
    words = text.safe(paragraph.text)
    for misprint, _ in paragraph.misprints:
        words = words.replace(
            text.safe(misprint), text.safe(misprint) + Markup(' <span class="sic">[sic]</span>'), 1
        )
    if paragraph.italic:
        words = words.replace(
            text.safe(paragraph.italic), Markup("<cite>{}</cite>").format(text.safe(paragraph.italic)), 1
        )
    return words


def title(words: str) -> Markup:
    """Give words for the front matter, where the theme prints them into HTML as they are."""
    return Markup(json.dumps(text.safe(words), ensure_ascii=False))


def listed(names: Iterable[str]) -> Markup:
    """Give names as a list for the front matter, each as `title` gives words."""
    return Markup("[{}]").format(Markup(", ").join(map(title, names)))
