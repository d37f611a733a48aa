"""The words of the data package's description are as clean as those of the tables."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from evidence.problems import Problem
from evidence.tables import Table
from evidence.tables.rules.addresses import addresses_are_safe
from evidence.tables.rules.cells import cells_are_clean
from evidence.tables.rules.people import personal_data_stays_out, telephone_numbers_are_of_services

TEXT = re.compile(r'"(description|path|title|unit)"\s*:\s*("(?:[^"\\]|\\.)*")')


def find_in_descriptor(path: str, text: str) -> Iterator[Problem]:
    """Yield what is wrong with the words and addresses of the descriptor, a text of JSON."""
    for line, words in enumerate(text.splitlines(), start=1):
        for column, value in TEXT.findall(words):
            cell = Table("datapackage", path, {}, (column,), ((line, (json.loads(value),)),))
            yield from cells_are_clean(cell)
            yield from addresses_are_safe(cell)
            yield from personal_data_stays_out(cell)
            yield from telephone_numbers_are_of_services(cell)
