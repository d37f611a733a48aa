"""A work as BibTeX, which old and new programs read: its letters and signs are written in LaTeX."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

ENTRIES = {"report": "techreport"}
"""The kind of entry for a type of work in CSL; any other is `misc`, which every style knows."""

# A brace opens or closes a value, even behind the backslash that LaTeX asks for.
BRACES = {ord("{"): r"{\textbraceleft}", ord("}"): r"{\textbraceright}"}


def bibtex(item: Mapping[str, Any]) -> str:
    """Write a work, given in the variables of CSL-JSON, as a BibTeX entry."""
    from bibtexparser.entrypoint import write_string  # noqa: PLC0415  (0.1 s)
    from bibtexparser.library import Library  # noqa: PLC0415
    from bibtexparser.model import Entry, Field  # noqa: PLC0415

    fields = [Field(name, value) for name, value in _fields(item)]
    entry = Entry(ENTRIES.get(item["type"], "misc"), item["id"], fields)
    return write_string(Library([entry]), unparse_stack=[]).strip()


def _fields(item: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    year, month, day = item["issued"]["date-parts"][0]
    report = item["type"] == "report"
    yield "author", _name(item["author"][0])
    yield "title", _whole(item["title"])
    yield "type" if report else "howpublished", _whole(item.get("genre") or item["container-title"])
    yield "institution" if report else "publisher", _whole(item["publisher"])
    if "version" in item:
        yield "version", _whole(item["version"])
    yield "year", str(year)
    yield "month", f"{datetime.date(year, month, day):%b}".lower()  # a name that every style defines
    yield "day", str(day)
    yield "url", f"{{{item['URL']}}}"
    yield "note", f"{{{_latex(item['note'])}}}"


def _name(author: Mapping[str, str]) -> str:
    if "literal" in author:
        return _whole(author["literal"])
    return f"{{{_latex(author['family'])}, {_latex(author['given'])}}}"


def _whole(words: str) -> str:
    """Give words in two pairs of braces, in which no style divides a name or changes a capital."""
    return f"{{{{{_latex(words)}}}}}"


def _latex(words: str) -> str:
    return str(_encoder().unicode_to_latex(words))


@cache
def _encoder() -> Any:
    from pylatexenc import latexencode  # type: ignore[import-untyped]  # noqa: PLC0415

    braces = latexencode.UnicodeToLatexConversionRule(latexencode.RULE_DICT, BRACES)
    return latexencode.UnicodeToLatexEncoder(
        conversion_rules=[braces, "defaults"], unknown_char_policy="keep", unknown_char_warning=False
    )
