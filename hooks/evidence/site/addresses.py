"""Every address that was ever published: it leads to its page, its place or its file, or to where that went.

An address is written as it stands within the site: ./ is the home page, forces/kent/#count a place on a page,
data/counts.csv a file.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass

from evidence import text
from evidence.problems import Problem
from evidence.tables import Package, Table

HOME = "./"
NAMES = {"abbreviation", "common name", "former name"}
"""The kinds of aliases that name a force; the others name a place."""
ADD = "Add it to data/redirects.csv."


@dataclass(frozen=True, slots=True, kw_only=True)
class Redirect:
    """An old address and the one that took its place; `path` and `line` say where that is written."""

    old: str
    new: str
    path: str
    line: int

    @property
    def page(self) -> str:
        """The address of the page that the old address is on."""
        return self.old.partition("#")[0]

    @property
    def anchor(self) -> str:
        """The anchor of the old address; empty where a whole page moved."""
        return self.old.partition("#")[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """The addresses that were published, and where the old ones lead; `path` is the file of the first."""

    path: str
    published: Sequence[str]
    redirects: Sequence[Redirect]


NOTHING = Ledger(path="", published=(), redirects=())


def redirects(package: Package) -> tuple[Redirect, ...]:
    """Give every redirect: those that were written down, and those from the other names of forces."""
    table = package.tables["redirects"]
    written = [
        Redirect(old=old, new=new, path=table.path, line=line) for line, (old, new, _since) in table.rows
    ]
    taken = {one.old for one in written} | {
        _of_force(force) for _, force in package.tables["forces"].column("id")
    }
    named = _of_names(package.tables["aliases"])
    return (*written, *(one for one in named if one.old not in taken))


def problems(ledger: Ledger, found: Set[str], moved: Mapping[str, str]) -> Iterator[Problem]:
    """Yield each published address that is lost, and each redirect that cannot be followed.

    `found` are the addresses of a finished site, `moved` those of its redirect pages with where they lead.
    """
    old = {one.old for one in ledger.redirects}
    for line, address in enumerate(ledger.published, 1):
        if address not in found and address not in old and address.partition("#")[0] not in moved:
            yield Problem(
                ledger.path, line, "address", f"{address} neither exists nor redirects.", _cure(address)
            )
    for one in ledger.redirects:
        yield from _unfollowed(one, found, moved)


def _unfollowed(redirect: Redirect, found: Set[str], moved: Mapping[str, str]) -> Iterator[Problem]:
    place = redirect.path, redirect.line
    if redirect.anchor and redirect.page not in found - moved.keys():
        yield Problem(
            *place, "old", f"{redirect.page} is not a page.", "Redirect the page, not a place on it."
        )
    if not redirect.anchor and moved.get(redirect.old) != redirect.new:
        yield Problem(*place, "old", f"{redirect.old} is a page.", "Remove the row, or the page.")
    if redirect.new not in found - moved.keys():
        fault = f"{redirect.new} does not exist."
        yield Problem(*place, "new", fault, "Write the address at which a reader finds the same now.")


def _cure(address: str) -> str:
    return ADD if address.partition("#")[0].endswith("/") else "Put it back: a file cannot redirect."


def _of_names(aliases: Table) -> list[Redirect]:
    """Give a redirect for each name that only one force has."""
    found = [
        Redirect(old=_of_force(text.slug(alias)), new=_of_force(force), path=aliases.path, line=line)
        for line, (alias, force, kind) in aliases.rows
        if kind in NAMES
    ]
    times = Counter(one.old for one in found)
    return [one for one in found if times[one.old] == 1]


def _of_force(name: str) -> str:
    return f"forces/{name}/"
