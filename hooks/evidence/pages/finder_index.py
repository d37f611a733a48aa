"""What the finder finds: every name under which a reader may look for a force."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TypeAlias

from evidence import text
from evidence.model import Alias, Constituency, Force, Overlap, SiteData

Place: TypeAlias = tuple[str, ...]
"""A name, why it was found, the address to which it leads and, where the name is Welsh, its language."""

WELSH = "cy"
KINDS = {"abbreviation": "another name", "common name": "another name"}
"""What a reader is told of an alias, where it is not its own kind."""


def places(data: SiteData) -> str:
    """Give all names as JSON, in the order in which those that match equally well are offered."""
    return json.dumps(list(_all(data)), ensure_ascii=False, separators=(",", ":"))


def _all(data: SiteData) -> Iterator[Place]:
    yield from _forces(data)
    for constituency in data.constituencies:
        yield from _constituency(constituency)
    yield from sorted(_councils(data))


def _forces(data: SiteData) -> Iterator[Place]:
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


def _constituency(constituency: Constituency) -> Iterator[Place]:
    address = f"constituencies/{text.slug(constituency.name)}/"
    forces = "constituency, " + ", ".join(map(_overlap, constituency.overlaps))
    if constituency.name_cy != constituency.name:
        yield constituency.name, forces, address
    if constituency.name_cy:
        also = "" if constituency.name_cy == constituency.name else f"Welsh name of {constituency.name}, "
        yield constituency.name_cy, also + forces, address, WELSH


def _overlap(overlap: Overlap) -> str:
    return overlap.force_name if overlap.share == 1 else f"{text.share(overlap.share)} {overlap.force_name}"


def _councils(data: SiteData) -> Iterator[Place]:
    for force in data.forces:
        for council in force.local_authorities:
            yield council, f"council, {force.name}", _of_force(force)


def _of_force(force: Force) -> str:
    return f"forces/{force.id}/"
