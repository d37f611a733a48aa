"""Everything that the site shows, as one object, from the tables of a folder."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain
from pathlib import Path

from evidence.model.claims import (
    CitedClaim,
    Claim,
    Correction,
    Crimes,
    Disagreement,
    Event,
    GlossaryTerm,
    Marker,
    Paragraph,
    ParliamentEntry,
    PublishedTotal,
    Source,
)
from evidence.model.forces import (
    Alias,
    Constituency,
    Count,
    Force,
    Overlap,
    Place,
    Response,
    Tile,
)
from evidence.model.rows import Cells, Kind, Row, Rows, by_order, read_rows
from evidence.tables import Package, Table
from evidence.tables.validate import load_validated

OF_A_FORCE: Mapping[str, tuple[str, type[Row]]] = {
    "aliases": ("aliases", Alias),
    "counts": ("counts", Count),
    "responses": ("force_responses", Response),
    "residents": ("population", Row),
    "officers": ("officers", Row),
    "local_authorities": ("local_authorities", Row),
}
"""What each force has several of, with its table and kind of row."""


@dataclass(frozen=True, kw_only=True)
class SiteData:
    """Everything that the site shows, each tuple in the order in which it is shown."""

    forces: tuple[Force, ...]
    constituencies: tuple[Constituency, ...]
    places: tuple[Place, ...]
    claims: Mapping[str, Claim]
    sources: Mapping[str, Source]
    disagreements: tuple[Disagreement, ...]
    timeline: tuple[Event, ...]
    crimes: tuple[Crimes, ...]
    totals: tuple[PublishedTotal, ...]
    comparisons: tuple[CitedClaim, ...]
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

    def newest_source(self, table: str) -> Source | None:
        """Give the source of the newest published total of a table, from which its rows come."""
        newest = [total for total in self.totals if total.table == table][-1]
        return newest.claim.source if newest.claim else newest.source

    @cached_property
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

    @cached_property
    def disagreements_by_claim(self) -> Mapping[str, tuple[Disagreement, ...]]:
        """The disagreements in which a claim takes a side, in their order, by the id of the claim."""
        found: defaultdict[str, tuple[Disagreement, ...]] = defaultdict(tuple)
        for disagreement in self.disagreements:
            for claim in dict.fromkeys(position.claim.id for position in disagreement.positions):
                found[claim] += (disagreement,)
        return dict(found)

    @cached_property
    def known(self) -> Mapping[str, int]:
        """Those of the counts that are known, in victims."""
        return {force: one.count for force, one in self.counts.items() if one.count is not None}

    @cached_property
    def known_counts(self) -> tuple[tuple[Force, Count], ...]:
        """Every count that is known, of any period and unit, with its force, in the order of names."""
        return tuple(
            (force, each) for force in self.forces for each in force.counts if each.count is not None
        )


def load_package(folder: Path, *, artificial: bool = False) -> Package:
    """Load the tables of a folder as they may be published; raises RejectedInput where a rule is broken."""
    return hide_unconfirmed(load_validated(folder, artificial=artificial))


def hide_unconfirmed(package: Package) -> Package:
    """Give the package without the telephone numbers that `support.csv` says to check first.

    A wrong helpline number does harm, so an unconfirmed one appears neither on a page nor in a download.
    """
    support = package.tables["support"]
    unconfirmed = [row for row in read_rows(support) if row["publish"] != "publish"]
    services = {row["id"] for row in unconfirmed}
    blank = {
        "support": _blank(_blank(support, "phone", services), "text", services),
        "claims": _blank(package.tables["claims"], "value", {row["claim_id"] for row in unconfirmed}),
    }
    return replace(package, tables={**package.tables, **blank})


def _blank(table: Table, column: str, ids: Collection[str]) -> Table:
    """Give a table with the cells of a column empty in the rows with these ids."""
    cell, key = table.header.index(column), table.header.index("id")
    rows = tuple(
        (line, (*cells[:cell], "", *cells[cell + 1 :]) if cells[key] in ids else cells)
        for line, cells in table.rows
    )
    return replace(table, rows=rows)


def build_site_data(package: Package) -> SiteData:
    """Join the tables of a valid package by their keys."""
    alone = Rows(package=package, sources={}, claims={})
    sources = {source.id: source for source in alone.build("sources", Source)}
    claims = {claim.id: claim for claim in replace(alone, sources=sources).build("claims", Claim)}
    rows = Rows(package=package, sources=sources, claims=claims)
    constituencies = _constituencies(rows)
    return SiteData(
        forces=_forces(rows, constituencies),
        constituencies=constituencies,
        places=_places(rows),
        claims=claims,
        sources=sources,
        disagreements=_disagreements(rows),
        timeline=tuple(sorted(rows.build("timeline", Event), key=lambda event: event.sort_key)),
        crimes=_crimes(rows),
        totals=rows.build("totals", PublishedTotal),
        comparisons=by_order(rows.build("comparisons", CitedClaim)),
        parliament=by_order(rows.build("parliament", ParliamentEntry)),
        letter=_letter(rows),
        glossary=_by_name(rows.build("glossary", GlossaryTerm), "term"),
        support=by_order(rows.build("support", Row)),
        markers={marker.marker: marker for marker in rows.build("markers", Marker)},
        corrections=rows.build("corrections", Correction)[::-1],
    )


def _constituencies(rows: Rows) -> tuple[Constituency, ...]:
    """Join the constituencies with the forces in whose areas they lie, in the order of their names."""
    tables = rows.package.tables
    places = {row["code"]: row for row in read_rows(tables["constituencies"])}
    forces = {row["id"]: row for row in read_rows(tables["forces"])}

    def join(row: Cells) -> Cells:
        place = places[row["constituency_code"]]
        return {
            "constituency_name": place["name"],
            "constituency_name_cy": place["name_cy"],
            "force_name": forces[row["force_id"]]["name"],
            "share": row["share_population"],
        }

    overlaps = rows.build("constituency_forces", Overlap, join)
    largest_first = sorted(overlaps, key=lambda overlap: (-overlap.share, overlap.force_name))
    groups = _group_by(largest_first, "constituency_code")
    return _by_name(rows.build("constituencies", Constituency, lambda row: {"overlaps": groups[row["code"]]}))


def _forces(rows: Rows, constituencies: Iterable[Constituency]) -> tuple[Force, ...]:
    """Join each force with everything that is known of it, in the order of their names."""
    tiles = {tile.force_id: tile for tile in rows.build("tiles", Tile, _lines_of_label)}
    groups: dict[str, Mapping[str, tuple[Row, ...]]] = {
        name: _group_by(rows.build(table, kind), "force_id") for name, (table, kind) in OF_A_FORCE.items()
    }
    groups["overlaps"] = _group_by(chain.from_iterable(each.overlaps for each in constituencies), "force_id")

    def join(row: Cells) -> Cells:
        found = {name: group[row["id"]] for name, group in groups.items()}
        authorities = tuple(each.cells["name"] for each in _by_name(found["local_authorities"]))
        return {**found, "tile": tiles[row["id"]], "local_authorities": authorities}

    return _by_name(rows.build("forces", Force, join))


def _lines_of_label(row: Cells) -> Cells:
    return {"label": tuple(row["label"].split(" / "))}


def _places(rows: Rows) -> tuple[Place, ...]:
    forces = {row["area"]: row["force_id"] for row in read_rows(rows.package.tables["place_areas"])}
    return rows.build("places", Place, lambda row: {"force_id": forces[row["area"]]})


def _disagreements(rows: Rows) -> tuple[Disagreement, ...]:
    sides = _group_by(by_order(rows.build("disagreement_positions", CitedClaim)), "disagreement_id")
    return by_order(rows.build("disagreements", Disagreement, lambda row: {"positions": sides[row["id"]]}))


def _crimes(rows: Rows) -> tuple[Crimes, ...]:
    table = rows.package.tables["domestic_abuse_crimes"]
    grades = table.categories("grade")
    return rows.build(table.name, Crimes, lambda row: {"grade_label": grades[row["grade"]]["label"]})


def _letter(rows: Rows) -> tuple[Paragraph, ...]:
    misprints: defaultdict[int, list[tuple[str, str]]] = defaultdict(list)
    for row in read_rows(rows.package.tables["misprints"]):
        misprints[row["paragraph"]].append((row["printed"], row["likely"]))
    return rows.build("letter", Paragraph, lambda row: {"misprints": tuple(misprints[row["paragraph"]])})


def _by_name(rows: Iterable[Kind], column: str = "name") -> tuple[Kind, ...]:
    return tuple(sorted(rows, key=lambda row: row.cells[column].casefold()))


def _group_by(rows: Iterable[Kind], column: str) -> Mapping[str, tuple[Kind, ...]]:
    groups: defaultdict[str, list[Kind]] = defaultdict(list)
    for row in rows:
        groups[row.cells[column]].append(row)
    return defaultdict(tuple, {key: tuple(group) for key, group in groups.items()})
