"""A whole project judged: files, tables, templates and pages. No problem means that it can be built."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import TypeAlias

from evidence.cache import cached, code
from evidence.pages import Site
from evidence.pages.checks import check, project, settings, strays, templates
from evidence.pages.checks.project import Project
from evidence.pages.environment import environment
from evidence.problems import BuildError, Problem, RejectedInput
from evidence.site.addresses import broken_redirects, lost_pages, page_addresses, read_published_pages
from evidence.site.build import Output, generate
from evidence.tables import Package
from evidence.tables.history import UnreadableHistory, read_history, run_git
from evidence.tables.validate import load_validated

PAGES = (".md", ".html")
SettingFaults: TypeAlias = Callable[[Path], Iterable[tuple[str, str]]]


def validate_project(root: Path, site: Site, find_setting_faults: SettingFaults) -> int:
    """Judge a project, and give the number of its pages; what was found right before is not judged again.

    Raises RejectedInput with the problems of the first of these that has any: conflicts of a merge; files,
    tables and templates as they stand; the rendering of the templates; the pages; what MkDocs refuses, which
    `find_setting_faults` gives of the file of settings: names of settings, and what it says of each.
    """
    files = project.read(root)

    def judge() -> int:
        output = _judge(files, site, partial(_generate, files, site))
        text, faults = files.texts[settings.PATH], find_setting_faults(files.root / settings.PATH)
        _reject(settings.mkdocs_problems(files.show(settings.PATH), text, faults))
        return _count_pages(files, output)

    return _cached_count(files, site, judge)


def generate_validated(root: Path, site: Site, begin: Callable[[Output], None]) -> Output:
    """Generate every file of a project that `validate_project` finds right; raises what it raises.

    What is generated is given to `begin` before it is judged, so that what takes long can start.
    """
    files, outputs = project.read(root), list[Output]()

    def generate_and_begin() -> Output:
        outputs.append(_generate(files, site))
        begin(outputs[0])
        return outputs[0]

    _cached_count(files, site, lambda: _count_pages(files, _judge(files, site, generate_and_begin)))
    return outputs[0] if outputs else generate_and_begin()


def _cached_count(files: Project, site: Site, judge: Callable[[], int]) -> int:
    contents = [(path, sha256(content).hexdigest()) for path, content in sorted(files.contents.items())]
    state = contents, files.problems, str(files.root), site, _commit(files.root), code()
    return int(cached(repr(state), lambda: str(judge())))


def _commit(root: Path) -> str:
    """Name the commit and the releases, of which some pages tell."""
    try:
        return run_git(root, "rev-parse", "HEAD", "--tags").decode()
    except UnreadableHistory as error:
        return str(error)


def _judge(files: Project, site: Site, generate_files: Callable[[], Output]) -> Output:
    _reject(
        found
        for path, text in files.texts.items()
        for found in strays.conflict_problems(files.show(path), text)
    )
    package, faults = _validate(files.root)
    _reject([*check.file_problems(files), *faults])
    _reject(check.reference_problems(files, _ids(package)))
    output = generate_files()
    names = templates.record_names(environment(site.templates))
    generated = {file.path: file.text if file.path.endswith(PAGES) else None for file in output.files}
    _reject([*check.page_problems(files, generated, names), *_address_problems(files, output)])
    return output


def _count_pages(files: Project, output: Output) -> int:
    return len(files.written) + sum(file.path.endswith(PAGES) for file in output.files)


def _address_problems(files: Project, output: Output) -> Iterator[Problem]:
    """Yield each redirect that is broken, and each published page that is gone."""
    written = (path.removeprefix(project.DOCS) for path in files.written)
    pages = {*page_addresses([*written, *(file.path for file in output.files)])}
    yield from broken_redirects(output.redirects, pages)
    published = read_published_pages(read_history(files.root / "data"))
    yield from lost_pages(published, pages | {each.old for each in output.redirects})


def _reject(problems: Iterable[Problem]) -> None:
    found = sorted(set(problems))
    if found:
        raise RejectedInput(found)


def _validate(root: Path) -> tuple[Package | None, Sequence[Problem]]:
    try:
        return load_validated(root / "data"), ()
    except RejectedInput as error:
        return None, error.problems


def _ids(package: Package | None) -> dict[str, set[str]]:
    """Give the ids of each table that has some."""
    tables = package.tables.values() if package else ()
    return {table.name: {cells[0] for _, cells in table.rows} for table in tables if table.key == ("id",)}


def _generate(files: Project, site: Site) -> Output:
    templates.record_names(environment(site.templates))  # what is rendered now may be judged at a later edit
    try:
        return generate(site, files.root / "data")
    except (BuildError, OSError) as error:
        shown = files.show("docs/templates")
        problem = templates.render_problem(error.__cause__ or error, site.templates, shown)
        if problem is None:
            raise
        raise RejectedInput([problem]) from None
