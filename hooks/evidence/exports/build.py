"""A download is a path and what makes it, so that one that cannot be made is known by its name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeAlias

from evidence.problems import ExportError

Download: TypeAlias = tuple[str, Callable[[], str | bytes]]
"""The path of a file of the site, and a function that makes its content."""


def build_all(downloads: Iterable[Download]) -> Iterator[tuple[str, bytes]]:
    """Make each download, as (path, content); raises ExportError for the first that cannot be made.

    They are made side by side: most of the time goes into pictures, which are drawn outside Python's lock.
    """
    with ThreadPoolExecutor() as pool:
        started = [(path, pool.submit(make)) for path, make in downloads]
        for path, making in started:
            try:
                content = making.result()
            except Exception as error:
                raise ExportError(path, error) from error
            yield path, content.encode() if isinstance(content, str) else content
