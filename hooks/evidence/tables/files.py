"""The files of a folder of tables as bytes, and each as text, with what a program did to it in saving."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from evidence.problems import Problem, RejectedInput

DESCRIPTOR = "datapackage.json"
LARGEST = 50_000_000
"""Bytes of a file; more would take all memory before a rule could speak."""
OPEN_ELSEWHERE = re.compile(r"\.~lock\..*#|~\$.*|\..*\.sw[a-z]|\.?#.*")
"""Files that LibreOffice, Excel, Vim and Emacs keep beside a file for as long as they have it open."""
TIDY = "Run make tidy, which repairs this."
CSV_UTF8 = "In Excel save as “CSV UTF-8 (Comma delimited)”"
PLAIN_FILE = "On GitHub press “Download raw file”, and put what that gives there."
CONFLICT = re.compile(r'^\ufeff?"?((?:<{7}|>{7})(?:[ ,;\t][^\r\n]*|$))', re.MULTILINE)
RESOLVE = (
    'On the page of the pull request press "Resolve conflicts", or open the file with the pencil. Keep the '
    'lines that are right, remove the others and the lines of marks, and press "Commit changes".'
)
OTHER_KINDS = (
    (rb"PK\x03\x04|\xd0\xcf\x11\xe0", "a workbook or another archive", f"{CSV_UTF8}."),
    (rb"(?i)\s*<(!doctype|html)", "a web page", PLAIN_FILE),
)
"""How files start that are no tables, what they are, and the remedy."""
EXPECTED = re.compile(r"[\x00-\x7f‘’“”–—…£€°½•àáâäçèéêëìíîïñòóôöùúûüÿŵŷ]*")
"""What tables in English, with Welsh names, hold: an encoding that gives anything else is not theirs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Files:
    """The files in a folder by name; `problems` says what stands there and cannot be read as a file."""

    folder: Path
    contents: Mapping[str, bytes]
    problems: tuple[Problem, ...]

    def path(self, name: str) -> str:
        """Give the path of a file as a maintainer writes it."""
        return display_path(self.folder / name)

    def text(self, name: str) -> str:
        """Give a file's text with LF line ends; raises RejectedInput where it is missing or no text."""
        if name not in self.contents:
            known = [problem for problem in self.problems if problem.path == self.path(name)]
            missing = Problem(self.path(name), 1, "file", "The file is missing.", "Put it back.")
            raise RejectedInput(known or [missing])
        content = self.contents[name]
        for line, fault, remedy in _faults(content):
            raise RejectedInput([Problem(self.path(name), line, "file", fault, remedy)])
        return decode(content) or ""


def read_files(folder: Path) -> Files:
    """Read every file in a folder; raises RejectedInput where there is no such folder."""
    contents: dict[str, bytes] = {}
    problems: list[Problem] = []
    try:
        paths = [path for path in sorted(folder.iterdir()) if not OPEN_ELSEWHERE.fullmatch(path.name)]
    except OSError as error:
        raise _unreadable(folder, error) from None
    for path in paths:
        try:
            contents[path.name] = read_file(path)
        except RejectedInput as error:
            problems += error.problems
    return Files(folder=folder, contents=contents, problems=tuple(problems))


def decode(content: bytes) -> str | None:
    """Give the text that bytes certainly stand for, with LF line ends; None where that is not certain."""
    if _is_utf16(content):
        encodings = ["utf-16" if content[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-16-le"]
    else:
        encodings = ["utf-8-sig", "cp1252", "mac-roman"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding.startswith("utf-8") or (EXPECTED.fullmatch(text) and "\0" not in text):
            return re.sub("\r*\n|\r", "\n", text.lstrip("\ufeff"))
    return None


def read_file(path: Path, largest: int = LARGEST) -> bytes:
    """Read a file; what is none is not opened, since a link may lead anywhere and a pipe never ends."""
    try:
        status = path.lstat()
        if stat.S_ISREG(status.st_mode) and status.st_size <= largest:
            return path.read_bytes()
    except OSError as error:
        raise _unreadable(path, error) from None
    fault, remedy = "This is a link, a folder or a device, and no file.", "Put the file itself there."
    if stat.S_ISREG(status.st_mode):
        fault = f"The file holds {status.st_size:,} bytes."
        remedy = f"Write at most {largest:,} into one file."
    raise RejectedInput([Problem(display_path(path), 1, "file", fault, remedy)])


def _unreadable(path: Path, error: OSError) -> RejectedInput:
    remedy = "Put it there, and let everybody read it and its folder."
    return RejectedInput(
        [Problem(display_path(path), 1, "file", f"It cannot be read: {error.strerror}.", remedy)]
    )


def display_path(path: Path) -> str:
    """Give a path as a maintainer writes it, relative to where the command runs."""
    return Path(os.path.relpath(path)).as_posix()


def find_conflict(text: str) -> tuple[int, str, str] | None:
    """Give line, fault and remedy of the first mark of a merge that nobody has resolved."""
    mark = CONFLICT.search(text)
    if mark is None:
        return None
    fault = f"Two changes met here and the conflict was not resolved ({mark[1][:30]!r})."
    return len(re.findall(r"\r\n|\n|\r", text[: mark.start()])) + 1, fault, RESOLVE


def _faults(content: bytes) -> Iterator[tuple[int, str, str]]:
    """Yield why bytes are no table, as line, fault and remedy, the likeliest cause first."""
    if conflict := find_conflict(content.decode("latin-1")):
        yield conflict
    for start, kind, remedy in OTHER_KINDS:
        if re.match(start, content):
            yield 1, f"This is {kind}, whatever its name says.", remedy
    if encoding := encoding_fault(content):
        remedy = f"{TIDY} {CSV_UTF8}." if decode(content) else "Type the word anew, and save as UTF-8."
        yield *encoding, remedy
    if b"\0" in content:
        fault = "The file holds a NUL byte: it was damaged when it was saved."
        yield _line(content, content.index(b"\0")), fault, "Put the last good file back."


def encoding_fault(content: bytes) -> tuple[int, str] | None:
    """Give the line at which bytes are no text in UTF-8, and what they are; None where they are."""
    text = decode(content)
    if text is not None and _is_utf16(content):
        return 1, "The file was saved as UTF-16, which Excel calls “Unicode Text”."
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        words = (text or content.decode(errors="replace")).split()
        word = next(word for word in words if not word.isascii() and (text or "\ufffd" in word))
        kind = "The file was saved in an old encoding" if text else "The line holds a byte that is not UTF-8"
        return _line(content, error.start), f"{kind}: see {word[:40]!r}."
    return None


def _is_utf16(content: bytes) -> bool:
    start = content[:200]
    return start[:2] in {b"\xff\xfe", b"\xfe\xff"} or (len(start) > 3 and not any(start[1::2]))


def _line(content: bytes, at: int) -> int:
    return len(re.findall(rb"\r\n|\n|\r", content[:at])) + 1
