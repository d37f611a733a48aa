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
SUMS = (nodes.Add, nodes.Sub, nodes.Mul, nodes.Div, nodes.FloorDiv, nodes.Mod, nodes.Pow)
UNLINKED = ("evidence.md.jinja", "changes.jinja")
"""The templates that name the source beside a figure: what figures lead to, and the text of the feed."""
COLUMN = "words"
LINKED = "Print it through {}, so that a reader can follow it."


def problems(path: str, template: str) -> Iterator[Problem]:
    """Yield each figure that a template prints without a link, works out, or holds in a text of its own."""
    tree = parse(template)
    renamed = {name for each in tree.find_all(nodes.Assign) for name in _figure_names(each)}
    for expression, is_in_tag in expressions(template):
        for fault, remedy in () if is_in_tag or path.endswith(UNLINKED) else _unlinked(expression, renamed):
            yield Problem(path, expression.lineno, COLUMN, fault, remedy)
    for text in tree.find_all(nodes.Const):
        if isinstance(text.value, str) and " " in text.value:
            yield from count_problems(path, text.value, text.lineno)


def _figure_names(assign: nodes.Assign) -> Iterator[str]:
    if isinstance(assign.target, nodes.Name) and list(_unlinked(assign.node, set())):
        yield assign.target.name


def _unlinked(node: nodes.Node, renamed: set[str]) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with an expression that is printed, and the cure."""
    if isinstance(node, nodes.Filter) and node.node is not None and node.name in PASS_ON:
        yield from _unlinked(node.node, renamed)
    elif isinstance(node, nodes.Concat):
        for part in node.nodes:
            yield from _unlinked(part, renamed)
    elif isinstance(node, nodes.CondExpr):
        for branch in (node.expr1, node.expr2):
            yield from _unlinked(branch, renamed) if branch else ()
    elif isinstance(node, SUMS):
        yield "A figure is worked out here.", "Print what a source says: templates do no sums."
    else:
        yield from _bare(node, renamed)


def _bare(node: nodes.Node, renamed: set[str]) -> Iterator[tuple[str, str]]:
    if isinstance(node, nodes.Getattr) and node.attr in FIGURES:
        yield f"The figure {node.attr!r} leads to no source.", LINKED.format(FIGURES[node.attr])
    elif isinstance(node, nodes.Name) and node.name in renamed:
        yield f"The figure {node.name!r} leads to no source.", LINKED.format(FIGURES["value"])
    elif isinstance(node, nodes.Filter) and node.name in {"length", "count", "sum"}:
        if not isinstance(node.node, nodes.Getattr) or node.node.attr != "rows":
            yield "A number of rows leads to no table.", LINKED.format('link(number, "data/#table-forces")')
    elif (
        isinstance(node, nodes.Const)
        and isinstance(node.value, int | float)
        and not isinstance(node.value, bool)
    ):
        yield f"{node.value} is a figure that leads to no source.", LINKED.format(FIGURES["value"])
    elif isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name) and node.node.name == "quantity":
        yield (
            "The quantity of a claim leads to no source.",
            LINKED.format(FIGURES["value"] + ", and not quantity()"),
        )
