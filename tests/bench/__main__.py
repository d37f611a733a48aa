"""Time the pages as a reader's telephone meets them, and the build against its floor.

The floor is the same pages as static Markdown, with no hook and no charts. Run with `make bench`; to see what
a change costs, `--only builds --sizes 44 --rounds 3` or `--only pages` is enough. Nothing is asserted.
Seconds of builds differ from one machine to another: read the ratios, all of which come from one run. Where
the ratios of wall time and of processor time disagree, something else kept the machine busy: run it again.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence

from tests.bench import host, lighthouse, modes, phone, report

ROUNDS = {44: 5, 440: 3, 4400: 1}


def main() -> None:
    """Measure what was asked for and print what was found."""
    asked = _parser().parse_args()
    if asked.only != "builds":
        _print(_pages())
    if asked.only != "pages":
        _print(_builds(asked.sizes, asked.rounds))


def _pages() -> Iterable[report.Table]:
    with host.served() as address:
        return report.of_pages(phone.measure(address), lighthouse.measure(address))


def _builds(sizes: Sequence[int], rounds: int | None) -> Iterable[report.Table]:
    check = modes.check()
    measured = [modes.measure(size, rounds or ROUNDS.get(size, 1)) for size in sorted(sizes)]
    return report.of_builds(measured, check)


def _print(tables: Iterable[report.Table]) -> None:
    for table in tables:
        print(report.aligned(table), end="\n\n", flush=True)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--only", choices=("pages", "builds"), help="measure one of the two")
    parser.add_argument("--sizes", type=int, nargs="+", default=sorted(ROUNDS), help="numbers of forces")
    parser.add_argument("--rounds", type=int, help="rounds at every size, instead of 5, 3 and 1")
    return parser


if __name__ == "__main__":
    main()
