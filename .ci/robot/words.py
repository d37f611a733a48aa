"""A stranger's words made harmless."""

from __future__ import annotations

import re

PAUSE = "\N{ZERO WIDTH SPACE}"
# What follows may be spelt as a reference, such as &#101;. An address of e-mail calls nobody.
CALLS = re.compile(r"(?<![^\W_])@(?=[\w&])")
# Of a reference to a character, the mark is none: &#96; is left as it stands.
POINTS = re.compile(r"(?<!&)#(?=[\d&])|(?<=&)#(?=\d+(?![\d;]))|\bGH-(?=\d)", re.IGNORECASE)
SPELT = re.compile(rf"&(?:#0*(?:64|35)|#x0*(?:40|23)|commat|num);(?!{PAUSE})", re.IGNORECASE)
HIDDEN = re.compile(r"[^\S\n\t ]|[\x00-\x08\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]")
KEPT = "\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}"


def harmless(text: str) -> str:
    """Let a text call nobody, point at no other discussion and hide nothing.

    A mark that calls or points is parted from what follows it by a space that is not seen, in code too:
    where code begins and ends, GitHub and we might read differently. What would turn the order of reading
    around is shown as a mark.
    """
    seen = HIDDEN.sub(lambda mark: mark[0] if mark[0] in KEPT else "\N{REPLACEMENT CHARACTER}", _lines(text))
    for mark in (CALLS, POINTS, SPELT):
        seen = mark.sub(rf"\g<0>{PAUSE}", seen)
    return seen


def cut(text: str, limit: int, end: str) -> str:
    """Give a text of at most `limit` characters: of a longer one, its first whole lines and `end`."""
    if len(text) <= limit:
        return text
    return text[: limit - len(end) - 1].rpartition("\n")[0] + "\n" + end


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
