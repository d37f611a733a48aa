"""A release has a version that says what changed, a day in each change, and all of its files or none."""

from __future__ import annotations

import csv
import datetime
import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from itertools import count
from pathlib import Path
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped]

from evidence import releasing
from evidence.__main__ import main
from evidence.checks import check, release
from evidence.checks.manifest import digest
from evidence.checks.versions import owed
from evidence.problems import UnsoundData
from evidence.tables import ADDRESSES, DESCRIPTOR, RELEASED, read
from tests.told import faults

ROOT = Path(__file__).parents[1]
DATA = ROOT / "data"
FILES = ("CITATION.cff", "data/changes.csv", "data/datapackage.json", "data/released.json", "data/urls.txt")
RESIDENTS = {"name": "residents", "type": "integer", "unit": "people", "description": "Made up."}

MARCH = "2025-03-01"
VERSION = "datapackage.json:4:version"

Edit = Callable[[Path], object]
Descriptor = dict[str, Any]
Row = list[str]


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two tables that were released as version 1.2.3, where a maintainer edits them."""
    data = tmp_path / "data"
    data.mkdir()
    real = json.loads((DATA / DESCRIPTOR).read_text("utf-8"))
    listed = next(one for one in real["resources"] if one["name"] == "changes")
    fields = [{"name": name, "type": "string", "description": "Made up."} for name in ("id", "name")]
    schema = {"primaryKey": ["id"], "fields": [*fields, RESIDENTS], "missingValues": [""]}
    named = {"name": "towns", "path": "towns.csv", "title": "Towns", "description": "Made up."}
    towns = {**listed, **named, "schema": schema}
    about = {"name": "tiny", "title": "A tiny package", "version": "1.2.3", "created": "2025-01-01T00:00:00Z"}
    (data / DESCRIPTOR).write_text(
        json.dumps({**about, **without(real, *about), "resources": [listed, towns]}, indent=2), "utf-8"
    )
    (data / "towns.csv").write_text("id,name,residents\nelm,Elm,10\noak,Oak,\n", "utf-8")
    header = ",".join(field["name"] for field in listed["schema"]["fields"])
    (data / "changes.csv").write_text(
        f"{header}\n2025-01-01-01,2025-01-01,First release,towns,,,,,New,no\n", "utf-8"
    )
    (data / ADDRESSES).write_text("./\n", "utf-8")
    (data / RELEASED).write_text(recorded(data), "utf-8")
    (tmp_path / "CITATION.cff").write_text("version: 1.2.3\ndate-released: 2025-01-01\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    return data


def without(descriptor: Descriptor, *names: str) -> Descriptor:
    return {name: value for name, value in descriptor.items() if name not in names}


def recorded(data: Path) -> str:
    """Give the record of a release of which there was none before."""
    (data / RELEASED).unlink(missing_ok=True)
    return release(data)


def describe(edit: Callable[[Descriptor], object]) -> Edit:
    def in_folder(data: Path) -> None:
        descriptor = json.loads((data / DESCRIPTOR).read_text("utf-8"))
        edit(descriptor)
        (data / DESCRIPTOR).write_text(json.dumps(descriptor, indent=2), "utf-8")

    return in_folder


def rewrite(table: str, edit: Callable[[list[Row]], object]) -> Edit:
    def in_folder(data: Path) -> None:
        with (data / f"{table}.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))
        edit(rows)
        with (data / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(rows)

    return in_folder


def towns(descriptor: Descriptor) -> Descriptor:
    found: Descriptor = descriptor["resources"][-1]
    return found


def field(descriptor: Descriptor, position: int) -> Descriptor:
    found: Descriptor = towns(descriptor)["schema"]["fields"][position]
    return found


def all_of(*edits: Edit) -> Edit:
    def in_folder(data: Path) -> None:
        for edit in edits:
            edit(data)

    return in_folder


def nothing(data: Path) -> None:
    """Leave the tables as they were released."""


def versioned(version: str) -> Edit:
    return describe(lambda package: package.update(version=version))


def tell(table: str, *cells: str) -> Edit:
    """Add a line to the list of changes, as its writer dates it; `cells` are row, column, old and new."""
    place = [table, *cells, *[""] * (4 - len(cells))]

    def add(rows: list[Row]) -> None:
        day = f"2025-02-{1 + len(rows) // 100:02}"
        turn = f"{day}-{len(rows) % 100:02}"
        rows.append([turn, day, "Corrected", *place, "As the *source* of @somebody has it", "yes"])

    return rewrite("changes", add)


no_column = all_of(
    describe(lambda package: towns(package)["schema"]["fields"].pop()),
    rewrite("towns", lambda rows: [row.pop() for row in rows]),
)
new_column = all_of(
    describe(lambda package: towns(package)["schema"]["fields"].append({**RESIDENTS, "name": "houses"})),
    rewrite("towns", lambda rows: list(map(list.append, rows, ["houses", "1", "2"]))),
)
corrected = rewrite("towns", lambda rows: rows[1].__setitem__(2, "11"))
told = all_of(corrected, tell("towns", "elm", "residents", "10", "11"))
new_row = rewrite("towns", lambda rows: rows.append(["yew", "Yew", "3"]))
no_row = rewrite("towns", lambda rows: rows.pop())
TREES = {
    "name": "trees",
    "path": "trees.csv",
    "description": "Made up.",
    "schema": {"primaryKey": ["id"], "fields": [{"name": "id", "type": "string", "description": "Made up."}]},
}
new_table = all_of(
    describe(lambda package: package["resources"].append(TREES)),
    lambda data: (data / "trees.csv").write_text("id\n", "utf-8"),
)

CHANGES: list[tuple[Edit, str]] = [
    (no_column, "The column 'residents' of towns.csv is gone: that is a major change."),
    (
        describe(lambda package: field(package, 2).update(type="number")),
        "The column 'residents' of towns.csv was 'integer people' and is 'number people': that is a major "
        "change.",
    ),
    (
        describe(lambda package: field(package, 2).update(unit="homes")),
        "The column 'residents' of towns.csv was 'integer people' and is 'integer homes': that is a major "
        "change.",
    ),
    (
        describe(lambda package: towns(package)["schema"].update(primaryKey=["id", "name"])),
        "The rows of towns.csv have another key: that is a major change.",
    ),
    (
        describe(lambda package: package["resources"].pop()),
        "The table 'towns' is gone: that is a major change.",
    ),
    (new_table, "The table 'trees' is new: that is a minor change."),
    (new_column, "The column 'houses' of towns.csv is new: that is a minor change."),
    (new_row, "The row 'yew' of towns.csv is new: that is a minor change."),
    (no_row, "The row 'oak' of towns.csv is gone: that is a minor change."),
    (corrected, "The cell 'residents' of the row 'elm' of towns.csv has changed: that is a patch change."),
    (tell("towns"), "changes.csv has new lines: that is a patch change."),
    (
        describe(lambda package: field(package, 2).update(description="In other words.")),
        "The data package is described in other words: that is a patch change.",
    ),
]


@pytest.mark.parametrize(("edit", "reason"), CHANGES, ids=count())
def test_each_change_says_how_much_the_version_must_rise(edit: Edit, reason: str, data: Path) -> None:
    edit(data)
    assert str(owed(read(data)[0])) == reason


def test_of_many_changes_the_greatest_counts(data: Path) -> None:
    all_of(told, new_row)(data)
    assert str(owed(read(data)[0])) == "The row 'yew' of towns.csv is new: that is a minor change."
    no_column(data)
    assert str(owed(read(data)[0])) == "The column 'residents' of towns.csv is gone: that is a major change."


def test_a_new_version_alone_is_no_change(data: Path) -> None:
    versioned("9.0.0")(data)
    assert owed(read(data)[0]) is None


WRONG: list[tuple[Edit, str, str]] = [
    (told, "1.2", "'1.2' is not a version. Write three whole numbers with points between, such as 1.2.0."),
    (
        told,
        "1.02.4",
        "'1.02.4' is not a version. Write three whole numbers with points between, such as 1.2.0.",
    ),
    (told, "1.1.9", "'1.1.9' is lower than '1.2.3', which is released. Write 1.2.4 or higher."),
    (
        nothing,
        "1.1.9",
        "'1.1.9' is lower than '1.2.3', which is released. Write 1.2.3: nothing has changed since.",
    ),
    (
        new_row,
        "1.2.4",
        "'1.2.4' is too low. The row 'yew' of towns.csv is new: that is a minor change. "
        "Write 1.3.0 or higher.",
    ),
    (
        all_of(no_column, tell("towns", "", "residents")),
        "1.10.0",
        "'1.10.0' is too low. The column 'residents' of towns.csv is gone: that is a major change. "
        "Write 2.0.0 or higher.",
    ),
]


@pytest.mark.parametrize(("edit", "version", "fault"), WRONG, ids=count())
def test_a_version_that_says_too_little_is_refused(edit: Edit, version: str, fault: str, data: Path) -> None:
    all_of(edit, versioned(version))(data)
    assert faults(data) == [f"data/datapackage.json:4:version: {fault}"]


@pytest.mark.parametrize(
    ("edit", "version"), [(told, "1.2.3"), (told, "1.2.4"), (new_row, "1.3.0"), (told, "2.0.0")]
)
def test_what_has_changed_may_wait_or_bear_a_version_that_says_it(
    edit: Edit, version: str, data: Path
) -> None:
    all_of(edit, versioned(version))(data)
    assert faults(data) == []


def lines(data: Path, files: Mapping[Path, str]) -> list[str]:
    """Give the list of changes as a release writes it, by the first cells of each line."""
    rows = list(csv.reader(files[data / "changes.csv"].splitlines()))
    assert all(row[0].startswith(row[1]) for row in rows[1:])
    return [" ".join([row[0], *row[3:6]]).strip() for row in rows[1:]]


def test_a_release_dates_what_no_release_had_and_touches_no_other_line(data: Path) -> None:
    all_of(told, new_row, tell("towns", "yew"))(data)
    files = releasing.files(data, "1.3.0", MARCH)
    assert lines(data, files) == [
        "2025-01-01-01 towns",
        "2025-03-01-01 towns elm residents",
        "2025-03-01-02 towns yew",
    ]
    package = json.loads(files[data / DESCRIPTOR])
    assert (package["version"], package["created"]) == ("1.3.0", "2025-01-01T00:00:00Z")
    cited = yaml.load(files[data.parent / "CITATION.cff"], yaml.BaseLoader)
    assert cited == {"version": "1.3.0", "date-released": "2025-03-01"}
    record = json.loads(files[data / RELEASED])
    assert (record["version"], record["date"]) == ("1.3.0", MARCH)


def test_a_release_on_the_day_of_the_last_counts_on(data: Path) -> None:
    told(data)
    rewrite("changes", lambda rows: rows[-1].__setitem__(slice(2), ["2025-01-01-50", "2025-01-01"]))(data)
    files = releasing.files(data, "1.2.4", "2025-01-01")
    assert lines(data, files) == ["2025-01-01-01 towns", "2025-01-01-02 towns elm residents"]


def test_a_line_at_a_published_address_stays_there(data: Path) -> None:
    all_of(told, new_row, tell("towns", "yew"))(data)
    (data / ADDRESSES).write_text("./\ncorrections/#2025-02-01-02\n", "utf-8")
    files = releasing.files(data, "1.3.0", MARCH)
    assert lines(data, files) == [
        "2025-01-01-01 towns",
        "2025-02-01-02 towns elm residents",
        "2025-03-01-01 towns yew",
    ]


def test_the_first_release_dates_the_package_too(data: Path) -> None:
    (data / RELEASED).unlink()
    (data / ADDRESSES).write_text("", "utf-8")
    files = releasing.files(data, "1.2.3", MARCH)
    assert lines(data, files) == ["2025-03-01-01 towns"]
    assert json.loads(files[data / DESCRIPTOR])["created"] == "2025-03-01T00:00:00Z"
    for path, text in files.items():
        path.write_text(text, "utf-8")
    assert faults(data) == []


many = all_of(*(tell("towns") for _ in range(100)))
REFUSED: list[tuple[Edit, str, str, str]] = [
    (nothing, "1.2.4", MARCH, f"{VERSION}: Nothing has changed since version 1.2.3. There is nothing to rel"),
    (told, "1.2.3", MARCH, f"{VERSION}: '1.2.3' is released already. The cell 'residents' of the row 'elm'"),
    (told, "1.2", MARCH, f"{VERSION}: '1.2' is not a version. Write three whole numbers"),
    (told, "1.2.2", MARCH, f"{VERSION}: '1.2.2' is lower than '1.2.3', which is released. Write 1.2.4 or"),
    (all_of(told, new_row), "1.2.4", MARCH, f"{VERSION}: '1.2.4' is too low. The row 'yew' of towns.csv is"),
    (
        new_row,
        "1.3.0",
        MARCH,
        "changes.csv:2:row: No line is new, and so none would carry the day of this rel",
    ),
    (
        many,
        "1.2.4",
        MARCH,
        "changes.csv:102:id: 100 lines are new, and a day has numbers for 99. Tell of rows",
    ),
    (
        told,
        "1.2.4",
        "2024-12-31",
        "changes.csv:2:date: '2024-12-31' is before the last release, on 2025-01-01.",
    ),
    (told, "1.2.4", "2999-01-01", "changes.csv:3:date: '2999-01-01' is in the future. Correct the date."),
    (told, "1.2.4", "soon", "changes.csv:3:date: 'soon' is not a date. Write a day of the calendar, such as"),
    (
        corrected,
        "1.2.4",
        MARCH,
        "towns.csv:2:residents: '11' is not what was released, and no line of changes",
    ),
]


@pytest.mark.parametrize(("edit", "version", "date", "fault"), REFUSED, ids=count())
def test_what_may_not_be_released_is_refused_with_the_cure(
    edit: Edit, version: str, date: str, fault: str, data: Path
) -> None:
    edit(data)
    with pytest.raises(UnsoundData) as refused:
        releasing.files(data, version, date)
    assert any(str(problem).startswith(f"data/{fault}") for problem in refused.value.problems), refused.value


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("CITATION.cff", "version: 1.2.3\n", ""),
        ("data/datapackage.json", '"title"', '"about": {"version": "7"},"title"'),
    ],
)
def test_a_version_that_is_not_where_it_was_is_told(file: str, old: str, new: str, data: Path) -> None:
    told(data)
    path = data.parent / file
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
    with pytest.raises(UnsoundData, match=f"{file}:1:version: .* Write it as it was in the last release."):
        releasing.files(data, "1.2.4", MARCH)


def test_the_notes_tell_the_changes_of_the_release_as_the_characters_they_hold(data: Path) -> None:
    all_of(told, tell("towns", "oak", "name", "Oak", "Oak"))(data)
    for path, text in releasing.files(data, "1.2.4", MARCH).items():
        path.write_text(text, "utf-8")
    reason = "As the &#42;source&#42; of @&#8203;somebody has it"
    assert releasing.notes(check(data), "v1.2.4").splitlines() == [
        "A tiny package, 1 March 2025.",
        "",
        f"- **Corrected** (towns.csv, elm, residents). Old: “10”. New: “11”. Reason: {reason}.",
        f"- **Corrected** (towns.csv, oak, name). Old: “Oak”. New: “Oak”. Reason: {reason}.",
    ]


@pytest.mark.parametrize(
    ("edit", "tag", "fault"),
    [
        (
            lambda data: None,
            "v1.2.4",
            "'1.2.3' is not the version of the tag 'v1.2.4'. Tag the commit of the release as v1.2.3.",
        ),
        (
            told,
            "v1.2.3",
            "The tables are not those that were released as '1.2.3'. Run make release, then tag.",
        ),
        (
            all_of(told, versioned("1.2.4")),
            "v1.2.4",
            "The tables are not those that were released as '1.2.3'.",
        ),
    ],
)
def test_a_tag_that_is_not_of_the_release_is_refused(edit: Edit, tag: str, fault: str, data: Path) -> None:
    edit(data)
    with pytest.raises(UnsoundData) as refused:
        releasing.notes(check(data), tag)
    assert str(refused.value).startswith(f"data/datapackage.json:4:version: {fault}")


def test_the_command_writes_everything_or_nothing(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("evidence.site.DATA", data)
    told(data)
    before = {path: path.read_bytes() for path in sorted(data.parent.rglob("*.*")) if path.is_file()}
    assert main(["release", "1.2.3", MARCH]) == 1
    assert "'1.2.3' is released already" in capsys.readouterr().err
    assert before == {path: path.read_bytes() for path in before}
    assert main(["release", "1.2.4", MARCH]) == 0
    written = {
        path.relative_to(data.parent).as_posix() for path in before if path.read_bytes() != before[path]
    }
    assert written == {*FILES} - {"data/urls.txt"}


MAKEFILE = """
build:
	test ! -e broken
	test ! -e watched || touch ../../data/new.csv
	mkdir -p site && echo '<h2 id="new">New</h2>' >site/index.html
"""


@pytest.fixture
def project(data: Path) -> Path:
    """The tables in a repository with the code, where a page of one line stands for the site."""
    folder = data.parent
    shutil.copytree(ROOT / "hooks", folder / "hooks", ignore=shutil.ignore_patterns("__pycache__"))
    (folder / ".ci").mkdir()
    for script in ("attach", "release"):
        shutil.copy(ROOT / ".ci" / script, folder / ".ci")
    (folder / "Makefile").write_text((ROOT / "Makefile").read_text("utf-8") + MAKEFILE, "utf-8")
    (folder / ".gitignore").write_text("/.venv\n/.cache/\n/site/\n__pycache__/\n", "utf-8")
    (folder / ".venv").symlink_to(sys.prefix)
    told(data)
    git(folder, "init", "--quiet")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "Correct a cell")
    return folder


def git(folder: Path, *command: str) -> str:
    who = ("-c", "user.name=Somebody", "-c", "user.email=somebody@example.org", "-c", "commit.gpgsign=false")
    done = subprocess.run(["git", *who, *command], cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout


def run(folder: Path, *command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, cwd=folder, env=os.environ | environment, capture_output=True, text=True, check=False
    )


def make(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return run(folder, "make", "--old-file=.venv/ready", "release", *arguments)


def test_a_release_is_made_whole_and_says_what_comes_next(project: Path) -> None:
    before = datetime.date.today().isoformat()
    done = make(project, "VERSION=1.2.4")
    assert done.returncode == 0, done.stderr
    assert git(project, "diff", "--name-only").split() == sorted(FILES)
    assert not git(project, "ls-files", "--others", "--exclude-standard")
    assert "git tag v1.2.4" in done.stdout
    assert (project / "site" / "index.html").is_file()
    assert (project / "data" / ADDRESSES).read_text("utf-8") == "./\n./#new\n"
    changes = (project / "data" / "changes.csv").read_text("utf-8")
    days = {row[1] for row in csv.reader(changes.splitlines())}
    assert days - {"date", "2025-01-01"} <= {before, datetime.date.today().isoformat()} != set()
    assert faults(project / "data") == []
    assert release(project / "data") == (project / "data" / RELEASED).read_text("utf-8")
    assert not (project / ".cache" / "release").exists()


def test_the_first_release_needs_no_record_and_no_addresses_before_it(project: Path) -> None:
    (project / "data" / RELEASED).unlink()
    (project / "data" / ADDRESSES).write_text("", "utf-8")
    git(project, "commit", "--quiet", "--all", "--message", "Forget what was released")
    done = make(project, "VERSION=1.2.3", f"DATE={MARCH}")
    assert done.returncode == 0, done.stderr
    assert (project / "data" / ADDRESSES).read_text("utf-8") == "./\n./#new\n"
    record = json.loads((project / "data" / RELEASED).read_text("utf-8"))
    assert (record["version"], record["date"], record["addresses"]) == (
        "1.2.3",
        MARCH,
        digest("./") + digest("./#new"),
    )
    assert faults(project / "data") == []


@pytest.mark.parametrize(
    ("file", "words", "said"),
    [
        ("broken", "", "Error"),
        ("data/released.json", "[]", "data/released.json:1:file: This is no record of a release."),
    ],
)
def test_a_release_that_cannot_be_made_leaves_everything_as_it_was(
    file: str, words: str, said: str, project: Path
) -> None:
    (project / file).write_text(words, "utf-8")
    git(project, "add", "--all")
    git(project, "commit", "--quiet", "--message", "Break it")
    done = make(project, "VERSION=1.2.4")
    assert (done.returncode, said in done.stderr) == (2, True), done.stderr
    assert git(project, "status", "--porcelain") == ""
    assert not (project / ".cache" / "release").exists()


def test_a_release_needs_a_version_and_a_clean_checkout(project: Path) -> None:
    assert "make release VERSION=1.1.0" in make(project).stderr
    (project / "data" / "new.csv").write_text("not committed\n", "utf-8")
    done = make(project, "VERSION=1.2.4")
    assert (done.returncode, "not committed" in done.stderr) == (2, True)
    assert git(project, "status", "--porcelain") == "?? data/new.csv\n"


def test_a_release_does_not_write_over_what_was_edited_meanwhile(project: Path) -> None:
    (project / "watched").touch()
    git(project, "add", "--all")
    git(project, "commit", "--quiet", "--message", "Edit a table during the build")
    assert make(project, "VERSION=1.2.4").returncode == 2
    assert git(project, "status", "--porcelain") == "?? data/new.csv\n"


GH = """#!/bin/sh
printf '%s\\n' "$@" >>"$TOLD"
[ "$2" != download ] || cp -r "$GATHERED/." "$7"
exit "$CODE"
"""


@pytest.fixture
def attaching(tmp_path: Path) -> Path:
    """A checkout with the script alone, a stub of gh, and what another job gathered."""
    (tmp_path / ".ci").mkdir(exist_ok=True)
    shutil.copy(ROOT / ".ci" / "attach", tmp_path / ".ci")
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "gh").write_text(GH, "utf-8")
    (tmp_path / "bin" / "gh").chmod(0o755)
    files = tmp_path / "gathered" / "files"
    files.mkdir(parents=True)
    (files / "tiny.zip").write_text("all as zip", "utf-8")
    (files / "SHA256SUMS").write_text(f"{hashlib.sha256(b'all as zip').hexdigest()}  tiny.zip\n", "utf-8")
    (tmp_path / "fetched").mkdir()
    return tmp_path


def attach(folder: Path, *arguments: str, code: int = 0) -> subprocess.CompletedProcess[str]:
    path = f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}"
    known = {"TOLD": str(folder / "told"), "GATHERED": str(folder / "gathered"), "CODE": str(code)}
    return run(folder, ".ci/attach", *arguments, PATH=path, GITHUB_RUN_ID="17", **known)


def test_what_was_gathered_is_fetched_and_attached_with_its_sums(attaching: Path) -> None:
    for step in ("fetch", "publish"):
        done = attach(attaching, step, "v1.2.4", "fetched")
        assert done.returncode == 0, done.stderr
    assert (attaching / "told").read_text("utf-8").splitlines() == [
        *("run", "download", "17", "--name", "release", "--dir", "fetched"),
        *("release", "create", "v1.2.4", "--verify-tag", "--title", "v1.2.4"),
        *("--notes-file", "fetched/notes.md", "fetched/files/SHA256SUMS", "fetched/files/tiny.zip"),
    ]


def test_files_that_changed_on_the_way_are_not_attached(attaching: Path) -> None:
    (attaching / "gathered" / "files" / "tiny.zip").write_text("another", "utf-8")
    assert attach(attaching, "fetch", "v1.2.4", "fetched").returncode == 1


def test_what_github_refuses_is_a_failure(attaching: Path) -> None:
    assert attach(attaching, "fetch", "v1.2.4", "fetched", code=4).returncode == 4
    assert attach(attaching, "publish", "v1.2.4", "gathered", code=4).returncode == 4
    assert attach(attaching, "delete", "v1.2.4", "gathered").returncode == 2


def test_what_readers_take_away_is_gathered_once_the_tag_is_right(project: Path) -> None:
    for path, text in releasing.files(project / "data", "1.2.4", MARCH).items():
        path.write_text(text, "utf-8")
    (project / "site" / "data").mkdir(parents=True)
    for form in ("zip", "xlsx", "ods", "sqlite", "csv"):
        (project / "site" / "data" / f"tiny.{form}").write_text(f"all as {form}", "utf-8")
    done, files = attach(project, "gather", "v1.2.5", "gathered"), project / "gathered" / "files"
    assert (done.returncode, "'1.2.4' is not the version of the tag 'v1.2.5'" in done.stderr) == (1, True)
    assert list(files.iterdir()) == []
    assert attach(project, "gather", "v1.2.4", "gathered").returncode == 0
    forms = ["tiny.ods", "tiny.sqlite", "tiny.xlsx", "tiny.zip"]
    assert sorted(path.name for path in files.iterdir()) == ["SHA256SUMS", *forms]
    assert (files / "SHA256SUMS").read_text("utf-8").splitlines() == [
        f"{hashlib.sha256((files / name).read_bytes()).hexdigest()}  {name}" for name in forms
    ]
    assert (files.parent / "notes.md").read_text("utf-8").startswith("A tiny package, 1 March 2025.\n")
    (project / "site" / "data" / "tiny.sqlite").unlink()
    assert attach(project, "gather", "v1.2.4", "gathered").returncode == 1
