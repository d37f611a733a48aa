"""Every link within the site leads to a page, a place on a page or a file."""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from selectolax.lexbor import LexborNode

from evidence.pages.checks.documents import WRITTEN, Document
from evidence.pages.checks.words import did_you_mean, find_line
from evidence.pages.environment import page_address
from evidence.problems import Problem

RESERVED = ("__", "nav-")
"""How the anchors start that the theme and its menus have on every page."""
TAKEN = {"contents", "content"}
LINKING = "a[href], img[src], link[href]"


@dataclass(frozen=True, slots=True)
class Targets:
    """What links may lead to: pages by their path, and the paths of files."""

    pages: Mapping[str, Document]
    files: Collection[str]

    @property
    def addresses(self) -> Mapping[str, Document]:
        """The pages by their address in the site."""
        return {_address(page): page for page in self.pages.values()}


def problems(documents: Sequence[Document], files: Collection[str]) -> Iterator[Problem]:
    """Yield each link that leads nowhere, and each anchor that stands twice on its page."""
    pages = {document.page: document for document in documents}
    targets = Targets(pages, files)
    addresses = targets.addresses
    for document in documents:
        yield from _repeated(document)
        for node in document.tree.css(LINKING):
            link = node.attributes.get("href") or node.attributes.get("src") or ""
            fault = _fault(document, node, link, targets, addresses)
            if fault:
                line = find_line(document.source, link, node.text().strip())
                yield Problem(document.path, line, "link", *fault)


def places(documents: Sequence[Document], files: Collection[str]) -> set[str]:
    """Give all that an address of the site can name: pages, places on them, and files."""
    found = set(files)
    for document in documents:
        address = _address(document)
        found |= {address or "./", *(f"{address}#{anchor}" for anchor in document.anchors)}
    return found


def _address(document: Document) -> str:
    return document.page.removesuffix("index.html") if document.is_frame else page_address(document.page)


def _repeated(document: Document) -> Iterator[Problem]:
    for anchor, times in Counter(document.anchors).items():
        if times > 1 or anchor in TAKEN or anchor.startswith(RESERVED):
            line = find_line(document.source, f"#{anchor}", f'id="{anchor}"', anchor.replace("-", " "))
            fault = f"The anchor {anchor!r} stands twice on the page."
            yield Problem(
                document.path,
                line,
                "link",
                fault,
                "Word the heading otherwise, or give it another { #name }.",
            )


def _fault(
    document: Document, node: LexborNode, link: str, targets: Targets, addresses: Mapping[str, Document]
) -> tuple[str, str] | None:
    parts = urlsplit(link)
    if parts.scheme or parts.netloc:
        return None
    path, anchor = unquote(parts.path), unquote(parts.fragment)
    if path.startswith("/"):
        return f"The link {link!r} starts with a slash.", "Write it from this page, such as help.md."
    if not path:
        target: Document | None = document
    elif WRITTEN in node.attributes:
        place = posixpath.normpath(posixpath.join(posixpath.dirname(document.page), path))
        target = targets.pages.get(place)
        if target is None and place not in targets.files:
            return f"The link {link!r} leads nowhere.", did_you_mean(
                place, targets.pages, "Write the file of a page, such as help.md or forces/index.md."
            )
    else:
        place = posixpath.normpath(posixpath.join(_address(document), path))
        place = "" if place == "." else place + ("/" if path.endswith(("/", ".")) else "")
        target = addresses.get(place)
        if target is None and place not in targets.files:
            return f"The link {link!r} leads nowhere.", did_you_mean(
                place, addresses, "Write the address of a page, such as help/."
            )
    if anchor and target is not None and anchor not in target.anchors:
        return f"The link {link!r} leads to a place that is not on its page.", did_you_mean(
            anchor, target.anchors, "Open the page, and copy the address of the heading."
        )
    return None
