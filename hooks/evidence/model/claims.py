"""What sources say and where they differ, with terms, markers and corrections.

Columns that no code uses are carried along: see rows.py.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from evidence.model.rows import Row


@dataclass(frozen=True, kw_only=True, eq=False)
class Source(Row):
    """A publication that a claim, a response or a figure rests on."""

    id: str
    title: str
    publisher: str
    kind: str


@dataclass(frozen=True, kw_only=True, eq=False)
class Claim(Row):
    """One statement that a source makes; `value` is text, as the source gives it."""

    id: str
    theme: str
    area: str
    value: str
    unit: str
    source: Source
    locator: str
    grade: str

    @property
    def address(self) -> str:
        """The claim's entry on the site."""
        return f"evidence/{self.theme}/#{self.id}"

    @property
    def paragraph(self) -> int:
        """The numbered paragraph of the letter that the claim rests on, or zero."""
        return int(self.locator.split()[-1]) if self.source.id == "letter" and self.locator else 0


@dataclass(frozen=True, kw_only=True, eq=False)
class CitedClaim(Row):
    """A row that shows a claim: a side of a disagreement, or a figure that cannot be compared."""

    claim: Claim


@dataclass(frozen=True, kw_only=True, eq=False)
class Disagreement(Row):
    """A question on which sources differ, and how this site words it."""

    id: str
    question: str
    positions: tuple[CitedClaim, ...]


@dataclass(frozen=True, kw_only=True, eq=False)
class Event(Row):
    """A dated event; `date` is YYYY, YYYY-MM or YYYY-MM-DD, as known; `label` names it on the chart."""

    id: str
    date: str
    event: str
    label: str
    claims: tuple[Claim, ...]

    @property
    def sort_key(self) -> str:
        """The date, such that one known only to its month or year sorts after the days of that period."""
        return f"{self.date}-99-99"[:10]


@dataclass(frozen=True, kw_only=True, eq=False)
class ParliamentEntry(Row):
    """A claim on the page for Parliament; `kind` is the part of the page, `heading` may be empty."""

    kind: str
    heading: str
    claim: Claim


@dataclass(frozen=True, kw_only=True, eq=False)
class Crimes(Row):
    """Domestic abuse-related crimes recorded in a year by the forces of `coverage`; `marker` may be empty."""

    period_end: datetime.date
    coverage: str
    crimes: int
    source: Source
    grade: str
    grade_label: str
    marker: str


@dataclass(frozen=True, kw_only=True, eq=False)
class PublishedTotal(Row):
    """A published total that the rows of a table must sum to; `period` is two dates with a slash between."""

    table: str
    period: str
    total: int
    unit: str
    claim: Claim | None
    source: Source | None


@dataclass(frozen=True, kw_only=True, eq=False)
class Paragraph(Row):
    """A paragraph of the letter; `italic` is set in italics, `misprints` are (printed, likely)."""

    text: str
    italic: str
    misprints: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True, eq=False)
class GlossaryTerm(Row):
    """A glossary entry."""

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
