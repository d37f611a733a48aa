"""Files as they were at a commit, asked of git from within a folder."""

from __future__ import annotations

import io
import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

NO_GIT = "this folder is not a git clone."


class UnreadableHistory(Exception):
    """The history of a folder cannot be read; the message is why, as the end of a sentence."""


def run_git(folder: Path, *arguments: str, stdin: str = "") -> bytes:
    """Run git in a folder and return what it prints; raises UnreadableHistory."""
    try:
        done = subprocess.run(
            ["git", "-C", folder, *arguments],
            input=stdin.encode(),
            env={**os.environ, "LC_ALL": "C"},
            capture_output=True,
            check=True,
        )
    except FileNotFoundError:
        raise UnreadableHistory("git is not installed.") from None
    except subprocess.CalledProcessError as error:
        reason = error.stderr.decode(errors="replace").strip().partition("\n")[0]
        raise UnreadableHistory(
            NO_GIT if "not a git repository" in reason else f"git says {reason!r}."
        ) from None
    return done.stdout


def read_files(folder: Path, names: Sequence[str]) -> Mapping[str, bytes]:
    """Read files at commits by names such as `v1.0.0:./counts.csv`; one that was not there is left out."""
    if not names:
        return {}
    output = io.BytesIO(run_git(folder, "cat-file", "--batch", stdin="".join(f"{name}\n" for name in names)))
    files = {}
    for name in names:
        header = output.readline().rstrip()
        if not header.endswith(b" missing"):
            files[name] = output.read(int(header.split()[-1]))
            output.readline()  # the line end that git puts after each file
    return files
