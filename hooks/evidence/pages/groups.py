"""The facts in the groups in which pages show them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

from evidence import text
from evidence.model import Claim, Constituency, Event, Evidence, Source

Item = TypeVar("Item")


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


def _grouped(items: Iterable[Item], key: Callable[[Item], str]) -> Mapping[str, list[Item]]:
    groups: dict[str, list[Item]] = {}
    for item in items:
        groups.setdefault(key(item), []).append(item)
    return groups
