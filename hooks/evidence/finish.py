"""What can only be done to the finished site, and checked on it, whoever built it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit
from xml.etree import ElementTree

from evidence import policy

CHARSET = '<meta charset="utf-8">'
POLICY = '<meta http-equiv="Content-Security-Policy" content="{}">'
ORIGIN = "https://site.invalid"
SWITCHES = re.compile(r'<input class="md-toggle"[^>]*>\s*<input class="md-toggle"[^>]*>')
HEADER = '<header class="md-header'
EARLY = re.compile(r'<link rel="(?:prev|next)"[^>]*>')  # Firefox fetches the next page before it is asked for
MARKS = re.compile(r"\{\{|\{%|\{#")
DATA = {"application/json", "application/ld+json"}  # a browser runs no script of these types
LINKS = {"a": "href", "link": "href", "script": "src", "img": "src", "source": "src", "iframe": "src"}


@dataclass(slots=True)
class Html:
    """What the check needs to know of a page: its anchors, its links and any template mark left in it."""

    anchors: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)
    inline: list[str] = field(default_factory=list)
    policy: bool = False


def secure(site: Path) -> None:
    """Put the content security policy into every page, before anything that it rules, and the exit first.

    Links by which a browser may fetch a page before its reader opens it are taken out. The same policy is
    written for hosts that read a file of headers.
    """
    styles = set[str]()
    for path in site.rglob("*.html"):
        page = path.read_text("utf-8")
        styles.update(_styles(page))
        ruled = _policy(page)
        if ruled not in page:
            page = EARLY.sub("", page.replace(CHARSET, CHARSET + ruled, 1))
            path.write_text(_ordered(page), "utf-8", newline="")
    (site / "_headers").write_text(policy.headers(styles), "utf-8", newline="")


def _styles(page: str) -> list[str]:
    """Give the styles in the head of a page; one anywhere else is not ours."""
    head = page.partition("</head>")[0]
    return [rest.partition("</style>")[0] for rest in head.split("<style>")[1:]]


def _policy(page: str) -> str:
    return POLICY.format(policy.content_security(_styles(page)))


def _ordered(page: str) -> str:
    """Move the switches of the menu and of the search, with which the theme starts a page, to its header.

    So the keyboard comes first to the link to the content and to the exit. The theme writes the switches
    outside the blocks that a template can replace.
    """
    switches = SWITCHES.search(page)
    if not switches:
        return page
    return page.replace(switches[0], "", 1).replace(HEADER, switches[0] + HEADER, 1)


def problems(site: Path, site_url: str, forces: Iterable[str]) -> list[str]:
    """List what is wrong with a finished site, one sentence each with the file it is in.

    `forces` are the ids of the forces that must have a page. Nothing here knows what built the site.
    """
    base = urlsplit(site_url).path
    pages = {path.relative_to(site).as_posix(): _read(path) for path in sorted(site.rglob("*.html"))}
    found = [
        f"{site}/forces/{force}/index.html: is missing."
        for force in forces
        if f"forces/{force}/index.html" not in pages
    ]
    for name, page in pages.items():
        found += [f"{site}/{name}: the template mark {mark!r} is left in the page." for mark in page.marks]
        found += [f"{site}/{name}: the page has no content security policy."] if not page.policy else []
        found += [f"{site}/{name}: {code} would be blocked by the policy." for code in page.inline]
        found += [f"{site}/{name}: the anchor {anchor!r} stands twice." for anchor in _twice(page.anchors)]
        found += [f"{site}/{name}: {fault}" for fault in _broken(site, base, name, page, pages)]
    return found + list(_sitemap(site, site_url, pages))


def _read(path: Path) -> Html:
    content = path.read_text("utf-8")
    reader = _Reader()
    reader.feed(content)
    reader.html.marks = sorted(set(MARKS.findall(content)))
    reader.html.policy = _policy(content) in content
    return reader.html


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.html = Html()
        self.body = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        self.html.anchors += filter(None, (attributes.get("id"),))
        self.body = self.body or tag == "body"
        if tag == "style" and self.body:
            self.html.inline.append("a style sheet outside the head")
        self.html.inline += _inline(tag, attributes)
        link = attributes.get(LINKS.get(tag, ""))
        if link is not None:
            self.html.links.append(link)


def _inline(tag: str, attributes: Mapping[str, str | None]) -> Iterator[str]:
    if tag == "script" and "src" not in attributes and attributes.get("type") not in DATA:
        yield "an inline script"
    for name in attributes:
        if name == "style" or name.startswith("on"):
            yield f"the attribute {name} of <{tag}>"


def _twice(anchors: list[str]) -> list[str]:
    return sorted(anchor for anchor, times in Counter(anchors).items() if times > 1)


def _broken(site: Path, base: str, name: str, page: Html, pages: Mapping[str, Html]) -> Iterator[str]:
    here = ORIGIN + base + name
    for link in sorted(set(page.links)):
        target = urlsplit(urljoin(here, link))
        if f"{target.scheme}://{target.netloc}" != ORIGIN:
            continue
        if not target.path.startswith(base):
            yield f"the link {link!r} leaves the site's own folder."
            continue
        path = unquote(target.path.removeprefix(base))
        path += "index.html" if not path or path.endswith("/") else ""
        if not (site / path).is_file():
            yield f"the link {link!r} leads nowhere."
        elif target.fragment and path in pages and unquote(target.fragment) not in pages[path].anchors:
            yield f"the link {link!r} leads to an anchor that is not there."


def _sitemap(site: Path, site_url: str, pages: Mapping[str, Html]) -> Iterator[str]:
    path = site / "sitemap.xml"
    if not path.is_file():
        yield f"{path}: is missing."
        return
    listed = {
        element.text or "" for element in ElementTree.parse(path).iter() if element.tag.endswith("}loc")
    }
    built = {site_url + name.removesuffix("index.html") for name in pages if name.endswith("index.html")}
    for address in sorted(listed - built):
        yield f"{path}: {address} is listed and was not built."
    for address in sorted(built - listed):
        yield f"{path}: {address} was built and is not listed."
