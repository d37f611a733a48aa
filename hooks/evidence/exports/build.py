"""A download is a path and what makes it, so that one that cannot be made is known by its name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import cached_property, partial
from hashlib import sha256
from multiprocessing import get_context
from pathlib import Path
from typing import TypeAlias

from evidence.cache import cached_bytes
from evidence.problems import ExportError, RejectedInput

Download: TypeAlias = tuple[str, Callable[[], str | bytes]]
"""The path of a file of the site, and a function that makes its content."""
THREADS = Path("/proc/self/task")
"""The threads of this process, where the system says."""


class Downloads(Mapping[str, bytes]):
    """Downloads that a second process builds for the cache, while this one does what does not need them.

    Where a system has no such process, or threads run that it would lack, they are built when asked for.
    """

    def __init__(self, build: Callable[[], dict[str, bytes]]) -> None:
        self._build = build
        alone = THREADS.exists() and len([*THREADS.iterdir()]) == 1
        self._second = get_context("fork").Process(target=self._try) if alone else None
        if self._second:
            self._second.start()

    def _try(self) -> None:
        with suppress(Exception):  # it fails again in the process that reports it
            self._build()

    @cached_property
    def _files(self) -> dict[str, bytes]:
        if self._second:
            self._second.join()
        return self._build()

    def __getitem__(self, path: str) -> bytes:
        return self._files[path]

    def __iter__(self) -> Iterator[str]:
        return iter(self._files)

    def __len__(self) -> int:
        return len(self._files)


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
