"""A download is a path and what makes it, so that one that cannot be made is known by its name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import TypeAlias

from evidence.cache import cached_bytes
from evidence.problems import ExportError, RejectedInput

Download: TypeAlias = tuple[str, Callable[[], str | bytes]]
"""The path of a file of the site, and a function that makes its content."""


def build_all(downloads: Iterable[Download]) -> dict[str, bytes]:
    """Build each download, by its path; raises ExportError for the first that cannot be made.

    They are built side by side: most of the time goes into pictures, which are drawn outside Python's lock.
    """
    with ThreadPoolExecutor() as pool:
        return dict(pool.map(_build, downloads))


def cache_downloads(downloads: Iterable[Download], key: str, folder: Path) -> Iterator[Download]:
    """Give downloads that are built only once; the key names all that they are made of."""
    digest = sha256(key.encode()).hexdigest()
    for path, make in downloads:
        yield path, partial(cached_bytes, f"{digest} {path}", partial(_to_bytes, make), folder)


def _to_bytes(make: Callable[[], str | bytes]) -> bytes:
    content = make()
    return content.encode() if isinstance(content, str) else content


def _build(download: Download) -> tuple[str, bytes]:
    path, make = download
    try:
        return path, _to_bytes(make)
    except RejectedInput:
        raise
    except Exception as error:
        raise ExportError(path, error) from error
