"""An old address leads straight to a page, and never to another old address."""

from __future__ import annotations

from collections.abc import Iterator

from evidence.problems import Problem
from evidence.tables import Table


def redirects_lead_straight(redirects: Table) -> Iterator[Problem]:
    """Yield each redirect to an address that is itself an old one, so that there is no chain and no loop."""
    old = {address for _, address in redirects.column("old")}
    for line, new in redirects.column("new"):
        if {new, new.partition("#")[0]} & old:
            fault = f"{new!r} is an old address itself."
            yield Problem(redirects.path, line, "new", fault, "Write the address to which that one leads.")
