"""The police forces and the places they police."""

from __future__ import annotations

from dataclasses import dataclass

from evidence.model.claims import Claim, Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """Victims whose data a force shared in a period; `count` is None where none is published."""

    period_start: str
    period_end: str
    count: int | None
    marker: str
    unit: str
    claim: Claim | None
    source: Source | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """What a force, its commissioner or somebody else said about that force."""

    id: str
    force_id: str
    date: str
    kind: str
    speaker: str
    summary: str
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Residents:
    """Usual residents of a police force area on 30 June of a year."""

    mid_year: int
    residents: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Officers:
    """A force's police officers on a day (ISO date)."""

    on: str
    headcount: int
    full_time_equivalent: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Alias:
    """Another name under which people look for a force; `kind` is abbreviation, former name and the like."""

    alias: str
    force_id: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """The place of a force in the tile map, counted from one; `label` has at most two lines."""

    column: int
    row: int
    label: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlap:
    """A constituency's overlap with a force; `share` is of its residents, from 0 to 1."""

    constituency_code: str
    constituency_name: str
    constituency_name_cy: str
    force_id: str
    force_name: str
    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Constituency:
    """A Westminster constituency and the force or forces whose area it lies in, largest first."""

    code: str
    name: str
    name_cy: str
    nation: str
    three_letter_code: str
    parliament_id: int
    overlaps: tuple[Overlap, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Force:
    """A police force with everything that is known of it here."""

    id: str
    pfa_code: str
    name: str
    short_name: str
    name_cy: str
    kind: str
    nation: str
    region: str
    website: str
    wikidata: str
    note: str
    aliases: tuple[Alias, ...]
    tile: Tile
    counts: tuple[Count, ...]
    responses: tuple[Response, ...]
    overlaps: tuple[Overlap, ...]
    local_authorities: tuple[str, ...]
    residents: tuple[Residents, ...]
    officers: tuple[Officers, ...]

    @property
    def has_area(self) -> bool:
        """Whether the force has a police force area."""
        return self.kind == "territorial"
