"""What is wrong with the pages of a site, rendered and written by hand."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from evidence.pages.checks import (
    elements,
    front_matter,
    headings,
    links,
    reading_grade,
    references,
    settings,
    templates,
    theme_files,
)
from evidence.pages.checks.documents import Document
from evidence.pages.checks.project import Project
from evidence.pages.checks.source_files import DOCS, TEMPLATES, THEME, templates_of, written
from evidence.pages.render import CONSTITUENCY, FORCE
from evidence.problems import Problem

ONE_EACH = {"forces/": FORCE, "constituencies/": CONSTITUENCY}
"""The folders in which one template makes a page of each, which is in no menu."""
FRAMES = {"embed/forces/": "embed-facts.html.jinja", "embed/": "embed-chart.html.jinja"}


def problems(
    files: Project, generated: Collection[str], rendered: Mapping[str, str], names: Collection[str]
) -> Iterator[Problem]:
    """Yield what is wrong with pages.

    `generated` are the paths of all files that are made, `rendered` the pages among them, and `names` what
    templates are given.
    """
    documents = [*_written(files), *_rendered(files, rendered)]
    assets = {path.removeprefix(DOCS) for path in files.contents if path.startswith(f"{DOCS}assets/")}
    published = assets | set(generated)
    set_wrong = list(_setting_problems(files, documents, published))
    yield from set_wrong or _document_problems(documents)
    yield from () if set_wrong else _links(files, documents, published)
    for path, text in templates_of(files).items():
        yield from templates.undefined_problems(files.show(path), text, names)


def _setting_problems(
    files: Project, documents: Sequence[Document], published: Collection[str]
) -> Iterator[Problem]:
    """Yield what is wrong with the settings, and each page that two files would make."""
    text = files.texts.get(settings.PATH, "")
    yield from settings.problems(files.show(settings.PATH), text, _listed(documents), published)
    templated = {document.page for document in documents if document.is_rendered}
    for document in documents:
        if not document.is_rendered and document.page in templated:
            fault = f"A template makes the page {document.page} already."
            yield Problem(document.path, 1, "file", fault, "Remove this file, and edit the template.")


def _document_problems(documents: Sequence[Document]) -> Iterator[Problem]:
    for document in documents:
        yield from elements.problems(document)
        if not document.is_frame:
            yield from front_matter.problems(document)
        if not document.is_frame and not document.is_raw:
            yield from headings.problems(document)
            yield from headings.content_problems(document)
            yield from reading_grade.problems(document)
    yield from front_matter.repeated(documents)


def _links(files: Project, documents: Sequence[Document], published: Collection[str]) -> Iterator[Problem]:
    places = links.places(documents, published)
    literal = [
        problem
        for path, text in templates_of(files).items()
        for problem in references.address_problems(files.show(path), text, places)
    ]
    yield from literal or links.problems(documents, published)
    for path, text in files.within(THEME).items():
        yield from theme_files.address_problems(files.show(path), text, places)


def _written(files: Project) -> Iterator[Document]:
    for path, text in written(files).items():
        yield Document(path=files.show(path), source=text, page=path.removeprefix(DOCS), markdown=text)


def _rendered(files: Project, rendered: Mapping[str, str]) -> Iterator[Document]:
    seen = set[str]()
    for page, markdown in rendered.items():
        path = f"{TEMPLATES}{_template(page, files)}"
        is_raw = page.startswith("constituencies/") and path in seen
        seen.add(path)
        yield Document(
            path=files.show(path), source=files.texts[path], page=page, markdown=markdown, is_raw=is_raw
        )


def _template(page: str, files: Project) -> str:
    if f"{TEMPLATES}{page}.jinja" in files.texts:
        return f"{page}.jinja"
    return next(template for folder, template in (ONE_EACH | FRAMES).items() if page.startswith(folder))


def _listed(documents: Sequence[Document]) -> list[str]:
    """Give the pages that the menu must lead to."""
    return [
        document.page
        for document in documents
        if document.page.endswith("/index.md") or not document.page.startswith((*ONE_EACH, *FRAMES))
    ]
