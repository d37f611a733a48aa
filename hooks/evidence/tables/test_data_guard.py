"""What was made up for a test never reaches a build."""

from __future__ import annotations

import re
from collections.abc import Iterator

from evidence.problems import Problem
from evidence.tables.table import Package

MARK = "artificial"
"""The member of a descriptor by which tests mark tables that they make up."""
NO_ADDRESS = re.compile(
    r"https?://(?:[^/?#]+\.)?(?:example(?:\.(?:com|net|org))?|invalid|localhost|test)(?=[:/?#]|$)",
    re.IGNORECASE,
)
"""Addresses that belong to nobody: https://www.rfc-editor.org/rfc/rfc6761."""
NO_NAME = re.compile(rf"{MARK}-")


def find_test_data(package: Package) -> Iterator[Problem]:
    """Yield the mark of tables that a test made up, and each cell that is made up."""
    if package.descriptor.get(MARK):
        fault = "These tables are artificial: they were made up for a test."
        yield Problem(package.path, 1, MARK, fault, "Put the real tables back.")
    for table in package.tables.values():
        for line, cells in table.rows:
            for column, cell in zip(table.header, cells, strict=False):
                if NO_ADDRESS.match(cell) or NO_NAME.match(cell):
                    fault = f"{cell!r} is artificial: names like it are kept for tests."
                    yield Problem(table.path, line, column, fault, "Remove the row, or name what is real.")
