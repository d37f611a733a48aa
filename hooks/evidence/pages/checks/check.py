"""What is wrong with the files of a project as they stand, and with the pages that are made of them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import astuple
from functools import lru_cache

from jinja2.filters import FILTERS

from evidence.cache import cached, code
from evidence.pages.checks import (
    elements,
    expressions,
    figures,
    front_matter,
    links,
    readability,
    references,
    settings,
    strays,
    templates,
    words,
)
from evidence.pages.checks.documents import Document
from evidence.pages.checks.project import DOCS, TEMPLATES, THEME, Project
from evidence.pages.environment import environment
from evidence.pages.render import CONSTITUENCY, FORCE
from evidence.pages.render import THEME as THEME_PAGE
from evidence.problems import Problem
from evidence.tables import DESCRIPTOR

ASSETS = "docs/assets/"
ONE_EACH = {"forces/": FORCE, "constituencies/": CONSTITUENCY, "evidence/": THEME_PAGE}
"""The folders in which one template makes a page of each, which is in no menu."""
FRAMES = {"embed/forces/": "embed-facts.html.jinja", "embed/": "embed-chart.html.jinja"}
THEME_FILTERS = frozenset({"url", "script_tag", *FILTERS})
"""Those of MkDocs and of Jinja."""
THEME_NAMES = {"config", "page", "nav", "base_url", "lang"}
"""The names that MkDocs and the theme give; those that the hook gives stand in its code."""
THEME_CODE = ("hooks/mkdocs_hooks.py", "hooks/evidence/site/")


def file_problems(files: Project) -> Iterator[Problem]:
    """Yield what is wrong with the files of a project."""
    yield from files.problems
    naming = "\n".join(
        files.texts[path] for path in files.texts if path.startswith((DOCS, "hooks/", "mkdocs.yml"))
    )
    yield from strays.problems(files.names(DOCS), files.show("docs"), naming)
    for path, text in (files.written | files.within(TEMPLATES, ".toml", ".md")).items():
        yield from _find_once(figures.problems, files.show(path), text)
    for path, text in files.within("data/", DESCRIPTOR).items():
        yield from _find_once(figures.category_problems, files.show(path), text)
    for path, text in files.within(DOCS, ".md", ".jinja", ".toml", ".html").items():
        yield from _find_once(figures.character_problems, files.show(path), text)
    for path, text in (files.within(ASSETS) | files.within(THEME)).items():
        yield from _find_once(elements.outside_problems, files.show(path), text)
    for path in files.templates:
        yield from _template_problems(files, path)
    code = "\n".join(files.texts[each] for each in files.texts if each.startswith(THEME_CODE))
    names = {*re.findall(r"\w+", code)} | THEME_NAMES
    for path in files.within(THEME):
        yield from _theme_problems(files, path, names)


def reference_problems(files: Project, ids: Mapping[str, Collection[str]]) -> Iterator[Problem]:
    """Yield each id in a template that is in no table; `ids` are those of each table, by its name."""
    for path, text in files.templates.items():
        yield from references.problems(files.show(path), text, ids)


def page_problems(
    files: Project, generated: Mapping[str, str | None], names: Collection[str]
) -> Iterator[Problem]:
    """Yield what is wrong with pages.

    `generated` are the paths of all files that are made, with the text of those that are pages, and `names`
    what templates are given.
    """
    documents = [*_written_pages(files), *_rendered_pages(files, generated)]
    published = {path.removeprefix(DOCS) for path in files.contents if path.startswith(ASSETS)} | {*generated}
    misplaced = [*_setting_problems(files, documents, published), *_find_doubled(documents)]
    yield from misplaced or _document_problems(documents)
    yield from () if misplaced else _link_problems(files, documents, published)
    for path, text in files.templates.items():
        yield from templates.undefined_problems(files.show(path), text, names)


def _template_problems(files: Project, path: str) -> Iterator[Problem]:
    shown, text = files.show(path), files.texts[path]
    broken = _find_once(_page_syntax, shown, text)
    yield from broken
    if not broken:
        yield from _find_once(figures.problems, shown, words.literal_words(text))
        yield from _find_once(expressions.problems, shown, text)
        yield from _find_once(elements.literal_problems, shown, text)
        yield from references.edit_problems(shown, text, files.contents)
        yield from references.import_problems(shown, text, _by_name(files, TEMPLATES))


def _theme_problems(files: Project, path: str, names: Collection[str]) -> Iterator[Problem]:
    shown, text = files.show(path), files.texts[path]
    broken = _find_once(_theme_syntax, shown, text)
    yield from broken
    if not broken:
        yield from templates.undefined_problems(shown, text, names)
        yield from references.import_problems(shown, text, _by_name(files, THEME))


@lru_cache(maxsize=2_000)
def _find_once(find: Callable[..., Iterator[Problem]], *judged: str | Document) -> tuple[Problem, ...]:
    """Give what is wrong with a text or a page by itself; of the same it is found once."""
    cache_key = repr((find.__module__, find.__name__, judged, code()))
    found = cached(cache_key, lambda: json.dumps([astuple(each) for each in find(*judged)]))
    return tuple(Problem(*each) for each in json.loads(found))


def _page_syntax(path: str, text: str) -> Iterator[Problem]:
    return templates.syntax_problems(path, text, environment().filters)


def _theme_syntax(path: str, text: str) -> Iterator[Problem]:
    return templates.syntax_problems(path, text, THEME_FILTERS)


def _by_name(files: Project, folder: str) -> dict[str, str]:
    return {path.removeprefix(folder): text for path, text in files.within(folder).items()}


def _setting_problems(
    files: Project, documents: Sequence[Document], published: Collection[str]
) -> Iterator[Problem]:
    single = (*ONE_EACH, *FRAMES)
    listed = [
        each.page for each in documents if each.page.endswith("/index.md") or not each.page.startswith(single)
    ]
    text = files.texts.get(settings.PATH, "")
    yield from settings.problems(files.show(settings.PATH), text, listed, published)


def _find_doubled(documents: Sequence[Document]) -> Iterator[Problem]:
    """Yield each page that two files would make."""
    templated = {document.page for document in documents if document.is_rendered}
    for document in documents:
        if not document.is_rendered and document.page in templated:
            fault = f"A template makes the page {document.page} already."
            yield Problem(document.path, 1, "file", fault, "Remove this file, and edit the template.")


def _document_problems(documents: Sequence[Document]) -> Iterator[Problem]:
    pages = [document for document in documents if not document.is_frame]
    yield from front_matter.repeated_problems(pages)
    for document in documents:
        # Of a page that is read as HTML only the head is judged, which is quicker than to look it up.
        yield from _problems_alone(document) if document.is_raw else _find_once(_problems_alone, document)


def _problems_alone(document: Document) -> Iterator[Problem]:
    """Yield what is wrong with a page whatever others hold."""
    checks = [] if document.is_frame else [front_matter.problems]
    checks += [] if document.is_raw else [elements.problems]
    if not document.is_frame and not document.is_raw:
        checks += [readability.outline_problems, readability.warning_problems, readability.grade_problems]
    return (problem for check in checks for problem in check(document))


def _link_problems(
    files: Project, documents: Sequence[Document], published: Collection[str]
) -> Iterator[Problem]:
    places = links.places(documents, published)
    literal = [
        problem
        for path, text in (files.templates | files.within(THEME)).items()
        for problem in references.address_problems(files.show(path), text, places)
    ]
    yield from literal or links.problems(documents, published)


def _written_pages(files: Project) -> Iterator[Document]:
    for path, text in files.written.items():
        yield _document(files.show(path), text, path.removeprefix(DOCS), text)


def _rendered_pages(files: Project, generated: Mapping[str, str | None]) -> Iterator[Document]:
    """Yield each page that is made; of the many constituencies one is read as Markdown."""
    seen = set[str]()
    for page, markdown in generated.items():
        if markdown is not None:
            path = TEMPLATES + _template(page, files)
            is_raw = page.startswith("constituencies/") and path in seen
            seen.add(path)
            source, shown = files.texts[path], files.show(path)
            yield _document(shown, source, page, markdown, is_raw=is_raw)


@lru_cache(maxsize=2_000)
def _document(path: str, source: str, page: str, markdown: str, *, is_raw: bool = False) -> Document:
    """Give a page, the same object for the same content, so that it is read once."""
    return Document(path=path, source=source, page=page, markdown=markdown, is_raw=is_raw)


def _template(page: str, files: Project) -> str:
    if f"{TEMPLATES}{page}.jinja" in files.texts:
        return f"{page}.jinja"
    return next(template for folder, template in (ONE_EACH | FRAMES).items() if page.startswith(folder))
