"""A download is a path and what makes it, so that one that cannot be made is known by its name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future
from functools import cached_property, partial
from hashlib import sha256
from typing import TypeAlias

from evidence import worker
from evidence.cache import cached_bytes
from evidence.problems import ExportError, RejectedInput

Download: TypeAlias = tuple[str, Callable[[], str | bytes]]
"""The path of a file of the site, and a function that makes its content."""


class Downloads(Mapping[str, bytes]):
    """Downloads by their paths: the worker builds what was started, and `build` the others when asked."""

    def __init__(self, build: Callable[[], dict[str, bytes]]) -> None:
        self._build = build
        self._started: list[Future[dict[str, bytes]]] = []

    def start(self, build: Callable[[], dict[str, bytes]]) -> None:
        """Let the worker build some more, while this process does what does not need them."""
        self._started.append(worker.submit(build))

    @cached_property
    def _files(self) -> dict[str, bytes]:
        built = self._build()
        try:
            for each in self._started:
                built |= each.result()
        except worker.StoppedError as error:
            raise ExportError("data/", error) from error
        return built

    def __getitem__(self, path: str) -> bytes:
        return self._files[path]

    def __iter__(self) -> Iterator[str]:
        return iter(self._files)

    def __len__(self) -> int:
        return len(self._files)


def build_all(downloads: Iterable[Download]) -> dict[str, bytes]:
    """Build each download, by its path; raises ExportError for the first that cannot be made."""
    return dict(map(_build, downloads))


def cache_downloads(downloads: Iterable[Download], key: str) -> Iterator[Download]:
    """Give downloads that are built only once; the key names all that they are made of."""
    digest = sha256(key.encode()).hexdigest()
    for path, make in downloads:
        yield path, partial(cached_bytes, f"{digest} {path}", partial(_to_bytes, make))


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
