"""The tables as the nouns of the subject."""

from evidence.model.claims import (
    Claim,
    Comparison,
    Crimes,
    Disagreement,
    DisagreementSide,
    Event,
    Paragraph,
    ParliamentEntry,
    PublishedTotal,
    Source,
)
from evidence.model.forces import (
    Alias,
    Constituency,
    Count,
    Force,
    Officers,
    Overlap,
    Residents,
    Response,
    Tile,
)
from evidence.model.loading import join, load
from evidence.model.reference_data import Correction, GlossaryTerm, Marker, SupportService
from evidence.model.site_data import SiteData
from evidence.model.unconfirmed import published

__all__ = [
    "Alias",
    "Claim",
    "Comparison",
    "Constituency",
    "Correction",
    "Count",
    "Crimes",
    "Disagreement",
    "DisagreementSide",
    "Event",
    "Force",
    "GlossaryTerm",
    "Marker",
    "Officers",
    "Overlap",
    "Paragraph",
    "ParliamentEntry",
    "PublishedTotal",
    "Residents",
    "Response",
    "SiteData",
    "Source",
    "SupportService",
    "Tile",
    "join",
    "load",
    "published",
]
