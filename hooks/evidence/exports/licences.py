"""The terms under which everything may be taken away, as the files of the repository state them."""

from __future__ import annotations

from collections.abc import Mapping

from evidence.problems import ROOT

TERMS = "LICENSE-DATA.md"
FILES = ("LICENSE", TERMS)


def files() -> Mapping[str, bytes]:
    """Give the licence of the code and the terms of words and tables, each under its file name."""
    return {name: (ROOT / name).read_bytes() for name in FILES}


def acknowledgement() -> str:
    """Give the lines that must stay with the tables of public bodies: the quotation in the terms."""
    lines = (ROOT / TERMS).read_text("utf-8").splitlines()
    quoted = " ".join(line.removeprefix("> ") for line in lines if line.startswith("> "))
    if not quoted:
        raise ValueError(f"{TERMS} quotes no line to keep with the tables. Start each such line with '> '.")
    return quoted
