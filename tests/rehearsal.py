"""A correction from a bad row to its release, played on clones of this repository as it stands.

`python -m tests.rehearsal` plays it alone and prints every command with its answer. It takes a minute, and
needs no network and no account.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from evidence.releasing import LISTED
from evidence.tables import ADDRESSES, DESCRIPTOR, RELEASED
from tests import examples
from tests.examples import Edit

ROOT = Path(__file__).parents[1]
KEPT = ("charts", "scripts", "sound", "templates", "workbooks")
"""What builds of the same tables share; it is shared with the clones, so that little is drawn again."""

FIRST, WRITTEN, SECOND = "2026-11-16", "2026-11-18", "2026-11-20"
"""The days of the first release, of the contribution and of the release that publishes it."""
NUMBER = "12"
"""The number of the pull request."""
ATTACHED = "attached"
"""Where what readers take away is gathered, out of git's sight."""

MISSPELT = Edit(path="data/forces.csv", old=("South East",), new=("Sout East",))
UNTOLD = "Correct a cell"
"""The example whose line for readers is forgotten at first."""
MOVED = ("docs/accessibility.md", "docs/access.md")
MENU = Edit(path="mkdocs.yml", old=("accessibility.md",), new=("access.md",))
REDIRECT = Edit(path="data/redirects.csv", old=(), new=("accessibility/,access/,DATE",))
"""A whole page that moves, which the guide tells in words: its file has another name, also in the menu."""
LOST = Edit(path="docs/editorial.md", old=("## Who decides?",), new=("## Who has the last word?",))
EDITED = Edit(path=examples.LEDGER, old=("Others use the address of today",), new=("Others do not",))
"""What a later pull request must not do: rename a heading without a word, or a line that was released."""

Told: TypeAlias = subprocess.CompletedProcess[str]

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Clone:
    """Somebody's copy of the repository, in which commands are run as that person or a workflow runs them."""

    folder: Path

    def run(self, *command: str | Path, **environment: str) -> Told:
        """Run a command that may fail, with nobody's settings and no token."""
        known = {name: os.environ[name] for name in ("HOME", "PATH") if name in os.environ}
        told = subprocess.run(
            command,
            cwd=self.folder,
            env=known | SOMEBODY | environment,
            capture_output=True,
            text=True,
            check=False,
        )
        log.info("%s$ %s\n%s%s", self.folder.name, " ".join(map(str, command)), told.stdout, told.stderr)
        return told

    def must(self, *command: str | Path) -> str:
        """Run a command that must not fail, and give what it prints."""
        told = self.run(*command)
        assert told.returncode == 0, (command, told.stdout, told.stderr)
        return told.stdout

    def git(self, *command: str | Path) -> str:
        return self.must("git", *command)

    def make(self, *arguments: str) -> Told:
        return self.run("make", "--no-print-directory", "--old-file=.venv/ready", *arguments)

    def evidence(self, *arguments: str) -> Told:
        return self.run(".venv/bin/python", "-m", "evidence", *arguments)

    def commit(self, subject: str) -> None:
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", subject)

    def text(self, path: str) -> str:
        return (self.folder / path).read_text("utf-8")

    def site(self) -> str:
        """Give a sum of every file of the built site and its name."""
        files = sorted(path for path in (self.folder / "site").rglob("*") if path.is_file())
        sums = [f"{path}: {hashlib.sha256(path.read_bytes()).hexdigest()}" for path in files]
        return hashlib.sha256("\n".join(sums).encode()).hexdigest()


SOMEBODY = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    **{f"GIT_{who}_NAME": "Somebody" for who in ("AUTHOR", "COMMITTER")},
    **{f"GIT_{who}_EMAIL": "somebody@example.org" for who in ("AUTHOR", "COMMITTER")},
    "LC_ALL": "C.UTF-8",
    "PYTHONDONTWRITEBYTECODE": "1",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Contribution:
    """What is proposed, in the contributor's clone: first badly, then well."""

    clone: Clone
    words: Mapping[str, str]
    refused: Told
    checked: Told
    reported: Told


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """How the contribution is released; `before` is what was released, `after` what is then, by file."""

    clone: Clone
    version: str
    too_low: Told
    kept: str
    made: Told
    attached: Told
    before: Mapping[str, str]
    after: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A later pull request that may not be published, tried where the site of the release stands."""

    built: Told
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    contribution: Contribution
    release: Release
    forgotten: Refused
    faulty: Refused


def play(folder: Path) -> Story:
    """Play the whole story in an empty folder; of its four builds, two are side by side."""
    origin = published(folder)
    maintainer, contributor = (cloned(origin, folder / who) for who in ("maintainer", "contributor"))
    release_first(maintainer)
    contributor.git("pull", "--quiet")
    contribution = contribute(contributor)
    return Story(
        contribution=contribution,
        release=release(maintainer),
        forgotten=propose(maintainer, "forget", lambda: edit(maintainer, LOST)),
        faulty=propose(maintainer, "falsify", lambda: edit(maintainer, MISSPELT, EDITED)),
    )


def published(folder: Path) -> Path:
    """Give a bare repository of this working tree, whatever of it is committed, before its first release.

    One rule is taken out, under which nothing that a test made up can enter a build.
    """
    there = subprocess.run(
        ("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"),
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    clone = Clone(folder / "origin")
    for name in filter(None, there.stdout.split("\0")):
        if (ROOT / name).is_file():
            (clone.folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, clone.folder / name)
    unreleased(clone.folder / "data")
    examples.permit(clone.folder)
    clone.git("init", "--quiet", "--initial-branch", "main")
    clone.commit("Everything before the first release")
    clone.git("config", "core.bare", "true")
    return clone.folder / ".git"


def unreleased(data: Path) -> None:
    """Let the tables be as if none had been released: a line for each table, and no record."""
    (data / RELEASED).unlink()
    header = (data / "changes.csv").read_text("utf-8").splitlines()[0]
    tables = json.loads((data / DESCRIPTOR).read_text("utf-8"))["resources"]
    names = sorted(table["name"] for table in tables if table["name"] != "changes")
    lines = [
        f"{FIRST}-{number:02},{FIRST},First release,{name},,,,,Published for the first time,no"
        for number, name in enumerate(names, 1)
    ]
    (data / "changes.csv").write_text("\n".join((header, *lines, "")), "utf-8")
    listed = (data / ADDRESSES).read_text("utf-8").splitlines()
    kept = [f"{address}\n" for address in listed if not address.startswith(LISTED + FIRST[:2])]
    (data / ADDRESSES).write_text("".join(kept), "utf-8")


def cloned(origin: Path, folder: Path) -> Clone:
    """Clone the repository to a folder, where what is installed and what was made before are shared."""
    clone = Clone(folder)
    folder.mkdir()
    clone.git("clone", "--quiet", origin, ".")
    (folder / ".git" / "info" / "exclude").write_text(f"/.venv\n/{ATTACHED}/\n", "utf-8")
    (folder / ".venv").symlink_to(sys.prefix)
    (folder / ".cache").mkdir()
    for name in KEPT:
        (ROOT / ".cache" / name).mkdir(parents=True, exist_ok=True)
        (folder / ".cache" / name).symlink_to(ROOT / ".cache" / name)
    return clone


def release_first(clone: Clone) -> None:
    """Release the tables as they stand under the version that they bear."""
    told = clone.evidence("release", version(clone), FIRST)
    assert told.returncode == 0, told.stderr
    clone.commit("First release")
    clone.git("tag", f"v{version(clone)}")
    clone.git("push", "--quiet", "origin", "HEAD", f"v{version(clone)}")


def contribute(clone: Clone) -> Contribution:
    """Make every worked example, badly at first, and a whole page that moves; propose it as one branch."""
    words = {**examples.artificial(clone.folder / "data"), "DATE": WRITTEN}
    clone.git("switch", "--quiet", "--create", "correct")
    every = examples.examples()
    cell, *told = every[UNTOLD]
    examples.make([cell], clone.folder, words)
    edit(clone, MISSPELT)
    clone.commit("Correct a cell, badly")
    refused = clone.evidence("check")
    edit(clone, Edit(path=MISSPELT.path, old=MISSPELT.new, new=MISSPELT.old))
    for name, edits in {**every, UNTOLD: told}.items():
        examples.make(edits, clone.folder, words)
        clone.commit(name)
    clone.git("mv", *MOVED)
    edit(clone, MENU)
    examples.make([REDIRECT], clone.folder, words)
    clone.commit("Move a page")
    checked = clone.evidence("check")
    clone.git("push", "--quiet", "origin", "HEAD")
    reported = clone.make("report", "BASE=origin/main", "HEAD=HEAD")
    clone.run(".ci/number", NUMBER=NUMBER)
    return Contribution(clone=clone, words=words, refused=refused, checked=checked, reported=reported)


def release(clone: Clone) -> Release:
    """Merge what was proposed and release it, first under a version that is too low."""
    before = ledgers(clone)
    major, minor, patch = map(int, version(clone).split("."))
    clone.git("fetch", "--quiet")
    clone.git("merge", "--quiet", "--no-edit", "--no-ff", "origin/correct")
    too_low = clone.make("release", f"VERSION={major}.{minor}.{patch + 1}", f"DATE={SECOND}")
    kept = clone.git("status", "--porcelain")
    made = clone.make("release", f"VERSION={major}.{minor + 1}.0", f"DATE={SECOND}")
    for command in re.findall("^    (git .*)$", made.stdout, re.MULTILINE):
        clone.must("sh", "-c", command)
    attached = clone.run(".ci/attach", "gather", f"v{major}.{minor + 1}.0", ATTACHED)
    return Release(
        clone=clone,
        version=f"{major}.{minor + 1}.0",
        too_low=too_low,
        kept=kept,
        made=made,
        attached=attached,
        before=before,
        after=ledgers(clone),
    )


def ledgers(clone: Clone) -> Mapping[str, str]:
    """Give what a release writes, by its place in the repository."""
    names = (examples.LEDGER, f"data/{DESCRIPTOR}", f"data/{RELEASED}", f"data/{ADDRESSES}", "CITATION.cff")
    return {name: clone.text(name) for name in names}


def propose(clone: Clone, branch: str, change: Callable[[], None]) -> Refused:
    """Make a later change on a branch, try to build it, and go back to what is released."""
    before = clone.site()
    clone.git("switch", "--quiet", "--create", branch)
    change()
    clone.commit(f"What must be refused: {branch}")
    built = clone.make("build")
    clone.git("switch", "--quiet", "main")
    return Refused(built=built, before=before, after=clone.site())


def edit(clone: Clone, *edits: Edit) -> None:
    """Put other words in the place of the first that are so."""
    for each in edits:
        (old,), (new,) = each.old, each.new
        assert old in clone.text(each.path), (each.path, old)
        (clone.folder / each.path).write_text(clone.text(each.path).replace(old, new, 1), "utf-8", newline="")


def version(clone: Clone) -> str:
    """Give the version that the data package bears."""
    found: str = json.loads(clone.text(f"data/{DESCRIPTOR}"))["version"]
    return found


def main() -> None:
    """Play the story in a folder of its own and print it."""
    logging.basicConfig(level=logging.INFO, format="%(message)s", stream=sys.stdout)
    with tempfile.TemporaryDirectory() as folder:
        play(Path(folder))


if __name__ == "__main__":
    main()
