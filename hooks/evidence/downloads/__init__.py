"""The tables, the charts and what is known of each force, as files to take away.

download    a file with its media type
tables      the data package: each table as CSV and JSON
pictures    the charts as SVG, PNG, CSV and Vega-Lite
record      what a force's page says, as JSON and CSV
"""

from __future__ import annotations

from evidence.downloads.download import Download
from evidence.downloads.pictures import of_charts
from evidence.downloads.record import Shown, of_force
from evidence.downloads.tables import of_package, table_csv

__all__ = ["Download", "Shown", "of_charts", "of_force", "of_package", "table_csv"]
