"""Every file in docs/ is known, and holds no marks of a merge that was not finished."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from evidence.problems import Problem

REMOVE = "Remove it."
LEFT_OVER = (
    (r"thumbs\.db|desktop\.ini|\.ds_store|\._.*|\.directory", "is a file of the computer's own"),
    (
        r".*(?:~|\.(?:orig|rej|bak|old|te?mp|sw[op]|save|part|crdownload|diff|patch))|\.#.*|#.*#",
        "is left over",
    ),
    (r"~\$.*|\.~lock\..*", "says that a program has a file open: close it there"),
    (
        r".*(?:\(\d+\)|[ _-]copy| \d+|[ _-](?:backup|local|remote|base)[ _-]?\d*)\.\w+(?:\.jinja)?",
        "looks like a second copy",
    ),
    (r"copy of .*|.* copy \d+\..*|.*conflicted copy.*", "looks like a second copy"),
)
"""Patterns of names, and what such a file is."""
KNOWN = re.compile(
    r"""
    [a-z0-9-]+\.md
    | templates/(?:[a-z0-9-]+/)*[a-z0-9_-]+(?:\.md|\.html)?\.jinja
    | templates/exports/[a-z0-9-]+\.md
    | templates/charts\.toml
    | \.overrides/(?:[a-z0-9-]+/)*[a-z0-9-]+\.html
    | assets/(?:[a-z0-9-]+/)*[\w.-]+\.(?:css|js|mjs|json|svg|png|ico|webp|woff2)
    | assets/vendor/[\w.-]+
    """,
    re.VERBOSE,
)
DOCUMENT = re.compile(r".*\.(?:pdf|docx?|odt|rtf|xls[xm]?|ods|pptx?|zip|7z|rar|gz|tar|eml|msg|html?)", re.I)
START, END = re.compile(r"<{7}(\s|$)"), re.compile(r">{7}(\s|$)")
RESOLVE = (
    'On the page of the pull request press "Resolve conflicts", or open the file with the pencil. Keep the '
    'lines that are right, remove the others and the lines of marks, and press "Commit changes".'
)


def conflict_problems(path: str, text: str) -> Iterator[Problem]:
    """Yield the first mark of a conflict that nobody has resolved in a file."""
    lines = text.removeprefix("\ufeff").splitlines()
    marks = [number for number, line in enumerate(lines, 1) if START.match(line) or END.match(line)]
    if marks:
        conflicts = sum(bool(START.match(line)) for line in lines)
        fault = f"Two changes met here and the conflict was not resolved ({lines[marks[0] - 1][:30]!r})."
        fault += f" The file has {conflicts} such places." if conflicts > 1 else ""
        yield Problem(path, marks[0], "conflict", fault, RESOLVE)


def problems(paths: Iterable[str], folder: str, words: str) -> Iterator[Problem]:
    """Yield each file that does not belong in docs/; `words` are the texts that name what they load."""
    for path in paths:
        fault, remedy = _fault(path, words)
        if fault:
            yield Problem(f"{folder}/{path}", 1, "file", fault, remedy)


def _fault(path: str, words: str) -> tuple[str, str]:
    name = path.rpartition("/")[2]
    for pattern, kind in LEFT_OVER:
        if re.fullmatch(pattern, name, re.IGNORECASE):
            return f"The file {kind}, and would be published.", REMOVE
    if KNOWN.fullmatch(path):
        is_used = not path.startswith("assets/") or "/vendor/" in path or name in words
        return (
            ("", "")
            if is_used
            else ("No page shows or loads this file.", "Name it where it is used, or remove it.")
        )
    if DOCUMENT.fullmatch(name):
        return (
            "A document is not published here.",
            "Remove it, and name its page in data/sources.csv instead.",
        )
    if KNOWN.fullmatch(path.lower()):
        return "The name has a capital letter.", f"Rename it to {path.lower()!r}."
    return "The file is none that the site is made of, and would be published.", REMOVE
