"""The command line: check the tables, generate the site's files, finish a built site."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from evidence import worker
from evidence.cache import collect_what_is_new
from evidence.problems import (
    DATA,
    LIMIT,
    ROOT,
    BuildError,
    ExportError,
    Problem,
    RejectedInput,
    describe_error,
    github_annotations,
    limit_per_kind,
)
from evidence.tables import DESCRIPTOR, Package, read

MOST_LINES = 100
"""Lines for corrections.csv that are offered together."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; gives 0 where all is well and 1 where a problem was printed."""
    options = _parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except RejectedInput as error:
        _print(error.problems, "error")
    except (ExportError, BuildError, OSError) as error:
        print(describe_error(error), file=sys.stderr)
    return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m evidence", description=__doc__)
    commands = parser.add_subparsers(required=True)

    def add(name: str, run: Callable[[argparse.Namespace], int], words: str) -> argparse.ArgumentParser:
        command = commands.add_parser(name, help=words)
        command.set_defaults(run=run)
        return command

    check = add("check", _check, "check every table, page and template, and print every problem")
    check.add_argument("folder", type=Path, nargs="?", default=ROOT, help="a project, or its tables alone")
    check.add_argument("--doubts", action="store_true", help="say too what may be a slip in all the tables")
    repair = add("tidy", _tidy, "repair in the tables what needs no judgement")
    repair.add_argument("data", type=Path, nargs="?", default=DATA)
    write = add("generate", _generate, "write the Markdown, the charts and the exports into a folder")
    write.add_argument("folder", type=Path)
    finish = add("finish", _finish, "finish a built site and check that it is complete")
    finish.add_argument("site", type=Path)
    release = add("release", _release, "write what a release writes, and print its notes")
    release.add_argument("version")
    release.add_argument("site", type=Path, nargs="?", help="the built site; without it, only check")
    return parser


def _check(options: argparse.Namespace) -> int:
    from evidence.tables.validate import load_validated

    is_project = not (options.folder / DESCRIPTOR).is_file()
    data = options.folder / "data" if is_project else options.folder
    pages = f", {_count_pages(options.folder)} pages" if is_project else ""
    package = load_validated(data)
    _compare(package, data)
    if options.doubts:
        from evidence.tables.doubts import find_doubts

        _print(find_doubts(package, data.parent / "docs"), "warning")
    rows = sum(len(table.rows) for table in package.tables.values())
    print(f"{len(package.tables)} tables, {rows} rows{pages}, no problems")
    return 0


def _count_pages(project: Path) -> int:
    from evidence.site.build import site_from_environment
    from evidence.site.validate import validate_project

    site = replace(site_from_environment(), templates=(project / "docs" / "templates").resolve())
    return validate_project(project, site, _find_setting_faults)


def _find_setting_faults(path: Path) -> Iterable[tuple[str, str]]:
    from mkdocs_hooks import find_setting_faults

    return find_setting_faults(path)


def _tidy(options: argparse.Namespace) -> int:
    from evidence.tables.tidy import tidy

    for line in tidy(options.data):
        print(line)
    return 0


def _compare(package: Package, data: Path) -> None:
    """Compare the tables with the last release; raises RejectedInput where a correction is missing."""
    from evidence.tables.corrections import comparison_notes, lines_to_add, missing_corrections
    from evidence.tables.history import read_history

    history = read_history(data)
    problems, lines = list(missing_corrections(package, history)), lines_to_add(package, history)
    if LIMIT < len(lines) <= MOST_LINES:  # of more it is likelier that none was meant
        print("\n".join(("The lines for data/corrections.csv, if each of these changes is meant:", *lines)))
    if problems:
        raise RejectedInput(problems)
    for note in comparison_notes(package, history):
        print(note)


def _generate(options: argparse.Namespace) -> int:
    from evidence.site.build import generate, site_from_environment

    for file in generate(site_from_environment()).for_host(ROOT / "docs"):
        path = options.folder / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.content)
    return 0


def _finish(options: argparse.Namespace) -> int:
    worker.start()  # it is ready once the imports are done
    from evidence.site import addresses
    from evidence.site.check import check_site
    from evidence.site.finish import finish_site
    from evidence.tables.history import read_history

    if not any(options.site.rglob("*.html")):
        print(f"{options.site}: There is no page. Build the site first: make build", file=sys.stderr)
        return 1
    package, problems = read(DATA)  # all else the build has judged
    if problems:
        raise RejectedInput(problems)
    pages = finish_site(options.site)
    published = addresses.read_published_pages(read_history(DATA))
    faults = [
        *check_site(options.site, pages, addresses.site_url(), addresses.list_redirects(package)),
        *addresses.lost_pages(published, {*addresses.page_addresses(pages)}),
    ]
    for fault in faults:
        print(fault, file=sys.stderr)
    return 1 if faults else 0


def _release(options: argparse.Namespace) -> int:
    from evidence.site.release import validate_version, write_release
    from evidence.tables.history import read_history
    from evidence.tables.validate import load_validated

    package, history = load_validated(DATA), read_history(DATA)
    validate_version(options.version, package, history)
    if options.site:
        print(write_release(package, history, options.version, options.site))
    return 0


def _print(problems: Iterable[Problem], level: str) -> None:
    shown = limit_per_kind(problems)
    for problem in shown:
        print(problem, file=sys.stderr)
    for annotation in github_annotations(shown, level):
        print(annotation)


if __name__ == "__main__":
    collect_what_is_new()
    sys.exit(main())
