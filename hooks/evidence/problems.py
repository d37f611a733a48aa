"""What is wrong with the data, where, and what to do about it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One fault at one place, in words that somebody who has never written code can act on."""

    path: str
    line: int
    column: str
    fault: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}: {self.fault} {self.remedy}"

    def annotation(self, level: str = "error") -> str:
        """Give the problem as a GitHub Actions workflow command, which marks the row in a pull request.

        `level` is "error", or "warning" for a doubt.

        https://docs.github.com/actions/reference/workflow-commands-for-github-actions
        """
        place = f"file={_escaped(self.path, ',:')},line={self.line}"
        return f"::{level} {place}::{_escaped(f'{self.column}: {self.fault} {self.remedy}')}"


class UnsoundData(Exception):
    """The tables break at least one rule; `problems` holds every one that was found."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class DownloadFailed(Exception):
    """A download could not be made; `path` is where it would stand in the site."""

    def __init__(self, path: str, cause: Exception) -> None:
        self.path = path
        super().__init__(f"{path}: this download cannot be made: {type(cause).__name__}: {cause}")


def marks(problems: Iterable[Problem], level: str = "error") -> Iterator[str]:
    """Give what, printed in GitHub Actions, marks each problem on its row; nothing anywhere else."""
    if os.environ.get("GITHUB_ACTIONS") == "true":
        yield from (problem.annotation(level) for problem in problems)


def _escaped(text: str, also: str = "") -> str:
    for character in "%\r\n" + also:
        text = text.replace(character, f"%{ord(character):02X}")
    return text
