"""Text some of whose parts are links."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from string import Formatter
from typing import Any

from evidence.model import PublishedTotal, Source


class LinkedText(str):
    """Plain text where a chart is drawn or downloaded, with links where a page prints it.

    `parts` are pairs of text and address within the site, such as evidence/letter/#a003; the address is empty
    where the text is no link.
    """

    __slots__ = ("parts",)
    parts: tuple[tuple[str, str], ...]

    def __new__(cls, parts: Iterable[tuple[str, str]]) -> LinkedText:
        """Join the parts."""
        parts = tuple(parts)
        linked = super().__new__(cls, "".join(words for words, _ in parts))
        linked.parts = parts
        return linked

    def __getnewargs__(self) -> tuple[Any]:
        """Give what a copy in another process is made of."""
        return (self.parts,)


def fill(sentence: str, values: Mapping[str, str]) -> LinkedText:
    """Put each value in place of its name in braces; raises KeyError or ValueError where that fails."""
    parts: list[tuple[str, str]] = []
    for words, name, _, _ in Formatter().parse(sentence):
        parts.append((words, ""))
        if name is not None:
            value = values[name]
            parts += value.parts if isinstance(value, LinkedText) else [(value, "")]
    return LinkedText(part for part in parts if part[0])


def link_source(source: Source, words: str) -> LinkedText:
    """Link words to the publication that they rest on."""
    return LinkedText([(words, f"sources/#{source.id}")])


def link_table(table: str, words: str) -> LinkedText:
    """Link words that count the rows of one of our tables to that table."""
    return LinkedText([(words, f"data/#table-{table}")])


def link_total(total: PublishedTotal, words: str) -> LinkedText:
    """Link words to what a published total rests on."""
    if total.claim:
        return LinkedText([(words, total.claim.address)])
    return link_source(total.source, words) if total.source else link_table("totals", words)
