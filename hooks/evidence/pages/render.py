"""Every generated page: a template and the facts become Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from evidence import text
from evidence.charts import Chart
from evidence.model import Changes, SiteData
from evidence.pages import edit_links, search_terms
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
    """Everything that pages show; `files` are the downloads that the Data page lists, by path."""

    site: Site
    package: Package
    data: SiteData
    charts: Mapping[str, Chart]
    files: Mapping[str, bytes]
    changes: Changes


def render(context: PageContext) -> Iterator[Page]:
    """Render every generated page of the site."""
    templates = context.site.templates
    for path in sorted(templates.rglob("*.md.jinja")):
        template = path.relative_to(templates).as_posix()
        if template not in {FORCE, CONSTITUENCY, THEME}:
            yield _page(context, template.removesuffix(".jinja"), template)
    yield from _constituency_pages(context)
    yield from _force_pages(context)
    for theme, claims in claims_by_theme(context.data).items():
        yield _page(context, f"evidence/{theme}.md", THEME, theme=theme, claims=claims)


def _constituency_pages(context: PageContext) -> Iterator[Page]:
    forces = {force.id: force for force in context.data.forces}
    keys = {"constituencies": "code", "constituency_forces": "constituency_code"}
    rows = edit_links.rows(context.package, keys)
    for constituency in context.data.constituencies:
        yield _page(
            context,
            f"constituencies/{text.slug(constituency.name)}.md",
            CONSTITUENCY,
            constituency=constituency,
            forces=[forces[overlap.force_id] for overlap in constituency.overlaps],
            tags=search_terms.of_constituency(constituency),
            rows=rows[constituency.code],
        )


def _force_pages(context: PageContext) -> Iterator[Page]:
    places = {tag for each in context.data.constituencies for tag in search_terms.of_constituency(each)}
    keys = {"forces": "id", "counts": "force_id", "force_responses": "force_id"}
    rows = edit_links.rows(context.package, keys)
    for force in context.data.forces:
        yield _page(
            context,
            f"forces/{force.id}.md",
            FORCE,
            force=force,
            tags=search_terms.of_force(force, places),
            rows=rows[force.id],
        )


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
