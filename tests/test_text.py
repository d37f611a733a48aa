"""Cells are text: what stands in a cell is what a reader sees, whatever Markdown or HTML would make of it."""

from __future__ import annotations

import html
import re

import markdown
import pytest

from evidence import text

CELLS = [
    "<script>alert(1)</script>",
    "</title><script>",
    "a | b",
    "`code`",
    "{{ total }} {% raw %} {# note #}",
    "[press](javascript:alert(1))",
    "![image](x)",
    "=1+2",
    "# no heading",
    "- no list",
    "+ no list",
    "1. no list",
    "2) no list",
    "> no quotation",
    "*not* __strong__ ~~gone~~ ^up^",
    "{: .class }",
    ": no definition",
    "&amp; stays & stays",
    "\"quoted\" 'single' \\* escaped",
    "    no code block",
    "plain words, with a comma",
]


def shown(source: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", "", source)).strip("\n")


@pytest.mark.parametrize("cell", CELLS)
def test_a_cell_comes_out_as_its_characters_in_markdown(cell: str) -> None:
    rendered = markdown.markdown(str(text.safe(cell)), extensions=["attr_list", "tables", "toc", "def_list"])
    assert shown(rendered) == cell
    assert re.sub(r"</?p>", "", rendered).count("<") == 0


@pytest.mark.parametrize("cell", CELLS)
def test_a_cell_comes_out_as_its_characters_in_html(cell: str) -> None:
    rendered = markdown.markdown(f'<p title="{text.safe(cell)}">{text.safe(cell)}</p>')
    assert shown(rendered) == cell


@pytest.mark.parametrize("cell", CELLS)
def test_a_cell_leaves_no_template_mark(cell: str) -> None:
    assert not re.search(r"\{\{|\{%|\{#", text.safe(cell))


def test_nothing_is_never_printed() -> None:
    with pytest.raises(TypeError):
        text.safe(None)


@pytest.mark.parametrize(
    ("partial", "words"),
    [("2018", "2018"), ("2018-12", "December 2018"), ("2018-12-07", "7 December 2018")],
)
def test_a_date_is_as_exact_as_its_source(partial: str, words: str) -> None:
    assert text.date(partial) == words


def test_a_period_with_one_side_says_only_that_side() -> None:
    assert text.period("2020-04", "2023-03") == "April 2020 to March 2023"
    assert text.period("2020-04", "") == "from April 2020"
    assert text.period("", "2023-03") == "March 2023"
    assert text.period("2018", "2018") == "2018"


@pytest.mark.parametrize(
    ("value", "words"),
    [("2672", "2,672"), ("0808 2000 247", "0808 2000 247"), ("1 in 2", "1 in 2"), ("330-207", "330-207")],
)
def test_thousands_are_parted_and_other_text_stays(value: str, words: str) -> None:
    assert text.number(value) == words


@pytest.mark.parametrize(
    ("name", "anchor"), [("Ynys Môn", "ynys-mon"), ("King's Lynn", "kings-lynn"), ("Hexham", "hexham")]
)
def test_an_anchor_has_no_accents(name: str, anchor: str) -> None:
    assert text.slug(name) == anchor
