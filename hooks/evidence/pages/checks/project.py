"""The files of a project, each opened only where it is one, and read as text where it should be."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from evidence.problems import Problem, RejectedInput
from evidence.tables import display_path
from evidence.tables.files import encoding_fault, read_file

SKIPPED = {".git", ".venv", ".cache", "node_modules", "__pycache__", ".mypy_cache", ".ruff_cache"}
"""Folders whose files nobody edits."""
LARGEST = 5_000_000
"""Bytes of a file that is read; more are no words."""
DOCS, TEMPLATES, THEME = "docs/", "docs/templates/", "docs/.overrides/"
BINARY = (".png", ".ico", ".webp", ".woff2", ".jpg", ".jpeg", ".gif", ".avif")
SAVE = 'Save it as "UTF-8", or write the words again in the browser.'


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
    """Read the files of a project; a byte-order mark and the ends of lines are no fault."""
    contents, texts, problems = dict[str, bytes](), dict[str, str](), list[Problem]()
    for path in _files(root):
        name = path.relative_to(root).as_posix()
        try:
            contents[name] = read_file(path, LARGEST)
        except RejectedInput as error:
            problems += error.problems if name.startswith(DOCS) else ()
            continue
        if name.endswith(BINARY):
            continue
        if fault := encoding_fault(contents[name]):
            problems += [Problem(display_path(path), fault[0], "file", fault[1], SAVE)] * name.startswith(
                DOCS
            )
        else:
            texts[name] = contents[name].decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    return Project(root=root, contents=contents, texts=texts, problems=tuple(problems))


def _files(root: Path) -> Iterator[Path]:
    for folder, folders, names in os.walk(root):
        linked = [name for name in folders if (Path(folder) / name).is_symlink()]
        built = {"site"} if Path(folder) == root else set[str]()
        folders[:] = sorted(set(folders) - SKIPPED - built - set(linked))
        yield from (Path(folder) / name for name in sorted([*names, *set(linked) - SKIPPED]))
