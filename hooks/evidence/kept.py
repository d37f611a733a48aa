"""What was made before of the same, kept on disk outside every folder that is watched."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent
FOLDER = HERE.parents[1] / ".cache"


def kept(made_of: str, make: Callable[[], str], folder: Path) -> str:
    """Give what was made of the same before; where nothing sound is kept, make and keep it."""
    path = folder / _digest(made_of)
    text = _read(path)
    if text is None:
        text = make()
        _write(path, text)
    return text


@cache
def source(path: str) -> tuple[str, ...]:
    """Read a module of this package, or every module of a folder in it, to know when the code changed."""
    place = HERE / path
    modules = sorted(place.glob("*.py")) if place.is_dir() else [place]
    return tuple(module.read_text("utf-8") for module in modules)


def _read(path: Path) -> str | None:
    try:
        digest, _, text = path.read_bytes().decode().partition("\n")
    except (OSError, UnicodeDecodeError):
        return None
    return text if digest == _digest(text) else None


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        file.write(f"{_digest(text)}\n{text}".encode())
    os.replace(file.name, path)  # noqa: PTH105


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
