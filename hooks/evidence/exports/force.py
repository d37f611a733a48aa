"""Everything that a force's page says, for programs and for spreadsheets."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from evidence.exports.build import Download
from evidence.exports.csv import escape_formula, write_csv
from evidence.exports.json import without_empty
from evidence.metadata import Publication
from evidence.model import Claim, Count, Force, Overlap, Row, SiteData, Source
from evidence.tables import Package, Table

COLUMNS = ("table", "column", "period", "value", "marker", "unit", "claim_id", "source_id", "source")
"""The columns of the figures of a force, named as in the table of published totals."""
Record = dict[str, Any]


def export_force(
    force: Force, claims: Sequence[Claim], data: SiteData, publication: Publication
) -> Iterator[Download]:
    """Give what a force's page says as JSON, and its figures as CSV, one a row; the page cites `claims`."""
    path = f"forces/{force.id}/{force.id}"
    yield f"{path}.json", partial(_json, force, claims, data, publication)
    yield f"{path}.csv", partial(_csv, force, data, publication.package)


def _csv(force: Force, data: SiteData, package: Package) -> str:
    return write_csv(COLUMNS, (list(figure.values()) for figure in _figures(force, data, package)))


def _json(force: Force, claims: Sequence[Claim], data: SiteData, publication: Publication) -> str:
    record = _record(force, claims, data, publication)
    return json.dumps(record, indent=1, ensure_ascii=False, default=str) + "\n"


def _record(force: Force, claims: Sequence[Claim], data: SiteData, publication: Publication) -> Record:
    """Give a force as one object; rows name claims and sources by their ids, which stand whole at its end."""
    claims = [*claims, *(count.claim for count in force.counts if count.claim)]
    sources = [claim.source.id for claim in claims]
    sources += [response.source.id for response in force.responses]
    figures = _figures(force, data, publication.package)
    sources += [figure["source_id"] for figure in figures if figure["source_id"]]
    return {
        "address": f"{publication.url}forces/{force.id}/",
        "date_of_data": publication.released,
        **without_empty(force.cells),
        "aliases": _rows(force.aliases),
        "counts": [_count(count, data) for count in force.counts],
        "responses": _rows(force.responses),
        "constituencies": [_overlap(overlap) for overlap in force.overlaps],
        "local_authorities": force.local_authorities,
        "residents": _rows(force.residents),
        "officers": _rows(force.officers),
        "claims": {claim.id: _claim(claim, data) for claim in claims},
        "sources": {each: without_empty(data.sources[each].cells) for each in sources},
    }


def _rows(rows: Iterable[Row]) -> list[Record]:
    return [without_empty(row.cells) for row in rows]


def _count(count: Count, data: SiteData) -> Record:
    meaning = data.markers[count.marker].meaning if count.marker else None
    return {**without_empty(count.cells), "marker_meaning": meaning}


def _overlap(overlap: Overlap) -> Record:
    names = {"name": overlap.constituency_name, "name_cy": overlap.constituency_name_cy}
    return without_empty({**names, **overlap.cells})


def _claim(claim: Claim, data: SiteData) -> Record:
    disagreements = data.disagreements_by_claim.get(claim.id, ())
    return {**without_empty(claim.cells), "disagreements": [each.id for each in disagreements]}


def _figures(force: Force, data: SiteData, package: Package) -> Iterator[dict[str, str]]:
    """Give the force's figures from each table that has a published total, as text."""
    for name in dict.fromkeys(total.table for total in data.totals):
        table = package.tables[name]
        for _, cells in table.rows:
            row = dict(zip(table.header, cells, strict=True))
            if row["force_id"] == force.id:
                yield from _figures_of_row(table, row, data)


def _figures_of_row(table: Table, row: Mapping[str, str], data: SiteData) -> Iterator[dict[str, str]]:
    source = _source(table, row, data)
    for field in table.fields:
        if "unit" in field and field["name"] not in table.key:
            yield {
                "table": table.name,
                "column": field["name"],
                "period": "/".join(row[column] for column in table.key if column != "force_id"),
                "value": row[field["name"]],
                "marker": row.get("marker", ""),
                "unit": row.get("unit", field["unit"]),
                "claim_id": row.get("claim_id", ""),
                "source_id": source.id if source else "",
                "source": escape_formula(source.title) if source else "",
            }


def _source(table: Table, row: Mapping[str, str], data: SiteData) -> Source | None:
    """Give the source of a row: that of its claim, its own, or that of the newest total of its table."""
    if row.get("claim_id"):
        return data.claims[row["claim_id"]].source
    if row.get("source_id"):
        return data.sources[row["source_id"]]
    if "source_id" in row:
        return None
    return data.newest_source(table.name)
