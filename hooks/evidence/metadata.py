"""The site as one publication: by what its pages are cited, whoever turns them into HTML."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path, PurePosixPath

from evidence import text
from evidence.tables import Package

NAME = "Safety Before Status"
LETTERS = {"constituencies": "C", "forces": "F"}
"""What stands in a short id for a folder with a page for each."""
FIRST_LINE = re.compile(r"\A\s*---[ \t]*\n")
"""That of the head of a page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """The site at its address, with the tables that it publishes.

    `words` is the folder of the words that go with its files.
    """

    url: str
    package: Package
    words: Path
    name: str = NAME

    @property
    def publisher(self) -> str:
        """Who publishes the site, as the data package names them."""
        contributors = self.package.descriptor["contributors"]
        return next(str(each["title"]) for each in contributors if each["role"] == "publisher")

    @property
    def version(self) -> str:
        """The version of the data."""
        return str(self.package.descriptor["version"])

    @property
    def released(self) -> str:
        """The day of the last release of the tables (ISO date)."""
        return str(self.package.descriptor["created"])[:10]


def short_id(address: str) -> str:
    """Give the short id of a page: SBS-F- and the id of a force, SBS-C- and the slug of a constituency.

    Any other page has SBS- and its address.
    """
    first, *rest = address.strip("/").split("/")
    return "-".join(["SBS", LETTERS.get(first, first) if rest else first or "home", *rest])


def add_citation(publication: Publication, address: str, page: str, **more: object) -> str:
    """Add to the head of a page by what the theme cites it: its id, the pages above it, the release."""
    above = accumulate(f"{step}/" for step in address.split("/")[:-2])
    release = {
        "date": publication.released,
        "day": text.date(publication.released),
        "version": publication.version,
        "publisher": publication.publisher,
    }
    added = {"id": short_id(address), "above": [(_name(step), step) for step in above], "release": release}
    lines = (f"{name}: {json.dumps(value)}\n" for name, value in (added | more).items() if value)
    return FIRST_LINE.sub(lambda first: "".join((first[0], *lines)), page)


def _name(address: str) -> str:
    return PurePosixPath(address).name.replace("-", " ").capitalize()
