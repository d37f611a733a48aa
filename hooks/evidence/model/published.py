"""What may leave the tables: a telephone number that nobody has confirmed does not."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from evidence.tables import Package, Table


def published(package: Package) -> Package:
    """Give the package without the telephone numbers that `support.csv` says to check first.

    A wrong helpline number does harm, so an unconfirmed one appears neither on a page nor in a download.
    """
    support = package.tables["support"].frame
    unconfirmed = support[support["publish"] != "publish"]
    tables = {
        **package.tables,
        "support": _without(package.tables["support"], "phone", set(unconfirmed["id"])),
        "claims": _without(package.tables["claims"], "value", set(unconfirmed["claim_id"]) - {""}),
    }
    return replace(package, tables=tables)


def _without(table: Table, column: str, keys: Collection[str]) -> Table:
    position = table.header.index(column)
    rows = tuple(
        (line, (*cells[:position], "", *cells[position + 1 :]) if cells[0] in keys else cells)
        for line, cells in table.rows
    )
    return replace(table, rows=rows)
