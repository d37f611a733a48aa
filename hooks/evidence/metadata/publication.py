"""The site as one publication: its name, its publisher, its version and its date."""

from __future__ import annotations

from dataclasses import dataclass

from evidence.model import SiteData
from evidence.tables import Package

NAME = "Safety Before Status"


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """The site at its address, with the tables and the evidence that it publishes."""

    url: str
    package: Package
    data: SiteData

    @property
    def publisher(self) -> str:
        """Who publishes the site, as the data package names them."""
        return next(
            str(one["title"]) for one in self.package.descriptor["contributors"] if one["role"] == "publisher"
        )

    @property
    def version(self) -> str:
        """The version of the data."""
        return str(self.package.descriptor["version"])

    @property
    def released(self) -> str:
        """The day of the last release of the tables (ISO date)."""
        return str(self.package.descriptor["created"])[:10]
