"""Doubts that are new, and those that are gone: no faults, and yet perhaps slips."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from evidence.checks.doubts import doubts, stale, unread, written
from evidence.problems import Problem
from evidence.report.document import Block, Line, Listed, Section, Theirs, counted
from evidence.report.sides import Side, Sides

EACH = 10_000  # doubts told one by one, so that they can be compared


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubted:
    """The doubts that came and went, and how many were there before and still are."""

    new: tuple[Problem, ...]
    gone: tuple[Problem, ...]
    standing: int


def doubted(sides: Sides) -> Doubted:
    """Compare the doubts about two sound packages by what they say, whatever line it is on."""
    base, head = _doubts(sides.base), _doubts(sides.head)
    return Doubted(
        new=tuple(problem for said, problem in head.items() if said not in base),
        gone=tuple(problem for said, problem in base.items() if said not in head) if head else (),
        standing=len(base.keys() & head.keys()),
    )


def section(found: Doubted) -> Section:
    """List the doubts that are new, and those that are gone."""
    return Section(title="What may be a slip?", subject="doubts", blocks=tuple(_blocks(found)))


def _blocks(found: Doubted) -> Iterator[Block]:
    if found.new:
        yield Block(
            words=(f"{counted(len(found.new), 'doubt')} new. None stops the site:",),
            content=_listed(found.new),
        )
    if found.gone:
        yield Block(words=(f"{counted(len(found.gone), 'doubt')} gone:",), content=_listed(found.gone))
    if (found.new or found.gone) and found.standing:
        yield Block(words=(f"{counted(found.standing, 'doubt')} stand as before.",))


def _listed(problems: tuple[Problem, ...]) -> Listed:
    return Listed(items=tuple(_line(problem) for problem in problems))


def _line(problem: Problem) -> Line:
    place = f"{problem.path}:{problem.line}:{problem.column}:"
    return Theirs(f"{place} {problem.fault.removeprefix('Doubt: ')}"), f" {problem.remedy}"


def _doubts(side: Side) -> Mapping[tuple[str, str, str], Problem]:
    if side.package is None or side.site is None:
        return {}
    found = [*doubts(side.package, written(side.project), EACH), *unread(side.package), *stale(side.package)]
    return {(problem.path, problem.column, problem.fault): problem for problem in found}
