"""A page as its source, its Markdown and its HTML, whoever publishes it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache, cached_property
from xml.etree.ElementTree import Element

import markdown
from markdown.treeprocessors import Treeprocessor
from selectolax.lexbor import LexborHTMLParser

EXTENSIONS = ("toc", "tables", "fenced_code", "attr_list")
"""Those of mkdocs.yml, with those that MkDocs adds."""
HEAD = re.compile(r"\A\s*---[ \t]*\n(.*?\n)?(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
WRITTEN = "data-written-in-markdown"
"""Marks in HTML a link or an image that was written in Markdown, so that it leads from file to file."""


@dataclass(frozen=True, kw_only=True)
class Document:
    """A page of the site: `path` is the file of its words, with `source` in it, `page` its place among pages.

    `page` is forces/kent.md where `path` is docs/templates/force.md.jinja.
    """

    path: str
    source: str
    page: str
    markdown: str = field(repr=False)
    is_raw: bool = False
    """Whether the Markdown is read as HTML: that is quick, and right for links that are written as HTML."""

    @property
    def is_rendered(self) -> bool:
        """Whether the page comes of a template."""
        return self.path.endswith(".jinja")

    @property
    def head(self) -> str | None:
        """The YAML between the lines of dashes, or None where there is none."""
        found = HEAD.match(self.markdown)
        return None if found is None else found[1] or ""

    @property
    def is_frame(self) -> bool:
        """Whether it is a whole document of HTML that stands in frames of other sites."""
        return self.page.endswith(".html")

    @cached_property
    def html(self) -> str:
        """The page as HTML, without what the theme puts around it."""
        if self.is_frame:
            return self.markdown
        body = HEAD.sub("", self.markdown, count=1)
        return body if self.is_raw else to_html(body)

    @cached_property
    def tree(self) -> LexborHTMLParser:
        """The page as its elements."""
        return LexborHTMLParser(self.html)

    @cached_property
    def anchors(self) -> tuple[str, ...]:
        """The anchors of a page in their order, one that stands twice twice."""
        return tuple(node.attributes["id"] or "" for node in self.tree.css("[id]"))


def to_html(text: str) -> str:
    """Turn Markdown into HTML as MkDocs does, links as they were written."""
    return _converter().reset().convert(text)


@cache
def _converter() -> markdown.Markdown:
    converter = markdown.Markdown(extensions=EXTENSIONS)
    converter.treeprocessors.register(_MarkWritten(converter), "written", 0)
    return converter


class _MarkWritten(Treeprocessor):
    def run(self, root: Element) -> None:
        for element in root.iter():
            if element.tag in {"a", "img"}:
                element.set(WRITTEN, "")
