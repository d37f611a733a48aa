"""The templates and what they can call: every address is relative to the page, every cell is text."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

import jinja2
from jinja2.runtime import Context
from markupsafe import Markup

from evidence import text
from evidence.cache import CACHE_DIR
from evidence.charts import Chart
from evidence.model import Paragraph
from evidence.pages import citation_filters, edit_links, grouping, iframe_height
from evidence.problems import ROOT

TEMPLATES = ROOT / "docs" / "templates"


def page_address(path: str) -> str:
    """Give the address of a page from the path of its source, relative to the site: forces/kent/."""
    stem = path.removesuffix(".md")
    return "" if stem == "index" else stem.removesuffix("/index") + "/"


@cache
def environment(templates: Path = TEMPLATES) -> jinja2.Environment:
    """Give the templates of a folder with every filter and function that they use."""
    folder = CACHE_DIR / "templates"
    folder.mkdir(parents=True, exist_ok=True)
    environment = jinja2.Environment(
        bytecode_cache=jinja2.FileSystemBytecodeCache(str(folder)),
        loader=jinja2.FileSystemLoader(templates, encoding="utf-8-sig"),  # an editor may write a mark first
        undefined=jinja2.StrictUndefined,
        autoescape=True,
        finalize=text.escape,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {"date": text.date, "number": text.number, "share": text.share, "slug": text.slug}
    environment.globals |= _globals()
    return environment


def _globals() -> Mapping[str, Callable[..., object]]:
    """Give the functions of the templates, by the names that they use."""
    return {
        "url": citation_filters.url,
        "link": citation_filters.link,
        "figure": citation_filters.figure,
        "cite": citation_filters.cite,
        "cite_all": citation_filters.cite_all,
        "render_count": citation_filters.render_count,
        "link_figures": citation_filters.link_figures,
        "disagreement_note": citation_filters.disagreement_note,
        "render_cell": citation_filters.render_cell,
        "render_svg": render_svg,
        **{name: getattr(grouping, name) for name in grouping.__all__},
        "period": text.period,
        "edit_links": edit_links.edit_links,
        "form": edit_links.form,
        "letter_paragraph": letter_paragraph,
        "yaml_string": yaml_string,
        "file_size": text.size,
        "height_of_chart": iframe_height.height,
    }


@jinja2.pass_context
def render_svg(context: Context, chart: Chart) -> Markup:
    """Print a chart's picture, its links made relative to the page, and a link to the page itself marked."""
    here = context["here"]
    svg = chart.svg.replace("{", "&#123;")  # no template mark, whatever a name holds
    svg = svg.replace(f'href="{here}"', f'href="{here}" aria-current="page"')
    return Markup(svg.replace('href="forces/', f'href="{citation_filters.relative_address("", here)}forces/'))


def letter_paragraph(paragraph: Paragraph) -> Markup:
    """Give a paragraph of the letter as HTML, its misprints marked and its italics kept."""
    words = text.escape(paragraph.text)
    for misprint, _ in paragraph.misprints:
        words = words.replace(
            text.escape(misprint), text.escape(misprint) + Markup(' <span class="sic">[sic]</span>'), 1
        )
    if paragraph.italic:
        words = words.replace(
            text.escape(paragraph.italic), Markup("<cite>{}</cite>").format(text.escape(paragraph.italic)), 1
        )
    return words


def yaml_string(words: str) -> Markup:
    """Give words for the front matter, where the theme prints them into HTML as they are."""
    return Markup(json.dumps(text.escape(words), ensure_ascii=False))
