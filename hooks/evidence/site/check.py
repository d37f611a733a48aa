"""What is wrong with a finished site, whoever built it."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from evidence.site.policy import has_csp

if TYPE_CHECKING:
    from evidence.site.addresses import Redirect

DATA = {"application/json", "application/ld+json"}  # a browser runs no script of these types
FORBIDDEN = {"applet", "base", "embed", "frame", "frameset", "iframe", "object", "portal", "style"}
LINKS = {"a": "href", "link": "href", "script": "src", "img": "src", "source": "src"}
SENDING = {"action", "formaction", "ping"}
SCHEMES = {"http", "https", "mailto", "sms", "tel"}
SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
REFRESH = re.compile(r"^\s*0\s*;\s*url=(.*)$", re.IGNORECASE)

Attributes = Mapping[str, str | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishedPage:
    """What the check needs to know of a page; `refresh` is where it leads by itself."""

    ids: tuple[str, ...]
    links: frozenset[str]
    faults: tuple[str, ...]
    refresh: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishedSite:
    """The folder of a finished site, the path of its address, its files, and its pages by their paths."""

    folder: Path
    base: str
    files: Set[str]
    pages: Mapping[str, FinishedPage]


def check_site(
    folder: Path, pages: Mapping[str, FinishedPage], site_url: str, redirects: Iterable[Redirect]
) -> list[str]:
    """List what is wrong with a finished site, one sentence each with the file it is in.

    Every link within the site is followed, and so is every redirect.
    """
    files = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    site = FinishedSite(folder=folder, base=urlsplit(site_url).path, files=files, pages=pages)
    return [
        *(f"{folder}/{name}: {fault}" for name, page in site.pages.items() for fault in page.faults),
        *_broken_links(site),
        *_check_redirects(site, {each.old: each.new for each in redirects}),
    ]


def read_page(html: LexborHTMLParser) -> FinishedPage:
    """Read what the check needs to know of a finished page."""
    elements = [(node.tag or "", node.attributes) for node in html.css("*")]
    ids = [attributes.get("id") or "" for _, attributes in elements if "id" in attributes]
    return FinishedPage(
        ids=tuple(ids),
        links=frozenset(link for tag, attributes in elements for link in _links(tag, attributes)),
        faults=(*_page_faults(html, ids), *(fault for element in elements for fault in _faults(*element))),
        refresh=next((_refresh(node) for node in html.css("meta[http-equiv=refresh i]")), ""),
    )


def _refresh(meta: LexborNode) -> str:
    return REFRESH.sub(r"\1", meta.attributes.get("content") or "")


def _links(tag: str, attributes: Attributes) -> Iterator[str]:
    link = attributes.get(LINKS.get(tag, ""))
    if link is not None:
        yield link


def _page_faults(html: LexborHTMLParser, ids: list[str]) -> Iterator[str]:
    if not has_csp(html):
        yield "the page has no content security policy."
    for anchor in sorted(anchor for anchor, times in Counter(ids).items() if times > 1):
        yield f"the id {anchor!r} is used twice."


def _faults(tag: str, attributes: Attributes) -> Iterator[str]:
    if tag in FORBIDDEN:
        yield f"<{tag}> is not allowed on a page."
    if tag == "script" and "src" not in attributes and attributes.get("type") not in DATA:
        yield "an inline script would be blocked by the policy."
    for name in _forbidden_attributes(tuple(attributes)):
        sends = f"<{tag}> would send something to {attributes[name]!r}."
        yield sends if name in SENDING else f"the attribute {name} of <{tag}> would be blocked by the policy."
    for link in _links(tag, attributes):
        scheme = SCHEME.match(link)
        if scheme and scheme[1].lower() not in SCHEMES:
            yield f"the link {link!r} is no address of a page."


@cache  # many elements have the same attributes
def _forbidden_attributes(names: tuple[str, ...]) -> list[str]:
    """Give those attributes of an element that no page may have."""
    return [name for name in names if name in SENDING or name == "style" or name.startswith("on")]


def _broken_links(site: FinishedSite) -> Iterator[str]:
    for name, page in site.pages.items():
        for link in sorted(page.links):
            fault = _link_fault(site, name, link)
            if fault:
                yield f"{site.folder}/{name}: the link {link!r} {fault}."


def _link_fault(site: FinishedSite, name: str, link: str) -> str:
    if _is_elsewhere(link):
        return ""
    path, anchor = _target(site, name, link)
    if not path.startswith(site.base):
        return "leaves the site's own folder"
    path = path.removeprefix(site.base)
    path += "index.html" if not path or path.endswith("/") else ""
    if path not in site.files:
        return "leads nowhere"
    lost = anchor and path in site.pages and anchor not in site.pages[path].ids
    return "leads to an anchor that is not there" if lost else ""


def _is_elsewhere(link: str) -> bool:
    return link.startswith("//") or bool(SCHEME.match(link))


def _target(site: FinishedSite, name: str, link: str) -> tuple[str, str]:
    """Give the path and the anchor to which a link of a page leads; an address elsewhere is given whole."""
    if _is_elsewhere(link):
        return link, ""
    before, _, anchor = link.partition("#")
    way, page = unquote(before.partition("?")[0]), site.base + name
    path = posixpath.normpath(posixpath.join(posixpath.dirname(page), way)) if way else page
    is_folder = way.endswith(("/", ".")) and path != "/"
    return f"{path}/" if is_folder else path, unquote(anchor)


def _check_redirects(site: FinishedSite, redirects: Mapping[str, str]) -> Iterator[str]:
    """Yield each redirect that is not there, and each page that leads on by itself to anywhere else."""
    for old, new in redirects.items():
        name = f"{old}index.html"
        target = _target(site, name, site.pages[name].refresh) if name in site.pages else None
        if target != _target(site, "", new):
            yield f"{site.folder}/{name}: the page does not redirect to {new}."
    for name, page in site.pages.items():
        if page.refresh and name.removesuffix("index.html") not in redirects:
            yield f"{site.folder}/{name}: the page leads on to {page.refresh!r} by itself."
