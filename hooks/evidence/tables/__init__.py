"""The data package read from disk and held against every rule.

files         the files as bytes and text, and what a program did to them in saving
descriptor    which tables there are and what each column means; never less than minimum.json
read          tables and the package of all tables
suggest       what somebody meant who wrote a name that is not there
explanations  what is wrong with a header, a row or a cell
schema        what the descriptor says of each column, held against every cell
rules         what no schema can say
validate      every rule, in order
tidy          what needs no judgement, repaired
history       what was released, and which rows differ from it by value
corrections   whether each of them has a line that says why
doubts        what may be a slip, on request
"""

from evidence.tables.files import DESCRIPTOR, display_path
from evidence.tables.read import Package, Table, read

__all__ = ["DESCRIPTOR", "Package", "Table", "display_path", "read"]
