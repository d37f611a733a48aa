"""Every generated page: a template and the facts become Markdown."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from hashlib import sha256
from pathlib import Path

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
PLACES = {"forces": "id", "constituencies": "code"}
NAMING = ("constituency_code", "force_id")
"""The columns that say of which place a row is: in the tables of places, and in others."""
MEMORY = Memory()


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


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PageContext:
    """Everything that pages show; `files` are the downloads of the tables and of the charts, by path.

    A context equals no other: what was rendered of one is rendered anew of the next.
    """

    site: Site
    package: Package
    data: SiteData
    charts: Mapping[str, Chart]
    files: Mapping[str, bytes]
    changes: Changes

    def variables(self) -> dict[str, object]:
        """Give what templates show, by its names there."""
        return {
            "package": self.package,
            "data": self.data,
            "charts": self.charts,
            "files": self.files,
            "changes": self.changes,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class _Plan:
    """A page to render: its template, what that shows, and the facts that all of this is made of."""

    path: str
    template: str
    variables: dict[str, object]
    facts: object


def render(context: PageContext) -> Iterator[Page]:
    """Render every generated page of the site, anew only where its facts or its templates have changed."""
    templates = context.site.templates
    sources = {path.relative_to(templates).as_posix(): path for path in sorted(templates.rglob("*.jinja"))}
    texts = {name: path.read_bytes() for name, path in sources.items()}
    parts = [text for name, text in texts.items() if not name.endswith(".md.jinja")]
    for plan in _plan(context, [name for name in texts if name.endswith(".md.jinja")]):
        inputs = context.site, texts[plan.template], parts, plan.facts
        yield MEMORY.recall(plan.path, inputs, partial(_page, context.site, plan))


def _plan(context: PageContext, templates: Iterable[str]) -> Iterator[_Plan]:
    yield from _constituency_pages(context)
    others = *_force_pages(context), *_theme_pages(context), *_single_pages(templates)
    for path, template, variables in others:
        yield _Plan(path=path, template=template, variables=context.variables() | variables, facts=context)


def _constituency_pages(context: PageContext) -> Iterator[_Plan]:
    """Plan each with the facts of its own forces alone, so that those of others do not change it."""
    forces = {force.id: force for force in context.data.forces}
    keys = {"constituencies": "code", "constituency_forces": "constituency_code"}
    rows = edit_links.rows(context.package, keys)
    shared, facts = _facts_by_place(context.package)
    for constituency in context.data.constituencies:
        own = tuple(forces[overlap.force_id] for overlap in constituency.overlaps)
        yield _Plan(
            path=f"constituencies/{text.slug(constituency.name)}.md",
            template=CONSTITUENCY,
            variables={
                "constituency": constituency,
                "forces": own,
                "rows": rows[constituency.code],
                "data": replace(context.data, forces=own, constituencies=(), places=()),
            },
            facts=(shared, *(facts[place] for place in (constituency.code, *(force.id for force in own)))),
        )


def _facts_by_place(package: Package) -> tuple[str, Mapping[str, list[object]]]:
    """Give a digest of all that is of no one force or constituency, and the rows of each by its id."""
    shared: list[object] = [package.descriptor]
    rows = defaultdict[str, list[object]](list)
    for name, table in package.tables.items():
        column = PLACES.get(name) or next((each for each in NAMING if each in table.header), "")
        if column:
            for row, (_, place) in zip(table.rows, table.column(column), strict=True):
                rows[place].append((name, row))
        else:
            shared.append(table)
    return sha256(repr(shared).encode()).hexdigest(), rows


def _force_pages(context: PageContext) -> Iterator[tuple[str, str, dict[str, object]]]:
    keys = {"forces": "id", "counts": "force_id", "force_responses": "force_id"}
    rows = edit_links.rows(context.package, keys)
    for force in context.data.forces:
        yield f"forces/{force.id}.md", FORCE, {"force": force, "rows": rows[force.id]}


def _theme_pages(context: PageContext) -> Iterator[tuple[str, str, dict[str, object]]]:
    for theme, claims in claims_by_theme(context.data).items():
        yield f"evidence/{theme}.md", THEME, {"theme": theme, "claims": claims}


def _single_pages(templates: Iterable[str]) -> Iterator[tuple[str, str, dict[str, object]]]:
    """Plan them last, since one of them waits for the downloads."""
    for template in templates:
        if template not in {FORCE, CONSTITUENCY, THEME}:
            yield template.removesuffix(".jinja"), template, {}


def _page(site: Site, plan: _Plan) -> Page:
    cited: dict[str, None] = {}
    always = {"here": page_address(plan.path), "site": site, "cited": cited}
    words = environment(site.templates).get_template(plan.template)
    return Page(path=plan.path, markdown=words.render(always | plan.variables), claims=tuple(cited))
