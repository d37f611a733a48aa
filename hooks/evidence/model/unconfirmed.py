"""What may leave the tables: a telephone number that nobody has confirmed does not."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from evidence.tables import Package, Table


def published(package: Package) -> Package:
    """Give the package without the telephone numbers that `support.csv` says to check first.

    A wrong helpline number does harm, so an unconfirmed one appears neither on a page nor in a download.
    """
    support = package.tables["support"]
    columns = (support.column(name) for name in ("publish", "id", "claim_id"))
    unconfirmed = [
        (service, claim)
        for (_, publish), (_, service), (_, claim) in zip(*columns, strict=True)
        if publish != "publish"
    ]
    tables = {
        **package.tables,
        "support": _without(package.tables["support"], "phone", {service for service, _ in unconfirmed}),
        "claims": _without(package.tables["claims"], "value", {claim for _, claim in unconfirmed}),
    }
    return replace(package, tables=tables)


def _without(table: Table, column: str, keys: Collection[str]) -> Table:
    position = table.header.index(column)
    rows = tuple(
        (line, (*cells[:position], "", *cells[position + 1 :]) if cells[0] in keys else cells)
        for line, cells in table.rows
    )
    return replace(table, rows=rows)
