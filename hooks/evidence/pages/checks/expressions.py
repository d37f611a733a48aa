"""A template prints a figure through the function that leads to its source, and works none out."""

from __future__ import annotations

from collections.abc import Iterator

from jinja2 import nodes

from evidence.pages.checks.figures import count_problems
from evidence.pages.checks.words import expressions, parse
from evidence.problems import Problem

FIGURES = set("value count residents headcount full_time_equivalent crimes total".split())
"""The names under which tables have figures."""
LINK = (
    'Print it through figure("a003"), with the id of its claim, render_count(count) or '
    'link(number, "sources/#the-id-of-its-source"), so that a reader can follow it.'
)
PASS_ON = {"number", "string", "trim", "int", "float", "round", "abs", "e", "escape", "safe", "default", "d"}
"""Filters that print what they are given."""
UNLINKED = ("evidence.md.jinja", "changes.jinja")
"""The templates that name the source beside a figure: what figures lead to, and the text of the feed."""


def problems(path: str, template: str) -> Iterator[Problem]:
    """Yield each figure that a template prints without a link, works out, or holds in a text of its own."""
    tree = parse(template)
    renamed = {name for each in tree.find_all(nodes.Assign) for name in _figure_names(each)}
    for expression, is_in_tag in expressions(template):
        if not is_in_tag and not path.endswith(UNLINKED):
            for fault in _find_unlinked(expression, renamed):
                yield Problem(path, expression.lineno, "words", fault, LINK)
    for text in tree.find_all(nodes.Const):
        if isinstance(text.value, str) and " " in text.value:
            yield from count_problems(path, text.value, text.lineno)


def _figure_names(assign: nodes.Assign) -> Iterator[str]:
    if isinstance(assign.target, nodes.Name) and list(_find_unlinked(assign.node, set())):
        yield assign.target.name


def _find_unlinked(node: nodes.Node | None, renamed: set[str]) -> Iterator[str]:
    """Yield what is wrong with an expression that is printed; `renamed` are names of figures too."""
    match node:
        case nodes.Filter(node=printed) if node.name in PASS_ON:
            yield from _find_unlinked(printed, renamed)
        case nodes.Concat():
            for part in node.nodes:
                yield from _find_unlinked(part, renamed)
        case nodes.CondExpr():
            yield from _find_unlinked(node.expr1, renamed)
            yield from _find_unlinked(node.expr2, renamed)
        case nodes.Add() | nodes.Sub() | nodes.Mul() | nodes.Div() | nodes.FloorDiv() | nodes.Mod():
            yield "A figure is worked out here."
        case nodes.Getattr(attr=name) if name in FIGURES:
            yield f"The figure {name!r} leads to no source."
        case nodes.Name(name=name) if name in renamed:
            yield f"The figure {name!r} leads to no source."
        case nodes.Filter(name="length" | "count" | "sum") if getattr(node.node, "attr", "") != "rows":
            yield "A number of rows leads to no table."
        case nodes.Const(value=int() | float()) if not isinstance(node.value, bool):
            yield f"{node.value} is a figure that leads to no source."
