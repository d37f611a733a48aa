"""The record of debates runs by date, and each side of the question speaks for itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from evidence.problems import Problem
from evidence.tables import Table
from evidence.tables.rules.rows import Row, Tables, join, rows

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

    row: Row
    date: str


def sides_speak_for_themselves(parliament: Table, claims: Table, sources: Table) -> Iterator[Problem]:
    """Yield each reason that is told by the other side, unless it is marked as second-hand."""
    kinds = {claim["id"]: source["kind"] for claim, source in join(claims, "source_id", sources)}
    for row, claim in join(parliament, "claim_id", claims):
        kind, speakers = kinds.get(claim["id"], ""), SPEAKERS.get(row["kind"], set())
        if kind and speakers and kind not in speakers and claim["grade"] != "secondary":
            fault = f"{row['claim_id']} rests on a source of another kind: {kind}."
            remedy = f"For {row['kind']!r}, name a claim from: {', '.join(sorted(speakers))}."
            yield row.problem("claim_id", fault, remedy)


def the_record_runs_by_date(tables: Tables) -> Iterator[Problem]:
    """Yield each debate, committee or reason that stands before an older one under the same heading."""
    if not {"parliament", "claims", "sources", "timeline"} <= tables.keys():
        return
    groups: defaultdict[tuple[str, str], list[_Entry]] = defaultdict(list)
    for entry in _entries(tables):
        if entry.row["kind"] in DATED and not entry.date:
            fault = f"{entry.row['claim_id']} has no date, which the record needs."
            yield entry.row.problem("claim_id", fault, "Fill in its period in claims.csv.")
        elif entry.date and entry.row["kind"] in {*DATED, *SIDES} and entry.row["order"].isdecimal():
            groups[entry.row["kind"], entry.row["heading"]].append(entry)
    for group in groups.values():
        for before, after in pairwise(sorted(group, key=lambda entry: int(entry.row["order"]))):
            if before.date[: len(after.date)] > after.date[: len(before.date)]:
                fault = f"It is of {after.date}, and stands after {before.row['claim_id']}, of {before.date}."
                yield after.row.problem("order", fault, "Give it a lower number.")


def _entries(tables: Tables) -> Iterator[_Entry]:
    published = {source["id"]: source["published"] for source in rows(tables["sources"])}
    events: defaultdict[str, list[str]] = defaultdict(list)
    for event in rows(tables["timeline"]):
        for claim_id in event["claim_ids"].split():
            events[claim_id].append(event["date"])
    for row, claim in join(tables["parliament"], "claim_id", tables["claims"]):
        day, known = published.get(claim["source_id"], ""), events[claim["id"]]
        began = known[0] if len(known) == 1 else claim["period_start"] or day
        yield _Entry(row, day if row["kind"] in SIDES else began)
