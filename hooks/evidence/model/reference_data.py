"""What readers need beside the facts: terms, markers and the record of corrections."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from evidence.model.claims import Claim
from evidence.model.rows import Row


@dataclass(frozen=True, kw_only=True, eq=False)
class GlossaryTerm(Row):
    """A glossary entry."""

    term: str
    claims: tuple[Claim, ...]


@dataclass(frozen=True, kw_only=True, eq=False)
class Marker(Row):
    """A marker that stands beside or in place of a figure."""

    marker: str
    meaning: str


@dataclass(frozen=True, kw_only=True, eq=False)
class Correction(Row):
    """Why a released row changed or went; `row` is its key, its cells with a space between."""

    date: datetime.date
    table: str
    row: str
    wrong: str
    why: str
    substantial: bool
