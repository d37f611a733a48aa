"""What is wrong with the files of a project as they stand, before any page is made."""

from __future__ import annotations

import re
from collections.abc import Iterator

from evidence.model import SiteData
from evidence.pages.checks import (
    elements,
    expressions,
    figures,
    references,
    strays,
    templates,
    theme_files,
    words,
    writing,
)
from evidence.pages.checks.project import Project
from evidence.pages.environment import environment
from evidence.problems import Problem

DOCS, TEMPLATES, THEME, ASSETS = "docs/", "docs/templates/", "docs/.overrides/", "docs/assets/"


def problems(files: Project) -> Iterator[Problem]:
    """Yield what is wrong with the files of a project."""
    yield from files.problems
    yield from strays.docs_problems(files.names(DOCS), files.show("docs"), _naming(files))
    for path, text in (written(files) | _filled(files)).items():
        yield from figures.problems(files.show(path), text)
    for path, text in templates_of(files).items():
        yield from _template_problems(files, path, text)
    for path, text in files.within(DOCS).items():
        if path.endswith((".md", ".jinja", ".toml", ".html")):
            yield from writing.character_problems(files.show(path), text)
    for path, text in (files.within(ASSETS) | files.within(THEME)).items():
        yield from theme_files.problems(files.show(path), text)
    theme = theme_files.Theme(
        files.names(THEME), _words(files, "hooks/mkdocs_hooks.py", "hooks/evidence/site/")
    )
    for path, text in files.within(THEME).items():
        yield from theme_files.template_problems(files.show(path), text, theme)


def reference_problems(files: Project, data: SiteData) -> Iterator[Problem]:
    """Yield each id in a template that is in no table."""
    disagreements = [each.id for each in data.disagreements]
    ids = {"claims": data.claims, "sources": data.sources, "disagreements": disagreements}
    for path, text in templates_of(files).items():
        yield from references.problems(files.show(path), text, ids)


def written(files: Project) -> dict[str, str]:
    """Give the pages that are written by hand."""
    return {
        path: text
        for path, text in files.within(DOCS).items()
        if path.count("/") == 1 and path.endswith(".md")
    }


def templates_of(files: Project) -> dict[str, str]:
    """Give the templates of pages."""
    return {path: text for path, text in files.within(TEMPLATES).items() if path.endswith(".jinja")}


def _filled(files: Project) -> dict[str, str]:
    """Give the words of charts and of the files to download, in which values are filled."""
    return {path: text for path, text in files.within(TEMPLATES).items() if path.endswith((".toml", ".md"))}


def _template_problems(files: Project, path: str, text: str) -> Iterator[Problem]:
    shown = files.show(path)
    broken = list(templates.syntax_problems(shown, text, environment().filters))
    yield from broken
    if not broken:
        yield from figures.problems(shown, words.literal(text))
        yield from expressions.problems(shown, text)
        yield from elements.literal_problems(shown, text)
        yield from references.edit_problems(shown, text, files.contents)
        known = {path.removeprefix(TEMPLATES): text for path, text in templates_of(files).items()}
        yield from references.import_problems(shown, text, known)


def _naming(files: Project) -> list[str]:
    """Give the texts in which a file of docs/assets/ may be named."""
    return [text for path, text in files.texts.items() if path.startswith((DOCS, "hooks/", "mkdocs.yml"))]


def _words(files: Project, *places: str) -> set[str]:
    """Give every word of the code in some places."""
    return {
        word
        for path, text in files.texts.items()
        if path.startswith(places)
        for word in re.findall(r"\w+", text)
    }
