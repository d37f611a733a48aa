"""Time the build, and weigh the pages; nothing is asserted.

The floor is the same pages as static Markdown in the same theme, without the hook and without charts. Seconds
differ from one machine to another: read the ratios, all of which come from one run. Where the ratios of wall
time and of processor time disagree, something else kept the machine busy: run it again.

Lighthouse looks at the pages as a phone loads them, where it is installed: npm install --global lighthouse
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from statistics import median
from threading import Thread
from typing import Any

from tests.sample import edit

ROOT = Path(__file__).parents[1]
COPIED = ("CITATION.cff", "LICENSE", "LICENSE-DATA.md", "data", "docs", "hooks", "mkdocs.yml")
FIGURE = re.compile(r"<figure.*?</figure>", re.DOTALL)
FLOOR = "INHERIT: site.yml\nsite_url: http://127.0.0.1:8000/\nhooks: []\nwatch: []\n"
PAGES = (
    "./",
    "help/",
    "letter/",
    "forces/kent/",
    "forces/metropolitan/",
    "constituencies/",
    "evidence/letter/",
    "data/",
)
SCORES = ("performance", "accessibility", "best-practices", "seo")
AUDITS = ("first-contentful-paint", "largest-contentful-paint", "total-blocking-time", "total-byte-weight")


@dataclass(frozen=True, slots=True)
class Cost:
    """What a process took: seconds on the clock and on a processor, and the most memory in mebibytes."""

    seconds: float
    processor: float
    memory: float


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        prepare(folder / "project", folder / "floor")
        print_table(compare_builds(folder, rounds))
        run(folder / "project", "evidence", "finish", "site")
        print_table(weigh(folder / "project" / "site"))
        if shutil.which("lighthouse"):
            print_table(audit(folder / "project" / "site"))


def prepare(project: Path, floor: Path) -> None:
    """Copy the project, and write the floor from what it generates."""
    project.mkdir()
    for name in COPIED:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, project / name)
    run(project, "evidence", "generate", "generated")
    shutil.copytree(project / "docs", floor / "docs", ignore=shutil.ignore_patterns("templates"))
    for page in (project / "generated").rglob("*.md"):
        path = floor / "docs" / page.relative_to(project / "generated")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(FIGURE.sub("", page.read_text("utf-8")), "utf-8")
    shutil.copy(ROOT / "mkdocs.yml", floor / "site.yml")
    (floor / "mkdocs.yml").write_text(FLOOR, "utf-8")


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


def forget(project: Path, turn: int) -> None:
    shutil.rmtree(project / ".cache", ignore_errors=True)


def change_cell(project: Path, turn: int) -> None:
    edit(project / "data" / "forces.csv", "kent", note=f"An artificial note of turn {turn + 10}.")


def change_word(project: Path, turn: int) -> None:
    with (project / "docs" / "about.md").open("a", encoding="utf-8") as file:
        file.write("Again.\n")


def nothing(project: Path, turn: int) -> None:
    """Leave the project as it is."""


CHECK = ("evidence", "check")
BUILD = ("mkdocs", "build", "--quiet")
MODES: dict[str, tuple[str, Callable[[Path, int], None], Sequence[str]]] = {
    "check, nothing cached": ("project", forget, CHECK),
    "check again": ("project", nothing, CHECK),
    "build, nothing cached": ("project", forget, BUILD),
    "floor": ("floor", nothing, BUILD),
    "build again": ("project", nothing, BUILD),
    "build, one cell changed": ("project", change_cell, BUILD),
    "build, one word changed": ("project", change_word, BUILD),
}
"""Where, after what and which command, in the order of a round: each finds cached what those before left."""


def compare_builds(folder: Path, rounds: int) -> Iterator[Sequence[str]]:
    costs: dict[str, list[Cost]] = {mode: [] for mode in MODES}
    for turn in range(rounds):
        for mode, (place, change, command) in MODES.items():
            print(f"Round {turn + 1} of {rounds}: {mode}", file=sys.stderr, flush=True)
            change(folder / place, turn)
            costs[mode].append(run(folder / place, *command))
    floor = median_of(costs["floor"])
    yield "", "seconds", "to floor", "processor", "to floor", "peak MiB"
    for mode, cost in ((mode, median_of(each)) for mode, each in costs.items()):
        wall, processor = cost.seconds / floor.seconds, cost.processor / floor.processor
        yield (
            mode,
            f"{cost.seconds:.2f}",
            f"{wall:.2f}x",
            f"{cost.processor:.2f}",
            f"{processor:.2f}x",
            f"{cost.memory:.0f}",
        )


def median_of(costs: Sequence[Cost]) -> Cost:
    return Cost(*(median(getattr(cost, name) for cost in costs) for name in Cost.__slots__))


def weigh(site: Path) -> Iterator[Sequence[str]]:
    """Give the bytes of some pages and of the whole site; what a host sends is compressed."""
    yield "", "bytes", "compressed"
    for page in PAGES:
        content = (site / page / "index.html").read_bytes()
        yield page, f"{len(content):,}", f"{len(gzip.compress(content, mtime=0)):,}"
    files = [path for path in site.rglob("*") if path.is_file()]
    yield f"all {len(files):,} files", f"{sum(path.stat().st_size for path in files):,}", ""


class Host(SimpleHTTPRequestHandler):
    """Sends each file compressed, as a static host does."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        body = gzip.compress(path.read_bytes(), mtime=0) if path.is_file() else b""
        self.send_response(200 if path.is_file() else 404)
        headers = {
            "Content-Type": self.guess_type(path),
            "Content-Encoding": "gzip",
            "Content-Length": str(len(body)),
        }
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        pass


@contextmanager
def serve(site: Path) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Host, directory=str(site))) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def audit(site: Path) -> Iterator[Sequence[str]]:
    yield "Lighthouse", *SCORES, *AUDITS
    with serve(site) as address:
        for page in PAGES:
            command = ("lighthouse", address + page.removeprefix("./"), "--quiet", "--output=json")
            flags = "--chrome-flags=--headless --no-sandbox"
            done = subprocess.run((*command, flags), capture_output=True, text=True, check=True)
            found = json.loads(done.stdout)
            scores = (f"{100 * found['categories'][name]['score']:.0f}" for name in SCORES)
            audits = (f"{found['audits'][name]['numericValue']:,.0f}" for name in AUDITS)
            yield page, *scores, *audits


def print_table(rows: Iterator[Sequence[str]]) -> None:
    """Print a table, its first column to the left and the others to the right."""
    table = list(rows)
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    for first, *others in table:
        cells = [
            first.ljust(widths[0]),
            *(cell.rjust(width) for cell, width in zip(others, widths[1:], strict=True)),
        ]
        print("  ".join(cells).rstrip())
    print(flush=True)


if __name__ == "__main__":
    main()
