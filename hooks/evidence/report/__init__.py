"""What changes for readers between two trees, for whoever reviews the change.

document    what a report is made of: words that are ours, and theirs
revisions   a tree at a revision or in a folder, copied to where it can be built
building    a copy checked and built by its own hooks
visible     what a reader sees of a page
changed     how its words change
sides       a tree with its tables and its site
rows        rows and columns that are new, changed and gone
wording     pages whose words change
figures     figures that move though nobody typed them
drawings    charts that change
places      addresses that change
doubted     what may be a slip
owed        rows that the list of changes owes
sizes       size and time
found       all of these
summary     the few lines that say it all
comment     a report as a comment
attachment  a report as a page
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

from evidence import site
from evidence.report.attachment import html
from evidence.report.building import build
from evidence.report.comment import markdown
from evidence.report.document import Drawing, Report
from evidence.report.found import Found, compare, sections
from evidence.report.revisions import NoTree, copied, day
from evidence.report.sides import Side, Sides, package
from evidence.report.summary import summary

__all__ = ["NoTree", "report", "reported"]


def report(base: str, head: str, output: Path) -> tuple[str, bool]:
    """Build two trees, each a revision or a folder, write what changes, and give it as Markdown.

    Gives also whether the head may be published. The output gets report.md, report.html with everything,
    charts before and after, and the head's site. Raises NoTree.
    """
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor() as together:
        copies = [_copied(asked, Path(folder) / which) for asked, which in ((base, "base"), (head, "head"))]
        sides = Sides(*together.map(_built, copies))
        compared = compare(sides, site.where().url)
        text = reported(compared)
        _write(output, text, compared)
    return markdown(text), not sides.head.problems


def reported(compared: Found) -> Report:
    """Put what was found into words."""
    sides = compared.sides
    return Report(
        base=sides.base.name,
        head=sides.head.name,
        summary=tuple(summary(compared)),
        sections=tuple(sections(compared)),
    )


def _copied(asked: str, folder: Path) -> Side:
    name = copied(asked, site.ROOT, folder / "project")
    read = package(folder / "project")
    return Side(name=name, project=folder / "project", package=read, site=None, day=day(asked, site.ROOT))


def _built(side: Side) -> Side:
    folder = side.project.with_name("site")
    done = build(side.project, folder)
    return replace(side, site=folder if done.built else None, problems=done.problems, seconds=done.seconds)


def _write(output: Path, text: Report, compared: Found) -> None:
    """Write the report anew; of what stands in the folder, only what a report made before is removed."""
    output.mkdir(parents=True, exist_ok=True)
    for made in ("charts", "site"):
        shutil.rmtree(output / made, ignore_errors=True)
    (output / "report.md").write_text(markdown(text), "utf-8", newline="")
    (output / "report.html").write_text(html(text), "utf-8", newline="")
    _draw(output / "charts", compared.drawings)
    if compared.sides.head.site:
        shutil.copytree(compared.sides.head.site, output / "site", symlinks=True)


def _draw(folder: Path, drawings: Iterable[Drawing]) -> None:
    for drawing in drawings:
        for when, svg in (("before", drawing.before), ("after", drawing.after)):
            path = folder / when / drawing.address
            if svg:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(svg)
