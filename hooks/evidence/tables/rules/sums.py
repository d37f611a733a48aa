"""Parts meet their published totals."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Set

from evidence.problems import Problem
from evidence.tables import Table
from evidence.tables.rules.rows import NUMBER, Row, Tables, number, rows

SHARES_TOLERANCE = 0.0021
"""Shares are rounded to three decimals, so two of them may miss 1 by this much."""
LEAST_HOURS = 0.9
"""Full-time equivalents of an officer, on average: from 0.96 to 0.99 in the forces of 2021 to 2023."""


def shares_sum_to_one(constituencies: Table, constituency_forces: Table) -> Iterator[Problem]:
    """Yield each constituency whose shares do not make up the whole of it."""
    parts: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows(constituency_forces):
        parts[row["constituency_code"]].append(row)
    for constituency in rows(constituencies):
        code = constituency["code"]
        total = sum(number(row["share_population"]) for row in parts[code])
        if abs(total - 1) > SHARES_TOLERANCE:
            fault = f"The shares of {code} sum to {total:.3f}, not 1."
            remedy = "Correct a share, or add the row that is missing."
            column = "share_population" if parts[code] else "code"
            yield [*parts[code], constituency][0].problem(column, fault, remedy)


def parts_meet_their_totals(tables: Tables) -> Iterator[Problem]:
    """Yield each published total that its known parts exceed or, once all are known, do not meet.

    A figure of another unit than the total is no part of it. Where sources give both and do not agree, a
    disagreement sets the claim of the total against that of a part.
    """
    if not {"totals", "forces", "disagreement_positions"} <= tables.keys():
        return
    for total in rows(tables["totals"]):
        table = tables.get(total["table"])
        if table is None or not NUMBER.fullmatch(total["total"]):
            continue
        if total["column"] not in table.header:
            fault = f"{total['column']!r} is no column of {table.name}.csv."
            yield total.problem("column", fault, "Write the one that holds the parts.")
            continue
        if _is_disputed(total["claim_id"], table, tables["disagreement_positions"]):
            continue
        fault = _mismatch(list(_parts(table, total, _left_out(total, tables))), round(float(total["total"])))
        if fault:
            period = f"{total['table']} {total['period']}, {total['column']}: "
            yield total.problem("total", period + fault, _remedy(table))


def totals_name_their_source(totals: Table, officers: Table, population: Table) -> Iterator[Problem]:
    """Yield each total without a source, and each table without a total: its rows come from that source."""
    for total in rows(totals):
        if not total["claim_id"] and not total["source_id"]:
            yield total.problem("source_id", "The total has neither a claim nor a source.", "Name one.")
    summed = {name for _, name in totals.column("table")}
    for table in (officers, population):
        if table.rows and table.name not in summed:
            fault = f"{table.name}.csv has rows, and no published total is left for them."
            yield Problem(totals.path, 1, "table", fault, "Put a total back, with its source.")


def officers_are_fewer_by_hours(officers: Table) -> Iterator[Problem]:
    """Yield each row in which officers counted by hours are more than heads, or hardly as many."""
    for row in rows(officers):
        heads, hours = number(row["headcount"]), number(row["full_time_equivalent"])
        if not LEAST_HOURS * heads <= hours <= heads:
            fault = f"{row['headcount']} officers cannot be {row['full_time_equivalent']} by hours."
            yield row.problem("headcount", fault, "Correct one of the two.")


def _left_out(total: Row, tables: Tables) -> set[str]:
    special = {force["id"] for force in rows(tables["forces"]) if force["kind"] == "special"}
    return special if total["forces"] == "territorial" else set()


def _is_disputed(claim: str, table: Table, positions: Table) -> bool:
    parts = {cell for _, cell in table.column("claim_id")} if "claim_id" in table.header else set()
    sides: defaultdict[str, set[str]] = defaultdict(set)
    for position in rows(positions):
        sides[position["disagreement_id"]].add(position["claim_id"])
    return any(claim in side and (side & parts) - {claim} for side in sides.values())


def _remedy(table: Table) -> str:
    dispute = ", or add to disagreements.csv that the sources differ" if "claim_id" in table.header else ""
    return f"Correct a row of {table.name}.csv{dispute}."


def _parts(table: Table, total: Row, left_out: Set[str]) -> Iterator[str]:
    """Yield the cells of the total's period, empty where one counts something else."""
    for row in rows(table):
        period = "/".join(row[column] for column in table.key[1:])
        if period == total["period"] and row["force_id"] not in left_out:
            yield row[total["column"]] if row.cells.get("unit", total["unit"]) == total["unit"] else ""


def _mismatch(cells: list[str], total: int) -> str:
    known = round(sum(map(number, cells)))
    if not cells:
        return f"no row belongs to the total of {total:,}."
    if known > total:
        return f"the known rows sum to {known:,}, more than the total of {total:,}."
    if known < total and all(cells):
        return f"all rows are known and sum to {known:,}, not to the total of {total:,}."
    return ""
