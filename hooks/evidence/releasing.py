"""What a release writes: the day of each change, the version wherever it stands, and notes."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from evidence import text
from evidence.checks import record, releasable, versions
from evidence.checks.manifest import LEDGER, NEW
from evidence.problems import Problem, UnsoundData
from evidence.tables import DESCRIPTOR, RELEASED, Package, Table, shown

CITATION = "CITATION.cff"
LISTED = "corrections/#"
"""Where the site has the lines of the list of changes."""
A_DAY = 99
"""The changes that a day has ids for: their number has two digits."""
LONG = 300  # characters of a cell: the page of corrections has the rest

Line = dict[str, str]


def files(data: Path, version: str, date: str) -> Mapping[Path, str]:
    """Give what a release of the tables in a folder writes: each file with its new text.

    `date` is the day of the release (ISO). Raises UnsoundData where the tables, the version or the day may
    not be released.
    """
    package = releasable(data)
    raise_any(_refused(package, version))
    after = _after(package, version, date)
    recorded, citation = record(after), data.parent / CITATION
    return {
        data / DESCRIPTOR: _described(data / DESCRIPTOR, after.descriptor),
        data / after.tables[LEDGER].resource["path"]: _csv(after.tables[LEDGER]),
        citation: _cited(citation, version, date),
        data / RELEASED: recorded,
    }


def notes(package: Package, tag: str) -> str:
    """Give what a release changed as Markdown for the page of the release.

    Raises UnsoundData where the tables of a sound package are not those that were released under the tag.
    """
    raise_any(_mistagged(package, tag))
    day = package.released["date"]
    told = [_note(line) for line in _lines(package.tables[LEDGER]) if line["date"] == day]
    title = package.descriptor["title"]
    return f"{text.safe(title)}, {text.date(day)}.\n\n" + "".join(f"- {note}\n" for note in told)


def raise_any(problems: Iterator[Problem]) -> None:
    """Raise UnsoundData with the problems, if there are any."""
    found = tuple(problems)
    if found:
        raise UnsoundData(found)


def _refused(package: Package, version: str) -> Iterator[Problem]:
    """Yield why a version cannot be released: what the rule says of it, or that it would have no content."""
    known, place = package.released, (package.path, package.version_line, "version")
    yield from versions.problems(_versioned(package, version))
    yield from versions.unraised(_versioned(package, version))
    if known["tables"] and not versions.owed(package):
        fault = f"Nothing has changed since version {known['version']}."
        yield Problem(*place, fault, "There is nothing to release.")
        return
    ledger = package.tables[LEDGER]
    new = len(_undated(package))
    if not new:
        fault = "No line is new, and so none would carry the day of this release."
        remedy = "Add a line that says what is new, such as which table has new rows."
        yield Problem(ledger.path, len(ledger.rows) + 1, "row", fault, remedy)
    if new > A_DAY:
        fault = f"{new} lines are new, and a day has numbers for {A_DAY}."
        yield Problem(ledger.path, len(ledger.rows) + 1, "id", fault, "Tell of rows or tables as a whole.")


def _mistagged(package: Package, tag: str) -> Iterator[Problem]:
    version = package.descriptor["version"]
    if tag != f"v{version}":
        fault = f"{version!r} is not the version of the tag {tag!r}."
        remedy = f"Tag the commit of the release as v{version}."
        yield Problem(package.path, package.version_line, "version", fault, remedy)
    elif version != package.released.get("version") or versions.owed(package):
        fault = f"The tables are not those that were released as {package.released.get('version')!r}."
        yield Problem(package.path, package.version_line, "version", fault, "Run make release, then tag.")


def _after(package: Package, version: str, date: str) -> Package:
    """Give the package as it is after the release; the first also dates the package itself."""
    versioned = _versioned(package, version)
    created = {} if package.released["tables"] else {"created": f"{date}T00:00:00Z"}
    descriptor = {**versioned.descriptor, **created}
    ledger = _dated(package, date)
    return replace(versioned, descriptor=descriptor, tables={**package.tables, LEDGER: ledger})


def _versioned(package: Package, version: str) -> Package:
    return replace(package, descriptor={**package.descriptor, "version": version})


def _dated(package: Package, date: str) -> Table:
    """Give the list of changes with the day of the release, and a number on it, in each new line."""
    ledger, undated = package.tables[LEDGER], _undated(package)
    standing = [line for line in _lines(ledger) if line not in undated]
    taken = [int(line["id"][-2:]) for line in standing if line["id"].startswith(date)]
    dated = [
        {**line, "id": f"{date}-{number:02}", "date": date}
        for number, line in enumerate(undated, max(taken, default=0) + 1)
    ]
    ordered = sorted([*standing, *dated], key=lambda line: line["id"])
    rows = tuple((number, tuple(line.values())) for number, line in enumerate(ordered, 2))
    return replace(ledger, rows=rows)


def _undated(package: Package) -> list[Line]:
    """Give the lines of the list that no release has; one whose address is listed keeps it, and its day."""
    released = package.released["tables"].get(LEDGER, NEW)["rows"]
    listed = {address.removeprefix(LISTED) for address in package.addresses if address.startswith(LISTED)}
    return [line for line in _lines(package.tables[LEDGER]) if line["id"] not in {*released, *listed}]


def _lines(ledger: Table) -> list[Line]:
    return [dict(zip(ledger.header, cells, strict=True)) for _, cells in ledger.rows]


def _described(path: Path, descriptor: Mapping[str, Any]) -> str:
    """Give the text of the descriptor, of which only the lines that differ may change."""
    content = path.read_text("utf-8")
    for name in ("version", "created"):
        if name in descriptor:
            content = _with(content, rf'(?<="{name}": ")[^"]*', descriptor[name], path)
    if json.loads(content) != descriptor:
        raise_any(_misplaced(path, "The first version in the file is not its own."))
    return content


def _cited(path: Path, version: str, date: str) -> str:
    content = _with(path.read_text("utf-8"), r"(?m)(?<=^version: ).*$", version, path)
    return _with(content, r"(?m)(?<=^date-released: ).*$", date, path)


def _with(content: str, pattern: str, new: str, path: Path) -> str:
    changed, times = re.subn(pattern, lambda _: new, content, count=1)
    if not times:
        raise_any(_misplaced(path, f"Nothing matches {pattern}."))
    return changed


def _misplaced(path: Path, fault: str) -> Iterator[Problem]:
    yield Problem(shown(path), 1, "version", fault, "Write it as it was in the last release.")


def _csv(table: Table) -> str:
    stream = io.StringIO(newline="")
    csv.writer(stream, lineterminator="\n").writerows([table.header, *(cells for _, cells in table.rows)])
    return stream.getvalue()


def _note(line: Line) -> str:
    place = ", ".join(filter(None, (f"{line['table']}.csv", line["row"], line["column"])))
    cells = f" Old: {_cell(line['old'])}. New: {_cell(line['new'])}." if line["column"] else ""
    return f"**{_printed(line['what'])}** ({_printed(place)}).{cells} Reason: {_printed(line['reason'])}."


def _cell(cell: str) -> str:
    short = cell if len(cell) <= LONG else f"{cell[:LONG]}…"
    return f"“{_printed(short)}”" if cell else "empty"


def _printed(cell: str) -> str:
    """Give a cell as the characters it holds; a name after @ there would be told that it is named."""
    return str(text.safe(cell)).replace("@", "@&#8203;")
