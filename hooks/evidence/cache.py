"""Results by what they were made of: in a file, or in memory while a site is served."""

from __future__ import annotations

import atexit
import fcntl
import gc
import sqlite3
import sys
import sysconfig
from collections.abc import Callable
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar

HERE = Path(__file__).parent
CACHE_DIR = HERE.parents[1] / ".cache"
RESULTS = CACHE_DIR / "results.sqlite"
WAIT = 60  # seconds, while another process writes
LARGEST = 500_000_000  # bytes: some hundred edits of a table

Result = TypeVar("Result")


def collect_what_is_new() -> None:
    """Let Python look for garbage among new objects only: to go through all takes a tenth of a build."""
    gc.set_threshold(20_000, 10, 1_000)


class Memory:
    """Keeps the last result under each name."""

    def __init__(self) -> None:
        self._results: dict[str, tuple[object, Any]] = {}

    def recall(self, name: str, inputs: object, make: Callable[[], Result]) -> Result:
        """Give the result under a name; make it where there is none, or one of other inputs."""
        if name not in self._results or self._results[name][0] != inputs:
            self._results[name] = inputs, make()
        result: Result = self._results[name][1]
        return result


def cached(key: str, make: Callable[[], str]) -> str:
    """Give the text stored under the key; where there is none, make and store it.

    No two kinds of result may share a key.
    """
    return cached_bytes(key, lambda: make().encode()).decode()


def cached_bytes(key: str, make: Callable[[], bytes]) -> bytes:
    """Give the bytes stored under the key, as `cached` does the text."""
    digest = sha256(key.encode()).digest()
    for (content,) in _execute("SELECT content FROM results WHERE digest = ?", digest):
        return bytes(content)
    content = make()
    _execute("INSERT OR REPLACE INTO results VALUES (?, ?)", digest, content)
    return content


def _execute(statement: str, *values: bytes) -> list[tuple[bytes]]:
    try:
        return _results().execute(statement, values).fetchall()
    except sqlite3.Error as error:
        raise OSError(f"{RESULTS}: {error}. Remove this file: it only saves time.") from error


@cache
def _results() -> sqlite3.Connection:
    """Open the results: a file for each would take ten times as long to write."""
    CACHE_DIR.mkdir(exist_ok=True)
    with (CACHE_DIR / "results.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # two processes cannot create one database
        results = sqlite3.connect(RESULTS, timeout=WAIT, isolation_level=None)
        atexit.register(results.close)
        results.execute("PRAGMA journal_mode = WAL")  # so that one may read while another writes
        results.execute("PRAGMA synchronous = NORMAL")
        results.execute("CREATE TABLE IF NOT EXISTS results (digest BLOB PRIMARY KEY, content BLOB)")
    if RESULTS.stat().st_size > LARGEST:
        results.execute("DELETE FROM results")
    return results


@cache
def source(path: str) -> tuple[str, ...]:
    """Read a file of this package, or every file of a folder in it, for a key that changes with the code."""
    place = HERE / path
    files = (file for file in place.rglob("*") if file.suffix in {".py", ".json"})
    return tuple(file.read_text("utf-8") for file in (sorted(files) if place.is_dir() else [place]))


@cache
def code() -> str:
    """Give a digest of this package and of every installed library, for the keys of many small results."""
    return sha256("\0".join((*source("."), *libraries())).encode()).hexdigest()


@cache
def libraries() -> tuple[str, ...]:
    """Name this Python and every installed library with its version, for a key that changes with them."""
    installed = Path(sysconfig.get_path("purelib")).glob("*.dist-info")
    return sys.version, *sorted(library.name for library in installed)
