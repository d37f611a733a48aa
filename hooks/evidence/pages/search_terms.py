"""The names under which the site's search puts a page first, handed to it as the page's tags.

Words alone cannot do this: Barking and Dagenham holds the word Barking too. So each name is one word that
begins with a dot, which nobody types; assets/site.js adds what is typed in the same form.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from evidence import text
from evidence.model import Constituency, Force

AMONG = (", City of", ", County of")
"""What the statistics office adds to the name of a council, and nobody types."""


def of_constituency(constituency: Constituency) -> tuple[str, ...]:
    """Give the names of a constituency, in English and in Welsh."""
    return _tags([constituency.name, constituency.name_cy])


def of_force(force: Force, constituencies: Collection[str]) -> tuple[str, ...]:
    """Give the names of a force, what else people call it, and the councils in its area.

    `constituencies` are the tags of all constituencies. A council that shares its name with one is left
    out: the page of the constituency comes first, and leads on to the force.
    """
    aliases = (alias.alias for alias in force.aliases)
    councils = [_short(name) for name in force.local_authorities]
    tags = _tags([force.name, force.short_name, force.name_cy, *aliases, *force.local_authorities, *councils])
    return tuple(tag for tag in tags if tag not in constituencies)


def _short(council: str) -> str:
    for addition in AMONG:
        council = council.removesuffix(addition)
    return council


def _tags(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(f".{text.slug(name).replace('-', '')}" for name in names if name))
