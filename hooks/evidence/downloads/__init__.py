"""The tables and charts as files to take away."""

from __future__ import annotations

from evidence.downloads.pictures import of_charts
from evidence.downloads.tables import of_package, table_csv

__all__ = ["of_charts", "of_package", "table_csv"]
