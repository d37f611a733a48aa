"""A merge that was not finished leaves its marks in the file."""

from __future__ import annotations

import re
from collections.abc import Iterator

from evidence.problems import Problem

START, END = re.compile(r"<{7}(\s|$)"), re.compile(r">{7}(\s|$)")
CURE = (
    'On the page of the pull request press "Resolve conflicts", or open the file with the pencil. Keep the '
    'lines that are right, remove the others and the lines of marks, and press "Commit changes".'
)


def problems(path: str, text: str) -> Iterator[Problem]:
    """Yield a conflict of two changes that nobody has resolved: the first mark of one in the file."""
    lines = text.removeprefix("\ufeff").splitlines()
    marks = [number for number, line in enumerate(lines, 1) if START.match(line) or END.match(line)]
    if marks:
        conflicts = max(1, sum(bool(START.match(line)) for line in lines))
        fault = f"Two changes met here and the conflict was not resolved ({lines[marks[0] - 1][:30]!r})."
        fault += f" The file has {conflicts} such places." if conflicts > 1 else ""
        yield Problem(path, marks[0], "conflict", fault, CURE)
