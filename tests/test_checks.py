"""Whatever is wrong with the tables is found in one run and told with its place and its cure."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

import mkdocs_hooks
from evidence.__main__ import main
from evidence.checks import check, sound
from evidence.checks.doubts import doubts
from evidence.problems import Problem, UnsoundData
from evidence.tables import RELEASED

TESTS = Path(__file__).parent
DATA = TESTS.parent / "data"

Edit = Callable[[str], str]


def package(folder: Path, tables: Path) -> Path:
    """Copy tables beside the real description of the data package."""
    copy = folder / "data"
    shutil.copytree(tables, copy)
    shutil.copy(DATA / "datapackage.json", copy)
    return copy


def edited(folder: Path, table: str, edit: Edit) -> Path:
    """Copy the real tables with one of them changed, as if nothing was released."""
    copy = package(folder, DATA)
    (copy / RELEASED).write_text('{"tables": {}}', "utf-8")
    path = copy / table
    content = path.read_text("utf-8")
    assert edit(content) != content
    path.write_text(edit(content), "utf-8", newline="")
    return copy


def messages(data: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    monkeypatch.chdir(data.parent)
    with pytest.raises(UnsoundData) as raised:
        check(data)
    return [str(problem) for problem in raised.value.problems]


def broken(data: Path) -> tuple[Problem, ...]:
    try:
        check(data)
    except UnsoundData as error:
        return error.problems
    return ()


def test_the_real_tables_break_no_rule() -> None:
    assert check(DATA).tables


def test_every_rule_that_is_broken_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = messages(package(tmp_path, TESTS / "data" / "faulty"), monkeypatch)
    assert told == (TESTS / "data" / "faulty.txt").read_text("utf-8").splitlines()


def test_malformed_json_is_told_with_its_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = edited(
        tmp_path, "datapackage.json", lambda text: text.replace('"name": "safety', 'name": "safety', 1)
    )
    assert messages(data, monkeypatch) == [
        "data/datapackage.json:3:file: This is not JSON: "
        "Expecting property name enclosed in double quotes at character 3. "
        "Look for a comma or a quotation mark."
    ]


def test_a_description_without_its_tables_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = edited(tmp_path, "datapackage.json", lambda _: json.dumps({"name": "empty"}))
    assert messages(data, monkeypatch) == [
        "data/datapackage.json:1:file: This is no data package: 'resources' is missing. "
        "Describe each table as the others are."
    ]


def test_a_missing_description_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert messages(tmp_path / "data", monkeypatch) == [
        "data/datapackage.json:1:file: The file is missing. Put it back, or correct its name."
    ]


def test_an_empty_table_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = edited(tmp_path, "markers.csv", lambda _: "")
    assert messages(data, monkeypatch) == [
        "data/markers.csv:1:header: The file is empty. Write 'marker,stands_for_figure,meaning'."
    ]


def test_one_count_becomes_known_by_an_edit_of_one_row(tmp_path: Path) -> None:
    row = "kent,2020-04,2023-03,,[x],victims,,"
    known = "kent,2020-04,2023-03,12,,victims,,letter"
    assert check(edited(tmp_path, "counts.csv", lambda text: text.replace(row, known))).tables


def test_a_verdict_is_kept_for_the_same_tables_only(tmp_path: Path) -> None:
    assert sound(DATA) == sound(DATA)
    data = edited(tmp_path, "forces.csv", lambda text: text.replace("South East", "Sout East", 1))
    with pytest.raises(UnsoundData):
        sound(data)
    with pytest.raises(UnsoundData):
        sound(data)


def test_a_known_part_above_the_total_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    row = "kent,2020-04,2023-03,,[x],victims,,"
    known = "kent,2020-04,2023-03,538,,victims,,letter"
    data = edited(tmp_path, "counts.csv", lambda text: text.replace(row, known))
    assert messages(data, monkeypatch) == [
        "data/totals.csv:2:total: counts 2020-04/2023-03, count: the known rows sum to 538, "
        "more than the total of 537. "
        "Correct a row of counts.csv, or tell in disagreements.csv where the sources differ."
    ]


def test_a_value_that_changes_while_its_words_do_not_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = edited(tmp_path, "claims.csv", lambda text: text.replace(",537,victims,", ",538,victims,", 1))
    assert messages(data, monkeypatch) == [
        "data/claims.csv:4:value: '538' is not in the statement. Correct the value, or the statement."
    ]


@pytest.mark.parametrize(
    ("value", "statement", "told"),
    [
        ("2672", "It gave 2,672 victims.", True),
        ("267", "It gave 2,672 victims.", False),
        ("72", "It gave 2,672 victims.", False),
        ("3", "Three forces did.", True),
        ("3", "It gave 3.5 victims.", False),
        ("0", "It led to no removal.", True),
        ("12-16", "It pays for 12 or 16 weeks.", True),
        ("12-16", "It pays for 12 weeks.", False),
    ],
)
def test_a_statement_tells_its_value(value: str, statement: str, told: bool, tmp_path: Path) -> None:
    row = f'e099,figures,UK,"{statement}",{value},victims,,,kent-super-complaints,,,primary,\n'
    found = broken(edited(tmp_path, "claims.csv", lambda text: text + row))
    assert [problem.column for problem in found] == ([] if told else ["value"])


@pytest.mark.parametrize(
    ("quote", "right"),
    [
        ("to 537 victims' data", True),
        ("to 537  victims\u2018 data", True),
        ("to 537 victims data", False),
        ("To 537 victims’ data", False),
    ],
)
def test_a_quote_may_differ_in_the_shape_of_quotation_marks_alone(
    quote: str, right: bool, tmp_path: Path
) -> None:
    data = edited(tmp_path, "claims.csv", lambda text: text.replace("to 537 victims’ data", quote))
    assert [problem.column for problem in broken(data)] == ([] if right else ["quote"])


@pytest.mark.parametrize(("period", "faulty"), [("2999-01,2999-02", ["period_start"]), (",2999", [])])
def test_a_date_to_come_is_refused_save_where_a_source_may_speak_of_one(
    period: str, faulty: list[str], tmp_path: Path
) -> None:
    row = f"e099,figures,UK,A fund that was to run on.,,,{period},kent-super-complaints,,,primary,\n"
    data = edited(tmp_path, "claims.csv", lambda text: text + row)
    assert [problem.column for problem in broken(data)] == faulty


def test_a_row_that_nothing_uses_is_a_doubt_and_no_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    row = "zz-nobody,A page,Somebody,2020,news,https://www.gov.uk/,original,\n"
    data = edited(tmp_path, "sources.csv", lambda text: text + row)
    monkeypatch.chdir(tmp_path)
    assert main(["check", str(data)]) == 0
    printed = capsys.readouterr()
    line = len((data / "sources.csv").read_text("utf-8").splitlines())
    fault = "Doubt: nothing uses 'zz-nobody'. Name it in the row that rests on it, or remove its row."
    assert f"data/sources.csv:{line}:id: {fault}" in printed.err.splitlines()
    assert f"::warning file=data/sources.csv,line={line}::id: {fault}" in printed.out.splitlines()
    assert printed.out.endswith("no problems\n")


def test_what_a_table_a_page_or_a_paragraph_of_the_letter_names_is_no_doubt() -> None:
    package = sound(DATA)
    claims, *_ = doubts(package, ['{{ figure("b016") }} and b0171'])
    for used in ("a003", "a027", "b016", "b026", "d010", "e011"):  # a027 by its paragraph alone
        assert f" {used}," not in claims.fault
    assert " b017," in claims.fault


def test_check_exits_with_one_and_prints_no_traceback(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    data = edited(tmp_path, "forces.csv", lambda text: text.replace("South East", "Sout East", 1))
    monkeypatch.chdir(tmp_path)
    assert main(["check", str(data)]) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert (
        printed.err == "data/forces.csv:19:region: 'Sout East' is not a region. Did you mean 'South East'?\n"
    )


def test_a_build_marks_the_row_as_the_check_does(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    problem = Problem("data/forces.csv", 19, "region", "'Sout East' is not a region.", "Write another.")
    mkdocs_hooks._stop(UnsoundData([problem]))
    assert capsys.readouterr().out == ""
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    mkdocs_hooks._stop(UnsoundData([problem]))
    assert capsys.readouterr().out == f"{problem.annotation()}\n"


def test_github_marks_the_row(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    data = edited(tmp_path, "forces.csv", lambda text: text.replace("South East", '"Sout, 5%"', 1))
    monkeypatch.chdir(tmp_path)
    main(["check", str(data)])
    assert capsys.readouterr().out.startswith(
        "::error file=data/forces.csv,line=19::region: 'Sout, 5%25' is not a region. Write one of: East"
    )


def test_check_says_that_all_is_well(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(DATA)]) == 0
    assert capsys.readouterr().out.endswith("no problems\n")
