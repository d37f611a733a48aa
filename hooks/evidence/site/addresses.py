"""The addresses of pages, as they follow the name of the site: ./ is the home page, forces/kent/ a force's.

Until the first release an address may change. From then on, each page is where it was or redirects.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from pathlib import Path

from evidence import text
from evidence.problems import Problem
from evidence.tables import Package, Table
from evidence.tables.history import PUBLISHED_PAGES, History, at, read_files

HOME = "./"
LOCAL = "http://127.0.0.1:8000/"
"""Where `make serve` shows the site."""
NAMES = {"abbreviation", "common name", "former name"}
"""The kinds of aliases that name a force; the others name a place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Redirect:
    """An old address and the one that took its place; `path` and `line` are where it is written."""

    old: str
    new: str
    path: str
    line: int


def site_url() -> str:
    """Give the address of the site, with a slash at its end; the publish workflow sets it."""
    return os.environ.get("SITE_URL", LOCAL).rstrip("/") + "/"


def list_redirects(package: Package) -> tuple[Redirect, ...]:
    """List the rows of redirects.csv, and a redirect from each name that only one force has."""
    table, forces = package.tables["redirects"], package.tables["forces"]
    written = [
        Redirect(old=old, new=new, path=table.path, line=line)
        for (line, old), (_, new) in zip(table.column("old"), table.column("new"), strict=True)
    ]
    taken = {each.old for each in written} | {_force_address(force) for _, force in forces.column("id")}
    named = _redirects_from_names(package.tables["aliases"])
    return (*written, *(each for each in named if each.old not in taken))


def page_addresses(paths: Iterable[str]) -> Iterator[str]:
    """Give the addresses of the pages among the paths of sources (.md) or of built files (.html)."""
    for path in paths:
        folder, _, name = path.rpartition("/")
        stem = name.removesuffix(".md").removesuffix(".html")
        if stem == "index":
            yield f"{folder}/" if folder else HOME
        elif name.endswith(".md"):
            yield f"{folder}/{stem}/".removeprefix("/")


def read_published_pages(history: History) -> tuple[str, ...]:
    """Read the addresses of the pages that were published, in the list and in that of the last release."""
    listed = _read_list(history.folder.parent / PUBLISHED_PAGES)
    names = [at(tag, f"../{PUBLISHED_PAGES}") for tag in history.tags[-1:]]
    released = b"".join(read_files(history.folder, names).values()).decode().split()
    return tuple(dict.fromkeys([*listed, *released]))


def lost_pages(published: Iterable[str], present: Set[str]) -> Iterator[Problem]:
    """Yield each published page that is gone; `present` are the addresses of pages and redirects."""
    for line, address in enumerate(published, 1):
        if address not in present:
            fault = f"The page {address} was published and is gone."
            remedy = f"Put it back, or say in data/redirects.csv where it went: {address},NEW/,DATE"
            yield Problem(PUBLISHED_PAGES, line, "address", fault, remedy)


def broken_redirects(redirects: Iterable[Redirect], pages: Set[str]) -> Iterator[Problem]:
    """Yield each redirect from an address that is a page, or to one that is not."""
    for each in redirects:
        if each.old in pages:
            yield Problem(
                each.path, each.line, "old", f"{each.old} is a page.", "Remove the row, or the page."
            )
        if each.new.partition("#")[0] not in pages:
            remedy = "Write the address at which a reader finds the same now."
            yield Problem(each.path, each.line, "new", f"{each.new} is not a page.", remedy)


def write_published_pages(path: Path, addresses: Iterable[str]) -> None:
    """Add addresses to the list of published pages."""
    listed = _read_list(path)
    path.parent.mkdir(exist_ok=True)
    path.write_text("".join(f"{address}\n" for address in sorted({*listed, *addresses})), "utf-8")


def _read_list(path: Path) -> list[str]:
    return path.read_text("utf-8").split() if path.exists() else []


def _redirects_from_names(aliases: Table) -> list[Redirect]:
    columns = (aliases.column(name) for name in ("alias", "force_id", "kind"))
    found = [
        Redirect(
            old=_force_address(text.slug(alias)), new=_force_address(force), path=aliases.path, line=line
        )
        for (line, alias), (_, force), (_, kind) in zip(*columns, strict=True)
        if kind in NAMES
    ]
    times = Counter(each.old for each in found)
    return [each for each in found if times[each.old] == 1]


def _force_address(name: str) -> str:
    return f"forces/{name}/"
