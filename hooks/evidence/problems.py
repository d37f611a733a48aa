"""What is wrong with the data, where, and what to do about it."""

from __future__ import annotations

import os
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from traceback import extract_tb

LONGEST_FAULT = 500  # characters: a quoted cell is shown by its two ends
LONGEST_REMEDY = 3_000  # characters: it may hold a row to paste, so it is cut only where no cell is that long
FEW = 10  # of the same kind in the same column are told, so that the other kinds can be found
ITS_OWN = re.compile(r"'[^']*'|\"[^\"]*\"|\d[\d,.]*")
ROOT = Path(__file__).parents[2]


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
        """What is wrong and what to do, on one line and no longer than a person reads."""
        fault, remedy = _short(self.fault, LONGEST_FAULT), _short(self.remedy, LONGEST_REMEDY)
        return "".join(each if each.isprintable() else ascii(each)[1:-1] for each in f"{fault} {remedy}")

    def annotation(self, level: str = "error") -> str:
        """Give the problem as a GitHub Actions workflow command, which marks the row in a pull request.

        `level` is "error", or "warning" for a doubt.

        https://docs.github.com/actions/reference/workflow-commands-for-github-actions
        """
        place = f"file={_escaped(self.path, ',:')},line={self.line}"
        return f"::{level} {place}::{_escaped(f'{self.column}: {self.message}')}"


class RejectedInput(Exception):
    """The tables break at least one rule; `problems` holds every one that was found."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in limit_per_kind(self.problems)))


class ExportError(Exception):
    """A download could not be made; `path` is where it would stand in the site."""

    def __init__(self, path: str, cause: Exception) -> None:
        self.path = path
        super().__init__(f"{path}: this download cannot be made: {type(cause).__name__}: {cause}")


def github_annotations(problems: Iterable[Problem], level: str = "error") -> Iterator[str]:
    """Give what, printed in GitHub Actions, marks each problem on its row; nothing anywhere else."""
    if os.environ.get("GITHUB_ACTIONS") == "true":
        yield from (problem.annotation(level) for problem in problems)


class BuildError(Exception):
    """The tables keep every rule and yet no site can be made of them; the message says where it stopped."""

    def __init__(self, cause: Exception) -> None:
        remedy = "Undo the last change of the tables or templates, or mend the code there."
        fault = f"The site cannot be made: {_short(f'{type(cause).__name__}: {cause}', LONGEST_FAULT)}"
        super().__init__(f"{_place(cause)}: {fault}. {remedy}")


def limit_per_kind(problems: Iterable[Problem]) -> list[Problem]:
    """Give the first problems of each kind, and instead of the others of it how many there are, in order."""
    kinds: defaultdict[tuple[str, str, str], list[Problem]] = defaultdict(list)
    for problem in problems:
        kinds[problem.path, problem.column, ITS_OWN.sub("", problem.fault)].append(problem)
    return sorted(told for alike in kinds.values() for told in _first(alike))


def _first(alike: list[Problem]) -> Iterator[Problem]:
    yield from alike[:FEW]
    if len(alike) > FEW:
        fault = f"There are {len(alike) - FEW:,} more like the {FEW} above."
        yield replace(alike[FEW], fault=fault, remedy="Correct them in the same way.")


def file_error(error: OSError) -> str:
    """Say which file could not be read or written, why, and what to do."""
    name = f"{error.filename}: " if error.filename else ""
    return f"{name}{error.strerror or error}. Make room for the file or put it back, and try again."


def _place(cause: Exception) -> str:
    """Give the last place in our own modules and templates that the cause came through."""
    frames = [frame for frame in extract_tb(cause.__traceback__) if _is_ours(frame.filename)]
    found = [f"{Path(frame.filename).relative_to(ROOT).as_posix()}:{frame.lineno}" for frame in frames]
    templates = [place for place in found if place.startswith("docs")]
    return (templates or found or ["hooks"])[-1]


def _is_ours(path: str) -> bool:
    return any(Path(path).is_relative_to(ROOT / folder) for folder in ("docs", "hooks"))


def _short(words: str, longest: int) -> str:
    """Give words by their two ends where they are too long."""
    if len(words) <= longest:
        return words
    left_out = f" […{len(words) - longest:,} characters…] "
    return words[: longest * 2 // 3] + left_out + words[-longest // 3 :]


def _escaped(text: str, also: str = "") -> str:
    for character in "%\r\n" + also:
        text = text.replace(character, f"%{ord(character):02X}")
    return text
