"""What the check tells of tables that a test has broken."""

from __future__ import annotations

from pathlib import Path

from evidence.checks import check
from evidence.problems import UnsoundData


def faults(data: Path, *, artificial: bool = False) -> list[str]:
    """Give every problem of the tables in a folder as it is printed; none where they are sound."""
    try:
        check(data, artificial=artificial)
    except UnsoundData as error:
        return [str(problem) for problem in error.problems]
    return []
