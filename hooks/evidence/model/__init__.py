"""The tables as the nouns of the subject."""

from evidence.model.changes import CellChange, Changes, CorrectedRow, Update, load_changes
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
    LocalAuthority,
    Officers,
    Overlap,
    Residents,
    Response,
    Tile,
)
from evidence.model.load import build_site_data, hide_unconfirmed, load, load_package
from evidence.model.reference_data import Correction, GlossaryTerm, Marker, SupportService
from evidence.model.rows import Cells, Row, read_rows
from evidence.model.site_data import SiteData

__all__ = [
    "Alias",
    "CellChange",
    "Cells",
    "Changes",
    "Claim",
    "Comparison",
    "Constituency",
    "CorrectedRow",
    "Correction",
    "Count",
    "Crimes",
    "Disagreement",
    "DisagreementSide",
    "Event",
    "Force",
    "GlossaryTerm",
    "LocalAuthority",
    "Marker",
    "Officers",
    "Overlap",
    "Paragraph",
    "ParliamentEntry",
    "PublishedTotal",
    "Residents",
    "Response",
    "Row",
    "SiteData",
    "Source",
    "SupportService",
    "Tile",
    "Update",
    "build_site_data",
    "hide_unconfirmed",
    "load",
    "load_changes",
    "load_package",
    "read_rows",
]
