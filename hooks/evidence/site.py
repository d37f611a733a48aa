"""The whole site as files at their addresses, whoever turns the Markdown into HTML."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from evidence import chart_theme, charts, downloads, interactive, pages, policy
from evidence.checks import sound
from evidence.model import Evidence, join, published
from evidence.pages import Shown, Site
from evidence.tables import Package

ROOT = Path(__file__).parents[2]
DATA = ROOT / "data"


@dataclass(frozen=True, slots=True, kw_only=True)
class Generated:
    """A file of the site that is made from the tables, at its path among the site's sources."""

    path: str
    content: bytes

    @property
    def text(self) -> str:
        """The content of a file that holds text."""
        return self.content.decode()


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """Every generated file, and the day of the newest change to the tables (ISO date)."""

    files: tuple[Generated, ...]
    released: str


def where() -> Site:
    """Give the addresses of the site and of its repository, which the publish workflow sets."""
    return Site(
        url=os.environ.get("SITE_URL", "http://127.0.0.1:8000/").rstrip("/") + "/",
        repository=os.environ.get("REPOSITORY_URL", "").rstrip("/"),
    )


def generate(site: Site, data: Path = DATA) -> Output:
    """Make every generated file of the site; raises UnsoundData where a table is faulty."""
    package = published(sound(data))
    evidence = join(package)
    files = (
        Generated(path=path, content=content if isinstance(content, bytes) else content.encode())
        for path, content in _files(site, package, evidence)
    )
    return Output(files=tuple(files), released=evidence.changes[0].date)


def _files(site: Site, package: Package, evidence: Evidence) -> Iterator[tuple[str, str | bytes]]:
    national = charts.national(evidence)
    of_force = {force.id: charts.of_force(force, evidence) for force in evidence.forces}
    shown = Shown(
        site=site,
        package=package,
        evidence=evidence,
        national={chart.name: chart for chart in national},
        of_force=of_force,
    )
    for page in pages.render(shown):
        yield page.path, page.markdown
    yield "_headers", policy.HEADERS
    yield "assets/chart-colours.css", chart_theme.stylesheet() + "\n"
    yield "assets/vega.js", interactive.bundle()
    yield from downloads.of_package(package)
    yield from downloads.of_charts(national, "numbers/", site.url)
    for force in evidence.forces:
        yield from downloads.of_charts(of_force[force.id], f"forces/{force.id}/", site.url)
