"""The ways to build that are timed, run in turn over several rounds."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from evidence.tables import ADDRESSES, RELEASED
from tests.bench import copies
from tests.bench.builds import ROOT, Place, Run, build, copy_of_the_project, make_floor, run


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """The medians of all rounds at one number of forces, by mode."""

    forces: int
    pages: int
    rounds: int
    page_bytes: int
    modes: Mapping[str, Run]

    def ratio(self, mode: str) -> float:
        """Say how many times the floor's time a mode took."""
        return self.modes[mode].seconds / self.modes["floor"].seconds


def cold(place: Place, turn: int) -> Run:
    """Build with nothing kept."""
    shutil.rmtree(place.project / ".cache", ignore_errors=True)
    return build(place.project)


def cold_and_empty(place: Place, turn: int) -> Run:
    """Build with nothing kept and with downloads that hold nothing."""
    shutil.rmtree(place.project / ".cache", ignore_errors=True)
    return build(place.project, EMPTY)


def warm_and_empty(place: Place, turn: int) -> Run:
    """Build what was built before, with downloads that hold nothing."""
    return build(place.project, EMPTY)


def floor(place: Place, turn: int) -> Run:
    """Build the static Markdown."""
    if not place.floor.exists():
        make_floor(place)
    return build(place.floor)


def warm(place: Place, turn: int) -> Run:
    """Build what was built before."""
    return build(place.project)


def one_cell(place: Place, turn: int) -> Run:
    """Build after one cell has changed."""
    copies.change_cell(place.project / "data", turn)
    return build(place.project)


EMPTY = "tests.bench.empty"
MODES: Mapping[str, Callable[[Place, int], Run]] = {
    "cold build, downloads empty": cold_and_empty,
    "cold build": cold,
    "floor": floor,
    "warm build": warm,
    "warm build, downloads empty": warm_and_empty,
    "one cell changed": one_cell,
}
"""In the order of a round: a cold build fills the cache for those after it."""


CHECKS = 5
"""Times that the real tables are checked, each by a process of its own."""


def check() -> Mapping[str, Run]:
    """Check the real tables as after a change of the rules, with nothing kept, and as at any other time."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        project = copy_of_the_project(Path(folder), 0).project
        shutil.copy(ROOT / "data" / RELEASED, project / "data")
        shutil.copy(ROOT / "data" / ADDRESSES, project / "data")
        return {
            "nothing kept": median_of([_checked(project, afresh=True) for _ in range(CHECKS)]),
            "the same tables again": median_of([_checked(project, afresh=False) for _ in range(CHECKS)]),
        }


def _checked(project: Path, *, afresh: bool) -> Run:
    if afresh:
        shutil.rmtree(project / ".cache", ignore_errors=True)
    return run(project, "evidence", "check")


def measure(forces: int, rounds: int) -> Measured:
    """Run every mode in turn, as many rounds as asked for."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        place = copy_of_the_project(Path(folder), forces)
        run(place.project, "evidence", "check")
        runs = [_round(place, turn, rounds) for turn in range(rounds)]
        return Measured(
            forces=place.forces,
            pages=len(list((place.floor / "docs").rglob("*.md"))),
            rounds=rounds,
            page_bytes=_page_bytes(place),
            modes={mode: median_of([each[mode] for each in runs]) for mode in MODES},
        )


def _round(place: Place, turn: int, rounds: int) -> Mapping[str, Run]:
    found = {}
    for mode, measured in MODES.items():
        print(f"{place.forces:,} forces, round {turn + 1} of {rounds}: {mode}", file=sys.stderr, flush=True)
        found[mode] = measured(place, turn)
    return found


def median_of(runs: Sequence[Run]) -> Run:
    """Give the median of each thing that was measured."""
    return Run(
        seconds=median(one.seconds for one in runs),
        processor=median(one.processor for one in runs),
        megabytes=median(one.megabytes for one in runs),
    )


def _page_bytes(place: Place) -> int:
    """Give the median size of the pages of the real forces, which are the same at every size."""
    forces = (row["id"] for row in copies.read(ROOT / "data" / "forces.csv"))
    pages = (place.project / "site" / "forces" / force / "index.html" for force in forces)
    return int(median(page.stat().st_size for page in pages))
