"""The command line: check, compare and release tables, generate the site's files, check a finished site."""

from __future__ import annotations

import argparse
import datetime
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeAlias

from evidence import addresses, finish, releasing, site, styles
from evidence.checks import check, release, sound
from evidence.problems import DownloadFailed, Problem, Unmade, UnsoundData, few, marks, of_file
from evidence.tables import ADDRESSES, RELEASED

Options: TypeAlias = dict[str, Any]
"""What argparse is told of one argument."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; gives 0 where all is well and 1 where a problem was printed."""
    asked = _parser().parse_args(arguments)
    try:
        return int(asked.run(asked))
    except UnsoundData as error:
        return _told(error)
    except (DownloadFailed, Unmade) as error:
        print(error, file=sys.stderr)
    except OSError as error:
        print(of_file(error), file=sys.stderr)
    return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m evidence", description=__doc__)
    commands = parser.add_subparsers(required=True)
    for name, (run, told, asked) in COMMANDS.items():
        command = commands.add_parser(name, help=told)
        command.set_defaults(run=run)
        for argument, options in asked.items():
            command.add_argument(argument, **options)
    return parser


def _check(asked: argparse.Namespace) -> int:
    from evidence.checks.doubts import doubts, written  # noqa: PLC0415  (pandas: 0.3 s)

    package = check(asked.data)
    _print(doubts(package, written(site.ROOT)), "warning")
    tables = package.tables
    print(f"{len(tables)} tables, {sum(len(table.rows) for table in tables.values())} rows, no problems")
    return 0


def _manifest(asked: argparse.Namespace) -> int:
    record = release(asked.data)
    _put(asked.data / RELEASED, record)
    return 0


def _release(asked: argparse.Namespace) -> int:
    day = asked.date or datetime.date.today().isoformat()  # the day on which somebody asks for a release
    for path, text in releasing.files(site.DATA, asked.version, day).items():
        _put(path, text)
    return 0


def _notes(asked: argparse.Namespace) -> int:
    print(releasing.notes(sound(site.DATA), asked.tag), end="")
    return 0


def _generate(asked: argparse.Namespace) -> int:
    for generated in site.generate(site.where()).files:
        path = asked.folder / generated.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(generated.content)
    return 0


def _finish(asked: argparse.Namespace) -> int:
    package = sound(site.DATA)
    forces = [cells[0] for _, cells in package.tables["forces"].rows]
    styles.lighten(asked.site)
    styles.inline(asked.site)
    finish.secure(asked.site)
    problems = finish.problems(asked.site, site.where().url, forces, addresses.ledger(package))
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1 if problems else 0


def _addresses(asked: argparse.Namespace) -> int:
    before = sound(site.DATA).addresses
    after = addresses.grown(before, finish.published(asked.site, site.where().url))
    _put(site.DATA / ADDRESSES, after)
    print(f"{len(after.splitlines())} addresses, {len(after.splitlines()) - len(before)} of them new")
    return 0


def _report(asked: argparse.Namespace) -> int:
    from evidence import report  # noqa: PLC0415  (pandas: 0.3 s)

    try:
        printed, sound = report.report(asked.base, asked.head, asked.output)
    except report.NoTree as error:
        print(error, file=sys.stderr)
        return 1
    sys.stdout.write(printed)
    return 0 if sound else 1


def _put(path: Path, text: str) -> None:
    """Put a text in the place of a file, whole or not at all."""
    new = path.with_name(f"{path.name}.new")
    try:
        new.write_text(text, "utf-8", newline="")
        new.replace(path)
    finally:
        new.unlink(missing_ok=True)


def _told(error: UnsoundData) -> int:
    _print(error.problems, "error")
    return 1


def _print(problems: Iterable[Problem], level: str) -> None:
    told = few(problems)
    for problem in told:
        print(problem, file=sys.stderr)
    for mark in marks(told, level):
        print(mark)


OUR_TABLES: Options = {"type": Path, "nargs": "?", "default": site.DATA}
A_FOLDER: Options = {"type": Path}
A_REPORT: Options = {"type": Path, "default": site.ROOT / ".cache" / "report"}

COMMANDS: Mapping[str, tuple[Callable[[argparse.Namespace], int], str, Mapping[str, Options]]] = {
    "check": (_check, "check every table and print every problem", {"data": OUR_TABLES}),
    "manifest": (_manifest, "keep a record of every value as it is now released", {"data": OUR_TABLES}),
    "release": (
        _release,
        "date the changes and write the version of a release",
        {"version": {}, "date": {"nargs": "?", "default": ""}},
    ),
    "notes": (_notes, "print what the release of a tag changed, as Markdown", {"tag": {}}),
    "generate": (
        _generate,
        "write the Markdown, the charts and the downloads into a folder",
        {"folder": A_FOLDER},
    ),
    "finish": (
        _finish,
        "lighten a finished site, give it its security policy and check that it is complete",
        {"site": A_FOLDER},
    ),
    "addresses": (
        _addresses,
        "add the addresses of a finished site to the list of all",
        {"site": A_FOLDER},
    ),
    "report": (
        _report,
        "say what changes for readers between two revisions or folders",
        {"base": {}, "head": {}, "--output": A_REPORT},
    ),
}
"""Each command by its name: what runs it, what it does in words, and what it is asked with."""

if __name__ == "__main__":
    sys.exit(main())
