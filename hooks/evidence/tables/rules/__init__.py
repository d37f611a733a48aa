"""The rules that a table schema cannot say.

cells       each table by itself: clean edges, order, dates
references  what a row names in another table
sums        parts and their totals
forces      counts, markers and tiles
disclosure  what counts may be told, and how finely
claims      values, their units and their words
letter      what is said of the letter
names       what addresses are made of
redirects   where old addresses lead
corrections what a correction tells
frames      a table as the rules read it
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from evidence.problems import Problem
from evidence.tables import Table
from evidence.tables.rules import (
    cells,
    claims,
    corrections,
    disclosure,
    forces,
    letter,
    names,
    redirects,
    references,
    sums,
)

EACH = (
    cells.characters_are_seen,
    cells.edges_are_clean,
    cells.rows_are_sorted,
    cells.dates_are_real,
    cells.dates_have_come,
    cells.periods_run_forward,
)
ACROSS: tuple[tuple[tuple[str, ...], Callable[..., Iterator[Problem]]], ...] = (
    (("constituencies", "constituency_forces"), sums.shares_sum_to_one),
    (
        ("totals", "forces", "disagreement_positions", "counts", "officers", "population"),
        sums.parts_meet_their_totals,
    ),
    (("counts", "markers"), forces.counts_are_told_or_marked),
    (("forces", "counts", "tiles"), forces.forces_are_complete),
    (("counts", "totals"), disclosure.periods_are_those_of_the_total),
    (("counts", "claims", "sources"), disclosure.small_counts_are_published),
    (("counts", "claims", "sources"), disclosure.counts_are_those_of_their_claims),
    (("counts", "claims", "sources"), disclosure.counts_are_no_finer_than_their_source),
    (("counts", "claims", "sources", "totals"), disclosure.withheld_counts_stay_withheld),
    (("tiles",), forces.tiles_do_not_meet),
    (("claims",), claims.values_have_units),
    (("claims",), claims.values_are_in_their_words),
    (("claims", "letter"), letter.locators_lead_to_paragraphs),
    (("claims", "letter"), letter.quotes_are_word_for_word),
    (("misprints", "letter"), letter.misprints_are_in_the_letter),
    (("aliases", "constituencies", "local_authorities"), names.names_can_be_addresses),
    (("constituencies",), names.pages_have_addresses_of_their_own),
    (("redirects",), redirects.redirects_lead_straight),
    (("corrections",), corrections.corrections_are_in_words),
)


def find_in_table(table: Table) -> Iterator[Problem]:
    """Yield what is wrong with a table by the rules that look at no other; each row has all its cells."""
    for rule in EACH:
        yield from rule(table)


def find_across(tables: Mapping[str, Table]) -> Iterator[Problem]:
    """Yield what is wrong between tables that are sound by themselves: first the names that lead nowhere.

    A table that names what is not there is looked at no further, since all else would follow from it.
    """
    dangling = list(references.dangling_references(tables))
    yield from dangling
    faulty = {problem.path for problem in dangling}
    sound = {name: table for name, table in tables.items() if table.path not in faulty}
    for needs, rule in ACROSS:
        if sound.keys() >= set(needs):
            yield from rule(*(sound[name] for name in needs))
