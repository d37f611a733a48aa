"""The files of a project, each opened only where it is one, and read as text where it should be."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from evidence.problems import Problem
from evidence.tables import display_path
from evidence.tables.files import decode

SKIPPED = {".git", ".venv", ".cache", "node_modules", "__pycache__", ".mypy_cache", ".ruff_cache"}
"""Folders whose files nobody edits."""
LARGEST = 5_000_000
"""Bytes of a file that is read; more are no words."""
DOCS, TEMPLATES, THEME = "docs/", "docs/templates/", "docs/.overrides/"
BINARY = (".png", ".ico", ".webp", ".woff2", ".jpg", ".jpeg", ".gif", ".avif")


@dataclass(frozen=True, kw_only=True)
class Project:
    """The contents of all files by their paths from the root; `problems` says which could not be read."""

    root: Path
    contents: Mapping[str, bytes]
    texts: Mapping[str, str]
    problems: tuple[Problem, ...]

    def show(self, path: str) -> str:
        """Give a path as messages have it."""
        return display_path(self.root / path)

    def names(self, folder: str) -> list[str]:
        """Give the paths of all files in a folder, from it."""
        return [path.removeprefix(folder) for path in self.contents if path.startswith(folder)]

    def within(self, folder: str, *endings: str) -> dict[str, str]:
        """Give the texts in a folder by their paths, all or those whose names end so."""
        inside = {path: text for path, text in self.texts.items() if path.startswith(folder)}
        return {path: text for path, text in inside.items() if path.endswith(endings or "")}

    @cached_property
    def written(self) -> dict[str, str]:
        """The pages that are written by hand."""
        return {path: text for path, text in self.within(DOCS, ".md").items() if path.count("/") == 1}

    @cached_property
    def templates(self) -> dict[str, str]:
        """The templates of pages."""
        return self.within(TEMPLATES, ".jinja")


def read(root: Path) -> Project:
    """Read the files of a project."""
    contents, texts, problems = dict[str, bytes](), dict[str, str](), list[Problem]()
    for path in _files(root):
        relative = path.relative_to(root).as_posix()
        fault = _unfit(path)
        if not fault:
            contents[relative] = path.read_bytes()
            fault = _decode(relative, contents[relative], texts)
        if fault and relative.startswith(DOCS):
            problems.append(Problem(display_path(path), *fault))
    return Project(root=root, contents=contents, texts=texts, problems=tuple(problems))


def _files(root: Path) -> Iterator[Path]:
    for folder, folders, names in os.walk(root):
        linked = [name for name in folders if (Path(folder) / name).is_symlink()]
        built = {"site"} if Path(folder) == root else set[str]()
        folders[:] = sorted(set(folders) - SKIPPED - built - set(linked))
        yield from (Path(folder) / name for name in sorted([*names, *set(linked) - SKIPPED]))


def _unfit(path: Path) -> tuple[int, str, str, str] | None:
    status = path.lstat()
    if not stat.S_ISREG(status.st_mode):
        kind = "a link to another place" if stat.S_ISLNK(status.st_mode) else "no file"
        return 1, "file", f"This is {kind}.", "Put the file itself there."
    if status.st_size > LARGEST:
        fault = f"The file holds {status.st_size:,} bytes."
        return 1, "file", fault, f"Write at most {LARGEST:,} into one file."
    return None


def _decode(path: str, content: bytes, texts: dict[str, str]) -> tuple[int, str, str, str] | None:
    """Add a file's text to the others; a mark of its encoding and the ends of its lines are no fault."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if path.endswith(BINARY):
            return None
        line = content[: error.start].count(b"\n") + 1
        saved = decode(content) or ""
        seen = next((f": see {word!r}" for word in saved.split() if not word.isascii()), "")
        kind = "UTF-16" if b"\0" in content else "an old encoding, such as Windows-1252,"
        fault = f"The file was saved in {kind} and not in UTF-8{seen}."
        return line, "file", fault, 'Save it as "UTF-8", or write the words again in the browser.'
    texts[path] = text.replace("\r\n", "\n").replace("\r", "\n")
    return None
