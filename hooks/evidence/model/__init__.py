"""The tables as the nouns of the subject.

rows     a row, its columns typed by the data package, and how rows are built
claims   what sources say, where they differ, terms and corrections
forces   the police forces and the places they police
load     from a folder of tables to everything that the site shows, as one object
changes  what has changed since the first release
"""

from evidence.model.changes import Changes, CorrectedRow, Update, load_changes
from evidence.model.claims import (
    Claim,
    Crimes,
    Disagreement,
    Event,
    Paragraph,
    ParliamentEntry,
    PublishedTotal,
    Source,
)
from evidence.model.forces import Alias, Constituency, Count, Force, Overlap
from evidence.model.load import SiteData, build_site_data, hide_unconfirmed, load_package
from evidence.model.rows import Cells, Row, read_rows

__all__ = [
    "Alias",
    "Cells",
    "Changes",
    "Claim",
    "Constituency",
    "CorrectedRow",
    "Count",
    "Crimes",
    "Disagreement",
    "Event",
    "Force",
    "Overlap",
    "Paragraph",
    "ParliamentEntry",
    "PublishedTotal",
    "Row",
    "SiteData",
    "Source",
    "Update",
    "build_site_data",
    "hide_unconfirmed",
    "load_changes",
    "load_package",
    "read_rows",
]
