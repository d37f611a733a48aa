"""What the finder finds: every name under which a reader may look for a force."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from typing import TypeAlias

from evidence import text
from evidence.model import Alias, Constituency, Force, Overlap, SiteData

Entry: TypeAlias = tuple[str | list[str], ...]
"""A name, or several; why it is offered, its address on the site and, where it is Welsh, its language."""

WELSH = "cy"
KINDS = {"abbreviation": "another name", "common name": "another name"}
"""What a reader is told of an alias, where it is not its own kind."""


def places(data: SiteData) -> str:
    """Give all names as JSON, in the order in which those that match equally well are offered."""
    return json.dumps(list(_all(data)), ensure_ascii=False, separators=(",", ":"))


def _all(data: SiteData) -> Iterator[Entry]:
    yield from _forces(data)
    for constituency in data.constituencies:
        yield from _constituency(constituency)
    yield from _councils(data)
    yield from _areas_and_towns(data)


def _forces(data: SiteData) -> Iterator[Entry]:
    for force in data.forces:
        yield force.name, "police force", _of_force(force)
    for force in data.forces:
        if force.name_cy:
            yield force.name_cy, f"Welsh name, {force.name}", _of_force(force), WELSH
    for force in data.forces:
        for alias in force.aliases:
            yield alias.alias, f"{_kind(alias)}, {force.name}", _of_force(force)


def _kind(alias: Alias) -> str:
    return KINDS.get(alias.kind, alias.kind)


def _constituency(constituency: Constituency) -> Iterator[Entry]:
    address = f"constituencies/{text.slug(constituency.name)}/"
    forces = "constituency, " + ", ".join(map(_overlap, constituency.overlaps))
    if constituency.name_cy != constituency.name:
        yield constituency.name, forces, address
    if constituency.name_cy:
        also = "" if constituency.name_cy == constituency.name else f"Welsh name of {constituency.name}, "
        yield constituency.name_cy, also + forces, address, WELSH


def _overlap(overlap: Overlap) -> str:
    return overlap.force_name if overlap.share == 1 else f"{text.share(overlap.share)} {overlap.force_name}"


def _councils(data: SiteData) -> Iterator[Entry]:
    councils = [(council, force) for force in data.forces for council in force.local_authorities]
    for council, force in sorted(councils, key=lambda each: each[0]):
        yield council, f"council, {force.name}", _of_force(force)


def _areas_and_towns(data: SiteData) -> Iterator[Entry]:
    """Give counties and, for each, its towns at once: thousands of names lead to few addresses."""
    forces = {force.id: force for force in data.forces}
    known = set(_other_names(data))
    towns: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for place in data.places:
        if (text.slug(place.name), place.force_id) not in known:
            towns[place.area, place.force_id].append(place.name)
    for area, force_id in towns:
        if (text.slug(area), force_id) not in known:
            yield area, f"county or city, {forces[force_id].name}", _of_force(forces[force_id])
    for (area, force_id), names in towns.items():
        yield names, f"town or village, {area}, {forces[force_id].name}", _of_force(forces[force_id])


def _other_names(data: SiteData) -> Iterator[tuple[str, str]]:
    """Give each name that leads to one force by itself, and the id of that force."""
    for force in data.forces:
        for name in (force.name, *(alias.alias for alias in force.aliases), *force.local_authorities):
            yield text.slug(name), force.id
    for constituency in data.constituencies:
        if len(constituency.overlaps) == 1:
            yield text.slug(constituency.name), constituency.overlaps[0].force_id


def _of_force(force: Force) -> str:
    return f"forces/{force.id}/"
