"""What was measured as tables that a person reads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TypeAlias

from tests.bench.builds import Run
from tests.bench.modes import MODES, Measured

Line: TypeAlias = tuple[str, ...]


def tables(sizes: Sequence[Measured], check: Run) -> Iterator[list[Line]]:
    """Give every table of the report, each with its header first."""
    yield from (_ratios(size) for size in sizes)
    yield _costs(sizes)
    yield [("one check of the real tables", "seconds", "processor", "peak MB"), ("", *_figures(check))]
    yield _aims(sizes)


def _ratios(size: Measured) -> list[Line]:
    header = f"{size.forces:,} forces, {size.pages:,} pages, rounds: {size.rounds}"
    return [
        (header, "seconds", "to floor", "processor", "to floor", "peak MB", "to floor"),
        *((mode, *_beside(run, size.modes["floor"])) for mode, run in size.modes.items()),
    ]


def _figures(run: Run) -> Line:
    return f"{run.seconds:.2f}", f"{run.processor:.2f}", f"{run.megabytes:.0f}"


def _beside(run: Run, floor: Run) -> Iterator[str]:
    """Give each figure of a run and how many times the floor's it is."""
    ratios = run.seconds / floor.seconds, run.processor / floor.processor, run.megabytes / floor.megabytes
    for figure, ratio in zip(_figures(run), ratios, strict=True):
        yield from (figure, f"{ratio:.2f}x")


def _costs(sizes: Sequence[Measured]) -> list[Line]:
    more = {mode: [f"{_more(*two, mode):.1f}" for two in pairwise(sizes)] for mode in MODES}
    return [
        ("milliseconds a page", *(f"{size.forces:,} forces" for size in sizes)),
        *((f"{mode}, all of it", *(f"{_each(size, mode):.1f}" for size in sizes)) for mode in MODES),
        *((f"{mode}, one page more", "", *costs) for mode, costs in more.items()),
        ("bytes of the median force page", *(f"{size.page_bytes:,}" for size in sizes)),
    ]


def _each(size: Measured, mode: str) -> float:
    return 1000 * size.modes[mode].seconds / size.pages


def _more(small: Measured, large: Measured, mode: str) -> float:
    seconds = large.modes[mode].seconds - small.modes[mode].seconds
    return 1000 * seconds / (large.pages - small.pages)


def _aims(sizes: Sequence[Measured]) -> list[Line]:
    return [("aim", "at most", "reached", ""), *_aims_of_time(sizes), *_aims_of_growth(sizes)]


def _aims_of_time(sizes: Sequence[Measured]) -> Iterator[Line]:
    for mode, most in (("cold build", 5.0), ("warm build", 2.5)):
        for size in sizes:
            yield _aim(f"{mode}, to the floor, {size.forces:,} forces", most, size.ratio(mode))


def _aims_of_growth(sizes: Sequence[Measured]) -> Iterator[Line]:
    for small, large in list(pairwise(sizes))[-1:]:
        for mode in ("cold build", "warm build"):
            words = f"{mode}, cost a page, {large.forces:,} to {small.forces:,} forces"
            yield _aim(words, 1.3, _each(large, mode) / _each(small, mode))
    for first, small, large in zip(sizes, sizes[1:], sizes[2:], strict=False):
        for mode in ("cold build", "warm build"):
            words = f"{mode}, one page more, {large.forces:,} to {small.forces:,} forces"
            yield _aim(words, 1.3, _more(small, large, mode) / _more(first, small, mode))
    grown = sizes[-1].page_bytes - sizes[0].page_bytes
    yield "growth of a force page in bytes", "0", f"{grown:,}", "yes" if grown <= 0 else "no"


def _aim(words: str, most: float, reached: float) -> Line:
    return words, f"{most:.1f}x", f"{reached:.2f}x", "yes" if reached <= most else "no"


def aligned(lines: Sequence[Line]) -> str:
    """Set a table with its first column to the left and all others to the right."""
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "\n".join(_line(cells, widths) for cells in lines)


def _line(cells: Line, widths: Sequence[int]) -> str:
    first, *others = zip(cells, widths, strict=True)
    return "  ".join([first[0].ljust(first[1]), *(cell.rjust(width) for cell, width in others)]).rstrip()
