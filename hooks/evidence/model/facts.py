"""The rows of the sound tables, and what they name in one another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from evidence.model.claims import Claim, Source
from evidence.tables import Package, Table

Row = Mapping[str, str]
Noun = TypeVar("Noun")


@dataclass(frozen=True, slots=True)
class Facts:
    """The rows of every table by its name, with the claims and sources that other rows name."""

    rows: Mapping[str, list[dict[str, str]]]
    claims: Mapping[str, Claim]
    sources: Mapping[str, Source]

    def claim(self, row: Row) -> Claim | None:
        """Give the claim that a row names, if it names one."""
        return self.claims.get(row["claim_id"])

    def source(self, row: Row) -> Source | None:
        """Give the source that a row names, if it names one."""
        return self.sources.get(row["source_id"])

    def listed(self, row: Row) -> tuple[Claim, ...]:
        """Give the claims that a row lists."""
        return tuple(self.claims[reference] for reference in row["claim_ids"].split())

    def by_force(self, table: str, noun: Callable[[Row], Noun]) -> Mapping[str, tuple[Noun, ...]]:
        """Give what the rows of a table become, by the id of their force."""
        groups: defaultdict[str, list[Noun]] = defaultdict(list)
        for row in self.rows[table]:
            groups[row["force_id"]].append(noun(row))
        return defaultdict(tuple, {force: tuple(group) for force, group in groups.items()})


def facts(package: Package) -> Facts:
    """Read the rows of a sound package."""
    rows = {name: _rows(table) for name, table in package.tables.items()}
    sources = {row["id"]: Source(**row) for row in rows["sources"]}
    claims = {
        row["id"]: Claim(**but(row, "source_id"), source=sources[row["source_id"]]) for row in rows["claims"]
    }
    return Facts(rows, claims, sources)


def _rows(table: Table) -> list[dict[str, str]]:
    return [dict(zip(table.header, cells, strict=True)) for _, cells in table.rows]


def but(row: Row, *columns: str) -> dict[str, str]:
    """Give a row without some of its columns."""
    return {column: cell for column, cell in row.items() if column not in columns}


def ordered(rows: Iterable[dict[str, str]]) -> list[dict[str, str]]:
    """Give rows in the order that their own column says."""
    return sorted(rows, key=lambda row: int(row["order"]))
