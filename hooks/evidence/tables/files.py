"""A file of the data package as bytes, as text and as JSON, with what is wrong with it.

Only a file that is one is opened: a link could lead out of the folder, and a pipe would never end.
"""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from evidence.problems import Problem, RejectedInput

BOM = b"\xef\xbb\xbf"
LARGEST = 50_000_000
"""Bytes of a file; more would take all memory before a rule could speak."""


def shown(path: Path) -> str:
    """Give a path as a maintainer writes it, relative to where the command runs."""
    return Path(os.path.relpath(path)).as_posix()


def content_of(path: Path) -> bytes:
    """Read a file of the data; raises RejectedInput where it is none, cannot be read or is too large."""
    try:
        status = path.lstat()
        if not stat.S_ISREG(status.st_mode):
            raise RejectedInput([_no_file(path, status.st_mode)])
        if status.st_size > LARGEST:
            raise RejectedInput([_too_large(path, status.st_size)])
        return path.read_bytes()
    except FileNotFoundError:
        raise RejectedInput([_missing(path)]) from None
    except OSError as error:
        raise RejectedInput([_unreadable(path, error)]) from None


def json_of(path: Path, content: bytes) -> Any:
    """Read JSON; raises RejectedInput where it is none, or holds what no file of text can."""
    try:
        read = json.loads(content.decode("utf-8"), parse_constant=_no_number)
        json.dumps(read, ensure_ascii=False).encode()
    except UnicodeDecodeError as error:
        raise RejectedInput([_not_utf8(path, content, error)]) from None
    except json.JSONDecodeError as error:
        fault = f"This is not JSON: {error.msg} at character {error.colno}."
        raise RejectedInput([_not_json(path, error.lineno, fault)]) from None
    except UnicodeEncodeError:
        raise RejectedInput([_not_json(path, 1, "Half a character is written, such as \\ud800.")]) from None
    except RecursionError:
        raise RejectedInput([_not_json(path, 1, "Brackets stand within brackets too often.")]) from None
    except ValueError as error:
        raise RejectedInput([_not_json(path, 1, f"This is not JSON: {error}.")]) from None
    return read


def _no_number(word: str) -> None:
    raise ValueError(f"{word} is no number")


def byte_problems(path: Path, content: bytes) -> Iterator[Problem]:
    """Yield what is wrong with the bytes of a text, and so with its lines."""
    place = shown(path)
    if content.startswith(BOM):
        yield Problem(
            place, 1, "file", "The file starts with a byte-order mark.", "Save it as UTF-8 without one."
        )
    if b"\r" in content:
        line = content[: content.index(b"\r")].count(b"\n") + 1
        yield Problem(
            place, line, "file", "A line ends with a carriage return.", "Save it with LF line ends."
        )
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        yield _not_utf8(path, content, error)


def _missing(path: Path) -> Problem:
    return Problem(shown(path), 1, "file", "The file is missing.", "Put it back, or correct its name.")


def _no_file(path: Path, mode: int) -> Problem:
    kind = "a symbolic link" if stat.S_ISLNK(mode) else "a folder" if stat.S_ISDIR(mode) else "no file"
    return Problem(shown(path), 1, "file", f"This is {kind}.", "Put the file itself there.")


def _too_large(path: Path, size: int) -> Problem:
    return Problem(
        shown(path), 1, "file", f"The file holds {size:,} bytes.", f"Write at most {LARGEST:,} into one file."
    )


def _unreadable(path: Path, error: OSError) -> Problem:
    fault = f"The file cannot be read: {error.strerror}."
    return Problem(shown(path), 1, "file", fault, "Let everybody read the file and its folder.")


def _not_json(path: Path, line: int, fault: str) -> Problem:
    return Problem(shown(path), line, "file", fault, "Look for a comma or a quotation mark.")


def _not_utf8(path: Path, content: bytes, error: UnicodeDecodeError) -> Problem:
    line = content[: error.start].count(b"\n") + 1
    fault = f"Byte {content[error.start]:#04x} is not UTF-8."
    return Problem(shown(path), line, "file", fault, "Save the file as UTF-8.")
