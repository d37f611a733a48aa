"""Pages whose words change, those that change alike together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from evidence.report.changed import Turn, turns
from evidence.report.document import Block, Line, Lines, Listed, Section, Theirs, counted
from evidence.report.visible import Text

MOST_TOGETHER = 3  # addresses named before "and 12 pages more"


@dataclass(frozen=True, slots=True, kw_only=True)
class Alike:
    """Pages on which the same words go and come, with where they do so on the first."""

    addresses: tuple[str, ...]
    turns: tuple[Turn, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """The pages that are new, gone and changed; the last in groups that change alike, the larger later."""

    new: tuple[str, ...]
    gone: tuple[str, ...]
    changed: tuple[Alike, ...]

    @property
    def pages(self) -> int:
        """How many pages change."""
        return sum(len(alike.addresses) for alike in self.changed)


def wording(pages: Mapping[str, tuple[Text, Text]]) -> Wording:
    """Sort the pages that differ, each before and after, by what becomes of their words."""
    groups: dict[tuple[tuple[str, str], ...], list[str]] = {}
    found: dict[str, tuple[Turn, ...]] = {}
    for address, (before, after) in pages.items():
        if before.lines and after.lines and (change := turns(before, after)):
            found[address] = change
            groups.setdefault(tuple((turn.out, turn.into) for turn in change), []).append(address)
    return Wording(
        new=tuple(address for address, (before, after) in pages.items() if after.lines and not before.lines),
        gone=tuple(address for address, (before, after) in pages.items() if before.lines and not after.lines),
        changed=tuple(
            Alike(addresses=tuple(alike), turns=found[alike[0]])
            for alike in sorted(groups.values(), key=_rank)
        ),
    )


def _rank(alike: Sequence[str]) -> tuple[bool, int, Sequence[str]]:
    """Put what stands in frames on other sites last: it repeats what pages say."""
    return alike[0].startswith("embed/"), len(alike), alike


def section(words: Wording) -> Section:
    """Show what changes in the words of each page, and name the pages that are new or gone."""
    return Section(title="What will readers see?", subject="words of pages", blocks=tuple(_blocks(words)))


def _blocks(words: Wording) -> Iterator[Block]:
    for addresses, what in ((words.new, "new"), (words.gone, "gone")):
        if addresses:
            listed = Listed(items=tuple((Theirs(address),) for address in addresses))
            yield Block(words=(f"{counted(len(addresses), 'page')} {what}:",), content=listed)
    for alike in words.changed:
        yield Block(
            words=_named(alike.addresses), content=Lines(kind="diff", items=tuple(_diff(alike.turns)))
        )
        if len(alike.addresses) > MOST_TOGETHER:
            every = Listed(items=tuple((Theirs(address),) for address in alike.addresses))
            yield Block(words=("All pages with this change:",), content=every, detail=True)


def _named(addresses: Sequence[str]) -> Line:
    shown = tuple(part for address in addresses[:MOST_TOGETHER] for part in (", ", Theirs(address)))[1:]
    left = len(addresses) - MOST_TOGETHER
    return (*shown, f" and {counted(left, 'page')} more with the same change:") if left > 0 else (*shown, ":")


def _diff(found: Sequence[Turn]) -> Iterator[str]:
    heading = ""
    for turn in found:
        if turn.heading != heading:
            heading = turn.heading
            yield f"@@ {heading} @@"
        yield from turn.shown()
