"""What a page or a template prints as it stands, each word at its line: all else becomes blanks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import TypeVar

import jinja2
from jinja2 import nodes

from evidence.tables.suggest import suggest

EXPRESSION = "\N{OBJECT REPLACEMENT CHARACTER}"
"""Stands in the literal words of a template where it prints what it is told."""

SAVED = re.compile(r"\{%-?\s*set\s+\w+\s*-?%\}.*?\{%-?\s*endset\s*-?%\}", re.DOTALL)
HEAD = re.compile(r"\s*^---[ \t]*\n(.*?\n)?^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
NOT_READ = re.compile(r"<!--.*?-->|<(script|style)\b.*?</\1>|</?[A-Za-z][^<>]*>", re.DOTALL | re.IGNORECASE)
LETTERHEAD = re.compile(r'<p class="letter-address">.*?</p>', re.DOTALL)
"""The addresses at the head of the letter, which are printed as they are there."""
READ_ALOUD = re.compile(r"\b(?:alt|title|aria-label)=\"([^\"]*)\"|^(?:title|description):(.*)$", re.MULTILINE)
NOT_WORDS = (
    re.compile(r"(?<=\])\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*"),  # where a Markdown link leads
    re.compile(r"^\[[^\]]+\]:.*$", re.MULTILINE),
    re.compile(r"\{:?[ ]*[#.][^{}\n]*\}"),
    re.compile(r"\bhttps?://[^\s<>\"”’)]+"),
    re.compile(r"&(?:amp;)?#?\w+;"),
)
IN_TAG = re.compile(r"<[A-Za-z/][^<>]*\Z")
Node = TypeVar("Node", bound=nodes.Node)
_READER = jinja2.Environment(keep_trailing_newline=True)


@lru_cache(maxsize=200)
def literal_words(template: str) -> str:
    """Give what a template prints as it stands, with a mark for each expression.

    Raises jinja2.TemplateSyntaxError where it is no template.
    """
    words = ""
    for line, kind, value in tokens_of(template):
        words += "\n" * (line - 1 - words.count("\n"))
        words += value if kind == "data" else EXPRESSION if kind == "variable_begin" else ""
    return words


def tokens_of(template: str) -> Iterator[tuple[int, str, str]]:
    """Yield the parts of a template in order, each with its line and its kind."""
    return _READER.lex(template)


@lru_cache(maxsize=100)
def parse(template: str) -> nodes.Template:
    """Give a template as its syntax; raises jinja2.TemplateSyntaxError where it is none."""
    return _READER.parse(template)


@lru_cache(maxsize=2_000)
def find_nodes(template: str, *kinds: type[Node]) -> list[Node]:
    """Give what a template has of some kinds, found once for the same template."""
    return list(parse(template).find_all(kinds))


@lru_cache(maxsize=200)
def defined_names(template: str) -> set[str]:
    """Give the names that a template itself gives to something."""
    return {name for node in find_nodes(template, nodes.Node) for name in _defined_by(node)}


def _defined_by(node: nodes.Node) -> Iterable[str]:
    match node:
        case nodes.Name(ctx="store" | "param") | nodes.Macro():
            return (node.name,)
        case nodes.Import():
            return (node.target,)
        case nodes.FromImport():
            return (name if isinstance(name, str) else name[1] for name in node.names)
    return ()


def expressions(template: str) -> Iterator[tuple[nodes.Expr, bool]]:
    """Yield each expression that a template prints, and whether it stands within a tag."""
    before = ""
    for output in find_nodes(template, nodes.Output):
        for node in output.nodes:
            if isinstance(node, nodes.TemplateData):
                before += node.data
            else:
                yield node, bool(IN_TAG.search(before))


def without_head(text: str) -> str:
    """Give the body of a page."""
    head = HEAD.match(text)
    return text[head.end() if head else 0 :]


def without_saved(template: str) -> str:
    """Blank what a template saves under a name: it is judged where it is printed."""
    return SAVED.sub(blank, template)


def prose(text: str) -> str:
    """Give the words of a page that a reader sees or hears, each at its line."""
    text = HEAD.sub(_keep_read_aloud, text, count=1)
    text = NOT_READ.sub(_keep_read_aloud, LETTERHEAD.sub(blank, text))
    for pattern in NOT_WORDS:
        text = pattern.sub(blank, text)
    return text


def did_you_mean(name: str, known: Iterable[str], otherwise: str) -> str:
    """Give the known name that is nearly certainly meant, or the cure for when there is none."""
    return suggest(name, known, {}) or otherwise


def line_of(text: str, position: int) -> int:
    """Give the number of the line of a place in a text."""
    return text.count("\n", 0, position) + 1


def find_line(text: str, *needles: str) -> int:
    """Give the line of the first of the needles that stands in a text, or 1."""
    lowered = text.lower()
    places = (lowered.find(needle.lower()) for needle in needles if needle)
    return line_of(text, next((place for place in places if place >= 0), 0))


def blank(match: re.Match[str]) -> str:
    """Give what takes the place of words that are not read: blanks, and the same line ends."""
    return re.sub(r"[^\n]", " ", match[0])


def _keep_read_aloud(match: re.Match[str]) -> str:
    kept = blank(match)
    for found in READ_ALOUD.finditer(match[0]):
        start, end = found.span(found.lastindex or 0)
        kept = kept[:start] + match[0][start:end] + kept[end:]
    return kept
