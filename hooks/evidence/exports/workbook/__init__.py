"""The published package as one workbook, in the two forms that spreadsheets open."""

from __future__ import annotations

import json
import zlib
from functools import partial
from importlib.metadata import version

from evidence.cache import CACHE_DIR, cached_bytes, source
from evidence.exports import licences
from evidence.exports.build import Download
from evidence.exports.workbook import xlsx
from evidence.exports.workbook.sheets import book
from evidence.metadata import Publication
from evidence.tables import Package

__all__ = ["book", "export_xlsx"]

KEPT = CACHE_DIR / "workbooks"
FORMS = {"xlsx": xlsx.written}


def export_xlsx(publication: Publication) -> Download:
    """Give the workbook."""
    package, released, url = publication.package, publication.released, publication.url
    return f"data/{package.descriptor['name']}.xlsx", partial(_workbook, "xlsx", package, released, url)


def _workbook(form: str, package: Package, released: str, site_url: str) -> bytes:
    rows = [(table.header, table.rows) for table in package.tables.values()]
    code = [source(path) for path in ("exports", "exports/workbook", "text.py")]
    versions = version("openpyxl"), zlib.ZLIB_RUNTIME_VERSION
    terms = licences.acknowledgement()
    cache_key = json.dumps([form, package.descriptor, rows, released, site_url, terms, code, versions])
    return cached_bytes(cache_key, lambda: FORMS[form](book(package, released, site_url)), KEPT)
