"""What answers on pull requests and issues believes nothing that a pull request's code may have written."""

from __future__ import annotations

import hashlib
import io
import json
import os
import stat
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from robot.label import labels

ROOT = Path(__file__).parents[1]
REPOSITORY = "owner/record"
SHA = "0123456789abcdef0123456789abcdef01234567"
HERE = f"repos/{REPOSITORY}"
LISTED = f"GET {HERE}/actions/runs/77/artifacts?per_page=100"
ZIPPED = f"GET {HERE}/actions/artifacts/5/zip"
PULL = f"GET {HERE}/pulls/12"
COMMENTS = f"GET {HERE}/issues/12/comments?per_page=100"
ISSUES = f"GET {HERE}/issues?state=open&per_page=100"
POSTED = f"{HERE}/issues/12/comments"
BOT = {"login": "github-actions[bot]"}
PAUSE = "\u200b"
WITH = os.pathsep.join((str(ROOT / "tests" / "stubs"), str(Path(sys.executable).parent), os.environ["PATH"]))
RUN = {"RUN_ID": "77", "HEAD_SHA": SHA, "HEAD_REPOSITORY": "somebody/record"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a script printed, and what it asked of GitHub beside reading: method, path and fields."""

    code: int
    printed: str
    written: list[list[Any]]
    outputs: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GitHub:
    """A stand-in for GitHub that knows canned answers."""

    folder: Path

    def run(self, script: str, answers: Mapping[str, object], **environment: str) -> Told:
        (self.folder / "answers.json").write_text(json.dumps(answers), "utf-8")
        outputs = self.folder / "outputs"
        ours = {
            "PATH": WITH,
            "PYTHONDONTWRITEBYTECODE": "1",
            "ANSWERS": str(self.folder),
            "GH_TOKEN": "none",
            "GITHUB_REPOSITORY": REPOSITORY,
            "GITHUB_SERVER_URL": "https://github.invalid",
            "GITHUB_OUTPUT": str(outputs),
        }
        told = subprocess.run(
            [ROOT / script], env=ours | environment, capture_output=True, text=True, check=False
        )
        assert told.stderr == ""
        return Told(
            code=told.returncode,
            printed=told.stdout,
            written=[asked for asked in self._asked() if asked[0] != "GET"],
            outputs=outputs.read_text("utf-8") if outputs.exists() else "",
        )

    def _asked(self) -> list[list[Any]]:
        path = self.folder / "asked.jsonl"
        return [json.loads(line) for line in path.read_text("utf-8").splitlines()] if path.exists() else []

    def comment(
        self, archive: bytes, answers: Mapping[str, object] | None = None, **environment: str
    ) -> Told:
        """Run the script that comments, where the report is in an archive."""
        (self.folder / "report.zip").write_bytes(archive)
        return self.run(".ci/comment", {**ANSWERS, **(answers or {})}, **(RUN | environment))


@pytest.fixture
def github(tmp_path: Path) -> GitHub:
    return GitHub(folder=tmp_path)


def pull(**changed: object) -> dict[str, object]:
    return {"state": "open", "head": {"sha": SHA, "repo": {"full_name": "somebody/record"}}} | changed


def artefact(number: int, name: str, size: int = 900) -> dict[str, object]:
    return {"id": number, "name": name, "size_in_bytes": size}


ANSWERS: dict[str, object] = {
    LISTED: {"artifacts": [artefact(5, "report"), artefact(6, "preview"), artefact(4, "report")]},
    ZIPPED: {"file": "report.zip"},
    PULL: pull(),
    COMMENTS: [],
    f"POST {POSTED}": {},
    f"PATCH {HERE}/issues/comments/31": {},
}


def zipped(*files: tuple[str | zipfile.ZipInfo, str | bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return stream.getvalue()


def reported(text: str, number: str = "12\n") -> bytes:
    return zipped(("number", number), ("report.md", text))


def symlink(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name)
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    return entry


def test_a_report_becomes_one_comment_with_the_way_to_the_site_as_it_would_be(github: GitHub) -> None:
    told = github.comment(reported("One row is new.\n"))
    assert told.code == 0, told.printed
    ((method, path, fields),) = told.written
    assert (method, path) == ("POST", POSTED)
    run = f"https://github.invalid/{REPOSITORY}/actions/runs/77"
    assert fields["body"] == (
        f"<!-- report -->\n\nMade of {SHA}, by its own code. "
        f"[The site as it would be]({run}/artifacts/6) · [The run]({run})\n\n"
        "One row is new.\n"
    )
    assert told.outputs == "number=12\n"


def test_the_comment_that_is_there_is_changed_and_no_other(github: GitHub) -> None:
    comments = [
        {"id": 29, "user": {"login": "somebody"}, "body": "<!-- report -->\nI am the report."},
        {"id": 30, "user": BOT, "body": "Thank you. <!-- report -->"},
        {"id": 31, "user": BOT, "body": "<!-- report -->\nNo row is new."},
    ]
    told = github.comment(reported("One row is new."), {COMMENTS: comments})
    assert [asked[:2] for asked in told.written] == [["PATCH", f"{HERE}/issues/comments/31"]]


def test_a_run_without_a_report_is_told_so_that_no_old_one_stands_for_it(github: GitHub) -> None:
    told = github.comment(zipped(("number", "12")))
    assert "There is no report: the site could not be made." in told.written[0][2]["body"]


@pytest.mark.parametrize(
    "changed",
    [
        pull(state="closed"),
        pull(head={"sha": "f" * 40, "repo": {"full_name": "somebody/record"}}),
        pull(head={"sha": SHA, "repo": {"full_name": "another/record"}}),
        pull(head={"sha": SHA, "repo": None}),
    ],
    ids=["closed", "another commit", "another repository", "a fork that is gone"],
)
def test_a_report_with_the_number_of_another_pull_request_is_said_nowhere(
    changed: Mapping[str, object], github: GitHub
) -> None:
    told = github.comment(reported("All is well."), {PULL: changed})
    assert (told.code, told.written, told.outputs) == (0, [], "")
    assert told.printed.startswith("::notice::")


@pytest.mark.parametrize(
    "number",
    ["", "0", "-1", "12/../13", "12 ", "١٢", "1" * 10, "12\nnumber=13"],
)
def test_what_is_no_number_is_asked_of_nobody(number: str, github: GitHub) -> None:
    told = github.comment(reported("All is well.", number))
    assert (told.code, told.written, told.outputs) == (1, [], "")
    assert told.printed.startswith("::error::")
    assert "is not the number of a pull request." in told.printed
    assert len(told.printed.splitlines()) == 1


@pytest.mark.parametrize(
    ("archive", "why"),
    [
        (zipped(("number", "12"), ("../../../.ci/comment", "#!/bin/sh")), "which is none of"),
        (zipped(("number", "12"), ("/etc/passwd", "x")), "which is none of"),
        (zipped(("number", "12"), ("site/index.html", "x")), "which is none of"),
        (zipped((symlink("number"), "/etc/hostname")), "is no plain file."),
        (zipped(("number", "12"), (symlink("report.md"), "/proc/self/environ")), "is no plain file."),
        (reported("x" * 2_000_001), "has more than 2000000 bytes."),
        (b"PK\x03\x04 no archive", "is no archive that can be read"),
        (reported("words")[:90], "is no archive that can be read"),
        (b"", "is no archive that can be read"),
    ],
    ids=["up and out", "absolute", "more", "linked number", "linked report", "bomb", "none", "cut", "empty"],
)
def test_an_artefact_of_another_shape_is_refused_and_writes_nothing(
    archive: bytes, why: str, github: GitHub
) -> None:
    told = github.comment(archive)
    assert (told.code, told.written, told.outputs) == (1, [], "")
    assert why in told.printed
    assert {path.name for path in github.folder.iterdir()} == {"answers.json", "asked.jsonl", "report.zip"}


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_an_artefact_with_two_numbers_is_refused(github: GitHub) -> None:
    told = github.comment(zipped(("number", "12"), ("number", "13")))
    assert (told.code, told.written) == (1, [])
    assert "holds a file twice" in told.printed


def test_an_artefact_that_is_too_large_is_not_even_fetched(github: GitHub) -> None:
    told = github.comment(b"", {LISTED: {"artifacts": [artefact(5, "report", 2_000_001)]}})
    assert (told.code, told.written) == (1, [])
    assert "may have 2000000" in told.printed


def test_a_run_that_left_nothing_is_refused(github: GitHub) -> None:
    assert github.comment(b"", {LISTED: {"artifacts": []}}).code == 1


def test_a_comment_is_never_longer_than_it_may_be_and_is_cut_between_lines(github: GitHub) -> None:
    told = github.comment(reported("A row is new: @everyone\n" * 20_000))
    body = told.written[0][2]["body"]
    assert 59_900 < len(body.split("\n\n", 2)[2]) <= 60_000
    assert len(body) < 65_536  # more, and GitHub takes none of it
    *lines, blank, end = body.splitlines()[4:]
    assert set(lines) == {f"A row is new: @{PAUSE}everyone"}
    assert blank == ""
    assert end.startswith("The report is longer than a comment may be.")


WORDS = (
    ("@everyone", f"@{PAUSE}everyone"),
    ("(@owner/team)", f"(@{PAUSE}owner/team)"),
    ("`@everyone`", f"`@{PAUSE}everyone`"),
    ("owner/other#1 and #2, gh-3", f"owner/other#{PAUSE}1 and #{PAUSE}2, gh-{PAUSE}3"),
    ("_@everyone_ and \\@everyone", f"_@{PAUSE}everyone_ and \\@{PAUSE}everyone"),
    (
        "&#64;all &#x0040;all &commat;all &#35;4",
        f"&#64;{PAUSE}all &#x0040;{PAUSE}all &commat;{PAUSE}all &#35;{PAUSE}4",
    ),
    ("@&#101;veryone #&#49; &#5", f"@{PAUSE}&#101;veryone #{PAUSE}&#49; &#{PAUSE}5"),
    (f"&#64;{PAUSE}all a &#96;cell&#96;", f"&#64;{PAUSE}all a &#96;cell&#96;"),
    ("write to post@example.org", "write to post@example.org"),
    ("https://example.org/letter#page=3", "https://example.org/letter#page=3"),
    ("# A heading", "# A heading"),
    ("a\u202eb\u2066c\x1bd\x00e", "a\ufffdb\ufffdc\ufffdd\ufffde"),
    ("one\r\ntwo\rthree", "one\ntwo\nthree"),
    ("537\u00a0people", "537\u00a0people"),
)


def test_words_of_strangers_call_nobody_and_hide_nothing(github: GitHub) -> None:
    told = github.comment(reported("\n".join(text for text, _ in WORDS)))
    assert told.written[0][2]["body"].split("\n\n", 2)[2] == "\n".join(said for _, said in WORDS)


def test_a_report_that_is_no_text_is_said_as_far_as_it_is(github: GitHub) -> None:
    told = github.comment(zipped(("number", "12"), ("report.md", b"one \xff row")))
    assert told.written[0][2]["body"].endswith("one \ufffd row")


def test_what_github_refuses_is_told_in_one_line(github: GitHub) -> None:
    told = github.run(".ci/comment", {}, **RUN)
    assert told.code == 1
    assert told.printed.startswith(f"::error::GitHub refused {HERE}/actions/runs/77/artifacts")
    assert len(told.printed.splitlines()) == 1


LABELLED = f"GET {HERE}/issues/12/labels?per_page=100"
CHANGED = f"GET {HERE}/pulls/12/files?per_page=100"


def label(github: GitHub, files: list[dict[str, str]], has: list[str]) -> Told:
    answers: dict[str, object] = {
        CHANGED: files,
        LABELLED: [{"name": name} for name in has],
        f"POST {HERE}/issues/12/labels": [],
        f"DELETE {HERE}/issues/12/labels/words": [],
    }
    return github.run(".ci/label", answers, NUMBER="12")


def test_a_pull_request_has_the_labels_of_what_it_touches_and_those_that_people_gave(github: GitHub) -> None:
    moved = {"filename": "hooks/evidence/text.py", "previous_filename": "tests/text.py"}
    told = label(github, [{"filename": "data/forces.csv"}, moved], ["words", "tests", "urgent"])
    assert told.code == 0, told.printed
    assert told.written == [
        ["POST", f"{HERE}/issues/12/labels", {"labels": ["code", "data"]}],
        ["DELETE", f"{HERE}/issues/12/labels/words", None],
    ]


def test_labels_that_are_right_are_left_alone(github: GitHub) -> None:
    assert label(github, [{"filename": "data/forces.csv"}], ["data", "urgent"]).written == []


@pytest.mark.parametrize(
    ("path", "due"),
    [
        ("data/urls.txt", "data"),
        ("docs/templates/home.md.jinja", "words"),
        ("docs/about.md", "words"),
        ("CONTRIBUTING.md", "words"),
        ("docs/assets/site.css", "design"),
        ("docs/.overrides/main.html", "design"),
        ("hooks/evidence/checks/rules/counts.py", "code"),
        ("Makefile", "code"),
        ("requirements.txt", "code"),
        ("tests/data/faulty/forces.csv", "tests"),
        (".github/workflows/check.yml", "workflows"),
        (".ci/comment", "workflows"),
        ("$(id); @everyone", "code"),
    ],
)
def test_each_file_has_a_label(path: str, due: str) -> None:
    assert labels([path]) == {due}


DEAD = {"https://example.org/gone": "its server says 404"}
ISSUE = {"number": 8, "user": BOT, "body": "<!-- links -->\nThese addresses"}


def tell(github: GitHub, dead: Mapping[str, str], issues: list[dict[str, Any]]) -> Told:
    answers: dict[str, object] = {
        ISSUES: issues,
        f"POST {HERE}/issues": {},
        f"PATCH {HERE}/issues/8": {},
        f"POST {HERE}/issues/8/comments": {},
    }
    told = github.run(".ci/tell", answers, DEAD=json.dumps(dead))
    assert told.code == 0, told.printed
    return told


def test_dead_links_open_an_issue(github: GitHub) -> None:
    others = [{"number": 7, "user": {"login": "somebody"}, "body": "<!-- links -->"}, ISSUE | {"body": None}]
    ((method, path, fields),) = tell(github, DEAD, others).written
    assert (method, path) == ("POST", f"{HERE}/issues")
    assert fields["title"] == "Links that lead nowhere"
    assert "- `https://example.org/gone`: its server says 404\n" in fields["body"]


def test_dead_links_are_told_in_the_issue_that_is_open(github: GitHub) -> None:
    assert [asked[:2] for asked in tell(github, DEAD, [ISSUE]).written] == [["PATCH", f"{HERE}/issues/8"]]


def test_the_issue_closes_when_every_link_leads_somewhere(github: GitHub) -> None:
    comment, closed = tell(github, {}, [ISSUE]).written
    assert comment[:2] == ["POST", f"{HERE}/issues/8/comments"]
    assert closed == ["PATCH", f"{HERE}/issues/8", {"state": "closed", "state_reason": "completed"}]


def test_without_dead_links_or_an_issue_nothing_is_said(github: GitHub) -> None:
    assert tell(github, {}, []).written == []


def test_an_address_is_code_and_the_list_of_them_no_longer_than_it_may_be(github: GitHub) -> None:
    hostile = {f"https://example.org/`@everyone`\n# {number}": "@all " + "x" * 300 for number in range(200)}
    body = tell(github, hostile, []).written[0][2]["body"]
    assert len(body) <= 60_000
    assert f"- `https://example.org/%60@{PAUSE}everyone%60%0A# 0`: @{PAUSE}all x" in body
    assert body.endswith("the run of the workflow has the rest.")


def test_a_link_is_dead_where_there_is_nothing_and_not_where_a_program_is_turned_away(tmp_path: Path) -> None:
    def link(name: str, **status: object) -> dict[str, object]:
        return {"url": f"https://example.org/{name}", "status": status}

    links = [
        link("gone", text="404 Not Found", code=404),
        link("taken-away", text="410 Gone", code=410),
        link(
            "no-server", text="Network error", details="error trying to connect: dns error: failed to lookup"
        ),
        link("refused", text="403 Forbidden", code=403),
        link("busy", text="429 Too Many Requests", code=429),
        link("down", text="503 Service Unavailable", code=503),
        link("odd", text="Network error: certificate has expired"),
    ]
    found = {
        "error_map": {"addresses.html": links},
        "timeout_map": {"addresses.html": [link("slow", text="-")]},
    }
    told = dead(tmp_path, "2", json.dumps(found))
    assert told.returncode == 0, told.stdout
    assert json.loads((tmp_path / "outputs").read_text("utf-8").removeprefix("dead=")) == {
        "https://example.org/gone": "its server says 404",
        "https://example.org/no-server": "there is no such server",
        "https://example.org/taken-away": "its server says 410",
    }


def test_where_every_link_was_followed_none_is_dead(tmp_path: Path) -> None:
    assert dead(tmp_path, "0", "").returncode == 0
    assert (tmp_path / "outputs").read_text("utf-8") == "dead={}\n"


def test_no_more_dead_links_are_handed_over_than_can_be(tmp_path: Path) -> None:
    links = [{"url": "https://example.org/" + "x" * n, "status": {"code": 404}} for n in range(3_000)]
    assert dead(tmp_path, "2", json.dumps({"error_map": {"": links}})).returncode == 0
    handed = (tmp_path / "outputs").read_text("utf-8")
    assert handed.count("https://") == 200
    assert len(handed) < 100_000  # Linux takes 131,072 bytes in one variable


@pytest.mark.parametrize("code", ["1", "3", ""])
def test_a_checker_that_stopped_is_no_sign_that_all_is_well(code: str, tmp_path: Path) -> None:
    told = dead(tmp_path, code, "{}")
    assert told.returncode == 1
    assert told.stdout.startswith("::error::The checker of links stopped")


def dead(folder: Path, code: str, found: str) -> subprocess.CompletedProcess[str]:
    project = robot(folder)
    (project / ".cache" / "links").mkdir(parents=True)
    (project / ".cache" / "links" / "found.json").write_text(found, "utf-8")
    changed = {"CHECKED": code, "GITHUB_OUTPUT": str(folder / "outputs")}
    return script(project, ".ci/dead", **changed)


def robot(folder: Path) -> Path:
    """Put the scripts alone into a project, as where only they are checked out."""
    project = folder / "project"
    project.mkdir()
    subprocess.run(["cp", "-r", ROOT / ".ci", project], check=True)
    return project


def script(project: Path, name: str, **changed: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [project / name],
        env=os.environ | {"PATH": WITH} | changed,
        capture_output=True,
        text=True,
        check=False,
    )


def test_links_to_other_sites_are_listed_once_and_not_the_exit(tmp_path: Path) -> None:
    project = robot(tmp_path)
    (project / "site").mkdir()
    (project / "site" / "index.html").write_text(
        '<a class="exit exit-link" href="https://away.example/">Exit</a><a href="/about/">About</a>'
        '<a href="https://example.org/?a=1&amp;b=%22">One</a><a href="https://example.org/?a=1&amp;b=%22">One</a>'
        '<link rel="canonical" href="https://record.example/"><a href="http://127.0.0.1:8000/">Home</a>',
        "utf-8",
    )
    told = script(project, ".ci/outward")
    assert told.stdout == "1 addresses on other sites\n", told.stderr
    listed = (project / ".cache" / "links" / "addresses.html").read_text("utf-8")
    assert listed == '<!doctype html>\n<a href="https://example.org/?a=1&amp;b=%22">1</a>\n'


def test_the_number_stands_where_the_comment_looks_for_it(tmp_path: Path) -> None:
    project = robot(tmp_path)
    assert script(project, ".ci/number", NUMBER="12").returncode == 0
    assert (project / ".cache" / "report" / "number").read_text("utf-8") == "12\n"


def test_the_archive_of_the_same_site_is_the_same(tmp_path: Path) -> None:
    project = robot(tmp_path)
    (project / "site" / "data").mkdir(parents=True)
    for name in ("b.html", "a.html", "data/safety-before-status.zip"):
        (project / "site" / name).write_text(name, "utf-8")
    first = script(project, ".ci/archive", GITHUB_OUTPUT=str(tmp_path / "first"))
    os.utime(project / "site" / "a.html", (1, 1))
    (project / "site" / "b.html").chmod(0o600)
    second = script(project, ".ci/archive", GITHUB_OUTPUT=str(tmp_path / "second"))
    assert (first.returncode, second.returncode) == (0, 0), first.stderr
    sums = (tmp_path / "first").read_text("utf-8")
    assert sums == (tmp_path / "second").read_text("utf-8")
    site, data = (line.partition("=sha256:")[2] for line in sums.splitlines())
    assert site == hashlib.sha256((project / ".cache" / "site.tar").read_bytes()).hexdigest()
    assert data == hashlib.sha256(b"data/safety-before-status.zip").hexdigest()


def test_without_the_data_package_there_is_nothing_to_attest(tmp_path: Path) -> None:
    project = robot(tmp_path)
    (project / "site").mkdir()
    assert script(project, ".ci/archive", GITHUB_OUTPUT=str(tmp_path / "sums")).returncode != 0
