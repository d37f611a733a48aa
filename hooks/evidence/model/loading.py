"""The sound tables as the nouns of the subject, joined by their keys."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

from evidence.model.claims import (
    Comparison,
    Crimes,
    Disagreement,
    DisagreementSide,
    Event,
    Paragraph,
    ParliamentEntry,
    PublishedTotal,
)
from evidence.model.facts import Facts, Row, but, ordered
from evidence.model.facts import facts as read
from evidence.model.joining import constituencies, forces
from evidence.model.reference_data import Correction, GlossaryTerm, Marker, SupportService
from evidence.model.site_data import SiteData
from evidence.model.unconfirmed import published
from evidence.tables import Package
from evidence.tables.validate import load_validated


def load(folder: Path, *, artificial: bool = False) -> SiteData:
    """Read, check and join the tables of a folder; raises RejectedInput where a rule is broken."""
    return join(published(load_validated(folder, artificial=artificial)))


def join(package: Package) -> SiteData:
    """Join the tables of a sound package."""
    facts = read(package)
    rows, places = facts.rows, constituencies(facts.rows)
    return SiteData(
        forces=forces(facts, places),
        constituencies=places,
        claims=facts.claims,
        sources=facts.sources,
        disagreements=_disagreements(facts),
        timeline=tuple(_event(row, facts) for row in rows["timeline"]),
        crimes=tuple(_crimes(row, facts) for row in rows["domestic_abuse_crimes"]),
        totals=tuple(_total(row, facts) for row in rows["totals"]),
        comparisons=tuple(_comparison(row, facts) for row in ordered(rows["comparisons"])),
        parliament=tuple(_entry(row, facts) for row in ordered(rows["parliament"])),
        letter=_letter(rows),
        glossary=tuple(
            sorted((_term(row, facts) for row in rows["glossary"]), key=lambda term: term.term.casefold())
        ),
        support=tuple(_service(row, facts) for row in ordered(rows["support"])),
        markers={row["marker"]: _marker(row) for row in rows["markers"]},
        corrections=tuple(_correction(row) for row in reversed(rows["corrections"])),
    )


def _disagreements(facts: Facts) -> tuple[Disagreement, ...]:
    positions: defaultdict[str, list[DisagreementSide]] = defaultdict(list)
    for row in ordered(facts.rows["disagreement_positions"]):
        position = DisagreementSide(position=row["position"], claim=facts.claims[row["claim_id"]])
        positions[row["disagreement_id"]].append(position)
    return tuple(
        Disagreement(**but(row, "order"), positions=tuple(positions[row["id"]]))
        for row in ordered(facts.rows["disagreements"])
    )


def _event(row: Row, facts: Facts) -> Event:
    return Event(**but(row, "claim_ids"), claims=facts.listed(row))


def _term(row: Row, facts: Facts) -> GlossaryTerm:
    return GlossaryTerm(**but(row, "claim_ids"), claims=facts.listed(row))


def _crimes(row: Row, facts: Facts) -> Crimes:
    return Crimes(
        **but(row, "crimes", "source_id"),
        crimes=int(row["crimes"]),
        source=facts.sources[row["source_id"]],
    )


def _total(row: Row, facts: Facts) -> PublishedTotal:
    return PublishedTotal(
        **but(row, "total", "claim_id", "source_id"),
        total=int(row["total"]),
        claim=facts.claim(row),
        source=facts.source(row),
    )


def _comparison(row: Row, facts: Facts) -> Comparison:
    return Comparison(claim=facts.claims[row["claim_id"]], area=row["area"], counts=row["counts"])


def _entry(row: Row, facts: Facts) -> ParliamentEntry:
    return ParliamentEntry(kind=row["kind"], heading=row["heading"], claim=facts.claims[row["claim_id"]])


def _letter(rows: Mapping[str, list[dict[str, str]]]) -> tuple[Paragraph, ...]:
    misprints: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for row in rows["misprints"]:
        misprints[row["paragraph"]].append((row["printed"], row["likely"]))
    return tuple(
        Paragraph(
            **but(row, "paragraph"),
            paragraph=int(row["paragraph"]),
            misprints=tuple(misprints[row["paragraph"]]),
        )
        for row in rows["letter"]
    )


def _service(row: Row, facts: Facts) -> SupportService:
    return SupportService(**but(row, "order", "claim_id"), claim=facts.claim(row))


def _marker(row: Row) -> Marker:
    return Marker(
        marker=row["marker"], stands_for_figure=row["stands_for_figure"] == "yes", meaning=row["meaning"]
    )


def _correction(row: Row) -> Correction:
    return Correction(**but(row, "substantial"), substantial=row["substantial"] == "yes")
