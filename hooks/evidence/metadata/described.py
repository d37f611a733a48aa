"""What is said of one page to machines and to those who cite it."""

from __future__ import annotations

from dataclasses import dataclass

from evidence.metadata.citations import Citation, cited
from evidence.metadata.publication import Publication


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """What the theme prints of a page beside its words."""

    citation: Citation


def described(publication: Publication, address: str, title: str) -> Described:
    """Describe the page at an address within the site, such as forces/kent/, by its title."""
    return Described(citation=cited(publication, address, title))
