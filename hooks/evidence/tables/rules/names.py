"""A name that is listed by its first letter, or has a page of its own, can be written in an address."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from evidence.problems import Problem
from evidence.tables import Table


def names_can_be_addresses(*tables: Table) -> Iterator[Problem]:
    """Yield each name of a place or a force without a Latin letter or digit."""
    for table in tables:
        column = "alias" if table.name == "aliases" else "name"
        for line, name in table.column(column):
            if name and not _plain(name):
                fault = f"{name!r} has no letter from A to Z and no digit."
                yield Problem(table.path, line, column, fault, "Write the name in Latin letters.")


def pages_have_addresses_of_their_own(constituencies: Table) -> Iterator[Problem]:
    """Yield each constituency whose page would stand where another does."""
    firsts: dict[str, int] = {}
    for line, name in constituencies.column("name"):
        first = firsts.setdefault(_plain(name), line)
        if first != line and _plain(name):
            fault = f"{name!r} has the address of the name on line {first}."
            yield Problem(
                constituencies.path,
                line,
                "name",
                fault,
                "Let them differ in a letter from A to Z or a digit.",
            )


def _plain(name: str) -> str:
    """Give a name as addresses have it, where marks between words are all alike."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return " ".join(re.findall(r"[a-z0-9]+", plain.replace("'", "")))
