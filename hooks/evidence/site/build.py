"""Every generated file of the site, whoever turns the Markdown into HTML."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from evidence import exports
from evidence.cache import Memory
from evidence.charts import draw_charts, theme
from evidence.metadata import Publication, add_citation
from evidence.model import SiteData, build_site_data, load_changes, load_package
from evidence.pages import PageContext, Site, render
from evidence.pages.edit_links import edit_page
from evidence.pages.embeds import embeds
from evidence.pages.environment import page_address
from evidence.pages.feed_entries import feed_entries, feed_title
from evidence.pages.finder_index import places
from evidence.problems import DATA, BuildError, ExportError, RejectedInput
from evidence.site.addresses import Redirect, list_redirects, site_url
from evidence.site.redirects import render_redirects
from evidence.tables import Package
from evidence.tables.files import read_files
from evidence.tables.history import History, read_history

MEMORY = Memory()


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteFile:
    """A generated file, at its path among the site's sources."""

    path: str
    content: bytes

    @property
    def text(self) -> str:
        """The content of a file that holds text."""
        return self.content.decode()


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """Every generated file, the publication, and the pages that have moved."""

    files: tuple[SiteFile, ...]
    publication: Publication
    redirects: tuple[Redirect, ...]

    def for_host(self, docs: Path) -> Iterator[SiteFile]:
        """Give what a host builds the site of: these files, pages written by hand, and old addresses.

        The head of each page says by what the page is cited.
        """
        for path in sorted(docs.glob("*.md")):
            yield self._add_citation(path.name, path.read_text("utf-8-sig"), edit=edit_page(path.name))
        for file in self.files:
            yield self._add_citation(file.path, file.text) if file.path.endswith(".md") else file
        for old, page in render_redirects(self.redirects, self.publication.url):
            yield SiteFile(path=old, content=page.encode())

    def _add_citation(self, path: str, page: str, **more: object) -> SiteFile:
        cited = add_citation(self.publication, page_address(path), page, **more)
        return SiteFile(path=path, content=cited.encode())


def site_from_environment() -> Site:
    """Give the addresses of the site and of its repository, which the publish workflow sets."""
    return Site(
        url=site_url(),
        repository=os.environ.get("REPOSITORY_URL", "").rstrip("/"),
    )


def generate(site: Site, data: Path = DATA, *, artificial: bool = False) -> Output:
    """Make every generated file of the site.

    Raises RejectedInput where the tables are faulty, ExportError where a download cannot be made, and
    BuildError where anything else cannot. Only a test may ask for `artificial` tables.
    """
    history = read_history(data)
    facts = site, data, artificial, _facts(site, data, history)
    package = load_package(data, artificial=artificial)
    try:
        return _generate(MEMORY.recall("context", facts, partial(_context, site, package, history)))
    except (ExportError, RejectedInput, OSError):
        raise
    except Exception as error:
        raise BuildError(error) from error


def _facts(site: Site, data: Path, history: History) -> object:
    """Read everything that a context is made of: all that is read but the templates of pages."""
    words = sorted(path for path in site.templates.rglob("*") if path.suffix in {".md", ".toml"})
    return read_files(data), [path.read_bytes() for path in words], exports.licences.files(), history


def _generate(context: PageContext) -> Output:
    site, package, data = context.site, context.package, context.data
    publication = _publication(site, package)
    forces = {f"forces/{force.id}.md": force for force in data.forces}
    texts, files = dict[str, str](), dict[str, bytes]()
    for page in render(context):  # the last of them waits for the downloads
        texts[page.path] = page.markdown
        if force := forces.get(page.path):
            claims = tuple(data.claims[claim] for claim in page.claims)
            make = partial(exports.build_force_files, force, claims, data, publication)
            files |= MEMORY.recall(f"files of {force.id}", (context, page.claims), make)
    files |= context.files
    texts |= dict(embeds(context)) | dict(_assets(data)) | dict(_for_machines(context, publication))
    files |= {path: text.encode() for path, text in texts.items()}
    return Output(
        files=tuple(SiteFile(path=path, content=content) for path, content in files.items()),
        publication=publication,
        redirects=list_redirects(package),
    )


def _publication(site: Site, package: Package) -> Publication:
    return Publication(url=site.url, package=package, words=site.templates / "exports")


def _context(site: Site, package: Package, history: History) -> PageContext:
    publication = _publication(site, package)
    files = exports.Downloads(partial(exports.build_package_files, publication))
    files.start(partial(exports.build_workbook, publication))
    data = build_site_data(package)
    charts = draw_charts(data, site.templates / "charts.toml")
    files.start(partial(exports.build_chart_files, tuple(charts.values()), site.url))
    return PageContext(
        site=site,
        package=package,
        data=data,
        charts=charts,
        files=files,
        changes=load_changes(package, data, history),
    )


def _assets(data: SiteData) -> Iterator[tuple[str, str]]:
    yield "assets/chart-colours.css", theme.stylesheet() + "\n"
    yield "assets/places.json", places(data)


def _for_machines(context: PageContext, publication: Publication) -> Iterator[tuple[str, str]]:
    templates = context.site.templates
    entries = feed_entries(context.changes, context.package, templates)
    yield "changes.xml", exports.build_feed(publication, feed_title(templates), entries)
    yield "robots.txt", f"User-agent: *\nAllow: /\n\nSitemap: {publication.url}sitemap.xml\n"
