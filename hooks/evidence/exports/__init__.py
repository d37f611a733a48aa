"""The tables, the charts and what is known of each force, as files to take away.

making      a download is a path and what makes it
tables      the data package: each table as CSV and JSON
pictures    the charts as SVG, PNG, CSV and Vega-Lite
record      what a force's page says, as JSON and CSV
workbook    every table in one spreadsheet, as XLSX and as ODS
database    every table in one SQLite database
archives    many files in one, with their terms and their sums
"""

from __future__ import annotations

from evidence.exports.archives import of_data, of_force
from evidence.exports.build import Download, build_all
from evidence.exports.charts import of_charts
from evidence.exports.feed import feed
from evidence.exports.force import ForceExport, of_record
from evidence.exports.sqlite import of_database
from evidence.exports.tables import of_package, of_tables
from evidence.exports.workbook import of_workbook

__all__ = [
    "Download",
    "ForceExport",
    "build_all",
    "feed",
    "of_charts",
    "of_data",
    "of_database",
    "of_force",
    "of_package",
    "of_record",
    "of_tables",
    "of_workbook",
]
