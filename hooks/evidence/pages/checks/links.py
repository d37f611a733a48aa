"""Every link within the site leads to a page, a place on a page or a file."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote, urlsplit

from evidence.pages.checks.documents import Document, Link
from evidence.pages.checks.words import did_you_mean, find_line
from evidence.problems import Problem

RESERVED = ("__", "nav-")
"""How the anchors start that the theme and its menus have on every page."""
TAKEN = {"contents", "content"}
EXTERNAL = ("http:", "https:", "tel:", "mailto:", "sms:", "javascript:", "data:", "//")
"""How addresses start that lead out of the site, or are judged with the elements."""
PAGE = "Write the file of a page as it stands in docs/, such as help.md or forces/index.md."
ADDRESS = "Write the address of a page as it is from this one, such as ../help/."
UNREAD = re.compile(r"\[[^\[\]<>]+\](?:\([^()<>]*\)|\[[^\[\]<>]*\])|\{[{%#]")
"""A link in Markdown, or the start of an expression, that is left in the HTML of a page."""
AS_WRITTEN = (
    "Write a link as [words](help.md). A page with {{ }} or {% %} is a template: move it to docs/templates/."
)
HEADING = "Open the page in a browser, and copy the address of the heading."


@dataclass(frozen=True, slots=True, kw_only=True)
class Targets:
    """What links may lead to: pages by their path and by their address, and the paths of files."""

    pages: Mapping[str, Document]
    addresses: Mapping[str, Document]
    files: Collection[str]


def problems(documents: Sequence[Document], files: Collection[str]) -> Iterator[Problem]:
    """Yield each link that leads nowhere, and each anchor that stands twice on its page."""
    targets = Targets(
        pages={document.page: document for document in documents},
        addresses={document.address: document for document in documents},
        files=files,
    )
    for document in documents:
        yield from _find_repeated_anchors(document)
        yield from _find_unread_links(document)
        for link in document.links:
            fault, remedy = _fault(document, link, targets)
            if fault:
                needles = [f"{before}{link.target}" for before in ("(", '"', "'", "=")]
                line = find_line(document.source, *needles, link.words)
                yield Problem(document.path, line, "link", fault, remedy)


def places(documents: Sequence[Document], files: Collection[str]) -> set[str]:
    """Give all that an address of the site can name: pages, places on them, and files."""
    found = set(files)
    for document in documents:
        found |= {document.address or "./", *(f"{document.address}#{anchor}" for anchor in document.anchors)}
    return found


def _find_unread_links(document: Document) -> Iterator[Problem]:
    """Yield what was meant as a link, or as an expression of a template, and stands on the page as it is."""
    found = [] if document.is_frame or document.is_raw else UNREAD.findall(document.html)
    for words in dict.fromkeys(found):
        line = find_line(document.source, words)
        yield Problem(document.path, line, "link", f"{words!r} would stand on the page as it is.", AS_WRITTEN)


def _find_repeated_anchors(document: Document) -> Iterator[Problem]:
    for anchor, times in document.anchors.items():
        if times > 1 or anchor in TAKEN or anchor.startswith(RESERVED):
            line = find_line(document.source, f"#{anchor}", f'id="{anchor}"', f"# {anchor.replace('-', ' ')}")
            fault = f"The anchor {anchor!r} stands twice on the page."
            yield Problem(document.path, line, "link", fault, "Word the heading otherwise.")


def _fault(document: Document, link: Link, targets: Targets) -> tuple[str, str]:
    """Give why a link leads nowhere, and the cure; what is written in Markdown leads from file to file."""
    if link.target.lower().startswith(EXTERNAL):
        return "", ""
    here, known, remedy = document.address, targets.addresses, ADDRESS
    if link.is_written:
        here, known, remedy = document.page, targets.pages, PAGE
    path, anchor = _path_and_anchor(link.target)
    place = _place(posixpath.dirname(here), path)
    target = known.get(place) if path else document
    if path.startswith("/"):
        return f"The link {link.target!r} starts with a slash.", remedy
    if target is None and place not in targets.files:
        return f"The link {link.target!r} leads nowhere.", did_you_mean(place, known, remedy)
    if target is not None and anchor and anchor not in target.anchors:
        fault = f"The link {link.target!r} leads to a place that is not on its page."
        return fault, did_you_mean(anchor, target.anchors, HEADING)
    return "", ""


@lru_cache(maxsize=10_000)
def _path_and_anchor(link: str) -> tuple[str, str]:
    parts = urlsplit(link)
    return unquote(parts.path), unquote(parts.fragment)


@lru_cache(maxsize=100_000)
def _place(folder: str, path: str) -> str:
    """Give where a path leads from a folder of the site."""
    place = posixpath.normpath(posixpath.join(folder, path))
    is_folder = path.endswith(("/", "."))
    return ("" if place == "." else f"{place}/") if is_folder else place
