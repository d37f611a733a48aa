"""What a reviewer must know, in a few lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from evidence.report import rows
from evidence.report.document import Line, Theirs, counted
from evidence.report.found import Found
from evidence.report.sides import Side

SAME = "Nothing changes for readers."
MOST = 4  # tables named before "and 2 tables more"


def summary(found: Found) -> Iterator[Line]:
    """Say in at most a line each what is wrong, what changes, what is owed and what to look at."""
    for which, side in (("head", found.sides.head), ("base", found.sides.base)):
        yield from _faulty(which, side)
    if found.owed:
        yield (
            f"Not ready yet: {counted(len(found.owed), 'row')} of changes.csv owed, below, ready to paste.",
        )
    if found.tables:
        yield _tables(found.tables)
    if found.sides.built:
        yield (_for_readers(found),)
    if found.doubts.new:
        yield (f"{counted(len(found.doubts.new), 'new doubt')}: no fault, but worth a look.",)
    if found.other:
        folders = dict.fromkeys(path.partition("/")[0] for path in found.other)
        yield (f"Beside the tables, {counted(len(found.other), 'file')} changed, in ", *_named(list(folders)))


def _faulty(which: str, side: Side) -> Iterator[Line]:
    if side.faults:
        told = "It cannot be published." if side.site else "It cannot be built, so its pages are not shown."
        yield (f"The {which} is faulty: {counted(len(side.faults), 'problem')}, below. {told}",)


def _tables(tables: Sequence[rows.Compared]) -> Line:
    parts = tuple(part for table in tables[:MOST] for part in ("; ", *rows.told(table)))[1:]
    left = len(tables) - MOST
    return (*parts, f"; and {counted(left, 'table')} more." if left > 0 else ".")


def _for_readers(found: Found) -> str:
    kinds = (
        (found.words.pages, "page changes", "pages change"),
        (len(found.words.new), "page is new", "pages are new"),
        (len(found.words.gone), "page is gone", "pages are gone"),
        (len(found.drawings), "chart changes", "charts change"),
        (found.moved, "derived figure moves", "derived figures move"),
        (len(found.places.new), "address is new", "addresses are new"),
        (len(found.places.gone), "address is gone", "addresses are gone"),
        (len(found.places.redirected), "address is redirected", "addresses are redirected"),
    )
    said = [counted(number, one, many) for number, one, many in kinds if number]
    return f"For readers: {', '.join(said)}." if said else SAME


def _named(names: Sequence[str]) -> Line:
    parts = tuple(part for name in names[:MOST] for part in (", ", Theirs(name)))[1:]
    return (*parts, ", …" if len(names) > MOST else ".")
