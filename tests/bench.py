"""Measure builds, edits, pages and the search on this machine. Nothing is asserted.

The floor is the same pages as static Markdown in the same theme, without the hook and without charts. Seconds
differ from one machine to another: read the ratios, all of which come from one run on an idle machine.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import astuple, dataclass
from pathlib import Path
from statistics import median
from string import ascii_lowercase, ascii_uppercase

from tests.bench_pages import audit, measure_search, measure_visits
from tests.sample import ROOT, append, edit, read_rows, replace, write_rows
from tests.test_site_serve import read, read_next, serving

COPIED = ("CITATION.cff", "LICENSE", "LICENSE-DATA.md", "data", "docs", "hooks", "mkdocs.yml")
FIGURE = re.compile(r"<figure.*?</figure>", re.DOTALL)
FLOOR = "INHERIT: site.yml\nsite_url: http://127.0.0.1:8000/\nhooks: []\nwatch: []\n"


@dataclass(frozen=True, slots=True)
class Cost:
    """What a process took: seconds on the clock and on a processor, and the most memory in mebibytes."""

    seconds: float
    processor: float
    memory: float


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--copies", type=int, default=0, help="build with so many times the forces, and stop")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        project, floor = Path(name, "project"), Path(name, "floor")
        copy_project(project)
        if options.copies:
            multiply_forces(project, options.copies)
            print_table(compare_builds(measure_builds({"project": project}, 1, ("cold build", "finish"))))
            return
        write_floor(project, floor)
        costs = measure_builds({"project": project, "floor": floor}, options.rounds, tuple(MODES))
        print_table(compare_builds(costs))
        print_table(measure_edits(project, costs["floor"].seconds))
        print_table(measure_visits(project / "site"))
        print_table(measure_search(project / "site", options.rounds))
        print_table(audit(project / "site"))


def copy_project(project: Path) -> None:
    project.mkdir()
    for name in COPIED:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, project / name)


def write_floor(project: Path, floor: Path) -> None:
    """Write what the project generates as a project of plain Markdown."""
    run(project, "evidence", "generate", "generated")
    shutil.copytree(project / "docs", floor / "docs", ignore=shutil.ignore_patterns("templates"))
    for page in (project / "generated").rglob("*.md"):
        path = floor / "docs" / page.relative_to(project / "generated")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(FIGURE.sub("", page.read_text("utf-8")), "utf-8")
    shutil.copy(ROOT / "mkdocs.yml", floor / "site.yml")
    (floor / "mkdocs.yml").write_text(FLOOR, "utf-8")


def multiply_forces(project: Path, times: int) -> None:
    """Add artificial forces, and take the map of all forces from the page of each: it would grow too.

    They have no residents and no officers, whose totals are published.
    """
    for name in ("forces", "counts", "tiles"):
        path = project / "data" / f"{name}.csv"
        rows = read_rows(path)
        copies = [copy_row(row, turn) for turn in range(2, times + 1) for row in rows]
        write_rows(path, sorted(rows + copies, key=lambda row: list(row.values())[:2]), list(rows[0]))
    replace(project / "docs/templates/force.md.jinja", '{{ render_svg(charts["tile-map"]) }}', "")
    for descriptor in (project / "data/datapackage.json", *project.glob("hooks/**/minimum.json")):
        descriptor.write_text(re.sub(r',\s*"maximum": 10\b', "", descriptor.read_text("utf-8")), "utf-8")


def copy_row(row: dict[str, str], turn: int) -> dict[str, str]:
    """Give the row of an artificial force, by names that no other has."""
    ending = f" {ascii_uppercase[turn // 26]}{ascii_lowercase[turn % 26]}"
    key = "id" if "id" in row else "force_id"
    new = {key: f"{row[key]}-{ending.strip().lower()}"}
    if "name" in row:
        new |= dict.fromkeys(("name", "name_in_sentence", "short_name"), row["id"].replace("-", " ") + ending)
        new |= {name: row[name] and row[name][: -len(ending)] + ending for name in OTHER_NAMES}
        new |= dict.fromkeys(("pfa_code", "wikidata", "website"), "")
    if "label" in row:
        new |= {"label": row["force_id"][:4], "row": str(int(row["row"]) + 10 * (turn - 1))}
    return row | new


OTHER_NAMES = "name_cy", "held_to_account_by"


def run(folder: Path, *arguments: str) -> Cost:
    """Run a Python module in a folder; stop where it fails."""
    environment = os.environ | {"PYTHONPATH": str(folder / "hooks"), "NO_MKDOCS_2_WARNING": "1"}
    with tempfile.TemporaryFile() as output:
        start = time.perf_counter()
        command = (sys.executable, "-m", *arguments)
        process = subprocess.Popen(command, cwd=folder, env=environment, stdout=output, stderr=output)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        if process.returncode:
            sys.exit(f"{' '.join(arguments)} failed:\n{output.read().decode()}")
    return Cost(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def forget(project: Path) -> None:
    shutil.rmtree(project / ".cache", ignore_errors=True)


def change_cell(project: Path) -> None:
    edit(project / "data/forces.csv", "kent", note=f"An artificial note of {time.perf_counter_ns()}.")


def add_to(path: str, text: str) -> Callable[[Path], None]:
    return lambda project: append(project / path, text)


change_word = add_to("docs/about.md", "Again.\n")


def change_nothing(project: Path) -> None:
    pass


CHECK = ("evidence", "check")
BUILD = ("mkdocs", "build", "--quiet")
MODES: dict[str, tuple[str, Callable[[Path], None], Sequence[str]]] = {
    "floor": ("floor", change_nothing, BUILD),
    "cold check": ("project", forget, CHECK),
    "warm check": ("project", change_nothing, CHECK),
    "cold build": ("project", forget, BUILD),
    "finish": ("project", change_nothing, ("evidence", "finish", "site")),
    "warm build": ("project", change_nothing, BUILD),
    "build after one cell": ("project", change_cell, BUILD),
    "build after one word": ("project", change_word, BUILD),
    "finish again": ("project", change_nothing, ("evidence", "finish", "site")),
}
"""Where, after what and which command, in the order of a round: each finds cached what those before left."""


def measure_builds(folders: dict[str, Path], rounds: int, modes: Sequence[str]) -> dict[str, Cost]:
    """Run each mode once a round, and give the median of each of its costs."""
    costs: dict[str, list[Cost]] = {mode: [] for mode in modes}
    for turn in range(rounds):
        for mode in modes:
            place, change, command = MODES[mode]
            print(f"Round {turn + 1} of {rounds}: {mode}", file=sys.stderr, flush=True)
            change(folders[place])
            costs[mode].append(run(folders[place], *command))
    return {mode: Cost(*map(median, zip(*map(astuple, each), strict=True))) for mode, each in costs.items()}


def compare_builds(costs: dict[str, Cost]) -> Iterator[Sequence[str]]:
    floor = costs.get("floor")
    yield "", "seconds", "to floor", "processor", "peak MiB"
    for mode, cost in costs.items():
        ratio = f"{cost.seconds / floor.seconds:.2f}" if floor else ""
        yield mode, f"{cost.seconds:.2f}", ratio, f"{cost.processor:.2f}", f"{cost.memory:.0f}"


EDITS: dict[str, tuple[str, Callable[[Path], None]]] = {
    "a word of a page": ("about/", change_word),
    "a cell": ("forces/kent/", change_cell),
    "a template of one page": ("help/", add_to("docs/templates/help.md.jinja", "\nAgain.\n")),
    "the template of 575 pages": (
        "constituencies/ashford/",
        add_to("docs/templates/constituency.md.jinja", "\nAgain.\n"),
    ),
    "the frame of every page": ("about/", add_to("docs/.overrides/partials/foot.html", "<p>Again.</p>\n")),
    "a style": ("about/", add_to("docs/assets/site.css", ".again { color: red; }\n")),
}
"""What is edited while the site is served, and the page on which it is seen."""


def measure_edits(project: Path, floor: float) -> Iterator[Sequence[str]]:
    yield "make serve: edited", "seconds until seen", "to floor"
    with serving(project, (sys.executable, "-m")) as url:
        for name, (address, change) in EDITS.items():
            page = read(url + address)
            start = time.perf_counter()
            change(project)
            read_next(url, page)
            read(url + address)
            seconds = time.perf_counter() - start
            yield name, f"{seconds:.2f}", f"{seconds / floor:.2f}"


def print_table(rows: Iterator[Sequence[str]]) -> None:
    """Print a table, its first column to the left and the others to the right."""
    table = list(rows)
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    for first, *others in table:
        cells = (cell.rjust(width) for cell, width in zip(others, widths[1:], strict=True))
        print("  ".join([first.ljust(widths[0]), *cells]).rstrip())
    print(flush=True)


if __name__ == "__main__":
    main()
