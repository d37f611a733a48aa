"""What the tests share: the sample of the tables, what is generated from it, and the site built of it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock

from evidence.model import SiteData, build_site_data, load_package
from evidence.site import build as site_build
from tests.sample import copy_project, write_frozen_sample, write_sample
from tests.site_pages import EVERY_PAGE, Parsed, parse_pages

STRICT = (sys.executable, "-bb", "-X", "dev", "-W", "error", "-m")
SET_BY_PUBLISHING = ("SITE_URL", "REPOSITORY_URL", "SOURCE_DATE_EPOCH")

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for what is made once for all that run tests side by side."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@pytest.fixture(scope="session")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the completed sample, which no test changes."""
    return write_sample(tmp_path_factory.mktemp("tables") / "data")


@pytest.fixture
def editable(tmp_path: Path) -> Path:
    """A copy of the frozen sample for a test to change."""
    return write_frozen_sample(tmp_path / "data")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the project on the sample, for a test to change."""
    return copy_project(tmp_path / "project")


@pytest.fixture(scope="session")
def data(tables: Path) -> SiteData:
    return build_site_data(load_package(tables))


@pytest.fixture(scope="session")
def output(tables: Path, shared: Path) -> site_build.Output:
    """Every generated file; of two that would draw the same, the second finds it drawn."""
    with FileLock(shared / "drawing.lock"):
        return site_build.generate(site_build.site_from_environment(), tables)


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
        return subprocess.run(
            [*STRICT, *command],
            cwd=project,
            env={**clean, **ours, **environment},
            capture_output=True,
            text=True,
            check=False,
        )

    return in_project


@pytest.fixture(scope="session")
def build(run: Run) -> Run:
    """Builds and finishes a project in a folder, with no warning."""

    def strictly(project: Path, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
        result = run(project, "mkdocs", "build", "--strict", "--site-dir", folder, **environment)
        assert result.returncode == 0, result.stderr
        assert "WARNING" not in result.stdout + result.stderr
        finished = run(project, "evidence", "finish", folder, **environment)
        assert finished.returncode == 0, finished.stderr
        return result

    return strictly


@pytest.fixture(scope="session")
def built(build: Run, shared: Path) -> Path:
    """The site of the sample, as it would be published."""
    with FileLock(shared / "built.lock"):
        if not (shared / "built").exists():
            build(copy_project(shared / "project"), shared / "building", PYTHONHASHSEED="1", TZ="UTC")
            (shared / "building").rename(shared / "built")
    return shared / "built"


@pytest.fixture(scope="session")
def site(request: pytest.FixtureRequest) -> Path:
    """The site that EVERY_PAGE names, or that of the sample."""
    return Path(EVERY_PAGE) if EVERY_PAGE else request.getfixturevalue("built")


@pytest.fixture(scope="session")
def parsed(site: Path) -> Parsed:
    """Every page of the site by its address."""
    return parse_pages(site)
