"""What machines and citations need to know of the site: derived from the data package and the evidence."""

from evidence.metadata.described import Described, described
from evidence.metadata.publication import Publication

__all__ = ["Described", "Publication", "described"]
