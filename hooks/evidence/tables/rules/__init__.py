"""The rules that a table schema cannot say, one file a subject."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from inspect import signature
from typing import TypeAlias

from evidence.problems import Problem
from evidence.tables import Table
from evidence.tables.rules import (
    addresses,
    cells,
    claims,
    dates,
    disclosure,
    forces,
    keys,
    parliament,
    people,
    references,
    services,
    sums,
)

Rule: TypeAlias = Callable[..., Iterator[Problem]]

RULES: tuple[Rule, ...] = (
    cells.cells_are_clean,
    addresses.addresses_are_safe,
    forces.websites_are_of_the_police,
    dates.dates_are_likely,
    dates.added_dates_are_real,
    dates.periods_run_forward,
    dates.written_dates_are_real,
    dates.dates_fit_their_sources,
    dates.events_are_when_their_claims_say,
    people.small_numbers_stay_out,
    people.small_numbers_of_claims_are_published,
    people.personal_data_stays_out,
    people.telephone_numbers_are_of_services,
    cells.abbreviations_are_spelled_out,
    keys.rows_that_pages_name_are_there,
    keys.nothing_stands_twice,
    keys.redirects_lead_straight,
    claims.values_are_figures,
    claims.values_are_in_their_statements,
    claims.counts_equal_their_claims,
    claims.figures_are_those_of_claims,
    claims.comparisons_fit_their_claims,
    claims.quotes_are_word_for_word,
    claims.misprints_are_in_the_letter,
    claims.the_letter_names_the_briefing,
    services.emergency_row_is_there,
    services.numbers_can_be_called,
    services.numbers_equal_their_claims,
    services.statements_have_their_number,
    services.numbers_are_published_with_care,
    disclosure.periods_match_the_total,
    disclosure.small_counts_are_published,
    disclosure.counts_are_no_finer_than_their_source,
    disclosure.withheld_counts_stay_withheld,
    sums.shares_sum_to_one,
    sums.parts_meet_their_totals,
    sums.totals_name_their_source,
    sums.officers_are_fewer_by_hours,
    forces.counts_have_a_figure_or_a_marker,
    forces.forces_are_complete,
    forces.names_of_a_force_agree,
    forces.labels_are_short_for_names,
    forces.commissioners_do_not_speak_for_forces,
    forces.codes_are_of_their_nation,
    forces.aliases_are_no_other_names,
    parliament.sides_speak_for_themselves,
    parliament.the_record_runs_by_date,
)
"""In this order: of a cell that breaks several, the first is reported.

The parameters of a rule are the tables that it reads: `table` is each table in turn, `tables` all of them.
"""
OF_WORDS: tuple[Rule, ...] = (
    cells.cells_are_clean,
    addresses.addresses_are_safe,
    people.personal_data_stays_out,
    people.telephone_numbers_are_of_services,
)
WORDS = re.compile(r'"(description|label|path|title|unit)"\s*:\s*("(?:[^"\\]|\\.)*")')
"""A text of the descriptor and its name."""


def find_in_table(table: Table) -> Iterator[Problem]:
    """Yield what is wrong with a table by the rules that look at no other; each row has all its cells."""
    alone = [rule for rule in RULES if _parameters(rule) in (["table"], [table.name])]
    yield from _first_of_each_cell(problem for rule in alone for problem in apply(rule, {table.name: table}))


def find_across(tables: Mapping[str, Table]) -> Iterator[Problem]:
    """Yield what is wrong between tables that are sound by themselves: first the names that lead nowhere.

    A table that names what is not there is looked at no further, since all else would follow from it.
    """
    dangling = list(references.dangling_references(tables))
    yield from dangling
    faulty = {problem.path for problem in dangling}
    sound = {name: table for name, table in tables.items() if table.path not in faulty}
    across = [rule for rule in RULES if len(_parameters(rule)) > 1 or _parameters(rule) == ["tables"]]
    yield from _first_of_each_cell(problem for rule in across for problem in apply(rule, sound))


def apply(rule: Rule, tables: Mapping[str, Table]) -> Iterator[Problem]:
    """Yield what is wrong by one rule, if the tables that it reads are there."""
    match _parameters(rule):
        case ["table"]:
            for table in tables.values():
                yield from rule(table)
        case ["tables"]:
            yield from rule(tables)
        case names if tables.keys() >= set(names):
            yield from rule(*(tables[name] for name in names))


@cache
def _parameters(rule: Rule) -> list[str]:
    return list(signature(rule).parameters)


def _first_of_each_cell(problems: Iterable[Problem]) -> Iterator[Problem]:
    places = set()
    for problem in problems:
        place = (problem.path, problem.line, problem.column)
        if place not in places:
            places.add(place)
            yield problem


def find_in_descriptor(path: str, text: str) -> Iterator[Problem]:
    """Yield what is wrong with the words of the descriptor, a text of JSON."""
    for line, words in enumerate(text.splitlines(), start=1):
        for column, value in WORDS.findall(words):
            cell = Table("datapackage", path, {}, (column,), ((line, (json.loads(value),)),))
            yield from (problem for rule in OF_WORDS for problem in rule(cell))
