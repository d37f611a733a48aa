"""The workflows are valid, can do no more than they need, and run nothing that is not tried here."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped]

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / ".github" / "workflows"
WORKFLOWS = sorted(FOLDER.glob("*.yml"))
NAMES = [path.stem for path in WORKFLOWS]
SCHEMAS = {
    "github-workflows": "workflows/*.yml",
    "dependabot": "dependabot.yml",
    "github-issue-config": "ISSUE_TEMPLATE/config.yml",
    "github-issue-forms": "ISSUE_TEMPLATE/[!c]*.yml",
}
# The only strangers whose code runs in a workflow. Dependabot raises their commits; a new name is a decision.
ACTIONS = {
    "actions/attest-build-provenance",
    "actions/checkout",
    "actions/configure-pages",
    "actions/deploy-pages",
    "actions/setup-python",
    "actions/upload-artifact",
    "actions/upload-pages-artifact",
    "lycheeverse/lychee-action",
}
PINNED = re.compile(r"uses: ([\w-]+/[\w-]+)@([0-9a-f]{40}) # (v\d+\.\d+\.\d+)")
RUN = re.compile(r"make( [a-z]+)+( [A-Z]+=[\w~.-]+)*|\.ci/[a-z]+( [a-z]+| \"\$[A-Z_]+(/[a-z]+)?\")*")

Job = dict[str, Any]


def workflow(path: Path) -> Job:
    told: Job = yaml.load(path.read_text("utf-8"), yaml.BaseLoader)  # the base loader takes `on` for a word
    return told


def jobs(path: Path) -> Iterator[tuple[str, Job]]:
    for name, job in workflow(path)["jobs"].items():
        yield f"{path.stem}: {name}", job


def steps() -> Iterator[tuple[str, Job]]:
    for path in WORKFLOWS:
        for name, job in jobs(path):
            for step in job.get("steps", []):
                yield name, step


def commands() -> list[str]:
    return sorted({step["run"].strip() for _, step in steps() if "run" in step})


def schema_check(kind: str, *paths: Path) -> subprocess.CompletedProcess[str]:
    command = (
        sys.executable,
        "-m",
        "check_jsonschema",
        "--builtin-schema",
        f"vendor.{kind}",
        *map(str, paths),
    )
    return subprocess.run(command, capture_output=True, text=True, check=False)


def zizmor(folder: Path) -> subprocess.CompletedProcess[str]:
    """Look for weaknesses without asking GitHub anything, and with all that the tool has to say."""
    options = ("--offline", "--pedantic", "--strict-collection", "--no-progress", "--color=never")
    command = (Path(sys.executable).with_name("zizmor"), *options, folder)
    return subprocess.run(command, capture_output=True, text=True, check=False)


def changed(folder: Path, name: str, change: Callable[[str], str]) -> Path:
    """Copy what is in .github and change one file of it."""
    copy = folder / ".github"
    shutil.copytree(ROOT / ".github", copy)
    before = (copy / name).read_text("utf-8")
    after = change(before)
    assert after != before
    (copy / name).write_text(after, "utf-8")
    return copy


@pytest.mark.parametrize(("kind", "pattern"), SCHEMAS.items(), ids=SCHEMAS)
def test_what_github_reads_is_as_github_says(kind: str, pattern: str) -> None:
    paths = sorted((ROOT / ".github").glob(pattern))
    assert paths
    told = schema_check(kind, *paths)
    assert told.returncode == 0, told.stdout


@pytest.mark.parametrize(
    ("kind", "name", "before", "after"),
    [
        ("github-workflows", "workflows/check.yml", "timeout-minutes", "timeout"),
        ("github-workflows", "workflows/check.yml", "contents: read", "contents: raed"),
        ("dependabot", "dependabot.yml", "interval: weekly", "interval: often"),
    ],
)
def test_a_file_that_github_would_refuse_is_found(
    kind: str, name: str, before: str, after: str, tmp_path: Path
) -> None:
    folder = changed(tmp_path, name, lambda text: text.replace(before, after, 1))
    assert schema_check(kind, folder / name).returncode == 1


def test_the_workflows_have_no_known_weakness() -> None:
    told = zizmor(ROOT / ".github")
    assert told.returncode == 0, told.stdout


@pytest.mark.parametrize(
    ("name", "before", "after", "fault"),
    [
        ("comment", "run: .ci/label", "run: echo ${{ github.event.workflow_run.head_branch }}", "injection"),
        ("comment", "ignore[dangerous-triggers]", "ignored", "dangerous-triggers"),
        ("report", "permissions: {}", "permissions: write-all", "excessive-permissions"),
        ("check", "persist-credentials: false", "fetch-depth: 1", "artipacked"),
        ("check", "3d3c42e5aac5ba805825da76410c181273ba90b1", "v7", "unpinned-uses"),
    ],
)
def test_a_weakness_in_a_workflow_is_found(
    name: str, before: str, after: str, fault: str, tmp_path: Path
) -> None:
    folder = changed(tmp_path, f"workflows/{name}.yml", lambda text: text.replace(before, after, 1))
    told = zizmor(folder)
    assert told.returncode != 0
    assert fault in told.stdout


def test_every_action_is_known_and_pinned_to_one_commit() -> None:
    pins = dict[str, tuple[str, str]]()
    for path in WORKFLOWS:
        for line in path.read_text("utf-8").splitlines():
            if re.match(r"\s*(- )?uses:", line):
                pinned = PINNED.fullmatch(line.strip().removeprefix("- "))
                assert pinned, f"{path.name}: {line.strip()}"
                name, *pin = pinned.groups()
                assert pins.setdefault(name, (pin[0], pin[1])) == tuple(pin), f"{path.name}: another {name}"
    assert pins.keys() <= ACTIONS, "a new action: add it to the list, having read it"


@pytest.mark.parametrize("path", WORKFLOWS, ids=NAMES)
def test_a_workflow_can_do_nothing_that_a_job_does_not_ask_for(path: Path) -> None:
    assert workflow(path)["permissions"] == {}
    assert "concurrency" in workflow(path)
    for name, job in jobs(path):
        assert "permissions" in job, name
        assert int(job["timeout-minutes"]) <= 60, name


@pytest.mark.parametrize("path", WORKFLOWS, ids=NAMES)
def test_what_runs_code_of_a_pull_request_can_write_nothing_and_knows_no_secret(path: Path) -> None:
    if "pull_request" not in workflow(path)["on"]:
        return
    text = path.read_text("utf-8")
    assert "secrets." not in text
    assert "github.token" not in text
    assert {right for _, job in jobs(path) for right in job["permissions"].values()} == {"read"}


def test_one_workflow_alone_may_write_on_pull_requests_and_it_runs_no_code_of_them() -> None:
    may = [path.stem for path in WORKFLOWS if "pull-requests: write" in path.read_text("utf-8")]
    risky = [p.stem for p in WORKFLOWS if {"workflow_run", "pull_request_target"} & workflow(p)["on"].keys()]
    assert may == risky == ["comment"]
    for _, step in ((name, step) for name, step in steps() if name.startswith("comment: ")):
        assert step.get("run", ".ci/").startswith(".ci/")  # make would read the lock and install
        assert {"ref", "repository"}.isdisjoint(step.get("with", {}))


def test_the_comment_waits_for_the_report_by_its_name() -> None:
    waits = workflow(FOLDER / "comment.yml")["on"]["workflow_run"]["workflows"]
    assert waits == [workflow(FOLDER / "report.yml")["name"]]


def test_what_a_right_can_be_had_with_is_handed_to_scripts_that_need_no_library() -> None:
    assert not [name for path in WORKFLOWS for name, job in jobs(path) if "GH_TOKEN" in job.get("env", {})]
    for name, step in steps():
        if "GH_TOKEN" in step.get("env", {}):
            assert step["run"].startswith(".ci/"), name


def test_nothing_is_published_that_the_tests_refuse() -> None:
    told = workflow(FOLDER / "publish.yml")["jobs"]
    assert {"make check", "make test"} <= {step.get("run") for step in told["test"]["steps"]}
    assert "make build" in {step.get("run") for step in told["build"]["steps"]}
    assert {"test", "build"} <= set(told["deploy"]["needs"])


def test_links_are_followed_in_no_pull_request() -> None:
    assert workflow(FOLDER / "links.yml")["on"].keys() == {"schedule", "workflow_dispatch"}
    assert [path.stem for path in WORKFLOWS if "lychee" in path.read_text("utf-8")] == ["links"]


@pytest.mark.parametrize("command", commands())
def test_a_workflow_runs_one_make_target_or_one_script(command: str) -> None:
    assert RUN.fullmatch(command)


@pytest.mark.parametrize("command", [one for one in commands() if one.startswith("make ")])
def test_make_knows_what_a_workflow_asks_of_it(command: str) -> None:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    dry = (*command.split(), "--dry-run", "--old-file=.venv/ready")
    told = subprocess.run(dry, cwd=ROOT, env=clean, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stderr
    assert "bin/python -" in told.stdout


@pytest.mark.parametrize("script", sorted({one.split()[0] for one in commands() if one.startswith(".ci/")}))
def test_a_script_of_a_workflow_is_run_by_a_test(script: str) -> None:
    assert os.access(ROOT / script, os.X_OK)
    called = re.compile(rf"""\.ci["']? ?/ ?["']?{Path(script).name}\b""")
    others = (path for path in (ROOT / "tests").rglob("test_*.py") if path != Path(__file__))
    assert any(called.search(path.read_text("utf-8")) for path in others)


def test_the_ends_of_what_is_allowed_are_checked_as_the_rest_is() -> None:
    told = subprocess.run(
        ("make", "--dry-run", "--old-file=.venv/ready", "oldest"),
        cwd=ROOT,
        env={name: value for name, value in os.environ.items() if not name.startswith("MAKE")},
        capture_output=True,
        text=True,
        check=True,
    )
    assert ".ci/allowed oldest" in told.stdout
    assert ".cache/oldest/bin/python -bb -X dev -W error -m pytest" in told.stdout
    assert ".cache/oldest/bin/python -m $step" in told.stdout
