"""Builds of copies of the project, each a process of its own, with what each took."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from tests.bench import copies

ROOT = Path(__file__).parents[2]
MEBIBYTE = 2**20 if sys.platform == "darwin" else 2**10  # of what the system counts peak memory in
FIGURE = re.compile(r'<figure class="chart".*?</figure>', re.DOTALL)
STATIC = """\
INHERIT: site.yml
site_url: http://127.0.0.1:8000/
hooks: []
watch: []
not_in_nav: |
  /forces/*.md
  !/forces/index.md
  /constituencies/*.md
  !/constituencies/index.md
"""
"""The site's own settings without the hook."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What one process took: wall time, time on a processor, and the most memory that it held at once."""

    seconds: float
    processor: float
    megabytes: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A copy of the project with so many forces, and beside it the floor."""

    forces: int
    project: Path
    floor: Path


def copy_of_the_project(folder: Path, forces: int) -> Place:
    """Copy what a build reads, with its forces repeated up to the number asked for."""
    project = folder / "project"
    for name in ("data", "docs", "hooks"):
        shutil.copytree(ROOT / name, project / name, ignore=shutil.ignore_patterns("__pycache__"))
    for file in ("mkdocs.yml", "LICENSE", "LICENSE-DATA.md"):
        shutil.copy(ROOT / file, project)
    copies.forget_the_release(project / "data")
    real = len(copies.read(ROOT / "data" / "forces.csv"))
    if forces > real:
        copies.enlarge(project / "data", forces // real)
    return Place(forces=max(1, forces // real) * real, project=project, floor=folder / "floor")


def make_floor(place: Place) -> None:
    """Write the same pages as static Markdown, without their charts."""
    shutil.copytree(place.project / "docs", place.floor / "docs", ignore=shutil.ignore_patterns("templates"))
    generated = place.project / "generated"
    run(place.project, "evidence", "generate", str(generated))
    for page in generated.rglob("*.md"):
        path = place.floor / "docs" / page.relative_to(generated)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(FIGURE.sub("", page.read_text("utf-8")), "utf-8")
    shutil.rmtree(generated)
    shutil.copy(place.project / "mkdocs.yml", place.floor / "site.yml")
    (place.floor / "mkdocs.yml").write_text(STATIC, "utf-8")


def run(folder: Path, *arguments: str, **variables: str) -> Run:
    """Run a Python module in a folder and wait for it; where it fails, tell what it printed and stop."""
    ours = {"PYTHONPATH": f"{folder / 'hooks'}{os.pathsep}{ROOT}", "NO_MKDOCS_2_WARNING": "1"}
    environment = {**os.environ, **ours, **variables}
    command = [sys.executable, "-m", *arguments]
    with tempfile.TemporaryFile() as told:
        start = time.perf_counter()
        process = subprocess.Popen(command, cwd=folder, env=environment, stdout=told, stderr=told)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            told.seek(0)
            sys.exit(f"{' '.join(arguments)} failed:\n{told.read().decode()}")
    processor = usage.ru_utime + usage.ru_stime
    return Run(seconds=seconds, processor=processor, megabytes=usage.ru_maxrss / MEBIBYTE)


def build(folder: Path, program: str = "mkdocs") -> Run:
    """Build the site in a folder where none stands."""
    shutil.rmtree(folder / "site", ignore_errors=True)
    return run(folder, program, "build", "--quiet")
