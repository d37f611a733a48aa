"""One function a kind of page: the nouns of the subject and a template become Markdown."""

from __future__ import annotations

import html
import json
import posixpath
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeVar

import jinja2
from jinja2.runtime import Context
from markupsafe import Markup

from evidence import text
from evidence.charts import Chart
from evidence.model import Claim, Constituency, Count, Event, Evidence, Paragraph, Source
from evidence.tables import Package

Item = TypeVar("Item")
TEMPLATES = Path(__file__).parents[2] / "docs" / "templates"


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """Everything that pages show."""

    site: Site
    package: Package
    evidence: Evidence
    national: Mapping[str, Chart]
    of_force: Mapping[str, tuple[Chart, ...]]


def render(shown: Shown) -> Iterator[Page]:
    """Give every generated page of the site."""
    evidence = shown.evidence
    yield _page(shown, "index.md", "home")
    for name in ("letter", "briefing", "disagreements", "numbers", "help", "glossary"):
        yield _page(shown, f"{name}.md", name)
    yield _page(shown, "timeline.md", "timeline", years=by_year(evidence))
    yield _page(shown, "evidence.md", "evidence", themes=by_theme(evidence), uses=uses(evidence))
    yield _page(shown, "sources.md", "sources", kinds=by_kind(evidence), resting=resting(evidence))
    yield _page(shown, "data.md", "data", markers=markers(evidence), changes=changes(evidence))
    yield _page(shown, "constituencies.md", "constituencies", letters=by_letter(evidence.constituencies))
    yield _page(shown, "forces/index.md", "forces")
    for force in evidence.forces:
        yield _page(shown, f"forces/{force.id}.md", "force", force=force, charts=shown.of_force[force.id])


def address(path: str) -> str:
    """Give the address of a page from the path of its source, relative to the site: forces/kent/."""
    stem = path.removesuffix(".md")
    return "" if stem == "index" else stem.removesuffix("/index") + "/"


def relative(target: str, here: str) -> str:
    """Give the way to an address or file of the site from the page at another address."""
    path, _, anchor = target.partition("#")
    folder = path.endswith("/") or not path
    way = posixpath.relpath(path or ".", here or ".") + ("/" if folder else "")
    return (way if path != here else "") + (f"#{anchor}" if anchor else "") or "./"


def by_theme(evidence: Evidence) -> Mapping[str, list[Claim]]:
    """Group the claims by theme, in the order of their ids."""
    return _grouped(evidence.claims.values(), lambda claim: claim.theme)


def by_year(evidence: Evidence) -> Mapping[str, list[Event]]:
    """Group the events by year, oldest first."""
    return _grouped(evidence.timeline, lambda event: event.date[:4])


def by_kind(evidence: Evidence) -> Mapping[str, list[Source]]:
    """Group the sources by kind of publisher, in the order of their titles."""
    ordered = sorted(evidence.sources.values(), key=lambda source: (source.kind, source.title.casefold()))
    return _grouped(ordered, lambda source: source.kind)


def by_letter(constituencies: tuple[Constituency, ...]) -> Mapping[str, list[Constituency]]:
    """Group the constituencies by the first letter of their names."""
    return _grouped(constituencies, lambda constituency: text.slug(constituency.name)[0].upper())


def resting(evidence: Evidence) -> Mapping[str, list[Claim]]:
    """Give the claims that rest on each source, by the id of the source."""
    ordered = sorted(evidence.claims.values(), key=lambda claim: (claim.source.id, claim.id))
    return _grouped(ordered, lambda claim: claim.source.id)


def uses(evidence: Evidence) -> Mapping[str, list[tuple[str, str]]]:
    """Give where each claim is disputed or dated, as (address, words), by the id of the claim."""
    found: dict[str, list[tuple[str, str]]] = {}
    for disagreement in evidence.disagreements:
        for claim_id in dict.fromkeys(position.claim.id for position in disagreement.positions):
            found.setdefault(claim_id, []).append(
                (f"disagreements/#{disagreement.id}", disagreement.question)
            )
    for event in evidence.timeline:
        for claim in event.claims:
            found.setdefault(claim.id, []).append(
                (f"timeline/#{event.id}", f"Timeline, {text.date(event.date)}")
            )
    return found


def markers(evidence: Evidence) -> list[tuple[str, str]]:
    """Give the rows of the table of markers."""
    return [(marker.marker, marker.meaning) for marker in evidence.markers.values()]


def changes(evidence: Evidence) -> list[tuple[str, ...]]:
    """Give the rows of the table of changes, newest first."""
    return [
        (
            text.date(change.date),
            " ".join(filter(None, (change.table, change.row, change.column))),
            change.what,
            change.old,
            change.new,
            change.reason,
            "yes" if change.substantial else "no",
        )
        for change in evidence.changes
    ]


def _grouped(items: Iterable[Item], key: Callable[[Item], str]) -> Mapping[str, list[Item]]:
    groups: dict[str, list[Item]] = {}
    for item in items:
        groups.setdefault(key(item), []).append(item)
    return groups


def _page(shown: Shown, path: str, template: str, **variables: object) -> Page:
    markdown = (
        _environment()
        .get_template(f"{template}.md.jinja")
        .render(
            here=address(path),
            site=shown.site,
            package=shown.package,
            evidence=shown.evidence,
            national=shown.national,
            **variables,
        )
    )
    return Page(path=path, markdown=markdown)


@cache
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        undefined=jinja2.StrictUndefined,
        autoescape=True,
        finalize=text.safe,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {"date": text.date, "number": text.number, "share": text.share, "slug": text.slug}
    environment.globals |= {
        "url": _url,
        "link": _link,
        "figure": _figure,
        "counted": _counted,
        "drawn": _drawn,
        "period": text.period,
        "printed": printed,
        "quantity": text.quantity,
        "title": title,
    }
    return environment


@jinja2.pass_context
def _url(context: Context, target: str) -> Markup:
    return Markup(html.escape(relative(target, context["here"])))


@jinja2.pass_context
def _link(context: Context, words: str, target: str) -> Markup:
    return Markup('<a href="{}">{}</a>').format(_url(context, target), text.safe(words))


@jinja2.pass_context
def _figure(context: Context, claim_id: str, *, unit: bool = True) -> Markup:
    """Print a claim's value, with its unit unless told otherwise, linked to its entry in the ledger."""
    claim = context["evidence"].claims[claim_id]
    words = text.quantity(claim) if unit else text.number(claim.value)
    marked = " (second-hand)" if claim.grade == "secondary" else ""
    return _link(context, words + marked, f"evidence/#{claim_id}")


@jinja2.pass_context
def _counted(context: Context, count: Count) -> Markup:
    """Print a force's count with its unit, linked to the claim or the source that gives it."""
    target = (
        f"evidence/#{count.claim.id}"
        if count.claim
        else f"sources/#{count.source.id}"
        if count.source
        else ""
    )
    unit = count.unit.removesuffix("s") if count.count == 1 else count.unit
    return _link(context, f"{count.count:,} {unit}", target)


@jinja2.pass_context
def _drawn(context: Context, chart: Chart) -> Markup:
    """Print a chart's picture, its links made relative to the page."""
    return Markup(chart.svg.replace('href="forces/', f'href="{relative("", context["here"])}forces/'))


def printed(paragraph: Paragraph) -> Markup:
    """Give a paragraph of the letter as HTML, its misprints marked and its italics kept."""
    words = text.safe(paragraph.text)
    for misprint, _ in paragraph.misprints:
        words = words.replace(
            text.safe(misprint), text.safe(misprint) + Markup(' <span class="sic">[sic]</span>'), 1
        )
    if paragraph.italic:
        words = words.replace(
            text.safe(paragraph.italic), Markup("<cite>{}</cite>").format(text.safe(paragraph.italic)), 1
        )
    return words


def title(words: str) -> Markup:
    """Give words for the front matter, where the theme prints them into HTML as they are."""
    return Markup(json.dumps(html.escape(words), ensure_ascii=False))
