"""The whole site as files at their addresses, whoever turns the Markdown into HTML."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from evidence import chart_theme, charts, downloads, interactive, pages, policy
from evidence.checks import sound
from evidence.downloads import Download
from evidence.model import join, published
from evidence.pages import Shown, Site

ROOT = Path(__file__).parents[2]
DATA = ROOT / "data"
CITED = re.compile(r"evidence/#([a-e]\d{3})")


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
    national = charts.national(evidence)
    shown = Shown(
        site=site,
        package=package,
        evidence=evidence,
        national={chart.name: chart for chart in national},
        of_force={force.id: charts.of_force(force, evidence) for force in evidence.forces},
        downloads=tuple(downloads.of_package(package)),
    )
    rendered = tuple(pages.render(shown))
    taken = [
        *shown.downloads,
        *downloads.of_charts(national, "numbers/", site.url),
        *_of_forces(shown, {page.path: page.markdown for page in rendered}),
    ]
    files = [(page.path, page.markdown.encode()) for page in rendered]
    files += [(path, text.encode()) for path, text in _assets()]
    files += [(download.path, download.content) for download in taken]
    made = tuple(Generated(path=path, content=content) for path, content in files)
    return Output(files=made, released=evidence.changes[0].date)


def _assets() -> Iterator[tuple[str, str]]:
    yield "_headers", policy.HEADERS
    yield "assets/chart-colours.css", chart_theme.stylesheet() + "\n"
    yield "assets/vega.js", interactive.bundle()


def _of_forces(shown: Shown, rendered: Mapping[str, str]) -> Iterator[Download]:
    for force in shown.evidence.forces:
        folder, drawn = f"forces/{force.id}/", shown.of_force[force.id]
        cited = dict.fromkeys(CITED.findall(rendered[f"forces/{force.id}.md"]))
        claims = tuple(shown.evidence.claims[claim] for claim in cited)
        page = downloads.Shown(address=shown.site.url + folder, charts=drawn, claims=claims)
        yield from downloads.of_charts(drawn, folder, shown.site.url)
        yield from downloads.of_force(force, page, shown.evidence)
