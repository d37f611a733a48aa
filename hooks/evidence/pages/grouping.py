"""The facts in the groups in which pages show them."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import TypeVar

from evidence import text
from evidence.model import Claim, Constituency, Disagreement, Event, Force, ParliamentEntry, SiteData, Source

__all__ = [
    "claims_by_paragraph",
    "claims_by_source",
    "claims_by_theme",
    "constituencies_by_letter",
    "disagreements_on",
    "events_by_claim",
    "events_by_year",
    "names_by_letter",
    "parliament_by_part",
    "sources_by_kind",
]
"""The functions that templates can call."""

Item = TypeVar("Item")
Key = TypeVar("Key", bound=Hashable)


def claims_by_theme(data: SiteData) -> Mapping[str, list[Claim]]:
    """Group the claims by theme, in the order of their ids."""
    return _group_by(data.claims.values(), lambda claim: claim.theme)


def events_by_year(data: SiteData) -> Mapping[str, list[Event]]:
    """Group the events by year, oldest first."""
    return _group_by(data.timeline, lambda event: event.date[:4])


def sources_by_kind(data: SiteData) -> Mapping[str, list[Source]]:
    """Group the sources by kind of publisher, in the order of their titles."""
    ordered = sorted(data.sources.values(), key=lambda source: (source.kind, source.title.casefold()))
    return _group_by(ordered, lambda source: source.kind)


def constituencies_by_letter(constituencies: tuple[Constituency, ...]) -> Mapping[str, list[Constituency]]:
    """Group the constituencies by the first letter of their names."""
    return _group_by(constituencies, lambda constituency: text.slug(constituency.name)[0].upper())


def names_by_letter(data: SiteData) -> Mapping[str, list[tuple[str, list[Force]]]]:
    """Group the councils and other places by first letter, each with its force or forces."""
    found: dict[str, list[Force]] = {}
    for force in data.forces:
        places = (alias.alias for alias in force.aliases if alias.kind == "place")
        for name in (*force.local_authorities, *places):
            found.setdefault(name, []).append(force)
    ordered = sorted(found.items(), key=lambda known: text.slug(known[0]))
    return _group_by(ordered, lambda known: text.slug(known[0])[0].upper())


def claims_by_source(data: SiteData) -> Mapping[str, list[Claim]]:
    """Give the claims that rest on each source, by the id of the source."""
    ordered = sorted(data.claims.values(), key=lambda claim: (claim.source.id, claim.id))
    return _group_by(ordered, lambda claim: claim.source.id)


def disagreements_on(data: SiteData, claims: Iterable[Claim]) -> list[Disagreement]:
    """Give the disagreements in which any of the claims is a position, in their order."""
    sides = data.disagreements_by_claim
    found = {each.id for claim in claims for each in sides.get(claim.id, ())}
    return [each for each in data.disagreements if each.id in found] if found else []


def events_by_claim(data: SiteData) -> Mapping[str, list[Event]]:
    """Give the events that rest on each claim, by the id of the claim."""
    pairs = [(claim.id, event) for event in data.timeline for claim in event.claims]
    groups = _group_by(pairs, lambda pair: pair[0])
    return {claim_id: [event for _, event in group] for claim_id, group in groups.items()}


def claims_by_paragraph(data: SiteData) -> Mapping[int, list[Claim]]:
    """Give the claims that rest on each paragraph of the letter, by its number."""
    claims = [claim for claim in data.claims.values() if claim.paragraph]
    return _group_by(claims, lambda claim: claim.paragraph)


def parliament_by_part(data: SiteData) -> Mapping[str, Mapping[str, list[ParliamentEntry]]]:
    """Group the entries of the page for Parliament by part, and in each part by heading."""
    parts = _group_by(data.parliament, lambda entry: entry.kind)
    return {kind: _group_by(entries, lambda entry: entry.heading) for kind, entries in parts.items()}


def _group_by(items: Iterable[Item], key: Callable[[Item], Key]) -> Mapping[Key, list[Item]]:
    groups: dict[Key, list[Item]] = {}
    for item in items:
        groups.setdefault(key(item), []).append(item)
    return groups
