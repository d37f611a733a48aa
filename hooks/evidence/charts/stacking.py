"""Dots on one axis, stacked so that none hides another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator


def levels(places: Iterable[float], distance: float) -> Iterator[int]:
    """Give each place the lowest level on which it keeps its distance from those before it.

    Places are along the axis, from the smallest to the largest.
    """
    last: list[float] = []
    for place in places:
        free = (level for level, before in enumerate(last) if place - before >= distance)
        level = next(free, len(last))
        last[level : level + 1] = [place]
        yield level
