"""The tables, the charts and what is known of each force, as files to take away.

build     a download is a path and what makes it
csv       the data package: its descriptor and each table
json      each table alone
xlsx      every table in one workbook
sqlite    every table in one database
charts    each chart as SVG, PNG and CSV
force     what a force's page says, as JSON and CSV
zip       many files in one, with their licences and their sums
licences  the terms that go with the files
feed      what has changed, for programs that read feeds
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence

from evidence.cache import code
from evidence.charts import Chart
from evidence.exports import licences
from evidence.exports.build import Download, Downloads, build_all, cache_downloads
from evidence.exports.charts import export_charts
from evidence.exports.csv import export_csv
from evidence.exports.feed import build_feed
from evidence.exports.force import export_force
from evidence.exports.json import export_json
from evidence.exports.sqlite import export_sqlite
from evidence.exports.xlsx import export_xlsx
from evidence.exports.zip import zip_force, zip_package
from evidence.metadata import Publication
from evidence.model import Claim, Force, SiteData

__all__ = [
    "Downloads",
    "build_chart_files",
    "build_feed",
    "build_force_files",
    "build_package_files",
    "build_workbook",
]


def build_package_files(publication: Publication) -> dict[str, bytes]:
    """Build the files of all tables, save the workbook, by their paths; raises ExportError where one fails.

    Those of the same tables, words and code are read from the cache.
    """
    package = build_all(export_csv(publication.package))
    alone = export_json(publication.package)
    whole = export_sqlite(publication), zip_package(package, publication)
    return package | _build_once(publication, [*alone, *whole])


def build_workbook(publication: Publication) -> dict[str, bytes]:
    """Build the workbook of all tables, by its path; it takes as long as all their other files."""
    return _build_once(publication, [export_xlsx(publication)])


def _build_once(publication: Publication, downloads: Iterable[Download]) -> dict[str, bytes]:
    key = repr((publication.package, publication.url, _words(publication), code(), zlib.ZLIB_RUNTIME_VERSION))
    return build_all(cache_downloads(downloads, key))


def build_chart_files(charts: Iterable[Chart], site_url: str) -> dict[str, bytes]:
    """Build the files of charts; raises ExportError where one cannot be made."""
    return build_all(export_charts(charts, site_url))


def build_force_files(
    force: Force, claims: Sequence[Claim], data: SiteData, publication: Publication
) -> dict[str, bytes]:
    """Build the files of a force, whose page cites `claims`; raises ExportError where one cannot be made."""
    files = build_all(export_force(force, claims, data, publication))
    return files | build_all([zip_force(files, force, publication)])


def _words(publication: Publication) -> list[tuple[str, bytes]]:
    """Give the words that go into the files, by the names of their own files."""
    words = [(path.name, path.read_bytes()) for path in sorted(publication.words.glob("*.md"))]
    return [*words, *licences.files().items()]
