"""What surrounds the code does as it says: who reviews, what is watched, how an editor is set up."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from fnmatch import fnmatchcase
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, ClassVar

import pytest
import yaml  # type: ignore[import-untyped]

ROOT = Path(__file__).parents[1]
MAINTAINERS, DATA_REVIEWERS = "@OWNER/maintainers", "@OWNER/data-reviewers"
FREE = ("tests/data/faulty/", "docs/assets/vendor/")
"""Where files stand as somebody else wrote them, or are broken on purpose."""
TARGETS = re.findall(r"^([a-z]+):.*## ", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)


def tracked() -> list[str]:
    told = subprocess.run(("git", "ls-files", "-z"), cwd=ROOT, capture_output=True, text=True, check=True)
    return [name for name in told.stdout.split("\0") if name and (ROOT / name).is_file()]


def read(name: str) -> Any:
    return yaml.load((ROOT / name).read_text("utf-8"), yaml.BaseLoader)


def make(*arguments: str, **changed: str) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    command = ("make", "--old-file=.venv/ready", *arguments)
    return subprocess.run(command, cwd=ROOT, env=clean | changed, capture_output=True, text=True, check=False)


def owners() -> list[tuple[str, str]]:
    lines = (ROOT / ".github" / "CODEOWNERS").read_text("utf-8").splitlines()
    told = [line.split() for line in lines if line and not line.startswith("#")]
    return [(pattern, owner) for pattern, owner in told]


def fits(pattern: str, path: str) -> bool:
    """As GitHub reads the patterns that stand there: a folder, a file, or any name in one folder."""
    if pattern.endswith("/"):
        return path.startswith(pattern.removeprefix("/"))
    if pattern.startswith("/"):
        return fnmatchcase(path, pattern[1:]) and path.count("/") == pattern[1:].count("/")
    return pattern == "*"


@pytest.mark.parametrize(
    ("path", "reviewer"),
    [
        ("data/forces.csv", DATA_REVIEWERS),
        ("docs/about.md", DATA_REVIEWERS),
        ("docs/templates/force.md.jinja", DATA_REVIEWERS),
        ("docs/assets/site.css", MAINTAINERS),
        ("hooks/evidence/site.py", MAINTAINERS),
        (".github/workflows/comment.yml", MAINTAINERS),
        (".github/CODEOWNERS", MAINTAINERS),
        (".ci/comment", MAINTAINERS),
        ("requirements.txt", MAINTAINERS),
    ],
)
def test_a_change_waits_for_somebody_who_can_judge_it(path: str, reviewer: str) -> None:
    assert (ROOT / path).exists()
    assert [owner for pattern, owner in owners() if fits(pattern, path)][-1] == reviewer


def test_every_line_of_the_reviewers_fits_a_file() -> None:
    paths = tracked()
    for pattern, owner in owners():
        assert re.fullmatch(r"@[\w-]+/[\w-]+", owner)
        assert any(fits(pattern, path) for path in paths), pattern


def test_every_library_and_action_is_watched_for_newer_ones() -> None:
    watched = {
        (one["package-ecosystem"], one["directory"]) for one in read(".github/dependabot.yml")["updates"]
    }
    packages = (path for path in tracked() if path.rpartition("/")[2] == "package.json")
    node = {("npm", f"/{path.rpartition('/')[0]}") for path in packages}
    assert watched == {("pip", "/"), ("github-actions", "/")} | node


def test_before_a_commit_the_same_is_checked_as_in_a_pull_request() -> None:
    told = subprocess.run(
        (sys.executable, "-m", "pre_commit", "validate-config", ROOT / ".pre-commit-config.yaml"),
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 0, told.stdout
    (local,) = read(".pre-commit-config.yaml")["repos"]
    assert local["repo"] == "local"  # nothing is fetched
    entries = [hook["entry"] for hook in local["hooks"]]
    assert "make check" in entries
    named = [word for entry in entries for word in entry.split() if word.startswith("tests/")]
    assert named
    assert all((ROOT / name).is_file() for name in named)


def test_the_container_of_an_editor_is_set_up_with_what_is_here() -> None:
    text = (ROOT / ".devcontainer" / "devcontainer.json").read_text("utf-8")
    told = json.loads(re.sub(r"^\s*//.*$", "", text, flags=re.MULTILINE))
    assert re.fullmatch(r"mcr\.microsoft\.com/devcontainers/python:\d+-3\.1[1-3]-bookworm", told["image"])
    first, second = told["postCreateCommand"].split(" && ")
    assert first == "make .venv/ready"
    assert "\n.venv/ready: " in (ROOT / "Makefile").read_text("utf-8")
    module = second.removeprefix(".venv/bin/python -m ").split()[0]
    assert (
        subprocess.run(
            (sys.executable, "-m", module, "--version"), capture_output=True, check=False
        ).returncode
        == 0
    )
    serve = make("--dry-run", "serve").stdout
    assert [f"127.0.0.1:{port}" in serve for port in told["forwardPorts"]] == [True]


@pytest.mark.parametrize("target", TARGETS)
def test_every_target_is_in_the_help_and_hides_no_file(target: str) -> None:
    assert f"make {target} " in make("help").stdout
    phony = re.search(r"^\.PHONY: (.*)$", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    assert phony
    assert target in phony[1].split()


def test_every_file_is_as_editors_are_told_to_write_it() -> None:
    for name in tracked():
        content = (ROOT / name).read_bytes()
        if name.startswith(FREE) or b"\0" in content or not content:
            continue
        assert b"\r" not in content, name
        assert content.endswith(b"\n"), name
        if not name.endswith(".csv"):
            assert not re.search(rb"[ \t]+$", content, re.MULTILINE), name


class Weaknesses(BaseHTTPRequestHandler):
    """Answers as the public list of known weaknesses does, of one library."""

    weak: ClassVar[str] = ""

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["package"]["name"]
        content = json.dumps({"vulns": [weakness(asked)]} if asked == self.weak else {}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: Any) -> None:
        pass


def weakness(library: str) -> dict[str, object]:
    """One weakness, in the words of https://ossf.github.io/osv-schema/."""
    versions = {"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "999"}]}
    affected = {"package": {"name": library, "ecosystem": "PyPI"}, "ranges": [versions]}
    return {"id": "OSV-1", "modified": "2026-01-01T00:00:00Z", "affected": [affected]}


@contextmanager
def weaknesses(library: str) -> Iterator[dict[str, str]]:
    """Serve a list of weaknesses; gives how `make audit` is told to ask it and not the public one."""
    handler = type("Handler", (Weaknesses,), {"weak": library})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as running:
        thread = Thread(target=running.serve_forever)
        thread.start()
        address = f"http://127.0.0.1:{running.server_port}/"
        yield {"PIP_AUDIT_VULNERABILITY_SERVICE": "osv", "PIP_AUDIT_OSV_URL": address}
        running.shutdown()
        thread.join()


@pytest.mark.parametrize(("library", "found"), [("", False), ("jinja2", True)], ids=["none", "one"])
def test_a_library_with_a_known_weakness_is_found(library: str, found: bool) -> None:
    with weaknesses(library) as service:
        told = make("audit", **service)
    assert (told.returncode != 0) is found, told.stderr
    assert ("OSV-1" in told.stdout) is found
    assert ("No known vulnerabilities found" in told.stderr) is not found
