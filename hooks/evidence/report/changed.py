"""How the words of a page change, in as few words as show it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import takewhile

from evidence.report.visible import Text

AROUND = 60  # letters shown on either side of what changes in a long line
WORD = re.compile(r"\s+|[^\s]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One place where words change: the heading it is under, the lines before and after, whole.

    `out` and `into` are the words alone that go and come.
    """

    heading: str
    before: str
    after: str
    out: str
    into: str

    def shown(self) -> Iterator[str]:
        """Give the turn as lines of a diff, with a few words around what changes."""
        if self.before:
            yield f"- {_around(self.before, self.after)}"
        if self.after:
            yield f"+ {_around(self.after, self.before)}"


def turns(before: Text, after: Text) -> tuple[Turn, ...]:
    """Give every place where a page's words change, in their order."""
    matcher = SequenceMatcher(None, before.lines, after.lines)
    found = (code for code in matcher.get_opcodes() if code[0] != "equal")
    return tuple(
        turn
        for _, start, end, new_start, new_end in found
        for turn in _turns(
            before.lines[start:end], after.lines[new_start:new_end], _heading(before, start, after, new_start)
        )
    )


def _heading(before: Text, start: int, after: Text, new_start: int) -> str:
    if new_start < len(after.headings):
        return after.headings[new_start]
    return before.headings[start] if start < len(before.headings) else ""


def _turns(before: Sequence[str], after: Sequence[str], heading: str) -> Iterator[Turn]:
    """Pair the lines that go with those that come, where there are as many of each."""
    pairs = zip(before, after, strict=True) if len(before) == len(after) else ()
    either = [*((line, "") for line in before), *(("", line) for line in after)]
    for old, new in pairs or either:
        start, end = _common(old, new)
        yield Turn(
            heading=heading,
            before=old,
            after=new,
            out=old[start : len(old) - end],
            into=new[start : len(new) - end],
        )


def _common(old: str, new: str) -> tuple[int, int]:
    """Give how many letters two lines share at their start and at their end, in whole words."""
    one, other = WORD.findall(old), WORD.findall(new)
    start = _shared(one, other)
    end = _shared(one[start:][::-1], other[start:][::-1])
    return len("".join(one[:start])), len("".join(one[len(one) - end :]))


def _shared(one: Sequence[str], other: Sequence[str]) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _around(line: str, other: str) -> str:
    start, end = _common(line, other)
    before, core, after = line[:start], line[start : len(line) - end], line[len(line) - end :]
    before = f"…{before[-AROUND:]}" if len(before) > AROUND else before
    after = f"{after[:AROUND]}…" if len(after) > AROUND else after
    return before + core + after
