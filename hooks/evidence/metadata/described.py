"""What is said of one page to machines and to those who cite it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from evidence.metadata.citations import Citation, cited
from evidence.metadata.publication import Publication
from evidence.metadata.structured import Subject, linked


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """What the theme prints of a page beside its words."""

    citation: Citation
    linked: str


def described(publication: Publication, address: str, title: str, downloads: Sequence[str]) -> Described:
    """Describe the page at an address within the site, such as forces/kent/, by its title.

    `downloads` are the paths of the files in which the data can be taken away.
    """
    subject = Subject(publication=publication, address=address, title=title, downloads=downloads)
    return Described(citation=cited(publication, address, title), linked=linked(subject))
