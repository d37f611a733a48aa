"""Where on the site a force or a place is found: the one module that knows."""

from __future__ import annotations

from evidence import text
from evidence.model import Constituency


def of_force(force_id: str) -> str:
    """Give the address of a force's page."""
    return f"forces/{force_id}/"


def of_constituency(constituency: Constituency) -> str:
    """Give the address of a constituency's page."""
    return f"constituencies/{text.slug(constituency.name)}/"
