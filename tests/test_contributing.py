"""What the guide for contributors shows can be done as it says; `python -m tests.play` plays all of it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.conftest import Run
from tests.play import EXAMPLES, GUIDE, play


def test_every_example_of_the_guide_is_played() -> None:
    assert re.findall(r"^### (.+)$", GUIDE, re.MULTILINE) == list(EXAMPLES)


@pytest.mark.parametrize("heading", ["Add a count", "Add a column"])
def test_an_example_of_the_guide_passes_the_check_and_reaches_its_page(
    heading: str, project: Path, run: Run
) -> None:
    shown = play(heading, project)
    checked = run(project, "evidence", "check")
    assert checked.returncode == 0, checked.stderr
    generated = run(project, "evidence", "generate", project / "generated")
    assert generated.returncode == 0, generated.stderr
    assert shown.words in (project / "generated" / f"{shown.page}.md").read_text("utf-8")
