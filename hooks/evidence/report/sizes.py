"""How large the site is and how long it takes to make, against the base."""

from __future__ import annotations

import gzip
from collections.abc import Iterator, Sequence
from pathlib import Path

from evidence.report.document import Block, Line, Section, Theirs, counted
from evidence.report.document import Table as Shown
from evidence.report.sides import Sides, files

FORCES = "forces/"


def section(sides: Sides, differing: int) -> Section:
    """Give files, bytes, the heaviest page of a force as it is sent, and seconds, before and after."""
    title, subject = "How large, how long?", "size and time"
    if not sides.built:
        return Section(title=title, subject=subject)
    words = (
        f"Not the same to the byte: {counted(differing, 'file')} of the site. Every page says how to cite "
        "it, with the version and the day of the newest change: of that nothing is told above. Each build "
        "used what was drawn before, and ran beside the other: seconds are rough.",
    )
    shown = Shown(columns=("What", "Before", "After", "Difference"), items=tuple(_rows(sides)))
    return Section(title=title, subject=subject, blocks=(Block(words=words, content=shown),))


def _rows(sides: Sides) -> Iterator[tuple[Line, ...]]:
    measured = [_measured(side.site) for side in (sides.base, sides.head) if side.site]
    (_, *before), (page, *after) = measured
    names: Sequence[Line] = (
        ("Files",),
        ("Bytes",),
        ("Bytes of the heaviest page of a force, compressed: ", Theirs(page)),
    )
    for name, old, new in zip(names, before, after, strict=True):
        yield name, (f"{old:,}",), (f"{new:,}",), (f"{new - old:+,}",)
    for step in sides.base.seconds:
        if step in sides.head.seconds:
            yield _seconds(step, sides.base.seconds[step], sides.head.seconds[step])


def _seconds(step: str, old: float, new: float) -> tuple[Line, ...]:
    return (f"Seconds for {step}",), (f"{old:.1f}",), (f"{new:.1f}",), (f"{new - old:+.1f}",)


def _measured(site: Path) -> tuple[str, int, int, int]:
    found = files(site)
    forces = {
        path: len(gzip.compress(file.read_bytes(), mtime=0))
        for path, file in found.items()
        if path.startswith(FORCES) and path.endswith(".html")
    }
    heaviest = max(forces, key=lambda path: (forces[path], path), default="")
    size = sum(file.stat().st_size for file in found.values())
    return heaviest, len(found), size, forces.get(heaviest, 0)
