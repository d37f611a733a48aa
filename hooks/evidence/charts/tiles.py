"""The map on which every police force has a tile of the same size."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from evidence.charts import drawing
from evidence.charts.chart import Chart, Cited, each_once, finished, on_table, period_of_total
from evidence.charts.counts import sources_of_known
from evidence.model import Force, SiteData, Source

WITHHELD = "[c]"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Finding:
    """What the tiles tell apart: in words, for which forces it holds, and from where it is known."""

    table: str
    headline: str
    yes: str
    no: str
    note: str
    forces: frozenset[str]
    sources: tuple[Source, ...]
    withheld: frozenset[str] = frozenset()

    def word(self, force: Force) -> str:
        """Say which of the two holds for a force, and where it is so because a figure is withheld."""
        if force.id in self.withheld:
            return f"{self.no}, withheld"
        return self.yes if force.id in self.forces else self.no

    @property
    def of_which(self) -> str:
        """Say for how many of those for which it does not hold the figure is withheld."""
        return f", {len(self.withheld)} withheld" if self.withheld else ""


def tile_map(data: SiteData) -> Chart:
    """Show for which forces a published response was found or, once one is known, a count."""
    finding = _counts(data) if data.known else _responses(data)
    yes, forces = len(finding.forces), len(data.forces)
    return finished(
        Chart(
            name="tile-map",
            headline=f"{finding.headline} {yes} of {forces} police forces",
            subtitle="Police forces of England and Wales and of the railways, each a tile of the same size",
            description=f"Tile map of {forces} police forces, each tile a link to the page of that force: "
            f"{finding.yes} for {yes}, {finding.no} for {forces - yes}{finding.of_which}.",
            sources=finding.sources,
            columns=("Police force", "Finding"),
            rows=tuple((Cited(force.name, _address(force)), finding.word(force)) for force in data.forces),
            figures=(on_table(finding.table, f"{yes} of {forces} police forces"),),
            notes=(finding.note, "A tile shows roughly where a force lies, not how large its area is."),
            specification=_specification(data.forces, finding),
        )
    )


def _responses(data: SiteData) -> _Finding:
    return _Finding(
        table="force_responses",
        headline="Published responses were found for",
        yes="published response found",
        no="no published response found",
        note="A response may come from the force, its commissioner or somebody else about it. "
        "Where we have found none, there may be one all the same.",
        forces=frozenset(force.id for force in data.forces if force.responses),
        sources=each_once(response.source for force in data.forces for response in force.responses),
    )


def _counts(data: SiteData) -> _Finding:
    return _Finding(
        table="counts",
        headline="A count of victims is known for",
        yes="count known",
        no="count not known",
        note=f"The counts are those for {period_of_total(data)}. A count that is not known is not zero.",
        forces=frozenset(data.known),
        sources=sources_of_known(data),
        withheld=frozenset(force for force, count in data.counts.items() if count.marker == WITHHELD),
    )


def _specification(forces: tuple[Force, ...], finding: _Finding) -> drawing.Specification:
    yes, of_all = len(finding.forces), f"of {len(forces)} forces"
    return drawing.filled(
        "tiles",
        height=508,
        tiles=[_tile(force, finding) for force in _as_read(forces)],
        captions=[_caption(force) for force in forces if not force.has_area],
        legend=[
            {"y": 9, "solid": True, "text": f"{finding.yes.capitalize()}: {yes} {of_all}"},
            {
                "y": 31,
                "solid": False,
                "text": f"{finding.no.capitalize()}: {len(forces) - yes} {of_all}{finding.of_which}",
            },
        ],
    )


def _as_read(forces: tuple[Force, ...]) -> list[Force]:
    """Order the forces as their tiles are read, row by row: so the keyboard goes from one to the next."""
    return sorted(forces, key=lambda force: (force.tile.row, force.tile.column))


def _tile(force: Force, finding: _Finding) -> Mapping[str, object]:
    return {
        "name": f"{force.name}: {finding.word(force)}",
        "address": _address(force),
        "column": force.tile.column,
        "row": force.tile.row,
        "label": list(force.tile.label),
        "solid": force.id in finding.forces,
    }


def _caption(force: Force) -> Mapping[str, object]:
    return {
        "column": force.tile.column,
        "row": force.tile.row,
        "text": "Railways:\nno area\nof its own",
    }


def _address(force: Force) -> str:
    return f"forces/{force.id}/"
