"""A name can be written in an address, and leads to one place."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from evidence.problems import Problem
from evidence.tables import Table
from evidence.tables.rules.rows import Tables, rows

NAMES = {
    "aliases": ["alias"],
    "constituencies": ["name", "name_cy"],
    "forces": ["name"],
    "local_authorities": ["name"],
}
NATIONS = {"E": "England", "W": "Wales"}
"""By the first letter of a code of the Office for National Statistics."""


def names_can_be_addresses(table: Table) -> Iterator[Problem]:
    """Yield each name of a place or a force without a Latin letter or digit."""
    for column in NAMES.get(table.name, ()):
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


def codes_are_of_their_nation(table: Table) -> Iterator[Problem]:
    """Yield each force or constituency whose code is one of the other nation."""
    for line, row in rows(table) if "nation" in table.header else ():
        code = row.get("pfa_code") or row.get("code", "")
        if code and NATIONS.get(code[0], row["nation"]) != row["nation"]:
            fault = f"{row['nation']!r} is not the nation of the code {code}."
            yield Problem(table.path, line, "nation", fault, "Correct one of the two.")


def aliases_are_no_other_names(tables: Tables) -> Iterator[Problem]:
    """Yield each alias that another table has as a name, and each but a place that leads to two forces."""
    if "aliases" not in tables:
        return
    aliases = tables["aliases"]
    named = {
        name: table
        for table in NAMES.keys() & tables.keys() - {"aliases"}
        for column in NAMES[table]
        for _, name in tables[table].column(column)
        if name
    }
    firsts: dict[str, str] = {}
    for line, row in rows(aliases):
        if row["alias"] in named:
            fault = f"{row['alias']!r} is a name in {named[row['alias']]}.csv already."
            yield Problem(aliases.path, line, "alias", fault, "Remove the row: it is found by that name.")
        kind = firsts.setdefault(row["alias"].casefold(), f"{row['kind']} of {row['force_id']}")
        if not kind.endswith(f" of {row['force_id']}") and {kind.partition(" of ")[0], row["kind"]} != {
            "place"
        }:
            fault = f"{row['alias']!r} leads to two forces, and is no place."
            yield Problem(aliases.path, line, "alias", fault, "Leave it to the force that people mean by it.")


def _plain(name: str) -> str:
    """Give a name as addresses have it, where marks between words are all alike."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return " ".join(re.findall(r"[a-z0-9]+", plain.replace("'", "")))
