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
CONFLICT = re.compile(rb'^"?(<{7}|\|{7}|={7}|>{7})(?=[ ,;\t\r\n]|$)', re.MULTILINE)
OTHER_KINDS = (
    (rb"PK\x03\x04|\xd0\xcf\x11\xe0", "a workbook or another archive", f"{CSV_UTF8}."),
    (rb"(?i)\s*<(!doctype|html)", "a web page", PLAIN_FILE),
    (rb"%PDF|\{\\rtf", "a document", "Put the table itself there."),
    (rb"version https://git-lfs", "a pointer of Git LFS", "Put the table itself there."),
    (rb"diff --git|--- a/", "a comparison of two versions", "Put the whole file there."),
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
            contents[path.name] = _read(path)
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


def _read(path: Path) -> bytes:
    """Read a file; what is none is not opened, since a link may lead anywhere and a pipe never ends."""
    try:
        status = path.lstat()
        content = path.read_bytes() if stat.S_ISREG(status.st_mode) and status.st_size <= LARGEST else None
    except OSError as error:
        raise _unreadable(path, error) from None
    if content is not None:
        return content
    fault, remedy = "This is a link, a folder or a device, and no file.", "Put the file itself there."
    if stat.S_ISREG(status.st_mode):
        fault = f"The file holds {status.st_size:,} bytes."
        remedy = f"Write at most {LARGEST:,} into one file."
    raise RejectedInput([Problem(display_path(path), 1, "file", fault, remedy)])


def _unreadable(path: Path, error: OSError) -> RejectedInput:
    remedy = "Put it there, and let everybody read it and its folder."
    return RejectedInput(
        [Problem(display_path(path), 1, "file", f"It cannot be read: {error.strerror}.", remedy)]
    )


def display_path(path: Path) -> str:
    """Give a path as a maintainer writes it, relative to where the command runs."""
    return Path(os.path.relpath(path)).as_posix()


def _faults(content: bytes) -> Iterator[tuple[int, str, str]]:
    """Yield why bytes are no text in UTF-8, as line, fault and remedy, the likeliest cause first."""
    marks = [_line(content, mark.start()) for mark in CONFLICT.finditer(content)]
    if len(marks) > 1:
        fault = (
            f"A merge met a conflict: lines {marks[0]} to {marks[-1]} hold two versions of the same lines."
        )
        yield marks[0], fault, "Keep the right one, and remove the other and the lines of <, = and > signs."
    elif marks:
        yield marks[0], "A mark of a conflict, which a merge met, is left here.", "Remove it."
    for start, kind, remedy in OTHER_KINDS:
        if re.match(start, content):
            yield 1, f"This is {kind}, whatever its name says.", remedy
    if _is_utf16(content) and decode(content) is not None:
        fault = "The file was saved as UTF-16, which Excel calls “Unicode Text”."
        yield 1, fault, f"{TIDY} {CSV_UTF8}."
    if b"\0" in content:
        fault = "The file holds a NUL byte: it was damaged when it was saved."
        yield _line(content, content.index(b"\0")), fault, "Put the last good file back."
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        yield _line(content, error.start), *_not_utf8(content, error.start)


def _not_utf8(content: bytes, at: int) -> tuple[str, str]:
    """Say in which encoding a file was saved, with the word in which that shows."""
    text = decode(content)
    if text is None:
        around = content[max(at - 20, 0) : at + 20].decode(errors="replace").split()
        word = next(word for word in around if "\ufffd" in word)
        fault = f"The line holds a byte that is not UTF-8: see {word!r}."
        return fault, "Type the word anew, and save as UTF-8."
    word = next(word for word in text.split() if not word.isascii())
    fault = f"The file was saved in an old encoding, as Excel's plain “CSV” does: see {word!r}."
    return fault, f"{TIDY} {CSV_UTF8}."


def _is_utf16(content: bytes) -> bool:
    start = content[:200]
    return start[:2] in {b"\xff\xfe", b"\xfe\xff"} or (len(start) > 3 and not any(start[1::2]))


def _line(content: bytes, at: int) -> int:
    return len(re.findall(rb"\r\n|\n|\r", content[:at])) + 1
