"""A copied project checked and built by its own hooks, and timed."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import dataclass, replace
from pathlib import Path

from evidence.checks.released import OWED
from evidence.tables import RELEASED

NOTHING = '{"tables": {}}'
"""The record of a release of nothing, under which no change is owed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Building:
    """How a build went: its problems as they were printed, and seconds by step.

    `built` says whether there is a site, which there also is where rows of changes.csv are all that is owed.
    """

    problems: tuple[str, ...]
    seconds: dict[str, float]
    built: bool


def build(project: Path, site: Path) -> Building:
    """Check, build and finish a copied project as `make build` does, with its own hooks.

    Where all that is wrong is that changes are not told yet, the record of the last release is emptied in
    the copy, so that a reviewer sees the pages as they would be.
    """
    checked = _run(project, "evidence", "check")
    problems = _told(checked) if checked.returncode else ()
    if any(OWED not in problem for problem in problems):
        return Building(problems=problems, seconds={}, built=False)
    record = project / "data" / RELEASED
    kept = record.read_bytes() if problems else b""
    if problems:
        record.write_text(NOTHING, "utf-8")
    made = _make(project, site)
    if problems:
        record.write_bytes(kept)
    return replace(made, problems=(*problems, *made.problems))


def _make(project: Path, site: Path) -> Building:
    steps = {
        "building": ("mkdocs", "build", "--strict", "--site-dir", str(site)),
        "finishing": ("evidence", "finish", str(site)),
    }
    seconds: dict[str, float] = {}
    for step, command in steps.items():
        start = time.perf_counter()
        done = _run(project, *command)
        seconds[step] = time.perf_counter() - start
        if done.returncode:
            built = step == "finishing"  # its pages are there, and the problems are about them
            return Building(problems=_told(done, site), seconds=seconds, built=built)
    return Building(problems=(), seconds=seconds, built=True)


def _run(project: Path, *command: str) -> subprocess.CompletedProcess[str]:
    ours = {
        "NO_MKDOCS_2_WARNING": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONPATH": str(project / "hooks"),
    }
    return subprocess.run(
        [sys.executable, "-m", *command],
        cwd=project,
        env={**os.environ, **ours},
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )


def _told(done: subprocess.CompletedProcess[str], site: Path | None = None) -> tuple[str, ...]:
    """Give what a command that failed said: its problems, without what it says of how it goes on."""
    lines = (line for line in done.stderr.splitlines() if line.strip() and not line.startswith("INFO"))
    told = tuple(line.replace(str(site), "site") if site else line for line in lines)
    return told or (f"The step ended with code {done.returncode} and said nothing.",)
