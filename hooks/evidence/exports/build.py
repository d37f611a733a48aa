"""A download is a path and what makes it, so that one that cannot be made is known by its name."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeAlias

from evidence.problems import ExportError, RejectedInput

Download: TypeAlias = tuple[str, Callable[[], str | bytes]]
"""The path of a file of the site, and a function that makes its content."""


def build_all(downloads: Iterable[Download]) -> dict[str, bytes]:
    """Build each download, by its path; raises ExportError for the first that cannot be made.

    They are built side by side: most of the time goes into pictures, which are drawn outside Python's lock.
    """
    with ThreadPoolExecutor() as pool:
        return dict(pool.map(_build, downloads))


def _build(download: Download) -> tuple[str, bytes]:
    path, make = download
    try:
        content = make()
    except RejectedInput:
        raise
    except Exception as error:
        raise ExportError(path, error) from error
    return path, content.encode() if isinstance(content, str) else content
