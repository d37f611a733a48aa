"""A whole report as one page of HTML that needs nothing beside it."""

from __future__ import annotations

import base64
from pathlib import Path

import jinja2

from evidence.report.document import Block, Drawings, Lines, Listed, Report, Theirs, visible
from evidence.report.drawings import title

HERE = Path(__file__).parent


def html(report: Report) -> str:
    """Give the whole report, charts too, with every word out of either tree escaped.

    Charts stand in it as pictures, in which a browser runs no script and fetches nothing
    (https://www.w3.org/TR/SVG2/conform.html#secure-static-mode); the page's own policy forbids both too.
    """
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(HERE),
        undefined=jinja2.StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"visible": visible, "picture": _picture, "titled": title}
    environment.tests |= {"theirs": lambda part: isinstance(part, Theirs)}
    environment.globals |= {"kind": _kind}
    return environment.get_template("report.html.jinja").render(report=report)


def _kind(block: Block) -> str:
    kinds = {Listed: "list", Lines: "lines", Drawings: "drawings"}
    return kinds.get(type(block.content), "table") if block.content else ""


def _picture(svg: bytes) -> str:
    return f"data:image/svg+xml;base64,{base64.b64encode(svg).decode()}"
