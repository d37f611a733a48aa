"""The scripts that workflows run do as they say, whatever a stranger sends them."""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt

from tests.sample import ROOT

SCRIPTS = ROOT / ".ci"
STUBS = Path(__file__).parent / "stubs"
HEAD = {"sha": "abc", "repo": {"full_name": "someone/fork"}}
ARTIFACTS = {
    "artifacts": [
        {"name": name, "id": i, "size_in_bytes": 9} for i, name in enumerate(("report", "report.html"), 5)
    ]
}


@pytest.fixture(scope="module", autouse=True)
def programs() -> None:
    """What the runners of GitHub have, and a bare machine may lack."""
    for name in ("jq", "unzip"):
        if not shutil.which(name):
            subprocess.run((SCRIPTS / "install-package", name), check=True)


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    """What GitHub answers: one pull request, whose run left an empty report and a page."""
    folder = tmp_path / "answers"
    folder.mkdir()
    write(folder, "pulls", [{"number": 7, "head": HEAD}])
    write(folder, "actions/runs/3/artifacts", ARTIFACTS)
    leave(folder, {"report.txt": "Nothing changes."})
    return folder


def write(answers: Path, path: str, answer: object) -> None:
    name = path if path.startswith(("issue-", "run-")) else f"repos/us/site/{path}"
    (answers / name.replace("/", "-")).write_text(json.dumps(answer), "utf-8")


def leave(answers: Path, files: Mapping[str, str | bytes]) -> None:
    """Make the report an archive of some files."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    (answers / "repos-us-site-actions-artifacts-5-zip").write_bytes(content.getvalue())


def run(answers: Path, script: str, **changed: str) -> subprocess.CompletedProcess[str]:
    environment = {
        "ANSWERS": str(answers),
        "GH_REPO": "us/site",
        "GH_TOKEN": "token",
        "GITHUB_SERVER_URL": "https://github.example",
        "HEAD_BRANCH": "patch-1",
        "HEAD_REPOSITORY": "someone/fork",
        "HEAD_SHA": "abc",
        "LANG": "C.UTF-8",
        "NUMBER": "7",
        "PATH": os.pathsep.join(
            (str(STUBS / "github"), str(Path(sys.executable).parent), os.environ["PATH"])
        ),
        "RUN_ID": "3",
    }
    command = (SCRIPTS / script,)
    return subprocess.run(command, env=environment | changed, capture_output=True, text=True, check=False)


def calls(answers: Path) -> list[list[str]]:
    return [json.loads(line) for line in (answers / "calls.jsonl").read_text("utf-8").splitlines()]


def comment(answers: Path) -> str:
    """Return the comment that is written on the pull request."""
    done = run(answers, "comment")
    assert done.returncode == 0, done.stderr
    *command, body = calls(answers)[-1]
    assert command[:5] == ["pr", "comment", "7", "--edit-last", "--create-if-none"]
    return body


def test_the_report_is_written_under_its_pull_request(answers: Path) -> None:
    body = comment(answers)
    run_address = "https://github.example/us/site/actions/runs/3"
    assert f"({run_address}/artifacts/6)" in body
    assert body.endswith("```text\nNothing changes.\n```\n")


@pytest.mark.parametrize(
    "pulls",
    [
        [],
        [{"number": 7, "head": HEAD | {"sha": "later"}}],
        [{"number": 7, "head": HEAD | {"repo": None}}],
        [{"number": 7, "head": HEAD | {"repo": {"full_name": "someone/other"}}}],
    ],
    ids=["closed", "newer commit", "fork is gone", "other fork"],
)
def test_no_other_pull_request_gets_the_report(answers: Path, pulls: object) -> None:
    write(answers, "pulls", pulls)
    done = run(answers, "comment")
    assert (done.returncode, len(calls(answers))) == (0, 1)


def test_a_run_without_a_report_takes_the_place_of_an_older_one(answers: Path) -> None:
    write(answers, "actions/runs/3/artifacts", {"artifacts": []})
    assert "There is no report. The check says why." in comment(answers)


@pytest.mark.parametrize(
    "text",
    [
        "```\n@someone #1 [x](javascript:alert(1)) <img src=x>\n````\n# Heading",
        "~~~\n</code></pre><script>alert(1)</script>\n    indented\n- list",
        "\u202eback\u200b\x1b[31m\r\x00",
        b"\xff\xfe\xc3",
        "line\n" * 9_000_000,
    ],
    ids=["fence", "html", "unseen", "bytes", "long"],
)
def test_a_report_is_shown_as_characters_whatever_it_holds(answers: Path, text: str | bytes) -> None:
    leave(answers, {"report.txt": text})
    body = comment(answers)
    assert len(body) < 65_536
    assert not set(body) & set("\u202e\u200b\x1b\r\x00")
    fence = MarkdownIt().parse(body)[-1]
    assert (fence.type, fence.level) == ("fence", 0)
    assert body.endswith(f"```text\n{fence.content}```\n")  # all of it is in the one block


def test_of_an_archive_nothing_else_is_read_or_written(answers: Path, tmp_path: Path) -> None:
    leave(answers, {"../escaped.txt": "Out", "/tmp/escaped.txt": "Out", "other.txt": "Other"})
    body = comment(answers)
    assert "Out" not in body
    assert "Other" not in body
    assert not list(tmp_path.rglob("escaped.txt"))


def found(*failures: tuple[str, int | None]) -> dict[str, Any]:
    """Give what lychee writes of links that failed."""
    links = [
        {"url": url, "status": {"text": "Failed", **({"code": code} if code else {})}}
        for url, code in failures
    ]
    return {"total": 9, "error_map": {"site/index.html": links, "site/a.html": links}}


DEAD = found(
    ("https://known.example/404", 404),
    ("https://known.example/503", 503),
    ("https://known.example/slow", None),
    ("https://gone.example/`@x`", None),
    ("file:///etc/passwd", None),
)


@pytest.mark.parametrize(
    ("issues", "command"),
    [
        ([], ["issue", "create"]),
        ([{"number": 4, "title": "Links that lead nowhere"}], ["issue", "edit", "4"]),
    ],
    ids=["new", "again"],
)
def test_dead_links_are_told_in_one_issue(answers: Path, issues: object, command: list[str]) -> None:
    write(answers, "run-download", DEAD)
    write(answers, "issue-list", issues)
    done = run(answers, "report-links")
    assert done.returncode == 0, done.stderr
    call = calls(answers)[-1]
    assert call[: len(command)] == command
    assert [line for line in call[-1].splitlines() if line.startswith("- ")] == [
        "- `https://gone.example/@x`: there is no such server",
        "- `https://known.example/404`: its server says 404",
    ]


def test_the_issue_is_closed_when_no_link_is_dead(answers: Path) -> None:
    write(answers, "run-download", found(("https://known.example/503", 503)))
    write(answers, "issue-list", [{"number": 4, "title": "Links that lead nowhere"}])
    assert run(answers, "report-links").returncode == 0
    assert calls(answers)[-1][:3] == ["issue", "close", "4"]


def test_a_search_that_looked_at_nothing_closes_no_issue(answers: Path) -> None:
    write(answers, "run-download", {"total": 0, "error_map": {}})
    assert run(answers, "report-links").returncode == 1
    assert len(calls(answers)) == 1


def test_the_sum_of_the_data_package_is_given_to_whoever_signs_it(tmp_path: Path) -> None:
    shutil.copytree(SCRIPTS, tmp_path / ".ci")
    script, package = tmp_path / ".ci" / "sum-data", tmp_path / "site" / "data" / "safety-before-status.zip"
    assert subprocess.run(script, capture_output=True, check=False).returncode != 0
    package.parent.mkdir(parents=True)
    package.write_bytes(b"abc")
    done = subprocess.run(script, capture_output=True, text=True, check=True)
    assert done.stdout == f"data=sha256:{hashlib.sha256(b'abc').hexdigest()}\n"


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A project with nothing installed."""
    shutil.copytree(SCRIPTS, tmp_path / "project" / ".ci")
    for name in ("requirements.txt", "requirements-dev.txt"):
        (tmp_path / "project" / name).write_text("uv==1 \\\n    --hash=sha256:0\n", "utf-8")
    return tmp_path / "project"


def install(checkout: Path, which: str, fail: str = "nothing") -> tuple[int, list[str]]:
    """Install libraries with a stand-in for Python; give the exit code and what was asked."""
    log = checkout / "calls.txt"
    log.write_text("", "utf-8")
    environment = {
        "PATH": f"{STUBS / 'python'}{os.pathsep}{os.environ['PATH']}",
        "CALLS": str(log),
        "FAIL": fail,
    }
    done = subprocess.run(
        (checkout / ".ci" / "install-libraries", which), env=environment, capture_output=True, check=False
    )
    steps = {"-m venv": "create", "uv pip sync": "sync", "install --quiet --require-hashes": "pip"}
    lines = log.read_text("utf-8").splitlines()
    return done.returncode, [
        f"{step} {line.split()[-1]}" for line in lines for words, step in steps.items() if words in line
    ]


CREATE = ["create .venv", "pip .venv/uv.txt"]


def test_what_is_installed_is_not_installed_again(checkout: Path) -> None:
    assert install(checkout, "runtime") == (0, [*CREATE, "sync requirements.txt"])
    assert install(checkout, "dev") == (0, ["sync requirements-dev.txt"])
    assert install(checkout, "runtime") == install(checkout, "dev") == (0, [])


def renew(requirements: Path) -> None:
    """Let a file be newer than what was installed from it."""
    later = requirements.stat().st_mtime + 3600
    os.utime(requirements, (later, later))


def test_newer_requirements_are_installed_with_what_the_tests_need(checkout: Path) -> None:
    install(checkout, "dev")
    renew(checkout / "requirements.txt")
    assert install(checkout, "runtime") == (0, ["sync requirements-dev.txt"])


@pytest.mark.parametrize("before", [[], ["runtime"]], ids=["first", "later"])
def test_an_interrupted_run_is_mended_by_the_next(checkout: Path, before: list[str]) -> None:
    for which in before:
        install(checkout, which)
        renew(checkout / "requirements.txt")
    code, _ = install(checkout, "runtime", fail="*requirements.txt")
    assert code == 1
    assert install(checkout, "runtime") == (0, [*CREATE, "sync requirements.txt"])


def test_pip_installs_where_uv_cannot(checkout: Path) -> None:
    asked = install(checkout, "runtime", fail="*uv pip sync*")
    assert asked == (0, [*CREATE, "sync requirements.txt", "pip requirements.txt"])
