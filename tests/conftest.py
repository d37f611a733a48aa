"""What the tests share: the evidence, the files made from it, and the site built from them."""

from __future__ import annotations

import csv
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from filelock import FileLock

from evidence import site
from evidence.model import Evidence, load
from evidence.tables import ADDRESSES, RELEASED

ROOT = Path(__file__).parents[1]
STRICT = (sys.executable, "-bb", "-X", "dev", "-W", "error", "-m")
UNLISTED = '<meta name="robots" content="noindex">'
NOTHING = '{"tables": {}}'
"""The record of a release of nothing, under which every value is new."""
EVERY_PAGE = bool(os.environ.get("EVERY_PAGE"))
"""Whether each page is looked at, as in `make sweep`, and not a sample."""
OF_ONE_TEMPLATE = re.compile(r"constituencies/(?!(?:hexham|blaydon-and-consett|cardiff-east)/)[^/]+/")
"""The pages of constituencies that take no other branch of their template than the three left out here."""
SET_BY_PUBLISHING = ("SITE_URL", "REPOSITORY_URL", "SOURCE_DATE_EPOCH")

Cells = Mapping[tuple[str, str, str], str]
"""New cells, each under its table, the key of its row and its column."""
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session")
def evidence() -> Evidence:
    return load(site.DATA)


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for what is made once for all that run tests side by side."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@pytest.fixture(scope="session")
def output(shared: Path) -> site.Output:
    """What the site is built from; of two that would draw the same, the second finds it drawn."""
    with FileLock(shared / "drawing.lock"):
        return site.generate(site.where())


@pytest.fixture(scope="session")
def run() -> Run:
    """Runs a Python module in a project folder, in an environment that only the caller changes."""
    clean = {name: value for name, value in os.environ.items() if name not in SET_BY_PUBLISHING}

    def in_project(
        project: Path, *command: str | Path, **environment: str
    ) -> subprocess.CompletedProcess[str]:
        ours = {
            "NO_MKDOCS_2_WARNING": "1",
            "PYTHONDONTWRITEBYTECODE": "1",
            "PYTHONPATH": str(project / "hooks"),
        }
        changed = {**clean, **ours, **environment}
        return subprocess.run(
            [*STRICT, *command], cwd=project, env=changed, capture_output=True, text=True, check=False
        )

    return in_project


@pytest.fixture(scope="session")
def build(run: Run) -> Run:
    """Builds and finishes a project in a folder, with no warning."""

    def strictly(project: Path, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
        told = run(project, "mkdocs", "build", "--strict", "--site-dir", folder, **environment)
        assert told.returncode == 0, told.stderr
        assert "WARNING" not in told.stdout + told.stderr
        finished = run(project, "evidence", "finish", folder, **environment)
        assert finished.returncode == 0, finished.stderr
        return told

    return strictly


def sampled(address: str) -> bool:
    """Say whether a page is one to look at."""
    return EVERY_PAGE or not OF_ONE_TEMPLATE.match(address)


@pytest.fixture(scope="session")
def built(build: Run, shared: Path) -> Path:
    """The site as it is published."""
    with FileLock(shared / "drawing.lock"):
        if not (shared / "built").exists():
            build(ROOT, shared / "building", PYTHONHASHSEED="1", TZ="UTC")
            (shared / "building").rename(shared / "built")
    return shared / "built"


@pytest.fixture(scope="session")
def subjects(built: Path) -> list[Path]:
    """Every page of the built site that has a subject of its own, and the theme around it.

    Those that ask not to be listed lead on from old addresses, or show a part of a page in a frame.
    """
    return [path for path in sorted(built.rglob("index.html")) if UNLISTED not in path.read_text("utf-8")]


@pytest.fixture(scope="session")
def embedded(built: Path) -> list[Path]:
    """The pages that stand in frames on other sites, and have nothing of this one around them."""
    return sorted((built / "embed").rglob("*.html"))


class Handler(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        pass


@pytest.fixture(scope="session")
def server(built: Path) -> Iterator[str]:
    """The address of a server of the built site."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(built))) as running:
        thread = Thread(target=running.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{running.server_port}/"
        running.shutdown()
        thread.join()


@pytest.fixture(scope="session")
def altered(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Cells], Path]:
    """Copies what a build reads and changes cells in the copy, of which nothing was released."""

    def copy(cells: Cells) -> Path:
        project = tmp_path_factory.mktemp("project")
        for folder in ("data", "docs", "hooks"):
            shutil.copytree(ROOT / folder, project / folder, ignore=shutil.ignore_patterns("__pycache__"))
        for file in ("mkdocs.yml", "LICENSE", "LICENSE-DATA.md"):
            shutil.copy(ROOT / file, project)
        (ROOT / ".cache").mkdir(exist_ok=True)
        (project / ".cache").symlink_to(ROOT / ".cache")  # only what changed is drawn again
        for (table, key, column), cell in cells.items():
            _write(project / "data" / f"{table}.csv", key, column, cell)
        (project / "data" / RELEASED).write_text(NOTHING, "utf-8")
        (project / "data" / ADDRESSES).write_text("", "utf-8")
        return project

    return copy


def _write(path: Path, key: str, column: str, cell: str) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    row = next(row for row in rows if key in (row[0], dict(zip(header, row, strict=True)).get("id")))
    row[header.index(column)] = cell
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([header, *rows])
