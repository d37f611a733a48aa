"""Addresses that are new, gone, or lead elsewhere now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from evidence import addresses, finish
from evidence.report.document import Block, Listed, Section, Theirs, counted
from evidence.report.sides import Side, Sides


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """The addresses that came and went, and the new redirects, old address to new.

    What is gone and redirected is among the redirects alone.
    """

    new: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    redirected: Mapping[str, str]

    def __len__(self) -> int:
        return len(self.new) + len(self.gone) + len(self.redirected)


def places(sides: Sides, url: str, *, same: bool = False) -> Places:
    """Compare the addresses of two built sites: pages, places on them, and files.

    `same` says that their pages are the same, to save reading them.
    """
    before, after = _redirects(sides.base), _redirects(sides.head)
    redirected = {old: new for old, new in after.items() if before.get(old) != new}
    if same or not (sides.base.site and sides.head.site):
        return Places(redirected=redirected)
    base, head = (finish.published(site, url) for site in (sides.base.site, sides.head.site))
    gone = base - head - after.keys()
    return Places(
        new=tuple(sorted(head - base - after.keys())),
        gone=tuple(sorted(one for one in gone if one.partition("#")[0] not in after)),
        redirected=redirected,
    )


def section(found: Places) -> Section:
    """List the addresses that are new, gone and redirected."""
    return Section(title="Which addresses change?", subject="addresses", blocks=tuple(_blocks(found)))


def _blocks(found: Places) -> Iterator[Block]:
    if found.gone:
        words = (
            f"{counted(len(found.gone), 'address', 'addresses')} gone, where a link to it now leads nowhere:"
        )
        yield Block(words=(words,), content=Listed(items=tuple((Theirs(one),) for one in found.gone)))
    if found.redirected:
        items = tuple((Theirs(old), " now leads to ", Theirs(new)) for old, new in found.redirected.items())
        words = f"{counted(len(items), 'address', 'addresses')} redirected:"
        yield Block(words=(words,), content=Listed(items=items))
    if found.new:
        words = f"{counted(len(found.new), 'address', 'addresses')} new:"
        yield Block(words=(words,), content=Listed(items=tuple((Theirs(one),) for one in found.new)))


def _redirects(side: Side) -> Mapping[str, str]:
    package = side.package
    if package is None or side.site is None:
        return {}
    return {one.old: one.new for one in addresses.redirects(package)}
