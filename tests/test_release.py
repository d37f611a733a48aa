"""A release is made of main alone, its version is above the last, and it is pushed whole or not at all."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from evidence.problems import RejectedInput
from evidence.site.release import FIRST, NOTHING, release_notes, validate_version
from evidence.tables import read
from evidence.tables.history import PUBLISHED_PAGES, History, read_history
from tests.repository import ALONE, NOBODY, commit, git, release
from tests.sample import ROOT, append, copy_project, edit

MAKEFILE = """\
check:
\t@test ! -e broken
build:
\t@mkdir -p site/help && touch site/index.html site/help/index.html site/404.html
"""
REFUSES_MAIN = """\
#!/bin/sh
case $1 in refs/heads/main) echo 'main is protected' >&2; exit 1;; esac
"""


@dataclass(frozen=True, slots=True)
class Remote:
    """A clone of the project on the sample, and the bare repository from which it was cloned."""

    clone: Path
    origin: Path

    def run(self, script: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        """Run a script in the clone; GitHub answers from the folder answers/ beside it."""
        stubs = ROOT / "tests" / "stubs" / "github"
        github = {"GH_TOKEN": "x", "GITHUB_RUN_ID": "3", "ANSWERS": str(self.clone.with_name("answers"))}
        fast = {"ATTEMPTS": "2", "PAUSE": "0", "PATH": f"{stubs}:{os.environ['PATH']}"}
        return subprocess.run(
            [self.clone / ".ci" / script, *arguments],
            env={**os.environ, **NOBODY, **ALONE, **github, **fast},
            capture_output=True,
            text=True,
            check=False,
        )

    def calls(self) -> list[list[str]]:
        """Give what GitHub was asked."""
        lines = (self.clone.with_name("answers") / "calls.jsonl").read_text("utf-8").splitlines()
        return [json.loads(line) for line in lines]

    def state(self) -> tuple[str, ...]:
        """Everything that a refused release must leave as it was."""
        seen = ("for-each-ref", "status --porcelain", "worktree list", "rev-parse HEAD")
        here = (git(self.clone, *command.split()) for command in seen)
        return (*here, git(self.origin, "for-each-ref"))


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project on the sample as a bare repository."""
    folder = tmp_path_factory.mktemp("published")
    project = copy_project(folder / "project")
    (project / ".cache").unlink()
    (project / ".ci").mkdir()
    for name in ("attach", "release"):
        shutil.copy(ROOT / ".ci" / name, project / ".ci")
    (project / "Makefile").write_text(MAKEFILE, "utf-8")
    (project / ".gitignore").write_text("/.venv\n/.cache/\n/site/\n__pycache__/\n", "utf-8")
    commit(project, "First")
    git(folder, "clone", "--quiet", "--bare", "project", "origin.git")
    return folder / "origin.git"


@pytest.fixture
def remote(published: Path, tmp_path: Path) -> Remote:
    origin = shutil.copytree(published, tmp_path / "origin.git")
    git(tmp_path, "clone", "--quiet", "origin.git", "clone")
    (tmp_path / "clone" / ".venv").symlink_to(sys.prefix)
    (tmp_path / "answers").mkdir()
    return Remote(tmp_path / "clone", origin)


def test_a_release_is_a_tagged_commit_of_main_that_says_what_it_is(remote: Remote) -> None:
    before = git(remote.clone, "rev-parse", "HEAD")
    result = remote.run("release", "1.1.0")
    assert result.returncode == 0, result.stderr
    assert git(remote.origin, "rev-parse", "v1.1.0^{commit}") == git(remote.origin, "rev-parse", "main")
    assert git(remote.origin, "cat-file", "-t", "v1.1.0") == "tag\n"
    assert git(remote.origin, "rev-parse", "main^") == before
    assert git(remote.clone, "rev-parse", "HEAD") == git(remote.origin, "rev-parse", "main")
    changed = git(remote.clone, "show", "--format=%s", "--name-only", "HEAD").split("\n")
    assert changed[:5] == ["Release 1.1.0", "", PUBLISHED_PAGES, "CITATION.cff", "data/datapackage.json"]
    assert (remote.clone / PUBLISHED_PAGES).read_text("utf-8") == "./\nhelp/\n"
    descriptor = json.loads((remote.clone / "data" / "datapackage.json").read_text("utf-8"))
    citation = (remote.clone / "CITATION.cff").read_text("utf-8")
    assert f"\nversion: 1.1.0\ndate-released: {descriptor['created'][:10]}\n" in citation
    assert descriptor["version"] == "1.1.0"
    assert git(remote.clone, "status", "--porcelain") == ""


def test_the_notes_of_the_next_release_tell_what_is_new(remote: Remote) -> None:
    release(remote.clone, "1.0.0")
    edit(remote.clone / "data" / "counts.csv", "kent", count="12", marker="", source_id="letter")
    commit(remote.clone, "A count")
    git(remote.clone, "push", "--quiet", "--follow-tags", "origin", "main")
    result = remote.run("release", "1.0.1")
    assert result.returncode == 0, result.stderr
    notes = git(remote.origin, "tag", "--list", "--format=%(contents:body)", "v1.0.1").strip()
    assert notes.startswith("- Kent Police") and "12 victims" in notes and "\n" not in notes
    assert git(remote.origin, "show", "--no-patch", "--format=%b", "main").strip() == notes


def behind(remote: Remote) -> None:
    commit(remote.clone, "Mine")
    git(remote.clone, "push", "--quiet", "origin", "main")
    git(remote.clone, "reset", "--quiet", "--hard", "HEAD^")


def with_a_failing_check(remote: Remote) -> None:
    (remote.clone / "broken").touch()
    commit(remote.clone, "Break it")
    git(remote.clone, "push", "--quiet", "origin", "main")


def with_main_protected(remote: Remote) -> None:
    hook = remote.origin / "hooks" / "update"
    hook.write_text(REFUSES_MAIN, "utf-8")
    hook.chmod(0o755)


REFUSED: dict[str, tuple[Callable[[Remote], object], str]] = {
    "another branch": (
        lambda remote: git(remote.clone, "switch", "--quiet", "--create", "side"),
        "this is not the branch main.",
    ),
    "an edit": (
        lambda remote: append(remote.clone / "CITATION.cff", "Mine"),
        "some changes are not committed.",
    ),
    "a new file": (
        lambda remote: (remote.clone / "notes.txt").touch(),
        "some changes are not committed.",
    ),
    "a commit that origin lacks": (
        lambda remote: commit(remote.clone, "Mine"),
        "main here is not main of origin.",
    ),
    "a commit that is missing here": (behind, "main here is not main of origin."),
    "no origin": (
        lambda remote: git(remote.clone, "remote", "set-url", "origin", str(remote.origin / "gone")),
        "origin cannot be reached",
    ),
    "a failing check": (with_a_failing_check, "the check or the build failed"),
    "main is protected": (with_main_protected, "origin took neither the commit nor the tag"),
}


@pytest.mark.parametrize(("spoil", "reason"), REFUSED.values(), ids=REFUSED)
def test_a_refused_release_leaves_everything_as_it_was(
    spoil: Callable[[Remote], object], reason: str, remote: Remote
) -> None:
    spoil(remote)
    before = remote.state()
    result = remote.run("release", "1.0.0")
    assert result.returncode != 0
    assert reason in result.stderr.splitlines()[-1]
    assert remote.state() == before


def test_a_release_is_of_a_version(remote: Remote) -> None:
    result = remote.run("release", "")
    assert result.returncode != 0
    assert "say which version" in result.stderr


@pytest.mark.parametrize(
    ("runs", "refusal"),
    [
        ([{"status": "completed", "conclusion": "success"}], ""),
        ([{"status": "completed", "conclusion": "failure"}], "Check did not pass on"),
        ([{"status": "in_progress", "conclusion": ""}], "Check has not answered"),
        ([], "Check has not answered"),
    ],
)
def test_a_tag_is_taken_only_once_its_commit_passed_the_check(
    runs: list[Mapping[str, str]], refusal: str, remote: Remote
) -> None:
    git(remote.clone, "tag", "v1.0.0")
    remote.clone.with_name("answers").joinpath("run-list").write_text(json.dumps(runs), "utf-8")
    result = remote.run("attach", "verify", "v1.0.0")
    assert (result.returncode == 0) is not bool(refusal)
    assert refusal in result.stdout
    assert git(remote.clone, "rev-parse", "HEAD").strip() in remote.calls()[0]


def test_a_tag_beside_main_is_refused_before_anything_is_asked(remote: Remote) -> None:
    commit(remote.clone, "Mine")
    git(remote.clone, "tag", "v1.0.0")
    result = remote.run("attach", "verify", "v1.0.0")
    assert result.returncode == 1
    assert "The commit of v1.0.0 is not on main." in result.stdout
    assert not (remote.clone.with_name("answers") / "calls.jsonl").exists()


def test_the_files_are_attached_with_their_sums_and_the_notes(remote: Remote, tmp_path: Path) -> None:
    commit(remote.clone, "Release\n\nThe notes.")
    version = json.loads((remote.clone / "data" / "datapackage.json").read_text("utf-8"))["version"]
    tag, folder = f"v{version}", tmp_path / "release"
    git(remote.clone, "tag", tag)
    (remote.clone / "site" / "data").mkdir(parents=True)
    for form in ("zip", "xlsx", "sqlite", "json"):
        (remote.clone / "site" / "data" / f"tables.{form}").write_text(form, "utf-8")
    assert remote.run("attach", "gather", tag, folder).returncode == 0
    assert (folder / "notes.md").read_text("utf-8").strip() == "The notes."
    names = {path.name for path in (folder / "files").iterdir()}
    assert names == {"SHA256SUMS", "tables.sqlite", "tables.xlsx", "tables.zip"}
    for name in ("run-download", "release-create"):
        (tmp_path / "answers" / name).touch()
    assert remote.run("attach", "fetch", tag, folder).returncode == 0
    assert remote.run("attach", "publish", tag, folder).returncode == 0
    called = remote.calls()[-1]
    assert called[:4] == ["release", "create", tag, "--verify-tag"]
    assert {Path(name).name for name in called if "/files/" in name} == names
    (folder / "files" / "tables.zip").write_text("other", "utf-8")
    assert remote.run("attach", "fetch", tag, folder).returncode != 0


def test_tables_of_another_version_than_the_tag_are_not_gathered(remote: Remote, tmp_path: Path) -> None:
    result = remote.run("attach", "gather", "v9.9.9", tmp_path / "release")
    assert result.returncode == 1
    assert "The tables are not of version v9.9.9." in result.stdout


@pytest.mark.parametrize("version", ["1.10.1", "2.0.0"])
def test_a_version_above_that_of_the_last_release_is_taken(version: str, tables: Path) -> None:
    validate_version(version, read(tables)[0], History(folder=tables, tags=("v1.9.0", "v1.10.0")))


@pytest.mark.parametrize(
    ("version", "gap", "said"),
    [
        ("1.10.0", "", "1.10.0 is too low. Write one above v1.10.0."),
        ("1.9.1", "", "1.9.1 is too low."),
        ("9.0.0", "Gone.", "The last release is not known: Gone."),
        *(
            (wrong, "", "is not a version")
            for wrong in ("", "1.3", "v2.0.0", "2.0.0.0", "02.0.0", "2.0.0-beta")
        ),
    ],
)
def test_another_version_is_refused(version: str, gap: str, said: str, tables: Path) -> None:
    history = History(folder=tables, tags=("v1.9.0", "v1.10.0"), gap=gap)
    with pytest.raises(RejectedInput, match=re.escape(said)):
        validate_version(version, read(tables)[0], history)


def test_the_notes_leave_out_what_an_earlier_release_told(editable: Path) -> None:
    data = editable
    assert release_notes(read(data)[0], History(folder=data)) == FIRST
    release(data.parent, "1.2.3")
    append(data / "corrections.csv", "2025-03-02,forces,kent,It was wrong,The force says so,no\n")
    edit(data / "forces.csv", "kent", note="New")
    assert "It was wrong" in release_notes(read(data)[0], read_history(data))
    release(data.parent, "1.2.4")
    assert release_notes(read(data)[0], read_history(data)) == NOTHING
