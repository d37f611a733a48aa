"""Time the build against its floor: the same pages as static Markdown, with no hook and no charts.

Run with `make bench`; `--sizes 44 --rounds 3` is enough to see what a change costs. Nothing is asserted.
Seconds differ from one machine to another: read the ratios, all of which come from one run. Where the
ratios of wall time and of processor time disagree, something else kept the machine busy: run it again.
"""

from __future__ import annotations

import argparse

from tests.bench import modes, report

ROUNDS = {44: 5, 440: 3, 4400: 1}


def main() -> None:
    """Measure every size asked for and print what was found."""
    asked = _parser().parse_args()
    check = modes.check()
    sizes = [modes.measure(size, asked.rounds or ROUNDS.get(size, 1)) for size in sorted(asked.sizes)]
    print("\n\n".join(report.aligned(table) for table in report.tables(sizes, check)))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=sorted(ROUNDS), help="numbers of forces")
    parser.add_argument("--rounds", type=int, help="rounds at every size, instead of 5, 3 and 1")
    return parser


if __name__ == "__main__":
    main()
