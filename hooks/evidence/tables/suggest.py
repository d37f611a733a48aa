"""What somebody meant who wrote a name that is not there: said only where it is nearly certain."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from difflib import SequenceMatcher

UNDISTINGUISHING = re.compile(r"\b(constabulary|force|heddlu|police|service|the)\b")
SHORTEST = 5
"""Letters of a name of which a slip can still be told from another name."""
ONE_SLIP = 1.1
"""Letters that may differ: one that is wrong, missing, too many, or has changed places with the next."""


def suggest(value: str, values: Iterable[str], aliases: Mapping[str, Sequence[str]]) -> str:
    """Give the sentence that says what was meant, or nothing where that is not nearly certain.

    `aliases` gives the values that go by another name. Aliases are asked first, whatever their case; then
    the value that is one slip of the pen away, if there is just one.
    """
    values = tuple(values)
    names = {_plain(each): [each] for each in values}
    for alias, named in aliases.items():
        names.setdefault(_plain(alias), [each for each in named if each in values])
    near = [each for each in values if _is_one_slip(value.casefold(), each.casefold())]
    meant = names.get(_plain(value)) or (near if len(near) == 1 else [])
    return f"Did you mean {' or '.join(map(repr, dict.fromkeys(meant)))}?" if meant else ""


def _plain(name: str) -> str:
    """Give a name without case, marks and the words that all forces share."""
    words = re.sub(r"[\W_]+", " ", name.casefold().replace("&", " and ").replace("'", "").replace("’", ""))
    return " ".join(UNDISTINGUISHING.sub(" ", words).split()) or " ".join(words.split())


def _is_one_slip(one: str, other: str) -> bool:
    """Say whether names differ by one slip; figures are no slip, since they tell years and numbers apart."""
    letters = min(len(re.sub(r"[\W\d]", "", each)) for each in (one, other))
    if letters < SHORTEST or re.findall(r"\d", one) != re.findall(r"\d", other):
        return False
    alike = SequenceMatcher(None, one, other, autojunk=False).ratio()
    return abs(len(one) - len(other)) < 2 and alike >= 1 - ONE_SLIP / max(len(one), len(other))
