"""Everything that the site shows, as one object."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from evidence.model.apparatus import Change, Marker, Service, Term
from evidence.model.claims import (
    Claim,
    Comparison,
    Crimes,
    Disagreement,
    Entry,
    Event,
    Paragraph,
    Source,
    Total,
)
from evidence.model.forces import Constituency, Force


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
    parliament: tuple[Entry, ...]
    letter: tuple[Paragraph, ...]
    glossary: tuple[Term, ...]
    support: tuple[Service, ...]
    markers: Mapping[str, Marker]
    changes: tuple[Change, ...]

    @property
    def total(self) -> Total:
        """The published total of victims whose data was shared."""
        return next(total for total in self.totals if total.table == "counts")
