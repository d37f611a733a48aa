"""What is wrong with the input, where, and what to do about it."""

from __future__ import annotations

import os
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from traceback import extract_tb

LONGEST_FAULT = 500
"""Characters; of a longer fault its two ends are shown."""
LONGEST_REMEDY = 3_000
"""Characters; a remedy may hold a row to paste, which must be whole."""
LIMIT = 3
"""Problems of one kind that are shown of one file."""
MOST_LINES = 20
"""Lines that are named of the problems that are not shown."""
QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"|\d[\d,.]*")
"""What tells two problems of one kind apart: the values that they quote."""
ROOT = Path(__file__).parents[2]
DATA = ROOT / "data"
OURS = ("docs", "hooks")
"""The folders in which a fault can be; libraries are in the project too, in .venv."""


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One fault at one place, in words that somebody who has never written code can act on."""

    path: str
    line: int
    column: str
    fault: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}: {self.message}"

    @property
    def message(self) -> str:
        """Fault and remedy on one line, with unprintable characters escaped."""
        text = f"{_shorten(self.fault, LONGEST_FAULT)} {_shorten(self.remedy, LONGEST_REMEDY)}"
        return "".join(each if each.isprintable() else ascii(each)[1:-1] for each in text)

    def annotation(self, level: str) -> str:
        """Give the workflow command that marks the line in a pull request; `level` is "error" or "warning".

        https://docs.github.com/actions/reference/workflow-commands-for-github-actions
        """
        place = f"file={_escape(self.path, ',:')},line={self.line}"
        return f"::{level} {place}::{_escape(f'{self.column}: {self.message}')}"


class RejectedInput(Exception):
    """The input breaks at least one rule; `problems` holds every one that was found."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(self.problems)

    def __str__(self) -> str:
        return "\n".join(str(problem) for problem in limit_per_kind(self.problems))


class ExportError(Exception):
    """A download, which would stand at a path in the site, could not be made."""

    def __init__(self, path: str, cause: Exception) -> None:
        super().__init__(path, cause)

    def __str__(self) -> str:
        path, cause = self.args
        return f"{path}: this download cannot be made: {type(cause).__name__}: {cause}"


class BuildError(Exception):
    """The input keeps every rule and yet no site can be made of it."""

    def __init__(self, cause: Exception) -> None:
        words = _shorten(f"{type(cause).__name__}: {cause}", LONGEST_FAULT)
        place, remedy = _blame(cause)
        super().__init__(f"{place}: The site cannot be made: {words}. {remedy}")


def github_annotations(problems: Iterable[Problem], level: str = "error") -> Iterator[str]:
    """Give what marks each problem on its line when GitHub Actions prints it; nothing elsewhere."""
    if os.environ.get("GITHUB_ACTIONS") == "true":
        yield from (problem.annotation(level) for problem in problems)


def limit_per_kind(problems: Iterable[Problem]) -> list[Problem]:
    """Give the first problems of each kind in each file, and one in place of the others of it, in order."""
    kinds: defaultdict[tuple[str, str], list[Problem]] = defaultdict(list)
    for problem in sorted(problems):
        kinds[problem.path, QUOTED.sub("", problem.fault)].append(problem)
    return sorted(shown for kind in kinds.values() for shown in _limit(kind))


def _limit(kind: Sequence[Problem]) -> Iterator[Problem]:
    hidden = kind[LIMIT:] if len(kind) > LIMIT + 1 else []
    yield from kind[: len(kind) - len(hidden)]
    if hidden:
        lines = sorted({problem.line for problem in hidden})
        named = ", ".join(map(str, lines[:MOST_LINES])) + (" …" if len(lines) > MOST_LINES else "")
        fault = f"And {len(hidden):,} more like it, on {'lines' if len(lines) > 1 else 'line'} {named}."
        yield replace(hidden[0], fault=fault, remedy="Correct them in the same way.")


def file_error(error: OSError) -> str:
    """Say which file could not be read or written, why, and what to do."""
    name = f"{error.filename}: " if error.filename else ""
    return f"{name}{error.strerror or error}. Make room for the file or put it back, and try again."


def describe_error(error: Exception) -> str:
    """Say what stopped a build, in words."""
    if isinstance(error, RejectedInput | ExportError | BuildError):
        return str(error)
    if isinstance(error, OSError) and error.errno:
        return file_error(error)
    return str(BuildError(error))


def _blame(cause: Exception) -> tuple[str, str]:
    """Give the place to look at, which is a template wherever one was being rendered, and the remedy."""
    frames = [(Path(frame.filename), frame.lineno) for frame in extract_tb(cause.__traceback__)]
    ours = [frame for frame in frames if any(frame[0].is_relative_to(ROOT / part) for part in OURS)]
    places = [f"{path.relative_to(ROOT).as_posix()}:{line}" for path, line in ours]
    templates = [place for place in places if place.startswith("docs/")]
    if templates:
        return templates[-1], "Undo the last change of this template, or correct it there."
    return (places or ["hooks"])[-1], "This is a mistake in the program, and not in your change: report it."


def _shorten(words: str, longest: int) -> str:
    if len(words) <= longest:
        return words
    left_out = f" […{len(words) - longest:,} characters…] "
    return words[: longest * 2 // 3] + left_out + words[-longest // 3 :]


def _escape(text: str, also: str = "") -> str:
    for character in "%\r\n" + also:
        text = text.replace(character, f"%{ord(character):02X}")
    return text
