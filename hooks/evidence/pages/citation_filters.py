"""How a page cites: every figure leads to what it rests on, with what a reader must know beside it."""

from __future__ import annotations

import html
import posixpath
from collections.abc import Iterable, Iterator
from functools import lru_cache

from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from evidence import text
from evidence.charts import Chart, LinkedText
from evidence.model import Claim, Count
from evidence.pages.grouping import disagreements_on


def relative_address(target: str, here: str) -> str:
    """Give the way to an address or file of the site from the page at another address."""
    path, hash_mark, anchor = target.partition("#")
    way = _way(path, here) if path != here else ""
    return f"{way}{hash_mark}{anchor}" or "./"


@lru_cache(maxsize=100_000)
def _way(path: str, here: str) -> str:
    there, place = path.split("/"), here.split("/")[:-1]
    shared = len(posixpath.commonprefix([there[:-1], place]))
    return "../" * (len(place) - shared) + "/".join(there[shared:]) or "./"


@pass_context
def url(context: Context, target: str) -> Markup:
    """Give the way from the page to an address of the site."""
    return Markup(html.escape(relative_address(target, context["here"])))


@pass_context
def link(context: Context, words: str, target: str) -> Markup:
    """Print words as a link to an address of the site; the page notes each claim to which it links."""
    if claim := _claim_id(target):
        context["cited"][claim] = None
    return Markup(f'<a href="{url(context, target)}">{text.escape(words)}</a>')


@pass_context
def figure(context: Context, claim_id: str, explains: str = "") -> Markup:
    """Print a claim's value with its unit, linked to its entry in the ledger.

    `explains` names the disagreements that the page itself explains, with spaces between them, and
    "second-hand" where it says whose account this is.
    """
    claim = context["data"].claims[claim_id]
    return _figure(context, claim, text.quantity(claim), explains)


@pass_context
def cite(context: Context, claim_id: str, explains: str = "") -> Markup:
    """Print a raised number, the claim's place among those of the page, linked to its entry."""
    found = context["data"].claims[claim_id]
    return _annotate(_reference_mark(context, found), context, [found], explains)


@pass_context
def cite_all(context: Context, claims: Iterable[Claim], explains: str = "") -> Markup:
    """Print a raised number for each claim, and once what is to be known of them all."""
    claims = tuple(claims)
    marks = Markup("").join(_reference_mark(context, claim) for claim in claims)
    return _annotate(marks, context, claims, explains)


@pass_context
def render_count(context: Context, count: Count) -> Markup:
    """Print a force's count with its unit, linked to the claim or the source that gives it."""
    unit = count.unit.removesuffix("s") if count.count == 1 else count.unit
    words = f"{count.count:,} {unit}"
    if count.claim:
        return _figure(context, count.claim, words)
    return link(context, words, f"sources/#{count.source.id}" if count.source else "data/#table-counts")


@pass_context
def link_figures(context: Context, words: str) -> Markup:
    """Print words, each part that rests on something linked to it."""
    return Markup("").join(
        link(context, part, target) if target else text.escape(part) for part, target in _parts(words)
    )


@pass_context
def disagreement_note(context: Context, chart: Chart) -> Markup:
    """Say after a chart's words what sources differ on of the claims that those words rest on."""
    words = (chart.title, chart.subtitle, *chart.notes)
    claims = [claim for each in words for claim in _claims_of(context, each)]
    return Markup(" ").join(Markup("({})").format(note) for note in _disagreement_note(context, claims))


@pass_context
def render_cell(context: Context, words: str) -> Markup:
    """Print a cell of a table, linked to what it rests on, with what a reader must know of its claims."""
    claims = _claims_of(context, words)
    return _annotate(link_figures(context, words), context, claims)


def _claims_of(context: Context, words: str) -> list[Claim]:
    targets = [_claim_id(target) for _, target in _parts(words)]
    return [context["data"].claims[claim] for claim in targets if claim]


def _parts(words: str) -> Iterable[tuple[str, str]]:
    return words.parts if isinstance(words, LinkedText) else [(words, "")]


def _figure(context: Context, claim: Claim, words: str, explains: str = "") -> Markup:
    return _annotate(link(context, words, claim.address), context, [claim], explains)


def _claim_id(target: str) -> str:
    path, _, anchor = target.partition("#")
    return anchor if path.startswith("evidence/") else ""


def _reference_mark(context: Context, claim: Claim) -> Markup:
    address = url(context, claim.address)
    context["cited"][claim.id] = None
    number = list(context["cited"]).index(claim.id) + 1
    words = f'<a href="{address}" aria-label="Evidence {number}">{number}</a>'
    return Markup(f'<sup class="reference">{words}</sup>')


def _annotate(linked: Markup, context: Context, claims: Iterable[Claim], explains: str = "") -> Markup:
    """Say after what is linked that a claim is second-hand, and what sources differ on."""
    claims = tuple(claims)
    notes = (*_secondhand_note(claims, explains), *_disagreement_note(context, claims, explains))
    return Markup("{} ({})").format(linked, Markup("; ").join(notes)) if notes else linked


def _secondhand_note(claims: Iterable[Claim], explains: str) -> Iterator[str]:
    if "second-hand" not in explains.split() and any(claim.grade == "secondary" for claim in claims):
        yield "second-hand"


def _disagreement_note(context: Context, claims: Iterable[Claim], explains: str = "") -> Iterator[Markup]:
    """Give at most one mark: a link where sources differ on one question, or all those questions."""
    found = [one for one in disagreements_on(context["data"], claims) if one.id not in explains.split()]
    if len(found) == 1:
        yield link(context, "sources differ", f"disagreements/#{found[0].id}")
    elif found:
        questions = Markup(" ").join(link(context, one.question, f"disagreements/#{one.id}") for one in found)
        yield Markup("sources differ: {}").format(questions)
