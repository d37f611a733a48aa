"""The list of every address ever published is in order, and only grows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import PurePosixPath

from evidence.checks.manifest import digest, digests
from evidence.problems import Problem
from evidence.tables import ADDRESSES, Package

WRITTEN = "Run make addresses, which writes the list."


def problems(package: Package) -> Iterator[Problem]:
    """Yield the first line out of order, and how many released addresses are gone.

    The record of a release holds digests of addresses alone, so it cannot name the ones that are gone.
    """
    path = (PurePosixPath(package.path).parent / ADDRESSES).as_posix()
    for line, (before, after) in enumerate(pairwise(package.addresses), 2):
        if before >= after:
            yield Problem(path, line, "address", f"{after!r} is out of order or stands twice.", WRITTEN)
            break
    gone = Counter(digests(package.released)) - Counter(map(digest, package.addresses))
    if gone:
        fault = f"Released addresses are gone: {gone.total()}."
        yield Problem(path, 1, "address", fault, "Put them back: this list only grows.")
