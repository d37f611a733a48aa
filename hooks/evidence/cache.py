"""Results by what they were made of: on disk, or in memory while a site is served."""

from __future__ import annotations

import hashlib
import os
import sys
import sysconfig
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

HERE = Path(__file__).parent
CACHE_DIR = HERE.parents[1] / ".cache"

Result = TypeVar("Result")


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


def cached(cache_key: str, make: Callable[[], str], folder: Path) -> str:
    """Give the text stored under the key; where there is none, make and store it."""
    return cached_bytes(cache_key, lambda: make().encode(), folder).decode()


def cached_bytes(cache_key: str, make: Callable[[], bytes], folder: Path) -> bytes:
    """Give the bytes stored under the key; where there are none, make and store them."""
    path = folder / _digest(cache_key.encode())
    content = _read(path)
    if content is None:
        content = make()
        _write(path, content)
    return content


@cache
def source(path: str) -> tuple[str, ...]:
    """Read a file of this package, or every file of a folder in it, for a key that changes with the code."""
    place = HERE / path
    files = (file for file in place.rglob("*") if file.suffix in {".py", ".json"})
    return tuple(file.read_text("utf-8") for file in (sorted(files) if place.is_dir() else [place]))


@cache
def code() -> str:
    """Give a digest of this package and of every installed library, for the keys of many small results."""
    return _digest("\0".join((*source("."), *libraries())).encode())


@cache
def libraries() -> tuple[str, ...]:
    """Name this Python and every installed library with its version, for a key that changes with them."""
    installed = Path(sysconfig.get_path("purelib")).glob("*.dist-info")
    return sys.version, *sorted(library.name for library in installed)


def _read(path: Path) -> bytes | None:
    try:
        digest, _, content = path.read_bytes().partition(b"\n")
    except OSError:
        return None
    return content if digest == _digest(content).encode() else None


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        file.write(_digest(content).encode() + b"\n" + content)
    os.replace(file.name, path)  # noqa: PTH105


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
