"""What a report is made of, before it is Markdown or HTML."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias


class Theirs(str):
    """Words out of one of the two trees: shown as their characters, never obeyed."""

    __slots__ = ()


Line: TypeAlias = tuple[str, ...]
"""Words side by side, each ours or `Theirs`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """Lines, one under another."""

    items: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows under columns; each cell is a line."""

    columns: tuple[str, ...]
    items: tuple[tuple[Line, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """Text to read or to paste line by line, as it is; `kind` is diff, csv or text."""

    kind: str
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """A chart's address, and its drawing as SVG before and after; empty where there is none."""

    address: str
    before: bytes
    after: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawings:
    """Charts side by side, for the attachment: a comment cannot show them."""

    items: tuple[Drawing, ...]


Content: TypeAlias = Listed | Table | Lines | Drawings


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A line, and what it announces; `detail` is for the attachment alone."""

    words: Line
    content: Content | None = None
    detail: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One question a reviewer has; without blocks there is nothing to say of its `subject`.

    `compared` is false where that is so for want of a site, and not because nothing differs.
    """

    title: str
    subject: str = ""
    blocks: tuple[Block, ...] = ()
    compared: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The few lines that say it all, and the sections that show it."""

    base: str
    head: str
    summary: tuple[Line, ...]
    sections: tuple[Section, ...]

    @property
    def silent(self) -> tuple[str, ...]:
        """What there is nothing to say of."""
        return tuple(self._subjects(compared=True))

    @property
    def unknown(self) -> tuple[str, ...]:
        """What could not be compared."""
        return tuple(self._subjects(compared=False))

    def _subjects(self, *, compared: bool) -> Iterator[str]:
        for section in self.sections:
            if section.subject and not section.blocks and section.compared is compared:
                yield section.subject


def counted(number: int, one: str, many: str = "") -> str:
    """Give a number with its noun: 1 row, 2 rows."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


UNSEEN = {"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp", "Zs"}
"""Categories of characters that leave no mark, or change how others are seen."""


def visible(words: str) -> str:
    """Give words in which characters that are not seen stand as their numbers: [U+202E]."""
    return "".join(
        f"[U+{ord(one):04X}]" if one != " " and unicodedata.category(one) in UNSEEN else one for one in words
    )
