"""How each page is cited, in the forms that readers and their programs use."""

from __future__ import annotations

from dataclasses import dataclass

from evidence.metadata.publication import Publication


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """A page's short id and permanent address."""

    id: str
    address: str


def cited(publication: Publication, address: str, title: str) -> Citation:
    """Cite the page at an address within the site, such as forces/kent/, by its title."""
    return Citation(id=_id(address), address=publication.url + address)


def _id(address: str) -> str:
    kind, _, name = address.rstrip("/").partition("/")
    if kind == "forces" and name:
        return f"SBS-F-{name}"
    return f"SBS-{kind or 'home'}"
