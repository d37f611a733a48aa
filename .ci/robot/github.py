"""GitHub's own answers, through its command line."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Mapping
from typing import Any

from robot.refusals import Refused

BOT = "github-actions[bot]"
"""Who writes with the token of a workflow."""


def here(path: str) -> str:
    """Give the address of something in this repository, as programs find it."""
    return f"repos/{os.environ['GITHUB_REPOSITORY']}/{path}"


def address(path: str) -> str:
    """Give the same as a person's browser finds it."""
    return f"{os.environ['GITHUB_SERVER_URL']}/{os.environ['GITHUB_REPOSITORY']}/{path}"


def one(path: str) -> Any:
    """Read one answer."""
    return json.loads(_gh(path))


def every(path: str) -> list[Any]:
    """Read a list of answers to its last page."""
    pages = json.loads(_gh(path, "--paginate", "--slurp"))
    return [answer for page in pages for answer in page]


def is_ours(written: Mapping[str, Any], mark: str) -> bool:
    """Tell whether a comment or an issue was written here, and begins with a mark that is not seen."""
    return bool(written["user"]["login"] == BOT and (written["body"] or "").startswith(mark))


def content(path: str) -> bytes:
    """Read a file."""
    return _gh(path)


def send(method: str, path: str, fields: Mapping[str, object]) -> Any:
    """Write something."""
    told = _gh(path, "--method", method, "--input", "-", sent=json.dumps(fields).encode())
    return json.loads(told or b"null")


def delete(path: str) -> None:
    """Take something away."""
    _gh(path, "--method", "DELETE")


def output(name: str, value: str) -> None:
    """Hand a value of one line to the later steps of a workflow; without one, print it."""
    place = os.environ.get("GITHUB_OUTPUT", "/dev/stdout")
    with open(place, "a", encoding="utf-8") as file:  # noqa: PTH123  (also a pipe)
        file.write(f"{name}={value}\n")


def _gh(path: str, *options: str, sent: bytes | None = None) -> bytes:
    command = ("gh", "api", path, *options)
    told = subprocess.run(command, input=sent, capture_output=True, check=False)
    if told.returncode:
        raise Refused(f"GitHub refused {path}: {told.stderr.decode(errors='replace').strip()}")
    return told.stdout
