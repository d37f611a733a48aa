"""The record of debates runs by date, and each side of the question speaks for itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
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
    groups: defaultdict[tuple[str, str], list[tuple[int, str, Row]]] = defaultdict(list)
    for row, date in _dated_rows(tables):
        if row["kind"] in DATED and not date:
            fault = f"{row['claim_id']} has no date, which the record needs."
            yield row.problem("claim_id", fault, "Fill in its period in claims.csv.")
        elif date and row["kind"] in {*DATED, *SIDES} and row["order"].isdecimal():
            groups[row["kind"], row["heading"]].append((int(row["order"]), date, row))
    for group in groups.values():
        in_order = sorted(group, key=lambda entry: entry[0])
        for (_, before, first), (_, after, second) in pairwise(in_order):
            if before[: len(after)] > after[: len(before)]:
                fault = f"It is of {after}, and stands after {first['claim_id']}, of {before}."
                yield second.problem("order", fault, "Give it a lower number.")


def _dated_rows(tables: Tables) -> Iterator[tuple[Row, str]]:
    """Yield each row with its date as far as known: when it began, or when a reason was published."""
    published = {source["id"]: source["published"] for source in rows(tables["sources"])}
    events: defaultdict[str, list[str]] = defaultdict(list)
    for event in rows(tables["timeline"]):
        for claim_id in event["claim_ids"].split():
            events[claim_id].append(event["date"])
    for row, claim in join(tables["parliament"], "claim_id", tables["claims"]):
        day, known = published.get(claim["source_id"], ""), events[claim["id"]]
        began = known[0] if len(known) == 1 else claim["period_start"] or day
        yield row, day if row["kind"] in SIDES else began
