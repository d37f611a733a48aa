"""The head of a page: its title, its description, and what the theme reads beside them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from evidence.pages.checks.documents import Document
from evidence.pages.checks.words import did_you_mean, line_of
from evidence.problems import Problem

COLUMN = "front matter"
KINDS: Mapping[str, type[str | list[Any] | dict[str, Any]]] = {
    "title": str,
    "description": str,
    "edit": dict,
    "hide": list,
    "search": dict,
    "work": dict,
}
IN_WORDS: Mapping[type, tuple[str, str]] = {
    str: ("a text", 'Put it in quotation marks, such as "2023".'),
    list: ("a list", "Write it in brackets, such as [toc]."),
    dict: ("a group of names", "Write it as another page has it, or remove it."),
}
LONGEST = {"title": 42, "description": 160}
"""Characters that a tab and a list of results show: the site's name, 23 characters, follows a title."""
TELLING = re.compile(r"abuse|victim|violen|immigra|migrant|domestic", re.IGNORECASE)
HISTORY = "It stands in a browser's history: choose another."


def problems(document: Document) -> Iterator[Problem]:
    """Yield what is wrong with the head of a page."""
    meta, faults = document.head
    for line, fault, remedy in faults:
        name = document.markdown.splitlines()[line - 1].partition(":")[0].strip()
        place = _line(document, name) if document.is_rendered else line
        yield Problem(document.path, place, COLUMN, fault, remedy)
    if isinstance(meta, dict):
        for name, fault, remedy in _faults(meta):
            yield Problem(document.path, _line(document, name), COLUMN, fault, remedy)
    elif not faults:
        fault, remedy = "The head of the page has no title.", "Write title: and description: in it."
        yield Problem(document.path, 1, COLUMN, fault, remedy)


def repeated_problems(documents: Iterable[Document]) -> Iterator[Problem]:
    """Yield each title and description that two pages share: a reader could not tell them apart."""
    firsts: dict[tuple[str, str], Document] = {}
    for document in documents:
        meta = document.head[0]
        for name in LONGEST if isinstance(meta, dict) else ():
            first = firsts.setdefault((name, str(meta.get(name) or document.page)), document)
            if first is not document:
                fault = f"{first.page} has the same {name}."
                yield Problem(document.path, _line(document, name), COLUMN, fault, "Let them differ.")


def _faults(meta: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Yield each name of the head that is faulty or missing, what is wrong, and the cure."""
    stated: dict[str, Any] = dict.fromkeys(LONGEST) | dict(meta)
    for name, value in stated.items():
        kind = KINDS.get(name)
        if kind is None:
            remedy = did_you_mean(str(name), KINDS, f"Write one of: {', '.join(KINDS)}.")
            yield str(name), f"{name!r} is not known here.", remedy
        elif value in (None, "") and name in LONGEST:
            yield name, f"The page has no {name}.", f"Write {name}: and a text in its head."
        elif not isinstance(value, kind):
            words, remedy = IN_WORDS[kind]
            yield name, f"The {name} is not {words}.", remedy
        elif len(value) > LONGEST.get(name, len(value)):
            yield name, f"The {name} has {len(value)} characters.", f"Write at most {LONGEST[name]}."
        elif name == "title" and TELLING.search(str(value)):
            yield name, f"{value!r} tells what the page is about.", HISTORY


def _line(document: Document, name: str) -> int:
    found = re.search(rf"(?m)^[ ]*{re.escape(name)}[ ]*:", document.source)
    return line_of(document.source, found.start()) if found else 1
