"""A page as its source, its head, its Markdown and its HTML, whoever publishes it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeAlias

import yaml  # type: ignore[import-untyped]
from selectolax.lexbor import LexborHTMLParser, LexborNode

from evidence.pages.checks.words import HEAD, line_of, without_head
from evidence.pages.environment import page_address
from evidence.pages.markdown import WRITTEN, to_html

QUOTE = 'Put the text after the name in quotation marks: title: "The letter: what it says"'
COMPARE = "Compare the line, and the one above it, with those of another file of this kind."
YAML_CAUSES = (
    ("mapping values are not allowed", "A colon with a space after it stands within a text.", QUOTE),
    ("cannot start any token", "The text starts with a sign that has a meaning of its own here.", QUOTE),
    (
        "found unexpected end of stream",
        "A quotation mark or a bracket is opened and not closed.",
        "Close it.",
    ),
    ("found unknown escape", "A backslash within quotation marks has a meaning of its own.", "Remove it."),
    ("did not find expected", "The line does not fit those above it.", COMPARE),
    ("", "This cannot be read.", COMPARE),
)
"""What the library says, and the fault and the cure in plain words."""

LineFault: TypeAlias = tuple[int, str, str]
"""The number of a line, what is wrong there, and the cure."""


@dataclass(frozen=True, slots=True)
class Link:
    """Where a page leads, in which words, and whether it was written in Markdown."""

    target: str
    words: str
    is_written: bool


@dataclass(frozen=True, kw_only=True)
class Document:
    """A page of the site: `path` is the file of its words, with `source` in it, `page` its place among pages.

    `page` is forces/kent.md where `path` is docs/templates/force.md.jinja.
    """

    path: str
    source: str
    page: str
    markdown: str
    is_raw: bool = False
    """Whether the Markdown is read as HTML: that is quick, and right for links that are written as HTML."""

    @property
    def is_rendered(self) -> bool:
        """Whether the page comes of a template."""
        return self.path.endswith(".jinja")

    @property
    def is_frame(self) -> bool:
        """Whether it is a whole document of HTML that stands in frames of other sites."""
        return self.page.endswith(".html")

    @property
    def address(self) -> str:
        """The address of the page, relative to the site."""
        return self.page.removesuffix("index.html") if self.is_frame else page_address(self.page)

    @cached_property
    def head(self) -> tuple[Any, list[LineFault]]:
        """What the YAML between the lines of dashes says, and what is wrong with it by lines of the page."""
        head = HEAD.match(self.markdown)
        if head is None:
            return None, [
                (1, "The page has no head with a title.", "Write one, between two lines of dashes.")
            ]
        meta, faults = load_yaml(head[1] or "")
        above = line_of(self.markdown, head.start(1)) - 1 if head[1] else 0
        return meta, [(above + line, fault, remedy) for line, fault, remedy in faults]

    @cached_property
    def html(self) -> str:
        """The page as HTML, without what the theme puts around it."""
        body = without_head(self.markdown)
        return body if self.is_raw or self.is_frame else to_html(body, self.page).marked

    @property
    def tree(self) -> LexborHTMLParser:
        """The page as its elements, read anew each time: those of every page would fill the memory."""
        return LexborHTMLParser(self.html)

    @property
    def anchors(self) -> Counter[str]:
        """How often each anchor stands on the page."""
        return self._anchors_and_links[0]

    @property
    def links(self) -> tuple[Link, ...]:
        """What the page links to and shows, each once."""
        return self._anchors_and_links[1]

    @cached_property
    def _anchors_and_links(self) -> tuple[Counter[str], tuple[Link, ...]]:
        tree = self.tree
        anchors = Counter(node.attributes["id"] or "" for node in tree.css("[id]"))
        return anchors, tuple(dict.fromkeys(map(_link, tree.css("a[href], img[src], link[href]"))))


def _link(node: LexborNode) -> Link:
    attributes = node.attributes
    target = attributes.get(WRITTEN) or attributes.get("href") or attributes.get("src") or ""
    return Link(target.strip(), node.text().strip(), WRITTEN in attributes)


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Reads what is data; what MkDocs alone understands, such as !ENV, is read as nothing."""


_Loader.add_multi_constructor("!", lambda loader, suffix, node: None)
_Loader.add_multi_constructor("tag:yaml.org,2002:python/", lambda loader, suffix, node: None)


def load_yaml(text: str) -> tuple[Any, list[LineFault]]:
    """Read YAML, and give what is wrong with it: what cannot be read, or is named twice at its top."""
    try:
        loader = _Loader(text)
        node = loader.get_single_node()
        value = loader.construct_document(node) if node else None
    except yaml.YAMLError as error:
        return None, [_explain(error, text)]
    keys = [key for key, _ in node.value] if isinstance(node, yaml.MappingNode) else []
    names = [key.value for key in keys]
    twice = [key for place, key in enumerate(keys) if key.value in names[:place]]
    return value, [(key.start_mark.line + 1, f"{key.value!r} stands twice.", "Remove one.") for key in twice]


def _explain(error: yaml.YAMLError, text: str) -> LineFault:
    words = f"{getattr(error, 'problem', '')} {getattr(error, 'context', '')}"
    fault, remedy = next((fault, remedy) for start, fault, remedy in YAML_CAUSES if start in words)
    mark = getattr(error, "context_mark" if "not closed" in fault else "problem_mark", None)
    if mark and text[mark.index : mark.index + 1] == "\t":
        fault, remedy = "A tab stands before the text.", "Indent the line with spaces, as the others are."
    return (mark.line if mark else 0) + 1, fault, remedy
