"""The command line: check the tables, generate the site's files, finish a built site."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from evidence.cache import CACHE_DIR, cached, libraries
from evidence.problems import (
    LIMIT,
    BuildError,
    ExportError,
    Problem,
    RejectedInput,
    file_error,
    github_annotations,
    limit_per_kind,
)
from evidence.site.addresses import list_redirects, lost_pages, page_addresses, read_published
from evidence.site.build import DATA, ROOT, generate, site_from_environment
from evidence.site.check import check_site
from evidence.site.finish import finish_site
from evidence.site.release import write_release
from evidence.site.validate import validate_project
from evidence.tables import DESCRIPTOR, Package, display_path
from evidence.tables.corrections import comparison_notes, lines_to_add, missing_corrections
from evidence.tables.doubts import find_doubts
from evidence.tables.history import read_history
from evidence.tables.tidy import tidy
from evidence.tables.validate import load_validated
from evidence.tables.versions import validate_version

MOST_LINES = 100
"""Lines for corrections.csv that are offered together."""


UNDO = "Undo the last change of this setting."


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; gives 0 where all is well and 1 where a problem was printed."""
    options = _parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except RejectedInput as error:
        _print(error.problems, "error")
    except (ExportError, BuildError) as error:
        print(error, file=sys.stderr)
    except OSError as error:
        print(file_error(error), file=sys.stderr)
    return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m evidence", description=__doc__)
    commands = parser.add_subparsers(required=True)
    check = commands.add_parser("check", help="check every table, page and template, and print every problem")
    check.add_argument("folder", type=Path, nargs="?", default=ROOT, help="a project, or its tables alone")
    check.add_argument("--doubts", action="store_true", help="say too what may be a slip in all the tables")
    check.set_defaults(run=_check)
    repair = commands.add_parser("tidy", help="repair in the tables what needs no judgement")
    repair.add_argument("data", type=Path, nargs="?", default=DATA)
    repair.set_defaults(run=_tidy)
    write = commands.add_parser(
        "generate", help="write the Markdown, the charts and the exports into a folder"
    )
    write.add_argument("folder", type=Path)
    write.set_defaults(run=_generate)
    finish = commands.add_parser("finish", help="finish a built site and check that it is complete")
    finish.add_argument("site", type=Path)
    finish.set_defaults(run=_finish)
    release = commands.add_parser("release", help="write what a release writes, and print its notes")
    release.add_argument("version")
    release.add_argument(
        "site", type=Path, nargs="?", help="the built site; without it, only check the version"
    )
    release.set_defaults(run=_release)
    return parser


def _check(options: argparse.Namespace) -> int:
    is_project = not (options.folder / DESCRIPTOR).is_file()
    data = options.folder / "data" if is_project else options.folder
    pages = f", {_judge(options.folder)} pages" if is_project else ""
    package = load_validated(data)
    _compare(package, data)
    if options.doubts:
        _print(find_doubts(package, data.parent / "docs"), "warning")
    rows = sum(len(table.rows) for table in package.tables.values())
    print(f"{len(package.tables)} tables, {rows} rows{pages}, no problems")
    return 0


def _judge(project: Path) -> int:
    """Judge a project and its settings; gives the number of its pages."""
    site = replace(site_from_environment(), templates=(project / "docs" / "templates").resolve())
    pages = validate_project(project, site)
    settings = project / "mkdocs.yml"
    there = sorted(path.name for path in project.iterdir())
    cache_key = json.dumps([settings.read_text("utf-8"), there, str(project.resolve()), libraries()])
    cached(cache_key, lambda: _accept_settings(settings), CACHE_DIR / "judged")
    return pages


def _accept_settings(path: Path) -> str:
    """Have MkDocs read its settings; raises RejectedInput where it would refuse them."""
    from mkdocs_hooks import find_setting_faults  # noqa: PLC0415  (MkDocs takes a second to import)

    lines = path.read_text("utf-8").splitlines()
    found = [
        Problem(display_path(path), _line_of(f"{name}:", lines), name, fault.rstrip(".") + ".", UNDO)
        for name, fault in find_setting_faults(path)
    ]
    if found:
        raise RejectedInput(found)
    return "accepted"


def _line_of(start: str, lines: Sequence[str]) -> int:
    return next((number for number, line in enumerate(lines, 1) if line.startswith(start)), 1)


def _tidy(options: argparse.Namespace) -> int:
    for line in tidy(options.data):
        print(line)
    return 0


def _compare(package: Package, data: Path) -> None:
    """Compare the tables with the last release; raises RejectedInput where a correction is missing."""
    history = read_history(data)
    problems, lines = list(missing_corrections(package, history)), lines_to_add(package, history)
    if LIMIT < len(lines) <= MOST_LINES:  # of more it is likelier that none was meant
        print("\n".join(("The lines for data/corrections.csv, if each of these changes is meant:", *lines)))
    if problems:
        raise RejectedInput(problems)
    for note in comparison_notes(package, history):
        print(note)


def _generate(options: argparse.Namespace) -> int:
    for file in generate(site_from_environment()).files:
        path = options.folder / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.content)
    return 0


def _finish(options: argparse.Namespace) -> int:
    finish_site(options.site)
    redirects = list_redirects(load_validated(DATA))
    built = page_addresses(path.relative_to(options.site).as_posix() for path in options.site.rglob("*.html"))
    problems = [
        *check_site(options.site, site_from_environment().url, redirects),
        *lost_pages(read_published(read_history(DATA)), {*built}),
    ]
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1 if problems else 0


def _release(options: argparse.Namespace) -> int:
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
    sys.exit(main())
