"""The check of a whole project: what it prints, in what order, and that it never goes stale."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from evidence.__main__ import main
from tests.conftest import Run
from tests.sample import append, edit, replace

Check = Callable[[], tuple[int, str, list[str]]]
TEMPLATES = Path("docs") / "templates"
HELP = "docs/templates/help.md.jinja"


@pytest.fixture
def check(project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Check:
    """Checks the project from within; gives what the command returned and printed, and its messages."""
    monkeypatch.chdir(project)
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)

    def run() -> tuple[int, str, list[str]]:
        code = main(["check", "."])
        captured = capsys.readouterr()
        return code, captured.out, captured.err.splitlines()

    return run


def test_a_project_without_a_fault_is_told_in_one_line(check: Check) -> None:
    code, printed, messages = check()
    assert code == 0 and messages == []
    assert re.fullmatch(r"\d+ tables, \d+ rows, \d+ pages, no problems", printed.splitlines()[-1])


def test_a_folder_of_tables_can_be_checked_alone(tables: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(tables)]) == 0
    assert re.search(r"\d+ tables, \d+ rows, no problems\n\Z", capsys.readouterr().out)


def test_a_verdict_is_given_anew_for_every_edit(check: Check, project: Path) -> None:
    assert check()[0] == 0
    for path, text in (
        (project / "docs" / "about.md", "\nIt counts 12 victims.\n"),
        (project / HELP, "\n{{ nothing }}\n"),
        (project / "data" / "glossary.csv", "zz,,,,\n"),
        (project / "docs" / "assets" / "site.css", "\n@import url(https://example.org/a.css);\n"),
        (project / "docs" / ".overrides" / "404.html", "{{ pag.title }}\n"),
        (project / "mkdocs.yml", "\nnothing: true\n"),
        (project / ".github" / "notes.md", "<<<<<<< a\n"),
    ):
        path.parent.mkdir(exist_ok=True)
        before = path.read_text("utf-8") if path.exists() else ""
        path.write_text(before + text, "utf-8")
        code, _, messages = check()
        assert code == 1, path
        assert all(message.startswith(path.relative_to(project).as_posix()) for message in messages), messages
        path.write_text(before, "utf-8")
    assert check()[0] == 0


def test_a_conflict_is_told_before_all_that_follows_from_it(check: Check, project: Path) -> None:
    replace(project / "data" / "forces.csv", "\n", "\n<<<<<<< HEAD\n")
    append(project / "docs" / "about.md", "\n<script></script>\n")
    _, _, messages = check()
    assert len(messages) == 1
    assert messages[0].startswith("data/forces.csv:2:conflict: ") and "Resolve conflicts" in messages[0]


def test_faults_of_tables_and_of_pages_are_told_together(check: Check, project: Path) -> None:
    edit(project / "data" / "forces.csv", "kent", region="Sout East")
    append(project / "docs" / "about.md", "\nIt counts 12 victims.\n")
    _, _, messages = check()
    assert [message.partition(":")[0] for message in messages] == ["data/forces.csv", "docs/about.md"]


def test_what_stops_a_template_is_told_with_its_line_and_no_words_of_programmers(
    check: Check, project: Path
) -> None:
    lines = (project / HELP).read_text("utf-8").count("\n")
    append(project / HELP, "\n{{ data.suport }}\n")
    code, printed, messages = check()
    assert code == 1
    assert [message.partition(": There")[0] for message in messages] == [f"{HELP}:{lines + 2}:template"]
    assert not re.search(r"Error|Traceback|hooks/|object", "\n".join([printed, *messages]))


def test_settings_that_mkdocs_refuses_are_told(check: Check, project: Path) -> None:
    replace(project / "mkdocs.yml", "omitted_files: warn", "omitted_files: loud")
    _, _, messages = check()
    assert len(messages) == 1
    assert re.match(r"mkdocs\.yml:\d+:validation: .*'loud'", messages[0])


def test_a_page_saved_in_an_old_encoding_is_told_with_its_name_and_a_cure(
    check: Check, project: Path
) -> None:
    (project / "docs" / "about.md").write_bytes(
        "---\ntitle: About\n---\n\nThe force’s page\n".encode("cp1252")
    )
    (message,) = check()[2]
    assert message.startswith("docs/about.md:5:file: The file was saved in an old encoding")
    assert "'force’s'" in message and "UTF-8" in message


def test_a_template_alone_makes_its_page(check: Check, project: Path) -> None:
    (project / "docs" / "help.md").write_text(
        "---\ntitle: Help\ndescription: Help.\n---\n\n# Help\n", "utf-8"
    )
    (message,) = check()[2]
    assert message.startswith("docs/help.md:1:file: A template makes the page help.md already.")


def test_a_fault_marks_its_line_in_a_pull_request(
    check: Check, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    append(project / HELP, "\n{{ nothing }}\n")
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    assert re.search(rf"^::error file={re.escape(HELP)},line=\d+::", check()[1], re.MULTILINE)


def test_what_passes_the_check_is_built_whatever_editor_saved_it(
    check: Check, project: Path, build: Run
) -> None:
    about, settings = project / "docs" / "about.md", project / "mkdocs.yml"
    append(
        about,
        "\n## What else?\n\nSee [questions](questions.md#who-asks), and the letter of 9 November 2023.\n",
    )
    head = '---\ntitle: "Questions: who asks?"\ndescription: Questions that readers ask.\n---\n\n'
    words = "# Questions\n\n## Who asks?\n\n| Word | Meaning |\n|---|---|\n| claim | one statement |\n"
    (project / "docs" / "questions.md").write_text(head + words, "utf-8")
    replace(settings, ": about.md\n", ": about.md\n      - Questions: questions.md\n")
    for path in (about, settings, project / HELP, project / "docs" / ".overrides" / "main.html"):
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    code, _, messages = check()
    assert code == 0, messages
    build(project, project / "site")
    assert "Questions: who asks?" in (project / "site" / "questions" / "index.html").read_text("utf-8")
