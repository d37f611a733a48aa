"""Everything that the site shows, as one object."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from evidence.model.claims import (
    Claim,
    Comparison,
    Crimes,
    Disagreement,
    Event,
    Paragraph,
    ParliamentEntry,
    PublishedTotal,
    Source,
)
from evidence.model.forces import Constituency, Count, Force
from evidence.model.reference_data import Correction, GlossaryTerm, Marker
from evidence.model.rows import Row


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteData:
    """Everything that the site shows, each tuple in the order in which it is shown."""

    forces: tuple[Force, ...]
    constituencies: tuple[Constituency, ...]
    claims: Mapping[str, Claim]
    sources: Mapping[str, Source]
    disagreements: tuple[Disagreement, ...]
    timeline: tuple[Event, ...]
    crimes: tuple[Crimes, ...]
    totals: tuple[PublishedTotal, ...]
    comparisons: tuple[Comparison, ...]
    parliament: tuple[ParliamentEntry, ...]
    letter: tuple[Paragraph, ...]
    glossary: tuple[GlossaryTerm, ...]
    support: tuple[Row, ...]
    markers: Mapping[str, Marker]
    corrections: tuple[Correction, ...]

    @property
    def total(self) -> PublishedTotal:
        """The published total of victims whose data was shared."""
        return next(total for total in self.totals if total.table == "counts")

    @property
    def counts(self) -> Mapping[str, Count]:
        """Each force's count of the period and unit of the published total, known or not, by its id.

        A count for another time, or of another thing, is never among them.
        """
        of_total = self.total.period, self.total.unit
        return {
            force.id: count
            for force in self.forces
            for count in force.counts
            if (f"{count.period_start}/{count.period_end}", count.unit) == of_total
        }

    @property
    def known(self) -> Mapping[str, int]:
        """Those of the counts that are known, in victims."""
        return {force: one.count for force, one in self.counts.items() if one.count is not None}

    @property
    def known_counts(self) -> tuple[tuple[Force, Count], ...]:
        """Every count that is known, of any period and unit, with its force, in the order of names."""
        return tuple(
            (force, each) for force in self.forces for each in force.counts if each.count is not None
        )
