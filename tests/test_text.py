"""Cells are text: what stands in a cell is what a reader sees, whatever Markdown or HTML would make of it."""

from __future__ import annotations

import datetime
import html
import re
from dataclasses import replace

import markdown
import pytest

from evidence import text
from evidence.model import SiteData

CELLS = [
    "<script>alert(1)</script>", "</title><script>", "&amp; stays & stays", "\"quoted\" 'single' \\* escaped",
    "a | b", "`code`", "{{ total }} {% raw %} {# note #}", "[press](javascript:alert(1))", "![image](x)",
    "=1+2", "# no heading", "- no list", "+ no list", "1. no list", "2) no list", "> no quotation",
    "*not* __strong__ ~~gone~~ ^up^", "{: .class }", ": no definition", "    no code block",
    "plain words, with a comma",
]  # fmt: skip


def read(source: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", "", source)).strip("\n")


@pytest.mark.parametrize("cell", CELLS)
def test_a_cell_is_read_as_its_characters_in_markdown_and_in_html(cell: str) -> None:
    escaped = text.escape(cell)
    rendered = markdown.markdown(str(escaped), extensions=["attr_list", "tables", "toc", "def_list"])
    assert read(rendered) == read(markdown.markdown(f'<p title="{escaped}">{escaped}</p>')) == cell
    assert re.sub(r"</?p>", "", rendered).count("<") == 0
    assert not re.search(r"\{\{|\{%|\{#", escaped)


def test_nothing_known_is_never_printed() -> None:
    with pytest.raises(TypeError):
        text.escape(None)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("2018", "2018"),
        ("2018-12", "December 2018"),
        ("2018-12-07", "7 December 2018"),
        (datetime.date(2018, 12, 7), "7 December 2018"),
    ],
)
def test_a_date_is_as_exact_as_its_source(value: str | datetime.date, words: str) -> None:
    assert text.date(value) == words


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        ("2020-04", "2023-03", "April 2020 to March 2023"),
        ("2020-04", "", "from April 2020"),
        ("", "2023-03", "March 2023"),
        ("2018", "2018", "2018"),
        ("", "", ""),
    ],
)
def test_a_period_says_only_the_sides_that_are_known(start: str, end: str, words: str) -> None:
    assert text.period(start, end) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("2672", "2,672"),
        (18_494_124, "18,494,124"),
        (3910.67, "3,911"),
        ("0808 2000 247", "0808 2000 247"),
        ("1 in 2", "1 in 2"),
        ("330-207", "330-207"),
    ],
)
def test_thousands_are_parted_and_other_text_stays(value: str | float, words: str) -> None:
    assert text.number(value) == words


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        ("1200", "crimes", "1,200 crimes"),
        ("2000000", "GBP a year", "£2,000,000 a year"),
        ("54", "percent of calls", "54% of calls"),
        ("0808 2000 247", "phone", "0808 2000 247"),
        ("537", "", "537"),
    ],
)
def test_a_quantity_has_its_unit_as_prose_has_it(data: SiteData, value: str, unit: str, words: str) -> None:
    claim = next(iter(data.claims.values()))
    assert text.quantity(replace(claim, value=value, unit=unit)) == words


@pytest.mark.parametrize(
    ("name", "anchor"), [("Ynys Môn", "ynys-mon"), ("King's Lynn", "kings-lynn"), ("Hexham", "hexham")]
)
def test_an_anchor_has_no_accents(name: str, anchor: str) -> None:
    assert text.slug(name) == anchor


@pytest.mark.parametrize(("content", "words"), [(3, "1 KB"), (12_345, "12 KB"), (1_234_567, "1,235 KB")])
def test_a_size_is_in_whole_thousands_of_bytes(content: int, words: str) -> None:
    assert text.size(content) == words
