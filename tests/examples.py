"""The worked examples of CONTRIBUTING.md, read as edits that a test can make."""

from __future__ import annotations

import csv
import json
import re
from bisect import bisect
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from evidence.tables import RELEASED

ROOT = Path(__file__).parents[1]
GUIDE = ROOT / "CONTRIBUTING.md"
SECTION = re.compile(r"^## \d+\. (?P<name>.+)\n(?P<body>(?:(?!## ).*\n)*)", re.MULTILINE)
BLOCK = re.compile(r"^```diff\n(?P<path>\S+)\n(?P<lines>(?:[-+].*\n)+)```$", re.MULTILINE)
MESSAGE = re.compile(r"^```\n(?P<words>data/(?:(?!```).*\n)+)```$", re.MULTILINE)
NUMBERED = "DATE-01"
LEDGER = "data/changes.csv"
CHECKS = "hooks/evidence/checks/__init__.py"
RULE = "        *(() if artificial else invented.problems(package)),\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """The lines that go from a file and those that take their place."""

    path: str
    old: tuple[str, ...]
    new: tuple[str, ...]

    def filled(self, words: Mapping[str, str]) -> Edit:
        """Put what a contributor writes in the place of the words in capitals."""
        capitals = re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))))
        old, new = (
            tuple(capitals.sub(lambda found: words[found[0]], line) for line in lines)
            for lines in (self.old, self.new)
        )
        return Edit(path=self.path, old=old, new=new)

    def made(self, content: str) -> str:
        """Give the content of the file once the edit is made; the lines that go stand there once."""
        if not self.old:
            return _inserted(content, self.new)
        old, new = ("".join(f"{line}\n" for line in lines) for lines in (self.old, self.new))
        assert content.count(old) == 1, f"CONTRIBUTING.md shows what {self.path} does not have: {old}"
        return content.replace(old, new)


def examples() -> Mapping[str, tuple[Edit, ...]]:
    """Give the edits of each worked example, by its name, in the order in which they are made."""
    sections = SECTION.finditer(GUIDE.read_text("utf-8"))
    return {section["name"]: tuple(map(_edit, BLOCK.finditer(section["body"]))) for section in sections}


def messages() -> tuple[str, ...]:
    """Give what the check is said to answer, each message on one line."""
    found = MESSAGE.finditer(GUIDE.read_text("utf-8"))
    return tuple(" ".join(message["words"].split()) for message in found)


def artificial(data: Path) -> Mapping[str, str]:
    """Give something to write in the place of each word in capitals: none of it is a fact."""
    responses = sum(1 for _ in _rows(data / "force_responses.csv"))
    unknown = (row["force_id"] for row in _rows(data / "counts.csv") if row["marker"] == "[x]")
    return {
        "DATE": json.loads((data / RELEASED).read_text("utf-8"))["date"],
        "FORCE": next(unknown),
        "SOURCE-ID": "artificial-source-2026",
        "TITLE": '"Artificial, for a test"',
        "PUBLISHED": "2026-11",
        "PUBLISHER": "Artificial Publisher",
        "ADDRESS": "https://example.org/artificial",
        "RESPONSE-ID": f"r{responses + 1:03}",
        "SUMMARY": "An artificial summary.",
        "COUNT": "12",
    }


def permit(project: Path) -> None:
    """Take out of a copy of the project the one rule that keeps what tests make up out of every build."""
    path = project / CHECKS
    content = path.read_text("utf-8")
    assert content.count(RULE) == 1, f"{CHECKS} has no such line: {RULE}"
    path.write_text(content.replace(RULE, ""), "utf-8")


def make(edits: Iterable[Edit], project: Path, words: Mapping[str, str]) -> None:
    """Make edits in a project folder, each with its words in capitals filled in.

    A row that stands there already, as a source that two examples add, is not added again.
    """
    for edit in edits:
        numbered = {**words, NUMBERED: _next(project / LEDGER, words["DATE"])}
        path, filled = project / edit.path, edit.filled(numbered)
        content = path.read_text("utf-8")
        if filled.old or not set(filled.new) <= set(content.splitlines()):
            path.write_text(filled.made(content), "utf-8", newline="")


def _edit(block: re.Match[str]) -> Edit:
    lines = block["lines"].splitlines()
    old, new = (tuple(line[1:] for line in lines if line[0] == sign) for sign in "-+")
    return Edit(path=block["path"], old=old, new=new)


def _inserted(content: str, rows: Iterable[str]) -> str:
    """Put rows where they belong: keys come first, so rows are in the order of their cells."""
    header, *lines = content.splitlines()
    for row in rows:
        lines.insert(bisect(lines, _cells(row), key=_cells), row)
    return "".join(f"{line}\n" for line in (header, *lines))


def _cells(line: str) -> list[str]:
    return next(csv.reader([line]))


def _next(ledger: Path, day: str) -> str:
    """Give the next free number of a change on a day."""
    taken = [row["id"] for row in _rows(ledger) if row["id"].startswith(day)]
    return f"{day}-{len(taken) + 1:02}"


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
