"""The sound tables as the nouns of the subject, joined by their keys."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from evidence.checks import sound
from evidence.model import nouns
from evidence.model.published import published
from evidence.tables import Package

Row = Mapping[str, str]
Noun = TypeVar("Noun")


def load(folder: Path) -> nouns.Evidence:
    """Read, check and join the tables of a folder; raises UnsoundData where a rule is broken."""
    return join(published(sound(folder)))


def join(package: Package) -> nouns.Evidence:
    """Join the tables of a sound package."""
    rows = {name: _rows(package, name) for name in package.tables}
    sources = {row["id"]: nouns.Source(**row) for row in rows["sources"]}
    claims = {
        row["id"]: nouns.Claim(**_but(row, "source_id"), source=sources[row["source_id"]])
        for row in rows["claims"]
    }
    facts = _Facts(rows, claims, sources)
    constituencies = _constituencies(rows)
    return nouns.Evidence(
        forces=_forces(facts, constituencies),
        constituencies=constituencies,
        claims=claims,
        sources=sources,
        disagreements=_disagreements(facts),
        timeline=tuple(
            nouns.Event(**_but(row, "claim_ids"), claims=facts.listed(row)) for row in rows["timeline"]
        ),
        crimes=tuple(_crimes(row, facts) for row in rows["domestic_abuse_crimes"]),
        totals=tuple(_total(row, facts) for row in rows["totals"]),
        comparisons=tuple(_comparison(row, facts) for row in _ordered(rows["comparisons"])),
        letter=_letter(rows),
        glossary=tuple(
            nouns.Term(**_but(row, "claim_ids"), claims=facts.listed(row))
            for row in sorted(rows["glossary"], key=lambda row: row["term"].casefold())
        ),
        support=tuple(_service(row, facts) for row in _ordered(rows["support"])),
        markers={row["marker"]: _marker(row) for row in rows["markers"]},
        changes=tuple(_change(row) for row in reversed(rows["changes"])),
    )


@dataclass(frozen=True, slots=True)
class _Facts:
    rows: Mapping[str, list[dict[str, str]]]
    claims: Mapping[str, nouns.Claim]
    sources: Mapping[str, nouns.Source]

    def claim(self, row: Row) -> nouns.Claim | None:
        return self.claims.get(row["claim_id"])

    def source(self, row: Row) -> nouns.Source | None:
        return self.sources.get(row["source_id"])

    def listed(self, row: Row) -> tuple[nouns.Claim, ...]:
        return tuple(self.claims[reference] for reference in row["claim_ids"].split())

    def by_force(self, table: str, noun: Callable[[Row], Noun]) -> Mapping[str, tuple[Noun, ...]]:
        groups: defaultdict[str, list[Noun]] = defaultdict(list)
        for row in self.rows[table]:
            groups[row["force_id"]].append(noun(row))
        return defaultdict(tuple, {force: tuple(group) for force, group in groups.items()})


def _rows(package: Package, name: str) -> list[dict[str, str]]:
    table = package.tables[name]
    return [dict(zip(table.header, cells, strict=True)) for _, cells in table.rows]


def _but(row: Row, *columns: str) -> dict[str, str]:
    return {column: cell for column, cell in row.items() if column not in columns}


def _ordered(rows: Iterable[dict[str, str]]) -> list[dict[str, str]]:
    return sorted(rows, key=lambda row: int(row["order"]))


def _constituencies(rows: Mapping[str, list[dict[str, str]]]) -> tuple[nouns.Constituency, ...]:
    forces = {row["id"]: row for row in rows["forces"]}
    named = {row["code"]: row for row in rows["constituencies"]}
    overlaps: defaultdict[str, list[nouns.Overlap]] = defaultdict(list)
    for row in rows["constituency_forces"]:
        overlaps[row["constituency_code"]].append(_overlap(row, named, forces))
    found = (_constituency(row, overlaps[row["code"]]) for row in rows["constituencies"])
    return tuple(sorted(found, key=lambda constituency: constituency.name.casefold()))


def _overlap(row: Row, named: Mapping[str, Row], forces: Mapping[str, Row]) -> nouns.Overlap:
    constituency = named[row["constituency_code"]]
    return nouns.Overlap(
        constituency_code=constituency["code"],
        constituency_name=constituency["name"],
        constituency_name_cy=constituency["name_cy"],
        force_id=row["force_id"],
        force_name=forces[row["force_id"]]["name"],
        share=float(row["share_population"]),
    )


def _constituency(row: Row, overlaps: list[nouns.Overlap]) -> nouns.Constituency:
    return nouns.Constituency(
        **_but(row, "parliament_id"),
        parliament_id=int(row["parliament_id"]),
        overlaps=tuple(sorted(overlaps, key=lambda overlap: (-overlap.share, overlap.force_name))),
    )


def _forces(facts: _Facts, constituencies: tuple[nouns.Constituency, ...]) -> tuple[nouns.Force, ...]:
    counts = facts.by_force("counts", lambda row: _count(row, facts))
    responses = facts.by_force("force_responses", lambda row: _response(row, facts))
    authorities = facts.by_force("local_authorities", lambda row: row["name"])
    residents = facts.by_force("population", _residents)
    officers = facts.by_force("officers", _officers)
    tiles = facts.by_force("tiles", _tile)
    overlaps: defaultdict[str, list[nouns.Overlap]] = defaultdict(list)
    for overlap in (overlap for constituency in constituencies for overlap in constituency.overlaps):
        overlaps[overlap.force_id].append(overlap)
    forces = (
        nouns.Force(
            **row,
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
    return tuple(sorted(forces, key=lambda force: force.name.casefold()))


def _count(row: Row, facts: _Facts) -> nouns.Count:
    return nouns.Count(
        period_start=row["period_start"],
        period_end=row["period_end"],
        count=int(row["count"]) if row["count"] else None,
        marker=row["marker"],
        unit=row["unit"],
        claim=facts.claim(row),
        source=facts.source(row),
    )


def _response(row: Row, facts: _Facts) -> nouns.Response:
    return nouns.Response(**_but(row, "source_id"), source=facts.sources[row["source_id"]])


def _residents(row: Row) -> nouns.Residents:
    return nouns.Residents(mid_year=int(row["mid_year"]), residents=int(row["residents"]))


def _officers(row: Row) -> nouns.Officers:
    return nouns.Officers(
        on=row["on"], headcount=int(row["headcount"]), full_time_equivalent=float(row["full_time_equivalent"])
    )


def _tile(row: Row) -> nouns.Tile:
    return nouns.Tile(column=int(row["column"]), row=int(row["row"]), label=tuple(row["label"].split(" / ")))


def _disagreements(facts: _Facts) -> tuple[nouns.Disagreement, ...]:
    positions: defaultdict[str, list[nouns.Position]] = defaultdict(list)
    for row in _ordered(facts.rows["disagreement_positions"]):
        position = nouns.Position(position=row["position"], claim=facts.claims[row["claim_id"]])
        positions[row["disagreement_id"]].append(position)
    return tuple(
        nouns.Disagreement(**_but(row, "order"), positions=tuple(positions[row["id"]]))
        for row in _ordered(facts.rows["disagreements"])
    )


def _crimes(row: Row, facts: _Facts) -> nouns.Crimes:
    return nouns.Crimes(
        **_but(row, "crimes", "source_id"),
        crimes=int(row["crimes"]),
        source=facts.sources[row["source_id"]],
    )


def _total(row: Row, facts: _Facts) -> nouns.Total:
    return nouns.Total(
        **_but(row, "total", "claim_id", "source_id"),
        total=int(row["total"]),
        claim=facts.claim(row),
        source=facts.source(row),
    )


def _comparison(row: Row, facts: _Facts) -> nouns.Comparison:
    return nouns.Comparison(claim=facts.claims[row["claim_id"]], area=row["area"], counts=row["counts"])


def _letter(rows: Mapping[str, list[dict[str, str]]]) -> tuple[nouns.Paragraph, ...]:
    misprints: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for row in rows["misprints"]:
        misprints[row["paragraph"]].append((row["printed"], row["likely"]))
    return tuple(
        nouns.Paragraph(
            **_but(row, "paragraph"),
            paragraph=int(row["paragraph"]),
            misprints=tuple(misprints[row["paragraph"]]),
        )
        for row in rows["letter"]
    )


def _service(row: Row, facts: _Facts) -> nouns.Service:
    return nouns.Service(**_but(row, "order", "claim_id"), claim=facts.claim(row))


def _marker(row: Row) -> nouns.Marker:
    return nouns.Marker(
        marker=row["marker"], stands_for_figure=row["stands_for_figure"] == "yes", meaning=row["meaning"]
    )


def _change(row: Row) -> nouns.Change:
    return nouns.Change(**_but(row, "substantial"), substantial=row["substantial"] == "yes")
