"""What was measured as tables that a person reads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import TypeAlias

from tests.bench import lighthouse, phone
from tests.bench.builds import Run
from tests.bench.lighthouse import Audited
from tests.bench.modes import MODES, Measured
from tests.bench.phone import Seen

Line: TypeAlias = tuple[str, ...]
Table: TypeAlias = Sequence[Line]
"""Its header first."""
SHORT = 2.0
"""Seconds that one check of the real tables may take."""
LEAST = {"performance": 98, "accessibility": 100, "best-practices": 100, "seo": 100}
"""The aims of Lighthouse's scores."""


def of_pages(seen: Sequence[Seen], audited: Sequence[Audited]) -> Iterator[Table]:
    """Give every table about the pages that were looked at."""
    yield [
        (f"slow telephone, loads: {phone.LOADS}", "first chart s", "FCP s", "LCP s"),
        *((one.page, *map(_seconds, (one.chart, one.first, one.largest))) for one in seen),
    ]
    yield [("aim", "at most", "reached", ""), *(_aim_of_chart(one) for one in seen)]
    yield _lighthouse(audited)
    yield [("aim", "at least", "reached", ""), *_aims_of_scores(audited)]
    yield [("costs points", "on"), *_faults(audited)]


def _lighthouse(audited: Sequence[Audited]) -> Table:
    header = f"Lighthouse, runs: {lighthouse.RUNS}"
    return [
        (
            header,
            "performance",
            "accessibility",
            "best practices",
            "SEO",
            "FCP s",
            "LCP s",
            "TBT ms",
            "CLS",
            "bytes",
        ),
        *((one.page, *_scores(one), *_audits(one)) for one in audited),
    ]


def _scores(one: Audited) -> Iterator[str]:
    return (f"{one.scores[name]:.0f}" for name in LEAST)


def _audits(one: Audited) -> Line:
    first, largest, blocked, shift, size = (one.audits[name] for name in lighthouse.AUDITS)
    return _seconds(first), _seconds(largest), f"{blocked:.0f}", f"{shift:.3f}", f"{size:,.0f}"


def _seconds(milliseconds: float) -> str:
    return f"{milliseconds / 1000:.2f}"


def _aim_of_chart(one: Seen) -> Line:
    reached = "yes" if one.chart <= phone.MOST else "no"
    return f"first chart, {one.page}", f"{_seconds(phone.MOST)} s", f"{_seconds(one.chart)} s", reached


def _aims_of_scores(audited: Sequence[Audited]) -> Iterator[Line]:
    for name, least in LEAST.items():
        lowest = min(one.scores[name] for one in audited)
        yield f"{name}, lowest page", f"{least}", f"{lowest:.0f}", "yes" if lowest >= least else "no"


def _faults(audited: Sequence[Audited]) -> Iterator[Line]:
    found = {fault for one in audited for fault in one.faults}
    for fault in sorted(found):
        yield fault, " ".join(one.page for one in audited if fault in one.faults)
    if not found:
        yield "nothing", "-"


def of_builds(sizes: Sequence[Measured], check: Mapping[str, Run]) -> Iterator[Table]:
    """Give every table about the builds that were timed."""
    yield from (_ratios(size) for size in sizes)
    yield _costs(sizes)
    yield of_check(check)
    yield _aims(sizes)


def of_check(check: Mapping[str, Run]) -> Table:
    """Give what one check of the real tables took, and whether that is as quick as it should be."""
    return [
        ("one check of the real tables", "seconds", "processor", "peak MB", f"below {SHORT:.0f} s"),
        *((mode, *_figures(run), "yes" if run.seconds < SHORT else "no") for mode, run in check.items()),
    ]


def _ratios(size: Measured) -> Table:
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


def _costs(sizes: Sequence[Measured]) -> Table:
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


def _aims(sizes: Sequence[Measured]) -> Table:
    return [("aim", "at most", "reached", ""), *_aims_of_time(sizes), *_aims_of_growth(sizes)]


def _aims_of_time(sizes: Sequence[Measured]) -> Iterator[Line]:
    for mode, most in (
        ("cold build, downloads empty", 5.0),
        ("warm build, downloads empty", 2.5),
        ("warm build", 4.0),
    ):
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
