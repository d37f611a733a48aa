"""What sources say, and where they differ."""

from __future__ import annotations

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

    @property
    def paragraph(self) -> int:
        """The numbered paragraph of the letter that the claim rests on, or zero."""
        return int(self.locator.split()[-1]) if self.source.id == "letter" and self.locator else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class DisagreementSide:
    """One side of a disagreement."""

    position: str
    claim: Claim


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement:
    """A question on which sources differ, and how this site words it."""

    id: str
    question: str
    how_we_word_it: str
    positions: tuple[DisagreementSide, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A dated event; `date` is YYYY, YYYY-MM or YYYY-MM-DD, as known."""

    id: str
    date: str
    event: str
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ParliamentEntry:
    """A claim on the page for Parliament; `kind` is the part of the page, `heading` may be empty."""

    kind: str
    heading: str
    claim: Claim

    @property
    def anchor(self) -> str:
        """The anchor of the entry: one claim may stand in two parts of the page."""
        return f"{self.kind.replace(' ', '-')}-{self.claim.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """A published figure in the table of figures that cannot be compared."""

    claim: Claim
    area: str
    counts: str


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
class PublishedTotal:
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
class Paragraph:
    """A paragraph of the letter; `italic` is set in italics, `misprints` are (printed, likely)."""

    paragraph: int
    text: str
    italic: str
    misprints: tuple[tuple[str, str], ...]
