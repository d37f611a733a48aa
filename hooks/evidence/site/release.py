"""A release: what it writes, and its notes."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from pathlib import Path

from evidence.model import build_site_data, hide_unconfirmed, load_changes
from evidence.pages.feed_entries import feed_entries
from evidence.problems import Problem, RejectedInput
from evidence.site.addresses import page_addresses, write_published_pages
from evidence.tables import DESCRIPTOR, Package
from evidence.tables.history import CORRECTIONS, NEWS, PUBLISHED_PAGES, History, rows_by_key

FIRST = "The first release of the tables."
NOTHING = "No corrections and no updates."
VERSION = re.compile(r"(0|[1-9]\d*)(\.(0|[1-9]\d*)){2}")


def validate_version(version: str, package: Package, history: History) -> None:
    """Raise RejectedInput where a version is none, or not above that of the last release."""
    if fault := _find_fault(version, history):
        raise RejectedInput([Problem(package.path, 1, "version", *fault)])


def _find_fault(version: str, history: History) -> tuple[str, str] | None:
    last = history.tags[-1] if history.tags else ""
    if not VERSION.fullmatch(version):
        return f"{version!r} is not a version.", "Write three numbers, such as 1.1.0."
    if history.gap:
        return f"The last release is not known: {history.gap}", "Then release again."
    if last and _numbers(version) <= _numbers(last.removeprefix("v")):
        return f"{version} is too low.", f"Write one above {last}."
    return None


def _numbers(version: str) -> list[int]:
    return [int(number) for number in version.split(".")]


def write_release(package: Package, history: History, version: str, site: Path) -> str:
    """Record a release of the package, whose site was built in a folder; gives its notes."""
    root, today = history.folder.parent, datetime.datetime.now(datetime.UTC).date().isoformat()
    _replace(history.folder / DESCRIPTOR, r'  "version": ".*"', f'  "version": "{version}"')
    _replace(history.folder / DESCRIPTOR, r'  "created": ".*"', f'  "created": "{today}T00:00:00Z"')
    _replace(root / "CITATION.cff", "version: .*", f"version: {version}")
    _replace(root / "CITATION.cff", "date-released: .*", f"date-released: {today}")
    built = (path.relative_to(site).as_posix() for path in site.rglob("index.html"))
    write_published_pages(root / PUBLISHED_PAGES, page_addresses(built))
    return release_notes(package, history)


def release_notes(package: Package, history: History) -> str:
    """Say in plain text what was corrected and became known since the last release."""
    if history.released is None:
        return FIRST
    shown = hide_unconfirmed(package)
    changes = load_changes(shown, build_site_data(shown), history)
    released = {*_keys(history.released)}
    new = [entry for entry in feed_entries(changes, package) if entry.key not in released]
    return "\n".join(f"- {entry.title}. {entry.text}" for entry in new) or NOTHING


def _keys(package: Package) -> Iterator[str]:
    """Yield the keys of the entries of the feed that a release had."""
    yield from rows_by_key(package.tables[CORRECTIONS])
    for name, column in NEWS.items():
        yield from (
            f"{name} {key}" for key, row in rows_by_key(package.tables[name]).items() if row.cells[column]
        )


def _replace(path: Path, line: str, replacement: str) -> None:
    """Replace the first line that starts with a pattern; raises ValueError where a file has none."""
    text, times = re.subn(rf"(?m)^{line}", replacement, path.read_text("utf-8"), count=1)
    if not times:
        raise ValueError(f"{path} has no line {line}")
    path.write_text(text, "utf-8")
