"""The tables, the charts and what is known of each force, as files to take away.

making      a download is a path and what makes it
tables      the data package: each table as CSV and JSON
pictures    the charts as SVG, PNG, CSV and Vega-Lite
record      what a force's page says, as JSON and CSV
"""

from __future__ import annotations

from evidence.downloads.making import Download, made
from evidence.downloads.pictures import of_charts
from evidence.downloads.record import Shown, of_record
from evidence.downloads.tables import of_package

__all__ = ["Download", "Shown", "made", "of_charts", "of_package", "of_record"]
