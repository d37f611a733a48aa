"""What was made before of the same, kept on disk outside every folder that is watched."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent
CACHE_DIR = HERE.parents[1] / ".cache"


def cached(cache_key: str, make: Callable[[], str], folder: Path) -> str:
    """Give the text that was made before under the key; where none is there, make and store it."""
    return cached_bytes(cache_key, lambda: make().encode(), folder).decode()


def cached_bytes(cache_key: str, make: Callable[[], bytes], folder: Path) -> bytes:
    """Give bytes, as `cached` does text."""
    path = folder / _digest(cache_key.encode())
    content = _read(path)
    if content is None:
        content = make()
        _write(path, content)
    return content


@cache
def source(path: str) -> tuple[str, ...]:
    """Read a module of this package, or every module of a folder in it, to know when the code changed."""
    place = HERE / path
    modules = sorted(place.rglob("*.py")) if place.is_dir() else [place]
    return tuple(module.read_text("utf-8") for module in modules)


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
