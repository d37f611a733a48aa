"""The elements and attributes of pages, and files of the theme: nothing loads, frames, sends or runs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser

from evidence.pages.checks.documents import Document
from evidence.pages.checks.words import EXPRESSION, find_line, line_of, literal_words, without_saved
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
    alt autocomplete autofocus charset cite class colspan content datetime dir download enterkeyhint
    for headers height hidden href id inputmode lang name open rel role rowspan scope spellcheck src
    start tabindex title type width
""".split()
)
SCHEME = re.compile(r"[A-Za-z][\w+.-]*:")
SCHEMES = ("http:", "https:", "mailto:", "sms:", "tel:")
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
REMOVE = "Remove it: a page of this site loads, frames, sends and runs nothing, and looks as site.css says."
COLONS = "Write the line under the head without colons, such as |---|---|."
LOCAL = "Put the file into docs/assets/ and write its path there, or link to the page that has it."
WHOLE = "Write the whole address, such as https://www.gov.uk/, or the path of a page."
MARKUP = re.compile(
    r"<(?!a\b)\w+[^>]*\s(?:src|href)=[\"']((?:https?:)?//[^\"']+)"
    r"|(<script)(?![^>]*(?:\bsrc=|\bld\+json))|<[^>{]*\s(on\w+)=",
    re.IGNORECASE,
)
OUTSIDE = {
    ".css": re.compile(r"(?:url\(\s*[\"']?|@import\s+[\"'])\s*((?:https?:)?//[^\"')\s]+)", re.IGNORECASE),
    ".js": re.compile(r"[\"'`]((?:https?:)?//[\w-]+\.[^\"'`\s]*)"),
    ".svg": MARKUP,
    ".html": MARKUP,
}
"""What loads from elsewhere, or runs what no file holds; the check of the built site finds the rest."""


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
    tree = document.tree
    faults = [*_elements(document.html, allowed), *_attributes(tree)]
    for fault in (*faults, *_typed_addresses(tree, document.source)):
        line = find_line(document.source, *fault.needles)
        yield Problem(document.path, line, "element", fault.words, fault.remedy)


def literal_problems(path: str, template: str) -> Iterator[Problem]:
    """Yield what may not stand in a template, in parts too that are not printed today."""
    words = literal_words(without_saved(template))
    allowed = IN_PAGES | IN_TEMPLATES | (IN_FRAMES if ".html." in path else set())
    for fault in (*_elements(words, allowed), *_attributes(LexborHTMLParser(words))):
        yield Problem(path, find_line(template, *fault.needles), "element", fault.words, fault.remedy)


def outside_problems(path: str, text: str) -> Iterator[Problem]:
    """Yield each place of a file of the theme that loads from elsewhere, or runs what no file holds."""
    pattern = OUTSIDE.get(Path(path).suffix)
    for match in pattern.finditer(text) if pattern and "/vendor/" not in path else ():
        fault = f"{match[match.lastindex or 0][:80]!r} loads from elsewhere, or runs what no file holds."
        yield Problem(path, line_of(text, match.start(match.lastindex or 0)), "file", fault, LOCAL)


def _elements(html: str, allowed: set[str]) -> Iterator[_Fault]:
    for tag in dict.fromkeys(TAG.findall(COMMENT.sub("", html))):
        if tag.lower() not in allowed:
            cause = CAUSES.get(tag.lower(), "is none of those that pages have")
            yield _Fault(f"The element <{tag.lower()}> {cause}.", REMOVE, (f"<{tag}",))


def _attributes(tree: LexborHTMLParser) -> Iterator[_Fault]:
    drawn = {node.mem_id for node in tree.css("svg, svg *")}
    for node in tree.css("*"):
        tag = str(node.tag)
        for name, value in node.attributes.items():
            yield from _attribute(tag, name, (value or "").strip(), is_drawn=node.mem_id in drawn)


def _attribute(tag: str, name: str, value: str, *, is_drawn: bool) -> Iterator[_Fault]:
    known = name in ATTRIBUTES or name.startswith(("aria-", "data-")) or EXPRESSION in name
    known |= is_drawn and not name.startswith("on") and name != "style"
    known |= (name, value) == ("target", "_top")  # by which a link in a frame opens in the whole window
    if name == "style" and value.startswith("text-align") and tag in {"td", "th"}:
        yield _Fault("The colons under the head of the table set how its columns look.", COLONS, ("-:", ":-"))
    elif not known:
        cause = "runs a program" if name.startswith("on") else "is none of those that pages have"
        yield _Fault(f"The attribute {name} of <{tag}> {cause}.", REMOVE, (f"{name}=", f"<{tag}"))
    elif name in {"href", "src", "cite"} and not value.startswith(EXPRESSION):
        is_loaded = tag not in {"a", "link"} and "//" in value
        if SCHEME.match(value) and not value.lower().startswith(SCHEMES):
            yield _Fault(f"{value!r} is no address of a page.", WHOLE, (value,))
        elif value.startswith("//") or is_loaded:
            yield _Fault(f"<{tag}> loads {value!r} from another site.", LOCAL, (value,))


def _typed_addresses(tree: LexborHTMLParser, source: str) -> Iterator[_Fault]:
    """Yield each faulty address of another site in the source: those of the tables have been judged."""
    for node in tree.css("a[href^='http']"):
        address = node.attributes["href"] or ""
        for fault, remedy in address_faults(address) if address in source else ():
            yield _Fault(f"{address!r} {fault}.", remedy, (address,))
