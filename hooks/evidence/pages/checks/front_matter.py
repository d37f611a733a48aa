"""The head of a page: its title, its description, and what the theme reads beside them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeAlias

from evidence.pages.checks import yaml_text
from evidence.pages.checks.documents import HEAD, Document
from evidence.pages.checks.words import did_you_mean, line_of
from evidence.problems import Problem, RejectedInput

COLUMN = "front matter"
KNOWN = ("title", "description", "edit", "hide", "tags", "search", "work")
OF_WORK = ("type", "title", "author", "publisher", "date", "plain", "oscola", "schema")
LONGEST = {"title": 42, "description": 160}
"""Characters that a tab and a list of results show: the site's name, 23 characters, follows a title."""
TELLING = re.compile(r"abuse|victim|violen|immigra|migrant|domestic", re.IGNORECASE)
EXAMPLE = "Start the file with a line of three dashes, then title: and description:, then three dashes again."
KINDS: Mapping[str, tuple[type, ...]] = {
    "edit": (dict,),
    "hide": (list,),
    "tags": (list,),
    "search": (dict,),
    "work": (dict,),
}

Fault: TypeAlias = tuple[str, str, str]
"""The name in the head that is faulty, what is wrong, and the cure."""


def problems(document: Document) -> Iterator[Problem]:
    """Yield what is wrong with the head of a page."""
    head = HEAD.match(document.markdown)
    if head is None:
        yield Problem(document.path, 1, COLUMN, "The page has no head with a title.", EXAMPLE)
        return
    try:
        place = yaml_text.Place(document.path, COLUMN, line_of(document.markdown, head.start(1)))
        meta = yaml_text.load(head[1] or "", place)
    except RejectedInput as error:
        yield from (_at_source(document, problem) for problem in error.problems)
        return
    if not isinstance(meta, dict):
        yield Problem(document.path, 1, COLUMN, "The head of the page has no title.", EXAMPLE)
        return
    for name, fault, remedy in (*_unknown(meta), *_texts(meta), *_kinds(meta)):
        yield Problem(document.path, _line(document, name), COLUMN, fault, remedy)


def repeated(documents: Iterable[Document]) -> Iterator[Problem]:
    """Yield each title and description that two pages share: a reader could not tell them apart."""
    for name in LONGEST:
        firsts: defaultdict[str, list[Document]] = defaultdict(list)
        for document in documents:
            found = re.search(rf"(?m)^{name}:(.*)$", document.head or "")
            firsts[found[1].strip() if found else ""].append(document)
        for words, alike in firsts.items():
            if words and len(alike) > 1:
                fault = f"{alike[0].page} has the same {name}."
                yield Problem(alike[1].path, _line(alike[1], name), COLUMN, fault, "Let them differ.")


def _unknown(meta: Mapping[str, Any]) -> Iterator[Fault]:
    for name in meta:
        if name not in KNOWN:
            remedy = did_you_mean(str(name), KNOWN, f"Write one of: {', '.join(KNOWN)}.")
            yield str(name), f"{name!r} is not known here.", remedy


def _texts(meta: Mapping[str, Any]) -> Iterator[Fault]:
    for name, longest in LONGEST.items():
        words = meta.get(name)
        if words is None or words == "":
            yield name, f"The page has no {name}.", f"Write {name}: and a text in its head."
        elif not isinstance(words, str):
            yield name, f"The {name} is not a text.", 'Put it in quotation marks, such as "2023".'
        elif len(words) > longest:
            yield name, f"The {name} has {len(words)} characters.", f"Write at most {longest}."
        elif name == "title" and TELLING.search(words):
            yield (
                name,
                f"{words!r} tells what the page is about.",
                "It stands in a browser's history: choose another.",
            )


def _kinds(meta: Mapping[str, Any]) -> Iterator[Fault]:
    for name, kinds in KINDS.items():
        if name in meta and not isinstance(meta[name], kinds):
            yield (
                name,
                f"{name!r} is not as the pages have it.",
                f"Write {name}: as another page has it, or remove it.",
            )
    edit, work = meta.get("edit"), meta.get("work")
    if isinstance(edit, dict) and not ({"words", "facts"} <= edit.keys() and isinstance(edit["facts"], list)):
        yield (
            "edit",
            "'edit' does not say which files are edited.",
            'Write edit: {{ edit_links("data/claims.csv") }}',
        )
    for name in work.keys() - set(OF_WORK) if isinstance(work, dict) else ():
        yield (
            name,
            f"{name!r} is not known of a work.",
            did_you_mean(name, OF_WORK, f"Write one of: {', '.join(OF_WORK)}."),
        )
    if isinstance(work, dict) and not _is_schema(work.get("schema", {})):
        yield (
            "schema",
            "'schema' does not name what it describes.",
            'Give each an "@id", as the other pages have it.',
        )


def _is_schema(value: object) -> bool:
    return isinstance(value, dict) and all(
        isinstance(each, dict) and "@id" in each for each in value.values()
    )


def _at_source(document: Document, problem: Problem) -> Problem:
    """Give a problem of a rendered head at its line in the template."""
    if not document.is_rendered:
        return problem
    line = document.markdown.splitlines()[problem.line - 1]
    name = line.partition(":")[0].strip()
    return Problem(document.path, _line(document, name), COLUMN, problem.fault, problem.remedy)


def _line(document: Document, name: str) -> int:
    found = re.search(rf"(?m)^[ ]*{re.escape(name)}[ ]*:", document.source)
    return line_of(document.source, found.start()) if found else 1
