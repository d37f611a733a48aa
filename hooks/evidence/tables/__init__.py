"""The data package read from disk and held against every rule.

table            a table, and the package of all tables
files            the files as bytes and text, and what a program did to them in saving
minimum          what the pages rest on (minimum.json): a descriptor may say more, and never less
descriptor       what says which tables there are and what each column means
read             all of these
suggest          what somebody meant who wrote a name that is not there
spreadsheets     what spreadsheets make of values
layout           header and rows
schema           what the descriptor says of each column, held against every cell
test_data_guard  what was made up for a test
rules            what no schema can say
validate         every rule, in order
tidy             what needs no judgement, repaired
git              files as they were at a commit
history          what was released, and which rows differ from it by value
corrections      whether each of them has a line that says why
versions         how high the version of a release must be
doubts           what may be a slip, on request
"""

from evidence.tables.read import read
from evidence.tables.table import DESCRIPTOR, Package, Table, display_path

__all__ = ["DESCRIPTOR", "Package", "Table", "display_path", "read"]
