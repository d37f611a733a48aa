"""A project as it stood at a revision, or stands in a folder, copied to where it can be built."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from evidence.kept import FOLDER

PROJECT = "mkdocs.yml"
"""The file by which a folder is known to be a project."""

MADE = {".git", ".venv", ".cache", "__pycache__", "site", "node_modules"}
"""What a project's folder holds beside what was written by hand."""


class NoTree(Exception):
    """What was asked for is neither a project folder nor a revision."""


def copied(asked: str, repository: Path, to: Path) -> str:
    """Copy a project to a new folder and give its name: a folder as asked, or a revision with its commit.

    Raises NoTree. What was drawn before is shared, so that only what changed is drawn again.
    """
    if _is_project(asked):
        shutil.copytree(asked, to, ignore=shutil.ignore_patterns(*MADE), symlinks=True)
        name = asked
    else:
        commit = _commit(asked, repository)
        _check_out(commit, repository, to)
        name = f"{asked} ({commit[:12]})"
    if not os.path.lexists(to / ".cache"):
        (to / ".cache").symlink_to(FOLDER)
    return name


def day(asked: str, repository: Path) -> str:
    """Give the day of a revision's commit as its writer's clock had it; nothing for a folder."""
    if _is_project(asked):
        return ""
    shown = _git(repository, "show", "--no-patch", "--format=%as", _commit(asked, repository))
    return shown.stdout.decode().strip()


def _is_project(asked: str) -> bool:
    return bool(asked) and (Path(asked) / PROJECT).is_file()  # nothing is not this folder


def _check_out(commit: str, repository: Path, to: Path) -> None:
    """Write the files of a commit into a new folder and leave the repository's own files and index alone."""
    to.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as kept:
        index = {**os.environ, "GIT_INDEX_FILE": str(Path(kept) / "index")}
        for command in (("read-tree", commit), ("checkout-index", "--all", f"--prefix={to.resolve()}/")):
            subprocess.run(["git", *command], cwd=repository, env=index, check=True)


def _commit(asked: str, repository: Path) -> str:
    found = _git(repository, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{asked}^{{commit}}")
    if found.returncode:
        fault = f"{asked!r} is neither a project folder nor a revision of this repository."
        raise NoTree(f"{fault} Write two of these, such as: make report BASE=main HEAD=HEAD")
    return found.stdout.decode().splitlines()[-1]


def _git(repository: Path, *command: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(["git", *command], cwd=repository, capture_output=True, check=False)
