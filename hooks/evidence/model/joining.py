"""The forces and constituencies, joined with everything that is known of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from evidence.model.facts import Facts, Row, but
from evidence.model.forces import (
    Alias,
    Constituency,
    Count,
    Force,
    Officers,
    Overlap,
    Residents,
    Response,
    Tile,
)


def constituencies(rows: Mapping[str, list[dict[str, str]]]) -> tuple[Constituency, ...]:
    """Join the constituencies with the forces that they lie in, in the order of their names."""
    forces = {row["id"]: row for row in rows["forces"]}
    named = {row["code"]: row for row in rows["constituencies"]}
    overlaps: defaultdict[str, list[Overlap]] = defaultdict(list)
    for row in rows["constituency_forces"]:
        overlaps[row["constituency_code"]].append(_overlap(row, named, forces))
    found = (_constituency(row, overlaps[row["code"]]) for row in rows["constituencies"])
    return tuple(sorted(found, key=lambda constituency: constituency.name.casefold()))


def _overlap(row: Row, named: Mapping[str, Row], forces: Mapping[str, Row]) -> Overlap:
    constituency = named[row["constituency_code"]]
    return Overlap(
        constituency_code=constituency["code"],
        constituency_name=constituency["name"],
        constituency_name_cy=constituency["name_cy"],
        force_id=row["force_id"],
        force_name=forces[row["force_id"]]["name"],
        share=float(row["share_population"]),
    )


def _constituency(row: Row, overlaps: list[Overlap]) -> Constituency:
    return Constituency(
        **but(row, "parliament_id"),
        parliament_id=int(row["parliament_id"]),
        overlaps=tuple(sorted(overlaps, key=lambda overlap: (-overlap.share, overlap.force_name))),
    )


def forces(facts: Facts, known: tuple[Constituency, ...]) -> tuple[Force, ...]:
    """Join each force with everything that is known of it, in the order of their names."""
    counts = facts.by_force("counts", lambda row: _count(row, facts))
    responses = facts.by_force("force_responses", lambda row: _response(row, facts))
    authorities = facts.by_force("local_authorities", lambda row: row["name"])
    residents = facts.by_force("population", _residents)
    officers = facts.by_force("officers", _officers)
    aliases = facts.by_force("aliases", lambda row: Alias(**row))
    tiles = facts.by_force("tiles", _tile)
    overlaps = _by_force(overlap for constituency in known for overlap in constituency.overlaps)
    found = (
        Force(
            **row,
            aliases=aliases[row["id"]],
            tile=tiles[row["id"]][0],
            counts=counts[row["id"]],
            responses=responses[row["id"]],
            overlaps=tuple(overlaps[row["id"]]),
            local_authorities=tuple(sorted(authorities[row["id"]], key=str.casefold)),
            residents=residents[row["id"]],
            officers=officers[row["id"]],
        )
        for row in facts.rows["forces"]
    )
    return tuple(sorted(found, key=lambda force: force.name.casefold()))


def _by_force(overlaps: Iterable[Overlap]) -> Mapping[str, list[Overlap]]:
    groups: defaultdict[str, list[Overlap]] = defaultdict(list)
    for overlap in overlaps:
        groups[overlap.force_id].append(overlap)
    return groups


def _count(row: Row, facts: Facts) -> Count:
    return Count(
        period_start=row["period_start"],
        period_end=row["period_end"],
        count=int(row["count"]) if row["count"] else None,
        marker=row["marker"],
        unit=row["unit"],
        claim=facts.claim(row),
        source=facts.source(row),
    )


def _response(row: Row, facts: Facts) -> Response:
    return Response(**but(row, "source_id"), source=facts.sources[row["source_id"]])


def _residents(row: Row) -> Residents:
    return Residents(mid_year=int(row["mid_year"]), residents=int(row["residents"]))


def _officers(row: Row) -> Officers:
    return Officers(
        on=row["on"], headcount=int(row["headcount"]), full_time_equivalent=float(row["full_time_equivalent"])
    )


def _tile(row: Row) -> Tile:
    return Tile(column=int(row["column"]), row=int(row["row"]), label=tuple(row["label"].split(" / ")))
