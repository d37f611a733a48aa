"""The whole site as files at their addresses, whoever turns the Markdown into HTML."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from evidence import addresses, cards, chart_theme, charts, downloads, interactive, pages
from evidence.checks import sound
from evidence.downloads import made
from evidence.metadata import Described, Publication, csvw, described, feed
from evidence.model import Evidence, Force, join, published
from evidence.pages import Page, Shown, Site
from evidence.pages.embeds import embeds
from evidence.problems import DownloadFailed, Unmade
from evidence.tables import Package

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
    """Every generated file, the paths of those in which the data can be taken away, and the publication."""

    files: tuple[Generated, ...]
    downloads: tuple[str, ...]
    publication: Publication
    redirects: tuple[addresses.Redirect, ...]

    def moved(self, address: str) -> tuple[addresses.Redirect, ...]:
        """Give the old addresses on a page that is still there, of what stands elsewhere now."""
        page = address or addresses.HOME
        return tuple(one for one in self.redirects if one.anchor and one.page == page)

    def described(self, address: str, title: str) -> Described:
        """Describe a page, generated or written by hand, to machines and to those who cite it."""
        return described(self.publication, address, title, self.downloads)

    def card(self, address: str, title: str) -> tuple[str, str]:
        """Give the whole address of the card of a page, generated or written by hand, and the name on it."""
        return self.publication.url + cards.path(address), cards.name(address, title)


def where() -> Site:
    """Give the addresses of the site and of its repository, which the publish workflow sets."""
    return Site(
        url=os.environ.get("SITE_URL", "http://127.0.0.1:8000/").rstrip("/") + "/",
        repository=os.environ.get("REPOSITORY_URL", "").rstrip("/"),
    )


def generate(site: Site, data: Path = DATA, *, artificial: bool = False) -> Output:
    """Make every generated file of the site; raises UnsoundData where a table is faulty.

    Raises DownloadFailed, with its name, where a download cannot be made, and Unmade where anything else
    cannot. Only a test may ask for `artificial` tables.
    """
    package = published(sound(data, artificial=artificial))
    try:
        return _made(site, package)
    except (DownloadFailed, OSError):
        raise
    except Exception as error:
        raise Unmade(error) from error


def _made(site: Site, package: Package) -> Output:
    evidence = join(package)
    publication = Publication(url=site.url, package=package, evidence=evidence)
    shown = _shown(site, publication)
    written = tuple(pages.render(shown))
    rendered = {page.path: page.markdown for page in written}
    texts = rendered | dict(embeds(shown)) | dict(_assets(evidence)) | dict(_for_machines(publication))
    files = {path: text.encode() for path, text in texts.items()}
    files |= shown.files
    files |= dict(made(downloads.of_charts(shown.national.values(), "numbers/", site.url)))
    for force in evidence.forces:
        files |= _of_force(force, shown, rendered[f"forces/{force.id}.md"])
    files |= dict(made(cards.of_pages((*written, *_by_hand()), site.url)))
    made_files = tuple(Generated(path=path, content=content) for path, content in files.items())
    taken = tuple(path for path in files if path.startswith("data/") and path != csvw.PATH)
    return Output(
        files=made_files,
        downloads=taken,
        publication=publication,
        redirects=addresses.redirects(package),
    )


def _by_hand() -> Iterator[Page]:
    for path in sorted((ROOT / "docs").glob("*.md")):
        yield Page(path=path.name, markdown=path.read_text("utf-8"))


def _shown(site: Site, publication: Publication) -> Shown:
    package, evidence = publication.package, publication.evidence
    return Shown(
        site=site,
        package=package,
        evidence=evidence,
        national={chart.name: chart for chart in charts.national(evidence)},
        of_force={force.id: charts.of_force(force, evidence) for force in evidence.forces},
        files=_of_package(publication),
    )


def _of_package(publication: Publication) -> Mapping[str, bytes]:
    """Make the downloads that the Data page lists."""
    package, released, url = publication.package, publication.released, publication.url
    tables = dict(made(downloads.of_package(package)))
    archive = downloads.of_data(tables, package, released, url)
    workbook = downloads.of_workbook(package, released, url)
    database = downloads.of_database(package, released, url)
    described = (csvw.PATH, partial(csvw.description, publication))
    return tables | dict(made([*downloads.of_tables(package), described, archive, *workbook, database]))


def _of_force(force: Force, shown: Shown, page: str) -> Mapping[str, bytes]:
    folder, drawn = f"forces/{force.id}/", shown.of_force[force.id]
    cited = dict.fromkeys(CITED.findall(page))
    claims = tuple(shown.evidence.claims[claim] for claim in cited)
    told = downloads.Shown(address=shown.site.url + folder, charts=drawn, claims=claims)
    files = dict(made(downloads.of_record(force, told, shown.evidence)))
    files |= dict(made(downloads.of_charts(drawn, folder, shown.site.url)))
    archive = downloads.of_force(files, force, shown.evidence.changes[0].date, shown.site.url)
    return files | dict(made([archive]))


def _assets(evidence: Evidence) -> Iterator[tuple[str, str]]:
    yield "assets/chart-colours.css", chart_theme.stylesheet() + "\n"
    yield "assets/vega.js", interactive.bundle()
    yield "assets/places.json", pages.places(evidence)


def _for_machines(publication: Publication) -> Iterator[tuple[str, str]]:
    yield "changes.xml", feed(publication)
    yield "robots.txt", f"User-agent: *\nAllow: /\n\nSitemap: {publication.url}sitemap.xml\n"
