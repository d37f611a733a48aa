"""Plays the worked examples of CONTRIBUTING.md on a copy of the project, as a contributor would.

`python -m tests.play` clones the project and sees that `make check`, `make build` and `make test` are green
after each example. What it adds is made up, and stays in the copy.
"""

from __future__ import annotations

import csv
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from tests.sample import ROOT, add_column, add_rows, append, edit, read_rows

GUIDE = (ROOT / "CONTRIBUTING.md").read_text("utf-8").partition("\n## Examples\n")[2]
WORDS = {
    "THEME": "police",
    "SOURCE-ID": "county-gazette-2026",
    "TITLE": "Minutes of a meeting",
    "PUBLISHER": "County Gazette",
    "PUBLISHED": "2026-01-15",
    "ADDRESS": "https://www.county-gazette.org.uk/minutes",
    "STATEMENT": "The County Gazette reported that a meeting had been held.",
    "SUMMARY": "The force said that it had written a policy.",
    "COUNT": "12",
    "WHAT WAS WRONG": "It was out of date",
    "WHY": "The force says so",
    "DATE": "2026-01-15",
    "DAY": "2026-01-15",
    "EVENT-ID": "meeting-held",
}
"""What the words in capitals of the guide become."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What the example changes for readers: words, and the page on which they must be."""

    page: str
    words: str


def play(heading: str, project: Path) -> Shown:
    """Do what the example under a heading of the guide says in a copy of the project."""
    return EXAMPLES[heading](project)


def _correct_a_cell(project: Path) -> Shown:
    path = project / "data" / "forces.csv"
    force = read_rows(path)[1]["id"]
    edit(path, force, note="The force moved its website in 2026.")
    _explain(project, "forces", force)
    return Shown(f"forces/{force}", "The force moved its website in 2026.")


def _add_a_source(project: Path) -> Shown:
    _add(project, "Add a source", "sources")
    return Shown("sources", WORDS["TITLE"])


def _add_a_claim(project: Path) -> Shown:
    _add_a_source(project)
    claim = _next_id(project / "data" / "claims.csv", "c")
    _add(project, "Add a claim", "claims", {"CLAIM-ID": claim})
    append(
        project / "docs" / "templates" / "help.md.jinja",
        f'\nA meeting was held.{{{{ cite("{claim}") }}}}\n',
    )
    return Shown(f"evidence/{WORDS['THEME']}", WORDS["STATEMENT"])


def _add_an_event(project: Path) -> Shown:
    _add_a_claim(project)
    claims = [row["id"] for row in read_rows(project / "data" / "claims.csv") if row["id"][0] == "c"]
    _add(project, "Add an event", "timeline", {"CLAIM-ID": max(claims)})
    return Shown("timeline", WORDS["STATEMENT"])


def _add_a_response(project: Path) -> Shown:
    _add_a_source(project)
    force = read_rows(project / "data" / "forces.csv")[1]["id"]
    response = _next_id(project / "data" / "force_responses.csv", "r")
    _add(project, "Add a response", "force_responses", {"RESPONSE-ID": response, "FORCE": force})
    return Shown(f"forces/{force}", WORDS["SUMMARY"])


def add_counts(project: Path, forces: int) -> Shown:
    """Add an artificial count for the first so many forces; once all are known, they meet the total."""
    _add_a_source(project)
    path = project / "data" / "counts.csv"
    rows = read_rows(path)
    unknown = [row for row in rows if not row["count"]][:forces]
    total = next(
        int(row["total"]) for row in read_rows(project / "data" / "totals.csv") if row["table"] == "counts"
    )
    remainder = str(total - int(WORDS["COUNT"]) * (len(rows) - 1))
    for row in unknown:
        count = {"COUNT": remainder} if row is rows[-1] else {}
        cells = _guide_row("Add a count", "counts", {"FORCE": row["force_id"], **count})
        edit(path, row["force_id"], **dict(zip(row, cells, strict=False)))
    return Shown(f"forces/{unknown[0]['force_id']}", "12 victims")


def _confirm_a_helpline(project: Path) -> Shown:
    _add_a_source(project)
    path = project / "data" / "support.csv"
    service = next(row for row in read_rows(path) if row["phone"] and row["publish"] != "publish")
    claim = _next_id(project / "data" / "claims.csv", "d")
    statement = f"{service['name']} gives the number of its helpline as {service['phone']}."
    named = {"CLAIM-ID": claim, "STATEMENT": statement, "NUMBER": service["phone"]}
    _add(project, "Confirm a helpline", "claims", named)
    edit(path, service["id"], claim_id=claim, publish="publish")
    _explain(project, "support", service["id"])
    return Shown("help", service["phone"])


def _change_wording(project: Path) -> Shown:
    append(project / "docs" / "about.md", "\nWe are glad of every correction.\n")
    return Shown("about", "We are glad of every correction.")


def _retire_an_address(project: Path) -> Shown:
    (project / "docs" / "methods.md").rename(project / "docs" / "how-we-work.md")
    for path in [*(project / "docs").rglob("*"), project / "mkdocs.yml"]:
        if path.suffix in {".md", ".jinja", ".yml", ".html"}:
            text = path.read_text("utf-8")
            moved = text.replace("methods.md", "how-we-work.md").replace('"methods/', '"how-we-work/')
            path.write_text(moved, "utf-8")
    _add(project, "Retire an address", "redirects", {"OLD": "methods", "NEW": "how-we-work"})
    return Shown("methods", "how-we-work")


def _add_a_column(project: Path) -> Shown:
    rows = read_rows(project / "data" / "forces.csv")
    column = "motto" + "_again" * ("motto" in rows[0])
    field = {"name": column, "type": "string", "description": "The force's motto."}
    add_column(project / "data", "forces", field, {row["id"]: f"Motto of {row['id']}" for row in rows})
    append(project / "docs" / "templates" / "force.md.jinja", f"\n{{{{ force.{column} }}}}\n")
    return Shown(f"forces/{rows[0]['id']}", f"Motto of {rows[0]['id']}")


EXAMPLES: Mapping[str, Callable[[Path], Shown]] = {
    "Correct a cell": _correct_a_cell,
    "Add a source": _add_a_source,
    "Add a claim": _add_a_claim,
    "Add an event": _add_an_event,
    "Add a response": _add_a_response,
    "Add a count": partial(add_counts, forces=1),
    "Confirm a helpline": _confirm_a_helpline,
    "Change wording": _change_wording,
    "Retire an address": _retire_an_address,
    "Add a column": _add_a_column,
}
"""What each example does, by its heading in the guide."""


def _add(project: Path, heading: str, table: str, words: Mapping[str, str] | None = None) -> None:
    path = project / "data" / f"{table}.csv"
    header = path.read_text("utf-8").partition("\n")[0].split(",")
    add_rows(path, dict(zip(header, _guide_row(heading, table, words or {}), strict=False)))


def _explain(project: Path, table: str, row: str) -> None:
    """Say why a row changed, as it must be said once the row has been in a release."""
    _add(project, "Correct a cell", "corrections", {"TABLE": table, "ROW": row})


def _guide_row(heading: str, table: str, words: Mapping[str, str]) -> list[str]:
    """Give the row that the guide shows under a heading for a table, its words in capitals filled in."""
    section = re.split(r"^### ", GUIDE, flags=re.MULTILINE)
    text = next(each for each in section if each.startswith(f"{heading}\n"))
    block = re.search(rf"```csv data/{table}\.csv\n(.+)\n```", text)
    assert block, f"The guide shows no row of {table}.csv under {heading!r}."
    filled = WORDS | dict(words)
    longest_first = sorted(filled, key=len, reverse=True)
    pattern = re.compile("|".join(map(re.escape, longest_first)))
    return [pattern.sub(lambda found: filled[found[0]], cell) for cell in next(csv.reader([block[1]]))]


def _next_id(path: Path, letter: str) -> str:
    numbers = [int(row["id"][1:]) for row in read_rows(path) if row["id"].startswith(letter)]
    return f"{letter}{max(numbers) + 1:03}"


def main() -> int:
    """Play every example in a clone of its own; gives 1 where a target fails or a page lacks the words."""
    plays = dict(EXAMPLES) | {f"Add {n} counts": partial(add_counts, forces=n) for n in (3, 1000)}
    with tempfile.TemporaryDirectory() as folder:
        failed = [
            heading for heading, example in plays.items() if not _is_green(heading, example, Path(folder))
        ]
    print(f"{len(plays) - len(failed)} passed, {len(failed)} failed", *failed, sep="\n")
    return 1 if failed else 0


def _is_green(heading: str, example: Callable[[Path], Shown], folder: Path) -> bool:
    clone = folder / re.sub(r"\W+", "-", heading)
    subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True)
    for shared in (".venv", ".cache"):
        (clone / shared).symlink_to(ROOT / shared)
    shown = example(clone)
    for target in ("check", "build", "test"):
        print(f"{heading}: make {target}", flush=True)
        if subprocess.run(["make", target, "--silent"], cwd=clone, check=False).returncode:
            return False
    page = clone / "site" / shown.page / "index.html"
    return shown.words in page.read_text("utf-8")


if __name__ == "__main__":
    sys.exit(main())
