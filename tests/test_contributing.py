"""Whoever follows CONTRIBUTING.md to the letter makes a sound change, and is told the rest as it says.

What becomes of all six examples once they are merged and released is played by test_rehearsal.py.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest
from markdown import Markdown

from evidence import addresses
from evidence.checks import check
from tests import examples
from tests.examples import Edit
from tests.told import faults as of_tables

ROOT = Path(__file__).parents[1]
EXAMPLES = examples.examples()
NAMES = (
    "Correct a cell",
    "Add a source",
    "Add a response",
    "Add a count",
    "Change wording",
    "Retire an address",
)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of what a contributor may change, as it was released."""
    shutil.copytree(ROOT / "data", tmp_path / "data")
    shutil.copytree(ROOT / "docs", tmp_path / "docs", ignore=shutil.ignore_patterns("assets", ".overrides"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def words() -> Mapping[str, str]:
    return examples.artificial(ROOT / "data")


def faults(project: Path) -> list[str]:
    """Give what the check tells, save that names are artificial: those of the examples here are."""
    return of_tables(project / "data", artificial=True)


def told(edits: tuple[Edit, ...]) -> tuple[Edit, ...]:
    return tuple(edit for edit in edits if edit.path == examples.LEDGER)


def untold(edits: tuple[Edit, ...]) -> tuple[Edit, ...]:
    return tuple(edit for edit in edits if edit.path != examples.LEDGER)


def test_there_are_six_examples_and_every_block_is_read() -> None:
    assert tuple(EXAMPLES) == NAMES
    blocks = examples.GUIDE.read_text("utf-8").count("```diff\n")
    assert sum(map(len, EXAMPLES.values())) == blocks
    assert all(EXAMPLES.values())


@pytest.mark.parametrize("name", NAMES)
def test_an_example_that_is_followed_leaves_the_tables_sound(name: str, project: Path) -> None:
    before = {path: path.read_bytes() for path in project.rglob("*.*") if path.is_file()}
    examples.make(EXAMPLES[name], project, words())
    changed = {path.relative_to(project).as_posix() for path in before if path.read_bytes() != before[path]}
    assert changed == {edit.path for edit in EXAMPLES[name]}
    assert faults(project) == []


@pytest.mark.parametrize("name", [name for name in NAMES if told(EXAMPLES[name])])
def test_an_example_without_its_line_for_readers_is_refused(name: str, project: Path) -> None:
    examples.make(untold(EXAMPLES[name]), project, words())
    assert faults(project)
    assert all("no line of changes.csv says so" in fault for fault in faults(project))


def test_the_check_answers_as_the_guide_says(project: Path) -> None:
    misspelt, left_out = examples.messages()
    examples.make(untold(EXAMPLES["Correct a cell"]), project, words())
    assert faults(project) == [left_out]
    _, line, *_ = misspelt.split(":")
    forces = project / "data" / "forces.csv"
    rows = forces.read_text("utf-8").splitlines()
    rows[int(line) - 1] = rows[int(line) - 1].replace("South East", "Sout East")
    forces.write_text("\n".join(rows) + "\n", "utf-8")
    assert misspelt in faults(project)


def test_an_address_that_is_retired_leads_on(project: Path) -> None:
    renamed, redirected = EXAMPLES["Retire an address"]
    old, new = (f"methods/#{_anchor(line)}" for line in (*renamed.old, *renamed.new))
    assert redirected.new[0].split(",")[:2] == [old, new]
    examples.make([renamed], project, words())
    assert lost(project, old, new) == [f"{old} neither exists nor redirects."]
    examples.make([redirected], project, words())
    assert lost(project, old, new) == []


def lost(project: Path, old: str, new: str) -> list[str]:
    """Give what is wrong on a site that has one address in place of another, and else is as it was."""
    ledger = addresses.ledger(check(project / "data"))
    found = {*ledger.published, new} - {old}
    problems = addresses.problems(ledger, found, {})
    return [one.fault for one in problems if old in str(one)]


def _anchor(heading: str) -> str:
    converter = Markdown(extensions=["toc", "attr_list"])
    converter.convert(heading)
    anchor: str = converter.toc_tokens[0]["id"]  # type: ignore[attr-defined]
    return anchor
