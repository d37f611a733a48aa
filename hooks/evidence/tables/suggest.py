"""What somebody meant who wrote a name that is not there: said only where it is nearly certain."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches

UNDISTINGUISHING = re.compile(r"\b(constabulary|force|heddlu|police|service|the)\b")
NEARLY_ALIKE = 0.9
"""Of 1 for the same name: one letter is wrong in a name of ten."""


def suggest(value: str, values: Iterable[str], aliases: Mapping[str, Sequence[str]] | None = None) -> str:
    """Give the sentence that says what was meant, or nothing where that is not nearly certain.

    `aliases` gives the values that go by another name. Aliases are asked first, whatever their case; then
    the value that is nearly alike, if there is just one.
    """
    values = tuple(values)
    names = {_plain(each): [each] for each in values}
    for alias, named in (aliases or {}).items():
        names.setdefault(_plain(alias), [each for each in named if each in values])
    meant = names.get(_plain(value)) or _nearly_alike(value, values)
    return f"Did you mean {' or '.join(map(repr, dict.fromkeys(meant)))}?" if meant else ""


def _plain(name: str) -> str:
    """Give a name without case, marks and the words that all forces share."""
    words = re.sub(r"[\W_]+", " ", name.casefold().replace("&", " and ").replace("'", "").replace("’", ""))
    return " ".join(UNDISTINGUISHING.sub(" ", words).split()) or " ".join(words.split())


def _nearly_alike(value: str, values: Sequence[str]) -> list[str]:
    """Give the one value that is nearly alike; figures must be the same, as they tell years apart."""
    figures = re.findall(r"\d", value)
    others = [each for each in values if re.findall(r"\d", each) == figures]
    near = get_close_matches(value, others, n=2, cutoff=NEARLY_ALIKE)
    return near if len(near) == 1 else []
