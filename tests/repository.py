"""A git repository for a test to write into, with commits of days of its own."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

NOBODY = {
    f"GIT_{role}_{what}": "nobody@example.org"
    for role in ("AUTHOR", "COMMITTER")
    for what in ("NAME", "EMAIL")
}
ALONE = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}


def git(folder: Path, *arguments: str | Path, date: str = "2025-03-01") -> str:
    """Run git in a folder on a day, and return what it prints."""
    when = f"{date}T12:00:00+00:00"
    dated = {"GIT_AUTHOR_DATE": when, "GIT_COMMITTER_DATE": when}
    done = subprocess.run(
        ["git", "-C", folder, *arguments],
        env={**os.environ, **NOBODY, **ALONE, **dated},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def commit(folder: Path, message: str, date: str = "2025-03-01") -> None:
    """Commit everything in a folder, on a day; the first time it becomes a repository."""
    if not (folder / ".git").exists():
        git(folder, "init", "--quiet", "--initial-branch", "main")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--allow-empty", "--message", message, date=date)


def release(folder: Path, version: str, date: str = "2025-03-01") -> None:
    """Commit everything in a folder and tag it as a release."""
    commit(folder, f"Release {version}", date)
    git(folder, "tag", "--annotate", f"v{version}", "--message", version, date=date)
