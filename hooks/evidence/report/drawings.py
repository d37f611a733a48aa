"""Charts that change, before and after."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from evidence.report.document import Block, Drawing, Drawings, Line, Section, Theirs, counted
from evidence.report.document import Table as Shown
from evidence.report.sides import OURS

TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)


def changed(files: Mapping[str, tuple[Path | None, Path | None]]) -> tuple[Drawing, ...]:
    """Give the charts among the files that differ, as the files that readers can take away."""
    return tuple(
        Drawing(address=path, before=_bytes(before), after=_bytes(after))
        for path, (before, after) in files.items()
        if path.endswith(".svg") and not path.startswith(OURS)
    )


def section(drawings: tuple[Drawing, ...]) -> Section:
    """Name the charts that change with their titles, and show them in the attachment."""
    return Section(title="Which charts change?", subject="charts", blocks=tuple(_blocks(drawings)))


def _blocks(drawings: tuple[Drawing, ...]) -> Iterator[Block]:
    if drawings:
        items = tuple(_row(drawing) for drawing in drawings)
        words = (f"{counted(len(items), 'chart')}, side by side in report.html. Here are their titles:",)
        yield Block(words=words, content=Shown(columns=("Chart", "Before", "After"), items=items))
        yield Block(words=("Before and after:",), content=Drawings(items=drawings), detail=True)


def _row(drawing: Drawing) -> tuple[Line, ...]:
    after = title(drawing.after) if drawing.after else ""
    same: Line = ("the same title",) if after == title(drawing.before) else (Theirs(after),)
    before: Line = (Theirs(title(drawing.before)),) if drawing.before else ("no chart",)
    return (Theirs(drawing.address),), before, same if drawing.after else ("no chart",)


def title(svg: bytes) -> str:
    """Give the title of a drawing, which those who cannot see it hear."""
    found = TITLE.search(svg.decode("utf-8", errors="replace"))
    return html.unescape(found[1]) if found else ""


def _bytes(path: Path | None) -> bytes:
    return path.read_bytes() if path else b""
