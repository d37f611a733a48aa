"""Markdown becomes HTML: once, for the check and for MkDocs alike."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

import markdown
from markdown.treeprocessors import Treeprocessor

from evidence.cache import cached, code
from evidence.pages.checks.words import without_head
from evidence.pages.citation_filters import relative_address
from evidence.pages.environment import page_address

EXTENSIONS: dict[str, dict[str, Any]] = {
    "toc": {"permalink": True, "toc_depth": 3},
    "tables": {},
    "fenced_code": {},
    "attr_list": {},
}
"""Those of mkdocs.yml, by which other hosts convert the pages, with those that MkDocs adds."""
WRITTEN = "data-written-in-markdown"
"""What a link or an image that was written in Markdown has in `marked`: the path as it was written."""
LEFT_AS_IT_IS = {"", "/", "\x02"}
"""How the path of such a link starts: with nothing, a slash, or an e-mail address in disguise."""
MARK = re.compile(rf' {WRITTEN}="[^"]*"')


@dataclass(frozen=True, slots=True)
class Html:
    """A page as HTML, with a mark at each link that was written in Markdown, and its table of contents."""

    marked: str
    contents: list[Any]

    @property
    def text(self) -> str:
        """The HTML as it is published."""
        return MARK.sub("", self.marked)


def to_html(text: str, page: str) -> Html:
    """Turn the Markdown of a page into HTML, the same text only once; `page` is the path of its source.

    What is written in Markdown leads from source to source, and in HTML from address to address.
    """
    key = json.dumps([text.lstrip("\n"), page, code()])
    return Html(*json.loads(cached(key, lambda: json.dumps(_convert(text, page)))))


def convert_pages(pages: Iterable[tuple[str, str]]) -> None:
    """Turn the sources of pages into HTML for the cache, each with its path."""
    for text, page in pages:
        to_html(without_head(text), page)


def _convert(text: str, page: str) -> tuple[str, list[Any]]:
    converter, links = _converter()
    links.page = page
    html = converter.reset().convert(text)
    return html, converter.toc_tokens  # type: ignore[attr-defined]  # which the extension toc adds


@cache
def _converter() -> tuple[markdown.Markdown, _Links]:
    converter = markdown.Markdown(extensions=[*EXTENSIONS], extension_configs=EXTENSIONS)
    links = _Links(converter)
    converter.treeprocessors.register(links, "links", 0)
    return converter, links


class _Links(Treeprocessor):
    """Marks what is written in Markdown, and lets it lead from the address of a page."""

    page = ""

    def run(self, root: Element) -> None:
        for element in root.iter():
            name = {"a": "href", "img": "src"}.get(element.tag, "")
            if name in element.attrib:
                element.set(WRITTEN, element.attrib[name])
                element.set(name, self._resolve(element.attrib[name]))

    def _resolve(self, link: str) -> str:
        parts = urlsplit(link)
        if parts.scheme or parts.netloc or parts.path[:1] in LEFT_AS_IT_IS:
            return link
        target = posixpath.normpath(posixpath.join(posixpath.dirname(self.page), parts.path))
        address = page_address(target) if target.endswith(".md") else target
        return relative_address(address + link[len(parts.path) :], page_address(self.page))
