"""One function a kind of page: the nouns of the subject and a template become Markdown."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from evidence import text
from evidence.charts import Chart
from evidence.model import SiteData
from evidence.pages import edit_links, grouping, search_terms
from evidence.pages.environment import address, environment
from evidence.pages.finder_index import places
from evidence.tables import Package

__all__ = ["Page", "Shown", "Site", "places", "render"]

TITLE = re.compile(r"\A\s*---\n(?:.+\n)*?title: (.+)\n")


PLAIN = ("home", "briefing", "disagreements", "numbers", "corrections", "help", "glossary")
"""The templates that show nothing but what all templates can."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """Where the site and its repository stand; both end without knowing any host but their own."""

    url: str
    repository: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page as Markdown, at the path of its source."""

    path: str
    markdown: str

    @property
    def address(self) -> str:
        """Where it stands within the site: forces/kent/."""
        return address(self.path)

    @property
    def title(self) -> str:
        """Its title as its front matter has it, as plain text; raises ValueError where it has none."""
        found = TITLE.match(self.markdown)
        if not found:
            raise ValueError(f"{self.path} has no title. Write one in its front matter.")
        return html.unescape(json.loads(found[1]) if found[1].startswith('"') else found[1])


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """Everything that pages show; `files` are the downloads that the Data page lists, by path."""

    site: Site
    package: Package
    data: SiteData
    national: Mapping[str, Chart]
    of_force: Mapping[str, tuple[Chart, ...]]
    files: Mapping[str, bytes]


def render(shown: Shown) -> Iterator[Page]:
    """Give every generated page of the site."""
    for name, variables in _single(shown).items():
        path = "index.md" if name == "home" else f"{name}.md"
        yield _page(shown, path, name, **variables)
    yield from _constituencies(shown)
    yield from _forces(shown)


def _single(shown: Shown) -> Mapping[str, Mapping[str, object]]:
    """Give the templates that make one page each, with what only they show."""
    data = shown.data
    dated, kinds = grouping.dated(data), grouping.by_kind(data)
    return {
        **{name: {} for name in PLAIN},
        "letter": {"claims": grouping.of_paragraphs(data)},
        "timeline": {"years": grouping.by_year(data)},
        "evidence": {"themes": grouping.by_theme(data), "dated": dated},
        "sources": {"kinds": kinds, "resting": grouping.resting(data)},
        "parliament": {"parts": grouping.for_parliament(data), "dated": dated},
        "councils": {"letters": grouping.names(data)},
        "data": {"markers": grouping.markers(data), "sizes": _sizes(shown.files)},
    }


def _sizes(files: Mapping[str, bytes]) -> Mapping[str, str]:
    return {path: text.size(len(content)) for path, content in files.items()}


def _constituencies(shown: Shown) -> Iterator[Page]:
    every = shown.data.constituencies
    yield _page(shown, "constituencies/index.md", "constituencies", letters=grouping.by_letter(every))
    forces = {force.id: force for force in shown.data.forces}
    rows = edit_links.rows(
        shown.package, {"constituencies": "code", "constituency_forces": "constituency_code"}
    )
    for constituency in every:
        found = [forces[overlap.force_id] for overlap in constituency.overlaps]
        path = f"constituencies/{text.slug(constituency.name)}.md"
        told = {"tags": search_terms.of_constituency(constituency), "rows": rows[constituency.code]}
        yield _page(shown, path, "constituency", constituency=constituency, forces=found, **told)


def _forces(shown: Shown) -> Iterator[Page]:
    places = {tag for one in shown.data.constituencies for tag in search_terms.of_constituency(one)}
    rows = edit_links.rows(
        shown.package, {"forces": "id", "counts": "force_id", "force_responses": "force_id"}
    )
    yield _page(shown, "forces/index.md", "forces")
    for force in shown.data.forces:
        charts, tags = shown.of_force[force.id], search_terms.of_force(force, places)
        told = {"charts": charts, "tags": tags, "rows": rows[force.id]}
        yield _page(shown, f"forces/{force.id}.md", "force", force=force, **told)


def _page(shown: Shown, path: str, template: str, **variables: object) -> Page:
    words = environment().get_template(f"{template}.md.jinja")
    everywhere = {"here": address(path), "site": shown.site, "package": shown.package}
    facts = {"data": shown.data, "national": shown.national}
    return Page(path=path, markdown=words.render(everywhere | facts | variables))
