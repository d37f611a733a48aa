"""A template prints a figure through the function that leads to its source, and works none out."""

from __future__ import annotations

from collections.abc import Iterator

from jinja2 import nodes

from evidence.pages.checks.figures import count_problems
from evidence.pages.checks.words import expressions, parse
from evidence.problems import Problem

FIGURES = {
    "value": 'figure("a003"), with the id of the claim',
    "count": "render_count(count)",
    "residents": 'link(latest.residents|number, "sources/#the-id-of-its-source")',
    "headcount": 'link(latest.headcount|number, "sources/#the-id-of-its-source")',
    "full_time_equivalent": 'link(latest.full_time_equivalent|number, "sources/#the-id-of-its-source")',
    "crimes": 'link(year.crimes|number, "sources/#the-id-of-its-source")',
    "total": 'link(total.total|number, "sources/#the-id-of-its-source")',
}
"""The names under which tables have figures, and how each is printed."""
PASS_ON = {"number", "string", "trim", "int", "float", "round", "abs", "e", "escape", "safe", "default", "d"}
"""Filters that print what they are given."""
UNLINKED = ("evidence.md.jinja", "changes.jinja")
"""The templates that name the source beside a figure: what figures lead to, and the text of the feed."""


def problems(path: str, template: str) -> Iterator[Problem]:
    """Yield each figure that a template prints without a link, works out, or holds in a text of its own."""
    tree = parse(template)
    renamed = {name for each in tree.find_all(nodes.Assign) for name in _figure_names(each)}
    for expression, is_in_tag in expressions(template):
        for fault, remedy in (
            () if is_in_tag or path.endswith(UNLINKED) else _find_unlinked(expression, renamed)
        ):
            yield Problem(path, expression.lineno, "words", fault, remedy)
    for text in tree.find_all(nodes.Const):
        if isinstance(text.value, str) and " " in text.value:
            yield from count_problems(path, text.value, text.lineno)


def _figure_names(assign: nodes.Assign) -> Iterator[str]:
    if isinstance(assign.target, nodes.Name) and list(_find_unlinked(assign.node, set())):
        yield assign.target.name


def _find_unlinked(node: nodes.Node, renamed: set[str]) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with an expression that is printed, and the cure."""
    match node:
        case nodes.Filter(node=nodes.Node() as printed) if node.name in PASS_ON:
            yield from _find_unlinked(printed, renamed)
        case nodes.Concat() | nodes.CondExpr():
            parts = node.nodes if isinstance(node, nodes.Concat) else [node.expr1, node.expr2]
            for part in parts:
                yield from _find_unlinked(part, renamed) if part else ()
        case _:
            fault, printed_by = _fault(node, renamed)
            if fault:
                yield fault, f"Print it through {printed_by}, so that a reader can follow it."


def _fault(node: nodes.Node, renamed: set[str]) -> tuple[str, str]:
    """Give what is wrong with one value that is printed, and what prints such a value."""
    fault, printed_by = "", FIGURES["value"]
    match node:
        case nodes.Add() | nodes.Sub() | nodes.Mul() | nodes.Div() | nodes.FloorDiv() | nodes.Mod():
            fault = "A figure is worked out here."
        case nodes.Getattr(attr=name) if name in FIGURES:
            fault, printed_by = f"The figure {name!r} leads to no source.", FIGURES[name]
        case nodes.Name(name=name) if name in renamed:
            fault = f"The figure {name!r} leads to no source."
        case nodes.Filter(name="length" | "count" | "sum") if getattr(node.node, "attr", "") != "rows":
            fault, printed_by = "A number of rows leads to no table.", 'link(number, "data/#table-forces")'
        case nodes.Const(value=int() | float()) if not isinstance(node.value, bool):
            fault = f"{node.value} is a figure that leads to no source."
    return fault, printed_by
