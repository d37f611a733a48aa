"""The police forces and the places they police. Columns that no code uses are carried along: see rows.py."""

from __future__ import annotations

from dataclasses import dataclass

from evidence.model.claims import Claim, Source
from evidence.model.rows import Row


@dataclass(frozen=True, kw_only=True, eq=False)
class Count(Row):
    """Victims whose data a force shared in a period.

    `count` is None where no figure is known or there can be none; `marker` then says which.
    """

    period_start: str
    period_end: str
    count: int | None
    marker: str
    unit: str
    claim: Claim | None
    source: Source | None


@dataclass(frozen=True, kw_only=True, eq=False)
class Response(Row):
    """What a force, its commissioner or somebody else said about that force."""

    source: Source


@dataclass(frozen=True, kw_only=True, eq=False)
class Alias(Row):
    """Another name under which people look for a force."""

    alias: str
    kind: str


@dataclass(frozen=True, kw_only=True, eq=False)
class Place(Row):
    """A town or village, and the county or council area in which it lies."""

    name: str
    area: str
    force_id: str


@dataclass(frozen=True, kw_only=True, eq=False)
class Tile(Row):
    """The place of a force in the tile map, counted from one; `label` has at most two lines."""

    force_id: str
    column: int
    row: int
    label: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, eq=False)
class Overlap(Row):
    """A constituency's overlap with a force; `share` is of its residents, from 0 to 1."""

    constituency_name: str
    constituency_name_cy: str
    force_id: str
    force_name: str
    share: float


@dataclass(frozen=True, kw_only=True, eq=False)
class Constituency(Row):
    """A Westminster constituency and the force or forces whose area it lies in, largest first."""

    code: str
    name: str
    name_cy: str
    overlaps: tuple[Overlap, ...]


@dataclass(frozen=True, kw_only=True, eq=False)
class Force(Row):
    """A police force with everything that is known of it here."""

    id: str
    name: str
    name_cy: str
    kind: str
    region: str
    website: str
    wikidata: str
    aliases: tuple[Alias, ...]
    tile: Tile
    counts: tuple[Count, ...]
    responses: tuple[Response, ...]
    overlaps: tuple[Overlap, ...]
    local_authorities: tuple[str, ...]
    residents: tuple[Row, ...]
    officers: tuple[Row, ...]

    @property
    def has_area(self) -> bool:
        """Whether the force has a police force area."""
        return self.kind == "territorial"
