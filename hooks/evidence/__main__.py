"""The command line: check and release the tables, generate the site's files, check a finished site."""

from __future__ import annotations

import argparse
import datetime
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from evidence import addresses, finish, releasing, site, styles
from evidence.checks import check, release, sound
from evidence.problems import DownloadFailed, Problem, Unmade, UnsoundData, few, marks, of_file
from evidence.tables import ADDRESSES, RELEASED


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
    checked = commands.add_parser("check", help="check every table and print every problem")
    checked.add_argument("data", type=Path, nargs="?", default=site.DATA)
    checked.set_defaults(run=_check)
    manifest = commands.add_parser("manifest", help="keep a record of every value as it is now released")
    manifest.add_argument("data", type=Path, nargs="?", default=site.DATA)
    manifest.set_defaults(run=_manifest)
    released = commands.add_parser("release", help="date the changes and write the version of a release")
    released.add_argument("version")
    released.add_argument("date", nargs="?", default="")
    released.set_defaults(run=_release)
    noted = commands.add_parser("notes", help="print what the release of a tag changed, as Markdown")
    noted.add_argument("tag")
    noted.set_defaults(run=_notes)
    generate = commands.add_parser(
        "generate", help="write the Markdown, the charts and the downloads into a folder"
    )
    generate.add_argument("folder", type=Path)
    generate.set_defaults(run=_generate)
    finished = commands.add_parser(
        "finish", help="lighten a finished site, give it its security policy and check that it is complete"
    )
    finished.add_argument("site", type=Path)
    finished.set_defaults(run=_finish)
    listed = commands.add_parser("addresses", help="add the addresses of a finished site to the list of all")
    listed.add_argument("site", type=Path)
    listed.set_defaults(run=_addresses)
    reported = commands.add_parser(
        "report", help="say what changes for readers between two revisions or folders"
    )
    reported.add_argument("base")
    reported.add_argument("head")
    reported.add_argument("--output", type=Path, default=site.ROOT / ".cache" / "report")
    reported.set_defaults(run=_report)
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
        path.write_text(text, "utf-8", newline="")
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


if __name__ == "__main__":
    sys.exit(main())
