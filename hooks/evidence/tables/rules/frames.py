"""A table as a frame of text, indexed by line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from evidence.tables import Table

NUMBER = r"-?[0-9]{1,15}(\.[0-9]{1,15})?"


def frame(table: Table) -> pd.DataFrame:
    """Give the rows that have as many cells as the header, as text, indexed by line."""
    whole = [(line, cells) for line, cells in table.rows if len(cells) == len(table.header)]
    frame = pd.DataFrame([cells for _, cells in whole], columns=list(table.header), dtype=object)
    frame.index = pd.Index([line for line, _ in whole], name="line", dtype=int)
    return frame


def rows(table: Table) -> Iterator[tuple[int, dict[str, str]]]:
    """Give the rows that have as many cells as the header, by column, each with its line."""
    for line, cells in table.rows:
        if len(cells) == len(table.header):
            yield line, dict(zip(table.header, cells, strict=True))


def numbers(cells: pd.Series[Any]) -> pd.Series[float]:
    """Give cells as numbers, zero where a cell is none; infinity is none."""
    return cells.where(cells.str.fullmatch(NUMBER), 0).astype(float)


def number(line: object) -> int:
    """Give the label of a row as the number of its line."""
    return int(str(line))
