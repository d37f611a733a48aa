"""The subject in its own words: forces, constituencies, claims, sources and what connects them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A publication that a claim, a response or a figure rests on."""

    id: str
    title: str
    publisher: str
    published: str
    kind: str
    url: str
    read_in: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One statement that a source makes; `value` is text, as the source gives it."""

    id: str
    theme: str
    area: str
    statement: str
    value: str
    unit: str
    period_start: str
    period_end: str
    source: Source
    locator: str
    quote: str
    grade: str
    caveat: str


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """One side of a disagreement."""

    position: str
    claim: Claim


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement:
    """A question on which sources differ, and how this site words it."""

    id: str
    question: str
    how_we_word_it: str
    positions: tuple[Position, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A dated event; `date` is YYYY, YYYY-MM or YYYY-MM-DD, as known."""

    id: str
    date: str
    event: str
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Crimes:
    """Domestic abuse-related crimes recorded in a year, in the forces that `coverage` names."""

    period_start: str
    period_end: str
    coverage: str
    crimes: int
    source: Source
    grade: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """A published total that the rows of a table must sum to."""

    table: str
    column: str
    period: str
    forces: str
    total: int
    unit: str
    claim: Claim | None
    source: Source | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """A published figure shown in the chart of figures that cannot be compared."""

    claim: Claim
    area: str
    counts: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A paragraph of the letter; `italic` is set in italics, `misprints` are (printed, likely)."""

    paragraph: int
    text: str
    italic: str
    misprints: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A glossary entry."""

    id: str
    term: str
    abbreviation: str
    meaning: str
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """A helpline or organisation; `publish` says how much of it may be shown."""

    id: str
    name: str
    phone: str
    hours: str
    url: str
    area: str
    audience: str
    claim: Claim | None
    publish: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Marker:
    """A marker that stands beside or in place of a figure."""

    marker: str
    stands_for_figure: bool
    meaning: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One published change to a table."""

    id: str
    date: str
    what: str
    table: str
    row: str
    column: str
    old: str
    new: str
    reason: str
    substantial: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Everything that the site shows, each tuple in the order in which it is shown."""

    forces: tuple[Force, ...]
    constituencies: tuple[Constituency, ...]
    claims: Mapping[str, Claim]
    sources: Mapping[str, Source]
    disagreements: tuple[Disagreement, ...]
    timeline: tuple[Event, ...]
    crimes: tuple[Crimes, ...]
    totals: tuple[Total, ...]
    comparisons: tuple[Comparison, ...]
    letter: tuple[Paragraph, ...]
    glossary: tuple[Term, ...]
    support: tuple[Service, ...]
    markers: Mapping[str, Marker]
    changes: tuple[Change, ...]

    @property
    def total(self) -> Total:
        """The published total of victims whose data was shared."""
        return next(total for total in self.totals if total.table == "counts")
