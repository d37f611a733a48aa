"""The elements and attributes of a page: none that loads, frames, sends, leads on or runs anything."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser

from evidence.pages.checks.documents import Document
from evidence.pages.checks.words import EXPRESSION, find_line, literal, without_saved
from evidence.problems import Problem
from evidence.tables.rules.addresses import address_faults

IN_PAGES = set(
    """
    a abbr article b blockquote br caption cite code col colgroup dd del details dfn div dl dt em
    figcaption figure h1 h2 h3 h4 hr i img ins kbd li ol p pre q s section small span strong sub summary
    sup table tbody td tfoot th thead time tr ul
""".split()
)
IN_TEMPLATES = set("button circle desc g input label line path rect svg text title tspan".split())
IN_FRAMES = set("body head html link main meta style".split())
ATTRIBUTES = set(
    """
    alt autocomplete charset cite class colspan content datetime dir download for headers height hidden
    href id lang name open rel role rowspan scope src start tabindex title type width
""".split()
)
SCHEMES = {"", "http", "https", "tel"}
TAG = re.compile(r"<([A-Za-z][\w-]*)")
COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
CAUSES = {
    "script": "runs a program",
    "iframe": "shows another site in a frame",
    "form": "sends what a reader types",
    "meta": "can lead a reader away",
    "link": "loads a file",
    "style": "changes how pages look",
    "base": "changes where every link leads",
}
REMOVE = (
    "Remove it: a page of this site loads, frames, sends and runs nothing, and looks as assets/site.css says."
)
COLONS = "Write the line under the head without colons, such as |---|---|."
LOCAL = "Put the file into docs/assets/ and write its path there, or link to the page that has it."
WHOLE = "Write the whole address, such as https://www.gov.uk/, or the path of a page."


@dataclass(frozen=True, slots=True)
class _Fault:
    """What may not stand in a page: the words for it, the cure, and how it is found in the source."""

    words: str
    remedy: str
    needles: tuple[str, ...]


def problems(document: Document) -> Iterator[Problem]:
    """Yield what may not stand in a page."""
    allowed = IN_PAGES | (IN_TEMPLATES if document.is_rendered else set())
    allowed |= IN_FRAMES if document.is_frame else set()
    outside = _outside(document.tree, document.source)
    for fault in (*_elements(document.html, allowed), *_attributes(document.tree), *outside):
        line = find_line(document.source, *fault.needles)
        yield Problem(document.path, line, "element", fault.words, fault.remedy)


def literal_problems(path: str, template: str) -> Iterator[Problem]:
    """Yield what may not stand in a template, in parts too that are not printed today."""
    words = literal(without_saved(template))
    allowed = IN_PAGES | IN_TEMPLATES | (IN_FRAMES if ".html." in path else set())
    for fault in (*_elements(words, allowed), *_attributes(LexborHTMLParser(words))):
        yield Problem(path, find_line(template, *fault.needles), "element", fault.words, fault.remedy)


def _elements(html: str, allowed: Collection[str]) -> Iterator[_Fault]:
    for tag in dict.fromkeys(TAG.findall(COMMENT.sub("", html))):
        if tag.lower() not in allowed:
            cause = CAUSES.get(tag.lower(), "is none of those that pages have")
            yield _Fault(f"The element <{tag.lower()}> {cause}.", REMOVE, (f"<{tag}",))


def _attributes(tree: LexborHTMLParser) -> Iterator[_Fault]:
    drawn = {node.mem_id for node in tree.css("svg, svg *")}
    for node in tree.css("*"):
        for name, value in node.attributes.items():
            for fault in _attribute(str(node.tag), name, value or "", node.mem_id in drawn):
                yield replace(fault, needles=(*fault.needles, node.text().strip()))


def _attribute(tag: str, name: str, value: str, is_drawn: bool) -> Iterator[_Fault]:
    known = name in ATTRIBUTES or name.startswith(("aria-", "data-")) or EXPRESSION in name
    known |= is_drawn and not name.startswith("on") and name != "style"
    if name == "target" and value == "_top":
        return  # by which a link in a frame opens in the whole window
    if name == "style" and value.startswith("text-align") and tag in {"td", "th"}:
        yield _Fault("The colons under the head of the table set how its columns look.", COLONS, ("-:", ":-"))
    elif not known:
        cause = "runs a program" if name.startswith("on") else "is none of those that pages have"
        yield _Fault(f"The attribute {name} of <{tag}> {cause}.", REMOVE, (f"{name}=", f"<{tag}"))
    elif name in {"href", "src", "cite"}:
        yield from _address(tag, name, value)


def _address(tag: str, name: str, value: str) -> Iterator[_Fault]:
    address = value.strip()
    if address.startswith(EXPRESSION):
        return
    try:
        parts = urlsplit(address)
    except ValueError:
        yield _Fault(f"{value!r} is no address.", WHOLE, (value,))
        return
    if parts.scheme not in SCHEMES:
        yield _Fault(f"{value!r} is no address of a page.", WHOLE, (value,))
    elif parts.netloc and (tag != "a" or not parts.scheme) and (tag, name) != ("link", "href"):
        yield _Fault(f"<{tag}> loads {value!r} from another site.", LOCAL, (value,))


def _outside(tree: LexborHTMLParser, source: str) -> Iterator[_Fault]:
    """Yield each faulty address of another site in the source: those of the tables have been judged."""
    for node in tree.css("a[href]"):
        address = node.attributes["href"] or ""
        if address.startswith("http") and address in source:
            for fault, remedy in address_faults(address):
                yield _Fault(f"{address!r} {fault}.", remedy, (address,))
