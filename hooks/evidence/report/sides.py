"""One of the two trees that are compared: its tables and its built site."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from evidence.checks.released import OWED
from evidence.problems import UnsoundData
from evidence.report.visible import Text, text
from evidence.tables import Package, read

DATA = "data"
OURS = ("assets/", "search/")
"""The files of a site that help to show its pages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """A tree under the name by which it was asked for, with its project's folder.

    `package` is None where its tables could not be read, and `site`, the folder of its built site, where it
    could not be built. `problems` are those that its own check or build printed. `day` is the day of its
    commit, or nothing.
    """

    name: str
    project: Path
    package: Package | None
    site: Path | None
    problems: tuple[str, ...] = ()
    seconds: Mapping[str, float] = field(default_factory=dict)
    day: str = ""

    @property
    def faults(self) -> tuple[str, ...]:
        """The problems that are more than a change not told yet."""
        return tuple(problem for problem in self.problems if OWED not in problem)


@dataclass(frozen=True, slots=True)
class Sides:
    """Both trees."""

    base: Side
    head: Side

    @property
    def built(self) -> bool:
        """Whether there are two sites to compare."""
        return bool(self.base.site and self.head.site)


def package(project: Path) -> Package | None:
    """Read the tables of a project, sound or not, under the paths that they have in it."""
    try:
        found, _ = read(project / DATA)
    except UnsoundData:
        return None
    tables = {
        name: replace(table, path=f"{DATA}/{table.resource['path']}") for name, table in found.tables.items()
    }
    return replace(found, path=f"{DATA}/{Path(found.path).name}", tables=tables)


def files(site: Path | None) -> Mapping[str, Path]:
    """Give every file of a built site by its path in it, in order."""
    if site is None:
        return {}
    found = (path for path in sorted(site.rglob("*")) if path.is_file() and not path.is_symlink())
    return {path.relative_to(site).as_posix(): path for path in found}


def differing(sides: Sides) -> Mapping[str, tuple[Path | None, Path | None]]:
    """Give the files of the two sites that are not the same bytes, each before and after."""
    base, head = files(sides.base.site), files(sides.head.site)
    pairs = {path: (base.get(path), head.get(path)) for path in sorted(base.keys() | head.keys())}
    return {path: pair for path, pair in pairs.items() if not _same(*pair)}


def pages(changed: Mapping[str, tuple[Path | None, Path | None]]) -> Mapping[str, tuple[Text, Text]]:
    """Give what readers see on each page that differs, before and after, by its address."""
    return {
        path.removesuffix("index.html") or "./": (text(_read(before)), text(_read(after)))
        for path, (before, after) in changed.items()
        if path.endswith(".html") and not path.startswith(OURS)
    }


def _same(before: Path | None, after: Path | None) -> bool:
    return bool(before and after) and _bytes(before) == _bytes(after)


def _bytes(path: Path | None) -> bytes:
    return path.read_bytes() if path else b""


def _read(path: Path | None) -> str:
    return _bytes(path).decode("utf-8", errors="replace")
