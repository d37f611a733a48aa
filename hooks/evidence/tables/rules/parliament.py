"""The record of debates runs by date, and each side of the question speaks for itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from evidence.problems import Problem
from evidence.tables import Table
from evidence.tables.rules.rows import Row, Tables, by_id, rows

SIDES = ("reason against", "reason for")
DATED = {"committee", "debate"}
SPEAKERS = {
    "police": {"police", "watchdog"},
    "reason against": {"government", "parliament"},
    "reason for": {"letter", "organisation", "parliament", "watchdog"},
}
"""The kinds of sources through which each side speaks for itself."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """A row of the record: `date` is when it began, or of a reason when it was published, as far as known."""

    line: int
    row: Row
    date: str


def sides_speak_for_themselves(parliament: Table, claims: Table, sources: Table) -> Iterator[Problem]:
    """Yield each reason that is told by the other side, unless it is marked as second-hand."""
    known, publications = by_id(claims), by_id(sources)
    for line, row in rows(parliament):
        claim = known.get(row["claim_id"])
        source = publications.get(claim["source_id"]) if claim else None
        if not claim or not source or source["kind"] in SPEAKERS.get(row["kind"], {source["kind"]}):
            continue
        if claim["grade"] != "secondary":
            fault = f"{row['claim_id']} rests on a source of another kind: {source['kind']}."
            remedy = f"For {row['kind']!r}, name a claim from: {', '.join(sorted(SPEAKERS[row['kind']]))}."
            yield Problem(parliament.path, line, "claim_id", fault, remedy)


def the_record_runs_by_date(tables: Tables) -> Iterator[Problem]:
    """Yield each debate, committee or reason that stands before an older one under the same heading."""
    if not {"parliament", "claims", "sources", "timeline"} <= tables.keys():
        return
    path = tables["parliament"].path
    groups: defaultdict[tuple[str, str], list[_Entry]] = defaultdict(list)
    for entry in _entries(tables):
        if entry.row["kind"] in DATED and not entry.date:
            fault = f"{entry.row['claim_id']} has no date, which the record needs."
            yield Problem(path, entry.line, "claim_id", fault, "Fill in its period in claims.csv.")
        elif entry.date and entry.row["kind"] in {*DATED, *SIDES} and entry.row["order"].isdecimal():
            groups[entry.row["kind"], entry.row["heading"]].append(entry)
    for group in groups.values():
        for before, after in pairwise(sorted(group, key=lambda entry: int(entry.row["order"]))):
            if before.date[: len(after.date)] > after.date[: len(before.date)]:
                fault = f"It is of {after.date}, and stands after {before.row['claim_id']}, of {before.date}."
                yield Problem(path, after.line, "order", fault, "Give it a lower number.")


def _entries(tables: Tables) -> Iterator[_Entry]:
    claims, sources = by_id(tables["claims"]), by_id(tables["sources"])
    events: defaultdict[str, list[str]] = defaultdict(list)
    for _, event in rows(tables["timeline"]):
        for claim_id in event["claim_ids"].split():
            events[claim_id].append(event["date"])
    for line, row in rows(tables["parliament"]):
        if claim := claims.get(row["claim_id"]):
            published = sources.get(claim["source_id"], {}).get("published", "")
            known = events[row["claim_id"]]
            began = known[0] if len(known) == 1 else claim["period_start"] or published
            yield _Entry(line, row, published if row["kind"] in SIDES else began)
