"""Everything that a force's page says, for programs and for spreadsheets."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import partial
from typing import Any

from evidence.exports.build import Download
from evidence.exports.tables import harmless, written
from evidence.model import Claim, Count, Force, Overlap, Response, SiteData, Source

COLUMNS = (
    "measure",
    "period_start",
    "period_end",
    "value",
    "marker",
    "unit",
    "claim_id",
    "source_id",
    "source",
)
MEASURES = {"victims": "victims whose data was shared", "referrals": "referrals"}
"""What a count measures, by its unit."""
Record = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class ForceExport:
    """A force's page: its address and the claims that it cites."""

    address: str
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A figure of a force with its period; `value` is None where a marker stands for it."""

    measure: str
    start: str
    end: str
    value: float | None
    unit: str
    marker: str = ""
    claim: Claim | None = None
    source: Source | None = None


def of_record(force: Force, export: ForceExport, data: SiteData, released: str) -> Iterator[Download]:
    """Give what a force's page says as JSON, and its figures as CSV, one a row."""
    path = f"forces/{force.id}/{force.id}"
    yield f"{path}.json", partial(_whole, force, export, data, released)
    yield f"{path}.csv", lambda: written(COLUMNS, _figures(force, data))


def _whole(force: Force, export: ForceExport, data: SiteData, released: str) -> str:
    return json.dumps(record(force, export, data, released), indent=1, ensure_ascii=False) + "\n"


def record(force: Force, export: ForceExport, data: SiteData, released: str) -> Record:
    """Give a force as one object; claims and sources are named by their ids and stand whole at its end."""
    known = {"counts", "responses", "overlaps", "residents", "officers", "tile"}
    cited = [*export.claims, *(count.claim for count in force.counts if count.claim)]
    return {
        "address": export.address,
        "date_of_data": released,
        **{name: cell for name, cell in asdict(force).items() if name not in known},
        "counts": [_count(count, data) for count in force.counts],
        "responses": [_response(response) for response in force.responses],
        "constituencies": [_overlap(overlap) for overlap in force.overlaps],
        "residents": [asdict(each) for each in force.residents],
        "officers": [asdict(each) for each in force.officers],
        "claims": {claim.id: _claim(claim, data) for claim in cited},
        "sources": {source.id: asdict(source) for source in _sources(force, data, cited)},
    }


def _count(count: Count, data: SiteData) -> Record:
    meaning = data.markers[count.marker].meaning if count.marker else ""
    return {**asdict(count), "marker_meaning": meaning, **_named(count)}


def _response(response: Response) -> Record:
    return {**asdict(response), "source": response.source.id}


def _overlap(overlap: Overlap) -> Record:
    return {
        "code": overlap.constituency_code,
        "name": overlap.constituency_name,
        "name_cy": overlap.constituency_name_cy,
        "share_of_residents": overlap.share,
    }


def _claim(claim: Claim, data: SiteData) -> Record:
    disputes = [
        disagreement.id
        for disagreement in data.disagreements
        if claim in [position.claim for position in disagreement.positions]
    ]
    return {**asdict(claim), "source": claim.source.id, "disagreements": disputes}


def _sources(force: Force, data: SiteData, cited: Iterable[Claim]) -> Iterator[Source]:
    """Give every source that the record names, each once."""
    named = [claim.source for claim in cited]
    named += [response.source for response in force.responses]
    named += [figure.source for figure in _known(force, data) if figure.source]
    yield from dict.fromkeys(named)


def _named(count: Count) -> Mapping[str, str | None]:
    return {
        "claim": count.claim.id if count.claim else None,
        "source": count.source.id if count.source else None,
    }


def _figures(force: Force, data: SiteData) -> Iterator[list[object]]:
    for figure in _known(force, data):
        source = figure.claim.source if figure.claim else figure.source
        yield [
            figure.measure,
            figure.start,
            figure.end,
            "" if figure.value is None else figure.value,
            figure.marker,
            figure.unit,
            figure.claim.id if figure.claim else "",
            source.id if source else "",
            harmless(source.title) if source else "",
        ]


def _known(force: Force, data: SiteData) -> Iterator[Figure]:
    for count in force.counts:
        yield Figure(
            measure=MEASURES[count.unit],
            start=count.period_start,
            end=count.period_end,
            value=count.count,
            unit=count.unit,
            marker=count.marker,
            claim=count.claim,
            source=count.source,
        )
    source = _source_of("population", data)
    for each in force.residents:
        day = f"{each.mid_year}-06-30"
        yield Figure(
            measure="residents", start=day, end=day, value=each.residents, unit="people", source=source
        )
    yield from _officers(force, _source_of("officers", data))


def _officers(force: Force, source: Source) -> Iterator[Figure]:
    for each in force.officers:
        measured = {"headcount": each.headcount, "full-time equivalent": each.full_time_equivalent}
        for way, number in measured.items():
            measure = f"police officers, {way}"
            yield Figure(
                measure=measure, start=each.on, end=each.on, value=number, unit="officers", source=source
            )


def _source_of(table: str, data: SiteData) -> Source:
    return next(total.source for total in data.totals if total.table == table and total.source)
