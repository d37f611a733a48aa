"""Every generated page: a template and the facts become Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, TypeAlias

from evidence import text
from evidence.cache import Memory
from evidence.charts import Chart
from evidence.model import Changes, SiteData
from evidence.pages import edit_links
from evidence.pages.environment import TEMPLATES, environment, page_address
from evidence.pages.grouping import claims_by_theme
from evidence.tables import Package

FORCE, CONSTITUENCY, THEME = "force.md.jinja", "constituency.md.jinja", "theme.md.jinja"
"""The templates of which each force, constituency and theme has its page; every other makes one page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """The addresses of the site, with a slash at its end, and of its repository, without; its templates."""

    url: str
    repository: str
    templates: Path = TEMPLATES


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page as Markdown, at the path of its source, with the ids of the claims that it cites."""

    path: str
    markdown: str
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PageContext:
    """Everything that pages show; `files` are the downloads of the tables and of the charts, by path.

    `memory` keeps what was made of it.
    """

    site: Site
    package: Package
    data: SiteData
    charts: Mapping[str, Chart]
    files: Mapping[str, bytes]
    changes: Changes
    memory: Memory = field(default_factory=Memory)


Planned: TypeAlias = tuple[str, str, dict[str, Any]]
"""The path of a page, its template, and what that is given beside what all are."""


def render(context: PageContext) -> Iterator[Page]:
    """Render every generated page of the site, anew only where a template that it may use has changed."""
    templates = context.site.templates
    sources = {path.relative_to(templates).as_posix(): path for path in sorted(templates.rglob("*.jinja"))}
    texts = {name: path.read_bytes() for name, path in sources.items()}
    parts = [text for name, text in texts.items() if not name.endswith(".md.jinja")]
    for path, template, variables in _plan(context, [name for name in texts if name.endswith(".md.jinja")]):
        make = partial(_page, context, path, template, **variables)
        yield context.memory.recall(path, (texts[template], parts), make)


def _plan(context: PageContext, templates: Iterable[str]) -> Iterator[Planned]:
    yield from _constituency_pages(context)
    yield from _force_pages(context)
    for theme, claims in claims_by_theme(context.data).items():
        yield f"evidence/{theme}.md", THEME, {"theme": theme, "claims": claims}
    for template in templates:  # last, since one of them waits for the downloads
        if template not in {FORCE, CONSTITUENCY, THEME}:
            yield template.removesuffix(".jinja"), template, {}


def _constituency_pages(context: PageContext) -> Iterator[Planned]:
    forces = {force.id: force for force in context.data.forces}
    keys = {"constituencies": "code", "constituency_forces": "constituency_code"}
    rows = edit_links.rows(context.package, keys)
    for constituency in context.data.constituencies:
        variables = {
            "constituency": constituency,
            "forces": [forces[overlap.force_id] for overlap in constituency.overlaps],
            "rows": rows[constituency.code],
        }
        yield f"constituencies/{text.slug(constituency.name)}.md", CONSTITUENCY, variables


def _force_pages(context: PageContext) -> Iterator[Planned]:
    keys = {"forces": "id", "counts": "force_id", "force_responses": "force_id"}
    rows = edit_links.rows(context.package, keys)
    for force in context.data.forces:
        variables = {"force": force, "rows": rows[force.id]}
        yield f"forces/{force.id}.md", FORCE, variables


def _page(context: PageContext, path: str, template: str, **variables: object) -> Page:
    everywhere = {
        "here": page_address(path),
        "site": context.site,
        "package": context.package,
        "data": context.data,
        "charts": context.charts,
        "files": context.files,
        "changes": context.changes,
    }
    cited: dict[str, None] = {}
    words = environment(context.site.templates).get_template(template)
    markdown = words.render(everywhere | variables | {"cited": cited})
    return Page(path=path, markdown=markdown, claims=tuple(cited))
