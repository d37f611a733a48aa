"""Parts meet their published totals."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pandas as pd

from evidence.problems import Problem
from evidence.tables import Table
from evidence.tables.rules.frames import NUMBER, frame, number, numbers

SHARES_TOLERANCE = 0.0021
"""Shares are rounded to three decimals, so two of them may miss 1 by this much."""


def shares_sum_to_one(constituencies: Table, overlaps: Table) -> Iterator[Problem]:
    """Yield each constituency whose shares do not make up the whole of it."""
    shares = frame(overlaps).assign(share=numbers(frame(overlaps)["share_population"]))
    sums = shares.groupby("constituency_code")["share"].sum().to_dict()
    firsts = {code: number(line) for line, code in reversed([*shares["constituency_code"].items()])}
    for line, code in frame(constituencies)["code"].items():
        total = sums.get(code, 0.0)
        if abs(total - 1) > SHARES_TOLERANCE:
            fault = f"The shares of {code} sum to {total:.3f}, not 1."
            remedy = "Correct a share, or add the row that is missing."
            if code in firsts:
                yield Problem(overlaps.path, firsts[code], "share_population", fault, remedy)
            else:
                yield Problem(constituencies.path, number(line), "code", fault, remedy)


def parts_meet_their_totals(
    totals: Table, forces: Table, positions: Table, *parts: Table
) -> Iterator[Problem]:
    """Yield each published total that its known parts exceed or, once all are known, do not meet.

    A figure of another unit than the total is no part of it. Where sources give both and do not agree, a
    disagreement sets the claim of the total against that of a part.
    """
    special = set(frame(forces).loc[frame(forces)["kind"] == "special", "id"])
    named = {table.name: table for table in parts}
    for line, total in frame(totals).iterrows():
        table = named.get(total["table"])
        if table is None or not re.fullmatch(NUMBER, total["total"]) or total["column"] not in table.header:
            continue
        left_out = special if total["forces"] == "territorial" else set()
        if _explained(total["claim_id"], table, positions):
            continue
        fault = _unmet(_part(table, total, left_out), round(float(total["total"])))
        if fault:
            period = f"{total['table']} {total['period']}, {total['column']}: "
            yield Problem(totals.path, number(line), "total", period + fault, _remedy(table))


def _explained(claim: str, table: Table, positions: Table) -> bool:
    parts = {cell for _, cell in table.column("claim_id")} if "claim_id" in table.header else set()
    sides = frame(positions).groupby("disagreement_id")["claim_id"].agg(set)
    return any(claim in side and (side & parts) - {claim} for side in sides)


def _remedy(table: Table) -> str:
    told = ", or tell in disagreements.csv where the sources differ" if "claim_id" in table.header else ""
    return f"Correct a row of {table.name}.csv{told}."


def _part(table: Table, total: pd.Series[str], left_out: set[str]) -> pd.Series[str]:
    rows = frame(table)[~frame(table)["force_id"].isin(list(left_out))]
    parts = zip(*(rows[column] for column in table.key[1:]), strict=True)
    period = pd.Series(map("/".join, parts), rows.index, dtype=object)
    cells = rows[total["column"]]
    if "unit" in rows:
        cells = cells.where(rows["unit"] == total["unit"], "")
    return cells[period == total["period"]]


def _unmet(cells: pd.Series[str], total: int) -> str:
    known = round(float(numbers(cells).sum()))
    if cells.empty:
        return f"no row belongs to the total of {total:,}."
    if known > total:
        return f"the known rows sum to {known:,}, more than the total of {total:,}."
    if known < total and (cells != "").all():
        return f"all rows are known and sum to {known:,}, not to the total of {total:,}."
    return ""
