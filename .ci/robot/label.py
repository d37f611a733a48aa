"""What a pull request touches, as labels."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from fnmatch import fnmatchcase
from urllib.parse import quote

from robot import github
from robot.refusals import told

# The first that fits a file is its label; `*` stands for folders too.
LABELS = (
    ("data", "data/*"),
    ("tests", "tests/*"),
    ("workflows", ".*"),
    ("design", "docs/assets/*"),
    ("design", "docs/.overrides/*"),
    ("words", "docs/*"),
    ("words", "*.md"),
    ("words", "CITATION.cff"),
    ("words", "LICENSE"),
    ("code", "*"),
)


def main() -> None:
    """Give a pull request the labels of what it touches, and leave those that people gave it."""
    number = int(os.environ["NUMBER"])
    files = github.every(github.here(f"pulls/{number}/files?per_page=100"))
    has = {label["name"] for label in github.every(github.here(f"issues/{number}/labels?per_page=100"))}
    due = labels(name for file in files for name in (file["filename"], file.get("previous_filename")) if name)
    if due - has:
        github.send("POST", github.here(f"issues/{number}/labels"), {"labels": sorted(due - has)})
    for name in sorted(has & {label for label, _ in LABELS} - due):
        github.delete(github.here(f"issues/{number}/labels/{quote(name)}"))


def labels(paths: Iterable[str]) -> set[str]:
    """Give the labels of files, by their paths."""
    return {next(label for label, pattern in LABELS if fnmatchcase(path, pattern)) for path in paths}


if __name__ == "__main__":
    sys.exit(told(main))
