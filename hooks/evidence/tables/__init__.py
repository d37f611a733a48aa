"""The data package read from disk, every cell as text and every row with its line number.

table        a table, and the package of all tables
files        a file's bytes, and what is wrong with them
description  what says which tables there are
reading      all of these
"""

from evidence.tables.description import DESCRIBED, DESCRIPTOR
from evidence.tables.files import shown
from evidence.tables.reading import read
from evidence.tables.table import Package, Table

__all__ = ["DESCRIBED", "DESCRIPTOR", "Package", "Table", "read", "shown"]
