"""What readers need beside the facts: terms, services, markers and the record of corrections."""

from __future__ import annotations

from dataclasses import dataclass

from evidence.model.claims import Claim


@dataclass(frozen=True, slots=True, kw_only=True)
class GlossaryTerm:
    """A glossary entry."""

    id: str
    term: str
    abbreviation: str
    meaning: str
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SupportService:
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
class Correction:
    """Why a released row changed or went; `row` is its key, its cells with a space between."""

    date: str
    table: str
    row: str
    wrong: str
    why: str
    substantial: bool
