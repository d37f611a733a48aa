"""The templates and what they can call: every address is relative to the page, every cell is text."""

from __future__ import annotations

import html
import json
import posixpath
from functools import cache
from pathlib import Path

import jinja2
from jinja2.runtime import Context
from markupsafe import Markup

from evidence import text
from evidence.charts import Chart
from evidence.model import Count, Paragraph

FOLDER = Path(__file__).parents[3] / "docs" / "templates"


def address(path: str) -> str:
    """Give the address of a page from the path of its source, relative to the site: forces/kent/."""
    stem = path.removesuffix(".md")
    return "" if stem == "index" else stem.removesuffix("/index") + "/"


def relative(target: str, here: str) -> str:
    """Give the way to an address or file of the site from the page at another address."""
    path, _, anchor = target.partition("#")
    folder = path.endswith("/") or not path
    way = posixpath.relpath(path or ".", here or ".") + ("/" if folder else "")
    return (way if path != here else "") + (f"#{anchor}" if anchor else "") or "./"


@cache
def environment() -> jinja2.Environment:
    """Give the templates with every filter and function that they use."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(FOLDER),
        undefined=jinja2.StrictUndefined,
        autoescape=True,
        finalize=text.safe,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {"date": text.date, "number": text.number, "share": text.share, "slug": text.slug}
    environment.globals |= {
        "url": _url,
        "link": _link,
        "figure": _figure,
        "counted": _counted,
        "drawn": _drawn,
        "period": text.period,
        "printed": printed,
        "quantity": text.quantity,
        "title": title,
    }
    return environment


@jinja2.pass_context
def _url(context: Context, target: str) -> Markup:
    return Markup(html.escape(relative(target, context["here"])))


@jinja2.pass_context
def _link(context: Context, words: str, target: str) -> Markup:
    return Markup('<a href="{}">{}</a>').format(_url(context, target), text.safe(words))


@jinja2.pass_context
def _figure(context: Context, claim_id: str) -> Markup:
    """Print a claim's value with its unit, linked to its entry in the ledger."""
    claim = context["evidence"].claims[claim_id]
    marked = " (second-hand)" if claim.grade == "secondary" else ""
    return _link(context, text.quantity(claim) + marked, f"evidence/#{claim_id}")


@jinja2.pass_context
def _counted(context: Context, count: Count) -> Markup:
    """Print a force's count with its unit, linked to the claim or the source that gives it."""
    if count.claim:
        target = f"evidence/#{count.claim.id}"
    else:
        target = f"sources/#{count.source.id}" if count.source else ""
    unit = count.unit.removesuffix("s") if count.count == 1 else count.unit
    return _link(context, f"{count.count:,} {unit}", target)


@jinja2.pass_context
def _drawn(context: Context, chart: Chart) -> Markup:
    """Print a chart's picture, its links made relative to the page."""
    svg = chart.svg.replace("{", "&#123;")  # no template mark, whatever a name holds
    return Markup(svg.replace('href="forces/', f'href="{relative("", context["here"])}forces/'))


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
