"""The workflows are valid, can do no more than they need, and run nothing that is not tried here."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped]

from tests.sample import ROOT

GITHUB = ROOT / ".github"
WORKFLOWS = {path.stem: path for path in sorted((GITHUB / "workflows").glob("*.yml"))}
SCHEMAS = {
    "github-workflows": "workflows/*.yml",
    "dependabot": "dependabot.yml",
    "github-issue-config": "ISSUE_TEMPLATE/config.yml",
    "github-issue-forms": "ISSUE_TEMPLATE/*.yml",
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
PINNED = re.compile(r"uses: ([\w-]+/[\w-]+)@([0-9a-f]{40} # v\d+\.\d+\.\d+)")
MAINTAINERS, DATA_REVIEWERS = "@OWNER/maintainers", "@OWNER/data-reviewers"

Job = dict[str, Any]


def read(path: Path) -> Job:
    content: Job = yaml.load(path.read_text("utf-8"), yaml.BaseLoader)  # in which `on` is a word
    return content


def jobs(name: str) -> dict[str, Job]:
    return dict(read(WORKFLOWS[name])["jobs"])


def steps(name: str) -> Iterator[Job]:
    for job in jobs(name).values():
        yield from job["steps"]


def commands(name: str) -> Iterator[str]:
    """What a workflow runs, for each row of a matrix."""
    for job in jobs(name).values():
        rows = job.get("strategy", {}).get("matrix", {}).get("include", [{}])
        for step in job["steps"]:
            yield from (
                step["run"].replace('"$TARGET"', row.get("target", "")) for row in rows if "run" in step
            )


COMMANDS = sorted({command for name in WORKFLOWS for command in commands(name)})


def run(*command: str | Path) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    return subprocess.run(command, cwd=ROOT, env=clean, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(("kind", "pattern"), SCHEMAS.items(), ids=SCHEMAS)
def test_what_github_reads_is_as_github_says(kind: str, pattern: str) -> None:
    paths = sorted(
        path for path in GITHUB.glob(pattern) if pattern.endswith(path.name) or path.stem != "config"
    )
    assert paths
    done = run(sys.executable, "-m", "check_jsonschema", "--builtin-schema", f"vendor.{kind}", *paths)
    assert done.returncode == 0, done.stdout


def test_the_workflows_have_no_known_weakness() -> None:
    options = ("--offline", "--pedantic", "--strict-collection", "--no-progress", "--color=never")
    done = run(Path(sys.executable).with_name("zizmor"), *options, GITHUB)
    assert done.returncode == 0, done.stdout


def test_every_action_is_known_and_pinned_to_one_commit() -> None:
    text = "\n".join(path.read_text("utf-8") for path in WORKFLOWS.values())
    pins = set(PINNED.findall(text))
    assert text.count("uses: ") == len(PINNED.findall(text))
    assert {name for name, _ in pins} <= ACTIONS, "a new action: add it to the list, having read it"
    assert len(pins) == len({name for name, _ in pins}), "one action at two commits"


@pytest.mark.parametrize("name", WORKFLOWS)
def test_a_workflow_can_do_nothing_that_a_job_does_not_ask_for(name: str) -> None:
    assert read(WORKFLOWS[name])["permissions"] == {}
    assert "concurrency" in read(WORKFLOWS[name])
    for job in jobs(name).values():
        assert "permissions" in job
        assert int(job["timeout-minutes"]) <= 60


@pytest.mark.parametrize(
    "name", [name for name in WORKFLOWS if "pull_request" in read(WORKFLOWS[name])["on"]]
)
def test_code_of_a_pull_request_can_write_nothing_and_knows_no_secret(name: str) -> None:
    text = WORKFLOWS[name].read_text("utf-8")
    assert "secrets." not in text
    assert "github.token" not in text
    assert {right for job in jobs(name).values() for right in job["permissions"].values()} == {"read"}


STARTED = {
    name: read(path)["on"]["workflow_run"]
    for name, path in WORKFLOWS.items()
    if "workflow_run" in read(path)["on"]
}
"""The workflows that another starts, which may write."""


def test_the_one_workflow_that_writes_on_pull_requests_runs_no_code_of_them() -> None:
    assert [name for name, path in WORKFLOWS.items() if "pull-requests: write" in path.read_text()] == [
        "comment"
    ]
    assert STARTED["comment"]["workflows"] == [read(WORKFLOWS["report"])["name"]]
    assert all(command.startswith(".ci/") for command in commands("comment"))  # make would install libraries
    assert {"ref", "repository"}.isdisjoint(key for step in steps("comment") for key in step.get("with", {}))


@pytest.mark.parametrize("name", sorted(STARTED.keys() - {"comment"}))
def test_what_follows_the_check_follows_that_of_main_alone(name: str) -> None:
    assert STARTED[name]["workflows"] == [read(WORKFLOWS["check"])["name"]]
    first = [job for job in jobs(name).values() if "needs" not in job]
    for condition in ("conclusion == 'success'", "event == 'push'"):
        assert all(f"github.event.workflow_run.{condition}" in job["if"] for job in first)


def test_rights_are_handed_to_scripts_that_need_no_library() -> None:
    for name in WORKFLOWS:
        assert not [job for job in jobs(name).values() if "GH_TOKEN" in job.get("env", {})]
        assert all(
            step["run"].startswith(".ci/") for step in steps(name) if "GH_TOKEN" in step.get("env", {})
        )


def test_a_change_is_tested_once_and_published_only_when_it_passed() -> None:
    check = read(WORKFLOWS["check"])
    assert check["on"] == {"pull_request": "", "push": {"branches": ["main"]}}
    assert list(commands("check")) == ["make check", "make build", "make test"]
    assert not [command for command in commands("publish") if "test" in command]
    (first,) = (job for job in jobs("publish").values() if "needs" not in job)
    assert "github.event.workflow_run.head_sha == github.sha" in first["if"]


@pytest.mark.parametrize("command", COMMANDS)
def test_a_workflow_runs_only_targets_of_make_and_scripts_that_a_test_runs(command: str) -> None:
    program, *arguments = command.split()
    if program == "make":
        done = run("make", "--dry-run", "--old-file=.venv/runtime", "--old-file=.venv/dev", *arguments)
        assert done.returncode == 0, done.stderr
        assert "bin/python " in done.stdout
        return
    assert os.access(ROOT / program, os.X_OK)
    tests = "\n".join(
        path.read_text("utf-8") for path in (ROOT / "tests").glob("test_*.py") if path != Path(__file__)
    )
    assert re.search(rf"""["'/]{Path(program).name}["']""", tests), "no test runs it"


def owner(path: str) -> str:
    """Return who must agree to a change of a file, as GitHub reads the kinds of patterns that are there."""
    lines = (GITHUB / "CODEOWNERS").read_text("utf-8").splitlines()
    pairs = [line.split() for line in lines if line and not line.startswith("#")]
    patterns = {
        "*" if one == "*" else one.removeprefix("/") + "*" * one.endswith("/"): who for one, who in pairs
    }
    return [who for one, who in patterns.items() if fnmatchcase(path, one)][-1]


@pytest.mark.parametrize(
    ("path", "who"),
    [
        ("data/forces.csv", DATA_REVIEWERS),
        ("docs/about.md", DATA_REVIEWERS),
        ("docs/templates/force.md.jinja", DATA_REVIEWERS),
        ("docs/assets/site.css", MAINTAINERS),
        ("hooks/mkdocs_hooks.py", MAINTAINERS),
        (".github/workflows/comment.yml", MAINTAINERS),
        (".ci/comment", MAINTAINERS),
        ("requirements.txt", MAINTAINERS),
    ],
)
def test_a_change_waits_for_somebody_who_can_judge_it(path: str, who: str) -> None:
    assert (ROOT / path).exists()
    assert owner(path) == who


def test_a_container_shows_the_site_and_opens_its_port() -> None:
    text = (ROOT / ".devcontainer" / "devcontainer.json").read_text("utf-8")
    container = json.loads(re.sub(r"^\s*//.*$", "", text, flags=re.MULTILINE))
    serve = run(
        "make", "--dry-run", "--old-file=.venv/runtime", *container["postAttachCommand"]["site"].split()[1:]
    )
    assert [f"127.0.0.1:{port}" in serve.stdout for port in container["forwardPorts"]] == [True]
    target = container["postCreateCommand"].split()[1]
    assert f"\n{target}: " in (ROOT / "Makefile").read_text("utf-8")


def test_every_target_of_make_is_in_its_help() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    (phony,) = re.findall(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)
    helped = [line.split()[1] for line in run("make", "help").stdout.splitlines()]
    assert helped == [name for name in phony.split() if name != "help"]


def test_what_runs_before_a_commit_is_there() -> None:
    config = ROOT / ".pre-commit-config.yaml"
    assert run(sys.executable, "-m", "pre_commit", "validate-config", config).returncode == 0
    entries = " ".join(hook["entry"] for one in read(config)["repos"] for hook in one["hooks"])
    assert "make check" in entries
    named = [word for word in entries.split() if word.startswith("tests/")]
    assert named
    assert all((ROOT / name).is_file() for name in named)
