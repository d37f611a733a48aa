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

from evidence.site import addresses, permalinks, policy

CHARSET = '<meta charset="utf-8">'
POLICY = '<meta http-equiv="Content-Security-Policy" content="{}">'
ORIGIN = "https://site.invalid"
SWITCHES = re.compile(r'<input class="md-toggle"[^>]*>\s*<input class="md-toggle"[^>]*>')
HEADER = '<header class="md-header'
EARLY = re.compile(r'<link rel="(?:prev|next)"[^>]*>')  # Firefox fetches the next page before it is asked for
MARKS = re.compile(r"\{\{|\{%|\{#")
DATA = {"application/json", "application/ld+json"}  # a browser runs no script of these types
BESIDE = re.compile(
    r"__|finder-|(contents|content|nav-\d+)$"
)  # anchors of the theme, our menus and the finder
UNLINKED = set("button datalist form h1 input label option output script select".split())  # h1 is the page
HELPING = ("assets/", "search/")  # files that help to show a page, and are no page's subject
REFRESH = re.compile(r"\s*0\s*;\s*url=(.*)", re.IGNORECASE)
LINKS = {"a": "href", "link": "href", "script": "src", "img": "src", "source": "src", "iframe": "src"}


@dataclass(slots=True)
class Html:
    """What the check needs to know of a page: its anchors, its links and any template mark left in it.

    `places` are the anchors of what a reader can link to. `moved` is where a redirect page leads.
    """

    anchors: list[str] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)
    inline: list[str] = field(default_factory=list)
    policy: bool = False
    unlisted: bool = False
    moved: str = ""


def secure(site: Path) -> None:
    """Put the content security policy into every page, before anything that it rules, and the exit first.

    Everything that has an address is given a link to it. Links by which a browser may fetch a page before
    its reader opens it are taken out. The same policy is written for hosts that read a file of headers.
    """
    styles = set[str]()
    for path in site.rglob("*.html"):
        page = path.read_text("utf-8")
        styles.update(_styles(page))
        ruled = _policy(page)
        if ruled not in page:
            page = EARLY.sub("", page.replace(CHARSET, CHARSET + ruled, 1))
            page = permalinks.linked(page) if path.name == "index.html" else page
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


def published(site: Path, site_url: str) -> set[str]:
    """Give every address of a finished site, as it stands within it: pages, places on pages, and files."""
    return _published(_pages(site), urlsplit(site_url).path)


def problems(
    site: Path, site_url: str, forces: Iterable[str], ledger: addresses.Ledger = addresses.NOTHING
) -> list[str]:
    """List what is wrong with a finished site, one sentence each with the file it is in.

    `forces` are the ids of the forces that must have a page, `ledger` the addresses that must lead
    somewhere. Every link within the site is followed. Nothing here knows what built the site.
    """
    base = urlsplit(site_url).path
    pages = _pages(site)
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
    lost = addresses.problems(ledger, _published(pages, base), _moved(pages, base))
    return [*found, *_sitemap(site, site_url, pages), *map(str, lost)]


def _pages(site: Path) -> Mapping[str, Html]:
    return {path.relative_to(site).as_posix(): _read(path) for path in sorted(site.rglob("*.html"))}


def _published(pages: Mapping[str, Html], base: str) -> set[str]:
    found = set[str]()
    for name, page in pages.items():
        links = {_within(link, name, base) for link in page.links} - {""}
        found.update(
            link for link in links - pages.keys() if not link.endswith("/") and not link.startswith(HELPING)
        )
        if name.endswith("index.html"):
            address = _address(name)
            found.update((address, *(f"{address}#{place}" for place in page.places)))
    return found


def _moved(pages: Mapping[str, Html], base: str) -> Mapping[str, str]:
    """Give the redirect pages with where they lead."""
    return {
        _address(name): _within(page.moved, name, base) or addresses.HOME
        for name, page in pages.items()
        if page.moved
    }


def _address(name: str) -> str:
    return name.removesuffix("index.html") or addresses.HOME


def _within(link: str, name: str, base: str) -> str:
    """Give the address to which a link of a page leads, within the site; nothing where it leads elsewhere."""
    target = urlsplit(urljoin(ORIGIN + base + name, link))
    inside = f"{target.scheme}://{target.netloc}" == ORIGIN and target.path.startswith(base)
    return unquote(target.path.removeprefix(base)) if inside else ""


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
        self.drawing = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        self.html.anchors += filter(None, (attributes.get("id"),))
        self.drawing = self.drawing or tag == "svg"
        if not self.drawing and tag not in UNLINKED:
            self.html.places += (one for one in [attributes.get("id")] if one and not BESIDE.match(one))
        if tag == "meta":
            self._describe(attributes)
        self.body = self.body or tag == "body"
        if tag == "style" and self.body:
            self.html.inline.append("a style sheet outside the head")
        self.html.inline += _inline(tag, attributes)
        link = attributes.get(LINKS.get(tag, ""))
        if link is not None:
            self.html.links.append(link)

    def handle_endtag(self, tag: str) -> None:
        self.drawing = self.drawing and tag != "svg"

    def _describe(self, attributes: Mapping[str, str | None]) -> None:
        content = attributes.get("content") or ""
        self.html.unlisted |= attributes.get("name") == "robots" and "noindex" in content
        refresh = REFRESH.fullmatch(content) if attributes.get("http-equiv") == "refresh" else None
        self.html.moved = refresh[1] if refresh else self.html.moved


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
    # What leads on from an old address, or stands in frames on other sites, asks not to be listed.
    built = {
        site_url + name.removesuffix("index.html")
        for name, page in pages.items()
        if name.endswith("index.html") and not page.unlisted
    }
    for address in sorted(listed - built):
        yield f"{path}: {address} is listed and was not built, or asks not to be listed."
    for address in sorted(built - listed):
        yield f"{path}: {address} was built and is not listed."
