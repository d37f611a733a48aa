"""From the tables of a folder to what the site shows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from itertools import chain
from pathlib import Path

from evidence.model.claims import (
    Claim,
    Comparison,
    Crimes,
    Disagreement,
    DisagreementSide,
    Event,
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
    LocalAuthority,
    Overlap,
    Response,
    Tile,
)
from evidence.model.reference_data import Correction, GlossaryTerm, Marker
from evidence.model.rows import Cells, Kind, Row, Rows, by_order, read_rows
from evidence.model.site_data import SiteData
from evidence.tables import Package, Table
from evidence.tables.validate import load_validated


def load(folder: Path, *, artificial: bool = False) -> SiteData:
    """Load what the site shows from a folder of tables; raises RejectedInput where a rule is broken."""
    return build_site_data(load_package(folder, artificial=artificial))


def load_package(folder: Path, *, artificial: bool = False) -> Package:
    """Load the tables of a folder as they may be published; raises RejectedInput where a rule is broken."""
    return hide_unconfirmed(load_validated(folder, artificial=artificial))


def hide_unconfirmed(package: Package) -> Package:
    """Give the package without the telephone numbers that `support.csv` says to check first.

    A wrong helpline number does harm, so an unconfirmed one appears neither on a page nor in a download.
    """
    support = package.tables["support"]
    columns = (support.column(name) for name in ("publish", "id", "claim_id"))
    unconfirmed = [
        (service, claim)
        for (_, publish), (_, service), (_, claim) in zip(*columns, strict=True)
        if publish != "publish"
    ]
    tables = {
        **package.tables,
        "support": _blank(support, "phone", {service for service, _ in unconfirmed}),
        "claims": _blank(package.tables["claims"], "value", {claim for _, claim in unconfirmed}),
    }
    return replace(package, tables=tables)


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
        claims=claims,
        sources=sources,
        disagreements=_disagreements(rows),
        timeline=tuple(sorted(rows.build("timeline", Event), key=lambda event: event.sort_key)),
        crimes=rows.build("domestic_abuse_crimes", Crimes),
        totals=rows.build("totals", PublishedTotal),
        comparisons=by_order(rows.build("comparisons", Comparison)),
        parliament=by_order(rows.build("parliament", ParliamentEntry)),
        letter=_letter(rows),
        glossary=_glossary(rows),
        support=by_order(rows.build("support", Row)),
        markers={marker.marker: marker for marker in rows.build("markers", Marker)},
        corrections=_corrections(rows),
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
    groups = _grouped(largest_first, "constituency_code")
    found = rows.build("constituencies", Constituency, lambda row: {"overlaps": groups[row["code"]]})
    return tuple(sorted(found, key=lambda constituency: constituency.name.casefold()))


def _forces(rows: Rows, constituencies: Iterable[Constituency]) -> tuple[Force, ...]:
    """Join each force with everything that is known of it, in the order of their names."""
    tiles = {tile.force_id: tile for tile in rows.build("tiles", Tile, _lines_of_label)}
    authorities = _grouped(rows.build("local_authorities", LocalAuthority), "force_id")
    groups = {
        "aliases": _grouped(rows.build("aliases", Alias), "force_id"),
        "counts": _grouped(rows.build("counts", Count), "force_id"),
        "responses": _grouped(rows.build("force_responses", Response), "force_id"),
        "overlaps": _grouped(chain.from_iterable(each.overlaps for each in constituencies), "force_id"),
        "residents": _grouped(rows.build("population", Row), "force_id"),
        "officers": _grouped(rows.build("officers", Row), "force_id"),
    }

    def join(row: Cells) -> Cells:
        names = (authority.name for authority in authorities[row["id"]])
        return {
            **{name: group[row["id"]] for name, group in groups.items()},
            "tile": tiles[row["id"]],
            "local_authorities": tuple(sorted(names, key=str.casefold)),
        }

    return tuple(sorted(rows.build("forces", Force, join), key=lambda force: force.name.casefold()))


def _lines_of_label(row: Cells) -> Cells:
    return {"label": tuple(row["label"].split(" / "))}


def _disagreements(rows: Rows) -> tuple[Disagreement, ...]:
    sides = _grouped(by_order(rows.build("disagreement_positions", DisagreementSide)), "disagreement_id")
    return by_order(rows.build("disagreements", Disagreement, lambda row: {"positions": sides[row["id"]]}))


def _letter(rows: Rows) -> tuple[Paragraph, ...]:
    misprints: defaultdict[int, list[tuple[str, str]]] = defaultdict(list)
    for row in read_rows(rows.package.tables["misprints"]):
        misprints[row["paragraph"]].append((row["printed"], row["likely"]))
    return rows.build("letter", Paragraph, lambda row: {"misprints": tuple(misprints[row["paragraph"]])})


def _glossary(rows: Rows) -> tuple[GlossaryTerm, ...]:
    return tuple(sorted(rows.build("glossary", GlossaryTerm), key=lambda term: term.term.casefold()))


def _corrections(rows: Rows) -> tuple[Correction, ...]:
    """Load the corrections, newest first."""
    oldest_first = rows.build(
        "corrections", Correction, lambda row: {"substantial": row["substantial"] == "yes"}
    )
    return oldest_first[::-1]


def _grouped(rows: Iterable[Kind], column: str) -> Mapping[str, tuple[Kind, ...]]:
    groups: defaultdict[str, list[Kind]] = defaultdict(list)
    for row in rows:
        groups[row.cells[column]].append(row)
    return defaultdict(tuple, {key: tuple(group) for key, group in groups.items()})
