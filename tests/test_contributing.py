"""What the guide for contributors shows can be done as it says; `python -m tests.play` plays all of it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from evidence.__main__ import main
from evidence.pages import Site
from evidence.site.build import generate
from tests.play import EXAMPLES, GUIDE, play


def test_every_example_of_the_guide_is_played() -> None:
    assert re.findall(r"^### (.+)$", GUIDE, re.MULTILINE) == list(EXAMPLES)


@pytest.mark.parametrize("heading", ["Add a count", "Add a column"])
def test_an_example_of_the_guide_passes_the_check_and_reaches_its_page(heading: str, project: Path) -> None:
    shown = play(heading, project)
    assert main(["check", str(project)]) == 0
    site = Site(url="https://example.org/", repository="", templates=project / "docs" / "templates")
    files = {file.path: file for file in generate(site, project / "data").files}
    assert shown.words in files[f"{shown.page}.md"].text
