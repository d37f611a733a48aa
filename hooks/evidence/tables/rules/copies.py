"""What stands in several tables is the same in each, and nothing stands twice in one."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import chain

from evidence.problems import Problem
from evidence.tables import Table
from evidence.tables.rules.rows import Row, Tables, by_id, figures, rows

FIGURES = (
    ("disagreement_positions", "position", "claim_id"),
    ("timeline", "event", "claim_ids"),
    ("glossary", "meaning", "claim_ids"),
    ("disagreements", "how_we_word_it", ""),
)
"""Texts that take their figures from the claims that a column names, or from those of both sides."""
CLAIM_WORDS = ("statement", "value", "period_start", "period_end", "caveat")
NAMED_BY_PAGES = (("sources", "id", "letter"), ("timeline", "id", "letter"), ("totals", "table", "counts"))
"""Rows that pages name, by a column and its cell."""
ONCE = {
    "claims": ("statement",),
    "disagreements": ("id", "question"),
    "force_responses": ("force_id+summary",),
    "forces": ("id", "website"),
    "glossary": ("id", "meaning"),
    "sources": ("id", "url"),
    "support": ("id", "name", "phone", "url"),
    "timeline": ("id", "event"),
}
"""Columns of which no two rows are alike but for capitals, hyphens, a final s, or how an address begins."""
AREAS = {
    "England and Wales": "England and Wales",
    "PSNI": "Northern Ireland",
    "Police Scotland": "Scotland",
    "UK": "United Kingdom",
}
"""The area of a claim, and what the chart of comparisons calls it."""


def totals_equal_their_claims(totals: Table, claims: Table) -> Iterator[Problem]:
    """Yield each published total whose claim gives another figure, or is of something else."""
    known = by_id(claims)
    for line, row in rows(totals):
        if claim := known.get(row["claim_id"]):
            period = f"{claim['period_start']}/{claim['period_end']}"
            of_claim = {"total": claim["value"], "unit": claim["unit"], "period": period}
            for column, cell in of_claim.items():
                if row[column] != cell:
                    fault = f"{row[column]!r} is not that of its claim, {row['claim_id']}: {cell!r}."
                    yield Problem(totals.path, line, column, fault, "Correct whichever is wrong.")


def figures_are_those_of_claims(tables: Tables) -> Iterator[Problem]:
    """Yield each text with a figure that none of the claims that it names has."""
    known = by_id(tables["claims"]) if "claims" in tables else {}
    sides = _claims_of_sides(tables["disagreement_positions"]) if "disagreement_positions" in tables else {}
    for name, column, naming in FIGURES:
        for line, row in rows(tables[name]) if known and name in tables else ():
            named = row[naming] if naming else sides.get(row["id"], "")
            claims = [known[claim] for claim in named.split() if claim in known]
            missing = figures(row[column]) - figures(" ".join(_words(claims)))
            if claims and missing:
                fault = f"{min(missing)!r} is in no claim that the row rests on: {named}."
                remedy = "Correct the figure, or add the claim that has it."
                yield Problem(tables[name].path, line, column, fault, remedy)


def comparisons_fit_their_claims(comparisons: Table, claims: Table) -> Iterator[Problem]:
    """Yield each comparison of a claim without a figure, or of another area."""
    known = by_id(claims)
    for line, row in rows(comparisons):
        claim = known.get(row["claim_id"])
        if claim and not claim["value"].isdecimal():
            fault = f"{row['claim_id']} has no whole number to compare."
            yield Problem(comparisons.path, line, "claim_id", fault, "Name a claim that has one.")
        if claim and AREAS.get(claim["area"]) != row["area"]:
            fault = f"{row['area']!r} is not the area of {row['claim_id']}, {claim['area']!r}."
            yield Problem(comparisons.path, line, "area", fault, "Correct whichever is wrong.")


def rows_that_pages_name_are_there(tables: Tables) -> Iterator[Problem]:
    """Yield each table without a row that a page names."""
    for name, column, cell in NAMED_BY_PAGES:
        table = tables.get(name)
        if table and cell not in {each for _, each in table.column(column)}:
            fault = f"There is no row {cell!r}, which the pages name."
            yield Problem(table.path, 1, column, fault, "Put the row back, with that name.")


def nothing_stands_twice(table: Table) -> Iterator[Problem]:
    """Yield each cell that says the same as one above it."""
    for names in ONCE.get(table.name, ()):
        firsts: dict[str, tuple[int, str]] = {}
        *others, column = names.split("+")
        for line, row in rows(table):
            cell = row[column]
            key = "+".join([*(row[name] for name in others), _normal(cell)])
            first, same = firsts.setdefault(key, (line, cell))
            if first != line and cell and not (cell == same and _is_unique(table, column)):
                fault = f"{cell!r} is the same as {same!r} on line {first}."
                yield Problem(table.path, line, column, fault, "Remove one of the rows, or correct it.")


def _claims_of_sides(positions: Table) -> dict[str, str]:
    """Give the claims that take a side in each disagreement."""
    sides: defaultdict[str, str] = defaultdict(str)
    for _, row in rows(positions):
        sides[row["disagreement_id"]] += f"{row['claim_id']} "
    return sides


def _words(claims: list[Row]) -> Iterator[str]:
    return chain.from_iterable((claim[column] for column in CLAIM_WORDS) for claim in claims)


def _normal(cell: str) -> str:
    """Give a text without what hardly tells it from another; of an address, without its beginning."""
    plain = re.sub(r"^https?://(?:www\.)?|[^\w]", "", cell.casefold())
    return plain.removesuffix("s") or cell


def _is_unique(table: Table, column: str) -> bool:
    """Say whether the schema reports two equal cells of a column."""
    field = next(field for field in table.fields if field["name"] == column)
    return [column] == list(table.key) or bool(field.get("constraints", {}).get("unique"))
