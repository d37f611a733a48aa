"""A problem is one line that a person and a machine can read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from evidence.problems import BuildError, Problem, file_error, github_annotations, limit_per_kind


def problem(line: int, fault: str = "It is wrong.") -> Problem:
    return Problem("data/x.csv", line, "name", fault, "Correct it.")


def test_a_problem_names_place_fault_and_remedy() -> None:
    assert str(problem(3)) == "data/x.csv:3:name: It is wrong. Correct it."


@pytest.mark.parametrize(
    ("fault", "shown"), [("a\nb\x07", "a\\nb\\x07 "), ("\u202ea", "\\u202ea "), ("é’", "é’ ")]
)
def test_what_cannot_be_seen_is_escaped(fault: str, shown: str) -> None:
    assert problem(3, fault).message.startswith(shown)


def test_a_long_fault_is_shown_by_its_ends() -> None:
    message = problem(3, f"start {'x' * 100_000} end").message
    assert len(message) < 600
    assert message.startswith("start ") and " end " in message


def test_values_make_no_kind() -> None:
    shown = limit_per_kind(problem(line, f"'{line}' is wrong.") for line in range(9, 1, -1))
    assert [each.line for each in shown] == [2, 3, 4, 5]
    assert shown[3].fault == "And 5 more like it, on lines 5, 6, 7, 8, 9."


def test_kinds_are_limited_each_by_itself() -> None:
    problems = [problem(line, fault) for line in (1, 2, 3, 4) for fault in ("It is wrong.", "It is empty.")]
    assert limit_per_kind(problems) == sorted(problems)


def test_a_problem_marks_its_line_on_github(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    assert not list(github_annotations([problem(3)]))
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    told = list(github_annotations([problem(3, "100 % wrong:\n::error::")]))
    assert told == ["::error file=data/x.csv,line=3::name: 100 %25 wrong:\\n::error:: Correct it."]


def test_a_fault_of_a_template_names_no_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("evidence.problems.ROOT", tmp_path)
    template, program = tmp_path / "docs" / "page.jinja", tmp_path / "hooks" / "page.py"
    library = compile("def ask(names):\n    return names['a999']", tmp_path / ".venv" / "library.py", "exec")
    exec(library, library_names := dict[str, Any]())
    with pytest.raises(KeyError) as error:
        exec(compile("\n{}['a999']", template, "exec"))
    assert str(BuildError(error.value)).startswith(
        "docs/page.jinja:2: The site cannot be made: KeyError: 'a999'."
    )
    with pytest.raises(KeyError) as error:
        exec(compile("\nask({})", program, "exec"), library_names)
    assert str(BuildError(error.value)).startswith("hooks/page.py:2: The site cannot be made: ")
    assert "not in your change" in str(BuildError(error.value))


def test_a_file_that_cannot_be_read_is_named() -> None:
    assert file_error(OSError(28, "No space left on device", "site/x.html")).startswith(
        "site/x.html: No space left"
    )
