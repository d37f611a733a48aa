"""The tables as the nouns of the subject."""

from evidence.model.apparatus import Change, Marker, Service, Term
from evidence.model.claims import (
    Claim,
    Comparison,
    Crimes,
    Disagreement,
    Entry,
    Event,
    Paragraph,
    Position,
    Source,
    Total,
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
from evidence.model.published import published
from evidence.model.whole import Evidence

__all__ = [
    "Alias",
    "Change",
    "Claim",
    "Comparison",
    "Constituency",
    "Count",
    "Crimes",
    "Disagreement",
    "Entry",
    "Event",
    "Evidence",
    "Force",
    "Marker",
    "Officers",
    "Overlap",
    "Paragraph",
    "Position",
    "Residents",
    "Response",
    "Service",
    "Source",
    "Term",
    "Tile",
    "Total",
    "join",
    "load",
    "published",
]
