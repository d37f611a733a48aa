"""Whatever happens to the tables, a build ends with a message or with a sound site, and never halfway."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from types import FrameType
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from hypothesis.configuration import set_hypothesis_home_dir

from evidence import kept, site
from evidence.checks import check
from evidence.model import Evidence, join
from evidence.problems import Problem, Unmade, UnsoundData, few
from evidence.site import Output
from evidence.tables import Package
from tests.conftest import EVERY_PAGE, Cells
from tests.edits import MARK, Bytes, Cell, Columns, Edit, Replaced, Rows, Written, edits
from tests.trimmed import trimmed

ROOT = Path(__file__).parents[1]
set_hypothesis_home_dir(ROOT / ".cache" / "hypothesis")
OF_CODE = re.compile(r"(docs|hooks)/[\w/.]+:\d+: The site cannot be made: .{1,1000}\. Undo .*", re.DOTALL)
LONGEST_ANSWER = 60
"""Seconds after which a check or a build is taken to hang."""
TABLES = tuple(sorted(path.name for path in (ROOT / "data").glob("*.csv")))


class Hangs(Exception):
    pass


def in_time(number: int, frame: FrameType | None) -> None:
    raise Hangs(f"no answer after {LONGEST_ANSWER} seconds")


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return trimmed(tmp_path_factory.mktemp("trimmed") / "data")


@pytest.fixture(scope="module", autouse=True)
def kept_in_memory() -> Iterator[None]:
    """Lets what thousands of edits made be forgotten with them."""
    memory: dict[Path, bytes] = {}
    with pytest.MonkeyPatch.context() as patch:
        on_disk = kept._read
        patch.setattr(kept, "_read", lambda path: memory.get(path) or on_disk(path))
        patch.setattr(kept, "_write", memory.__setitem__)
        yield


def outcome(data: Path, changes: Sequence[Edit]) -> tuple[Problem, ...] | Output | Unmade:
    """Make the edits and then the site; gives what is wrong if anything is."""
    for change in changes:
        change.make(data)
    signal.signal(signal.SIGALRM, in_time)
    signal.alarm(LONGEST_ANSWER)
    try:
        check(data)
        return site.generate(site.where(), data)
    except UnsoundData as error:
        return error.problems
    except Unmade as error:
        return error
    finally:
        signal.alarm(0)


def lines(path: Path) -> int:
    return len(re.split(rb"\r\n|\r|\n", path.read_bytes())) if path.is_file() else 1


def assert_is_clean(problems: tuple[Problem, ...], data: Path) -> None:
    """Every message leads to a line and a column that are there, says what to do, and can be read."""
    told = few(problems)
    assert told
    assert sum(len(str(problem)) for problem in told) < 500_000
    for problem in told:
        path = data / Path(problem.path).name
        assert 1 <= problem.line <= lines(path), problem
        assert str(problem).isprintable() and len(str(problem)) < 4_000, problem
        assert re.search(r"\w.*\.$", problem.fault) and problem.remedy, problem
    known = json.loads((ROOT / "data" / "datapackage.json").read_text("utf-8"))["resources"]
    columns = {one["path"]: {field["name"] for field in one["schema"]["fields"]} for one in known}
    for problem in told:
        name = Path(problem.path).name
        places = {"file", "row", "header", "address"} | columns.get(name, set())
        assert set(problem.column.split("+")) <= places, problem


def assert_is_harmless(output: Output) -> None:
    """No cell stands unescaped in what a browser reads."""
    for file in output.files:
        kind = Path(file.path).suffix
        if kind in {".md", ".html", ".svg", ".xml"}:
            assert "<zq" not in file.text and "</title></script>" not in file.text, file.path
        if kind in {".md", ".html"}:
            assert "](javascript:" not in file.text, file.path
            assert not re.search(r"\{\{ zq|\{% zq|\{# zq", file.text), file.path
        if kind == ".json":
            json.loads(file.text)
        if kind in {".svg", ".xml"}:
            ElementTree.fromstring(file.text)


def assert_ends_well(package: Path, folder: Path, changes: list[Edit]) -> None:
    data = folder / "data"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(package, data)
    ended = outcome(data, changes)
    if isinstance(ended, Output):
        assert_is_harmless(ended)
    elif isinstance(ended, Unmade):
        assert OF_CODE.fullmatch(str(ended)), ended
    else:
        assert_is_clean(ended, data)


@settings(
    max_examples=2_000 if EVERY_PAGE else 120,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
@example(changes=[Columns("disagreement_positions.csv", "delete", 0, 0)])
@example(changes=[Bytes(8856, 4_910_670, 0, b"\r")])
@example(changes=[Rows("claims.csv", "delete", 9, 0)])
@example(changes=[Cell("glossary.csv", 1, 3, MARK), Cell("forces.csv", 2, 2, MARK)])
@given(changes=st.lists(edits(TABLES), min_size=1, max_size=3))
def test_any_edit_ends_in_a_message_or_a_sound_site(
    small: Path, tmp_path_factory: pytest.TempPathFactory, changes: list[Edit]
) -> None:
    assert_ends_well(small, tmp_path_factory.getbasetemp() / "edited", changes)


FAULTS: Mapping[str, tuple[Edit, str]] = {
    "a pipe": (Replaced("forces.csv", "pipe"), "forces.csv:1:file: This is no file."),
    "a folder": (Replaced("forces.csv", "folder"), "forces.csv:1:file: This is a folder."),
    "a link": (Replaced("forces.csv", "link"), "forces.csv:1:file: This is a symbolic link."),
    "a loop": (Replaced("released.json", "link-to-itself"), "released.json:1:file: This is a symbolic link."),
    "a link to nothing": (Replaced("urls.txt", "dangling"), "urls.txt:1:file: This is a symbolic link."),
    "a list for a record": (Written("released.json", b"[]"), "released.json:1:file: This is no record of a"),
    "a table for a record": (
        Written("released.json", b'{"tables": {"forces": []}}'),
        "released.json:1:file: This is no record of a",
    ),
    "a list for a package": (Written("datapackage.json", b"[]"), "datapackage.json:1:file: This is no data"),
    "brackets without end": (
        Written("datapackage.json", b"[" * 100_000),
        "datapackage.json:1:file: Brackets stand within brackets too often.",
    ),
    "a number without end": (
        Written("datapackage.json", b"9" * 5_000),
        "datapackage.json:1:file: This is not JSON: Exceeds the limit",
    ),
    "half a character": (
        Written("datapackage.json", rb'{"resources": "\ud800"}'),
        "datapackage.json:1:file: Half a character is written",
    ),
    "no number": (
        Written("datapackage.json", b'{"a": NaN}'),
        "datapackage.json:1:file: This is not JSON: NaN",
    ),
    "a cell of 10 MB": (
        Cell("glossary.csv", 1, 3, "x" * 10_000_000),
        "glossary.csv:2:meaning: The cell holds 10,000,000 characters. Write at most 32,767.",
    ),
    "a file of 60 MB": (
        Written("glossary.csv", b"x" * 60_000_000),
        "glossary.csv:1:file: The file holds 60,000,000 bytes.",
    ),
    "infinity": (
        Cell("officers.csv", 1, 3, "1e999"),
        "officers.csv:2:full_time_equivalent: '1e999' is not a",
    ),
    "no number at all": (
        Cell("officers.csv", 1, 3, "NaN"),
        "officers.csv:2:full_time_equivalent: 'NaN' is not",
    ),
    "other digits": (
        Cell("officers.csv", 1, 2, "١٢"),
        "officers.csv:2:headcount: '١٢' is not a whole number.",
    ),
    "digits in groups": (
        Cell("officers.csv", 1, 2, "1_000"),
        "officers.csv:2:headcount: '1_000' is not a whole",
    ),
    "a number too large": (
        Cell("officers.csv", 1, 2, "9" * 20),
        "officers.csv:2:headcount: '99999999999999999999' is not a whole number.",
    ),
    "a day in other words": (
        Cell("officers.csv", 1, 1, "20210331"),
        "officers.csv:2:on: '20210331' is not a date.",
    ),
    "text that runs backwards": (
        Cell("glossary.csv", 1, 3, "\u202eabc"),
        "glossary.csv:2:meaning: The cell holds the character U+202E, right-to-left override.",
    ),
    "a NUL": (
        Cell("glossary.csv", 1, 3, "a\0b"),
        "glossary.csv:2:meaning: The cell holds the character U+0000",
    ),
    "no character": (
        Cell("glossary.csv", 1, 3, "a\ufffeb"),
        "glossary.csv:2:meaning: The cell holds the character",
    ),
    "a paragraph that is no number": (
        Cell("letter.csv", 1, 0, "one"),
        "letter.csv:2:paragraph: 'one' is not a whole number.",
    ),
    "a name without an address": (
        Cell("local_authorities.csv", 1, 1, "אבג"),
        "local_authorities.csv:2:name: 'אבג' has no letter from A to Z and no digit.",
    ),
    "an address for two": (
        Cell("constituencies.csv", 2, 1, "Ashford."),
        "constituencies.csv:3:name: 'Ashford.' has the address of the name on line 2.",
    ),
    "a key that stands nowhere": (
        Columns("disagreement_positions.csv", "delete", 0, 0),
        "disagreement_positions.csv:1:header: The header is 'order,position,claim_id'.",
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_what_could_stop_or_mislead_the_check_is_told(name: str, small: Path, tmp_path: Path) -> None:
    edit, message = FAULTS[name]
    data = shutil.copytree(small, tmp_path / "data")
    ended = outcome(data, [edit])
    assert isinstance(ended, tuple)
    assert_is_clean(ended, data)
    assert [one for one in ended if str(one).partition("data/")[2].startswith(message)], few(ended)
    assert sum(len(str(one)) for one in few(ended)) < 20_000


LACKING: Mapping[str, Callable[[Any], object]] = {
    "no title": lambda package: package["resources"][0].pop("title"),
    "no licence": lambda package: package.update(licenses=[]),
    "a version that is a number": lambda package: package.update(version=1),
    "a path out of the folder": lambda package: package["resources"][0].update(path="../../secret.csv"),
    "a name twice": lambda package: package["resources"][0].update(name="forces"),
    "a key that is no column": lambda package: package["resources"][0]["schema"].update(primaryKey=["motto"]),
    "a reference to nowhere": lambda package: package["resources"][0]["schema"].update(
        foreignKeys=[{"fields": ["alias"]}]
    ),
    "an unknown type": lambda package: package["resources"][0]["schema"]["fields"][0].update(type="geopoint"),
    "a list of an unknown table": lambda package: package["resources"][0]["schema"]["fields"][0].update(
        references="nothing"
    ),
    "a pattern that is none": lambda package: package["resources"][0]["schema"]["fields"][0].update(
        constraints={"pattern": "("}
    ),
    "constraints that are none": lambda package: package["resources"][0]["schema"]["fields"][0].update(
        constraints=[]
    ),
}


@pytest.mark.parametrize("name", LACKING)
def test_a_description_that_lacks_what_is_shown_is_told(name: str, small: Path, tmp_path: Path) -> None:
    data = shutil.copytree(small, tmp_path / "data")
    package = json.loads((data / "datapackage.json").read_text("utf-8"))
    LACKING[name](package)
    (data / "datapackage.json").write_text(json.dumps(package), "utf-8")
    ended = outcome(data, [])
    assert isinstance(ended, tuple)
    assert {Path(one.path).name for one in ended} == {"datapackage.json"}
    assert "This is no data package: " in ended[0].fault


ROWS_OF_100_000 = {
    "sound": ("local_authorities.csv", "W{}0,Name {},kent\n", 0),
    "unknown": ("aliases.csv", "zz {},kentish {},place\n", 90_000),
    "ragged": ("local_authorities.csv", "W{}0,Name {}\n", 900),
    "told of a change": ("changes.csv", "2026-11-23-{},2026-11-23,x,changes,{},,,,x,no\n", 90_000),
}


@pytest.mark.parametrize("kind", ROWS_OF_100_000)
def test_100_000_rows_end_with_few_messages(kind: str, small: Path, tmp_path: Path) -> None:
    if kind != "unknown" and not EVERY_PAGE:
        pytest.skip("seconds each: looked at in make sweep")
    table, row, least = ROWS_OF_100_000[kind]
    data = shutil.copytree(small, tmp_path / "data")
    with (data / table).open("a", encoding="utf-8") as file:
        file.writelines(row.format(1_000_000 + number, number) for number in range(100_000))
    try:
        check(data)
    except UnsoundData as error:
        assert len(error.problems) >= least > 0
        assert_is_clean(error.problems, data)
        assert len(few(error.problems)) < 100
    else:
        assert kind == "sound"


def test_a_file_that_nobody_may_read_is_told(small: Path, tmp_path: Path) -> None:
    data = shutil.copytree(small, tmp_path / "data")
    (data / "forces.csv").chmod(0)
    program = "import sys; from evidence.__main__ import main; sys.exit(main(sys.argv[1:]))"
    if os.geteuid() == 0:
        pytest.skip("root may read every file")
    told = subprocess.run(
        [sys.executable, "-c", program, "check", data], capture_output=True, text=True, check=False
    )
    assert told.returncode == 1
    assert "forces.csv:1:file: The file cannot be read: Permission denied." in told.stderr
    assert "Traceback" not in told.stderr


def test_a_record_is_written_whole_or_not_at_all(small: Path, tmp_path: Path) -> None:
    data = shutil.copytree(small, tmp_path / "data")
    before = {path.name: path.read_bytes() for path in data.iterdir()}
    told = with_a_full_disk(4_096, "evidence", "manifest", data)
    assert told.returncode == 1
    assert "File too large" in told.stderr and "Traceback" not in told.stderr
    assert {path.name: path.read_bytes() for path in data.iterdir()} == before


def test_a_full_disk_leaves_the_last_good_site(altered: Callable[[Cells], Path]) -> None:
    project = altered({})
    (project / "site").mkdir()
    (project / "site" / "index.html").write_text("the last good site", "utf-8")
    shutil.copy(ROOT / "Makefile", project)
    told = with_a_full_disk(100_000, "mkdocs", "build", "--strict", "--site-dir", ".cache.new", cwd=project)
    assert told.returncode == 1
    assert "The site was not built. " in told.stderr and "File too large" in told.stderr
    assert "Traceback" not in told.stderr
    assert [path.read_text("utf-8") for path in (project / "site").iterdir()] == ["the last good site"]


def test_a_page_that_vanishes_during_a_build_is_told(altered: Callable[[Cells], Path]) -> None:
    project = altered({})
    hook = project / "hooks" / "mkdocs_hooks.py"
    vanish = f"\n\ndef on_nav(nav, config, files):\n    os.unlink({str(project / 'docs' / 'about.md')!r})\n"
    hook.write_text(hook.read_text("utf-8") + vanish, "utf-8")
    told = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", "new"],
        cwd=project,
        env=environment(project),
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 1
    assert "about.md: No such file or directory." in told.stderr
    assert "Traceback" not in told.stderr


def test_a_table_that_vanishes_after_the_check_does_not_matter(
    small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = shutil.copytree(small, tmp_path / "data")

    def vanish(package: Package) -> Evidence:
        shutil.rmtree(data)
        return join(package)

    monkeypatch.setattr("evidence.site.join", vanish)
    assert site.generate(site.where(), data).files


def test_what_cannot_be_made_of_sound_tables_is_told_with_its_place(small: Path, tmp_path: Path) -> None:
    data = shutil.copytree(small, tmp_path / "data")
    others = "".join(path.read_text("utf-8") for path in data.glob("*.csv") if path.name != "claims.csv")
    claims = (data / "claims.csv").read_text("utf-8").splitlines(keepends=True)
    named = [line for line in claims if line[:4] in others or line.startswith("id,")]
    (data / "claims.csv").write_text("".join(named), "utf-8")
    check(data)
    with pytest.raises(
        Unmade, match=r"^docs/templates/[a-z.]+:\d+: The site cannot be made: (Key|Undefined)Error"
    ):
        site.generate(site.where(), data)


def environment(project: Path) -> dict[str, str]:
    return {**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONPATH": str(project / "hooks")}


def with_a_full_disk(most: int, *command: str | Path, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """Run a module that can write no file larger than so many bytes, as on a disk that is full."""
    program = (
        "import resource, runpy, sys\n"
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({most}, {most}))\n"
        "sys.dont_write_bytecode = True\n"
        "sys.argv = sys.argv[1:]\n"
        "runpy.run_module(sys.argv[0], run_name='__main__')\n"
    )
    return subprocess.run(
        [sys.executable, "-c", program, *command],
        cwd=cwd,
        env=environment(cwd),
        capture_output=True,
        text=True,
        check=False,
    )
