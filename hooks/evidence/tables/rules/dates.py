"""Dates and periods that are of the calendar, in order and likely."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator

from evidence.problems import Problem
from evidence.tables import Table
from evidence.tables.rules.cells import prose
from evidence.tables.rules.rows import Row, Tables, by_id, join, rows

FIRST_TO_REACH_A_DAY = datetime.timezone(datetime.timedelta(hours=14))
MAY_BE_TO_COME = {("claims", "period_end")}
"""A source may speak of a time to come: of a fund that runs until a year that it names."""
DATES = {"date", "mid_year", "on", "period_end", "period_start", "published", "since"}
"""Columns of which it is known what is likely; a date in one that is added need only be of the calendar."""
EARLIEST = {"claims": "1950", "sources": "1950", "corrections": "2023-11-09", "redirects": "2023-11-09"}
"""Nothing that the tables record is older; what is corrected on this site came after the letter."""
EARLIEST_LAW = "1215"
EARLIEST_OTHERWISE = "2000"
EARLIEST_WRITTEN = 1800
"""A text may name an old law."""
LATEST = "2100"
LONGEST = {"claims": 30, "domestic_abuse_crimes": 1}
LONGEST_OTHERWISE = 10
"""Years of the longest period that is likely."""

MONTHS = "January February March April May June July August September October November December".split()
WRITTEN = re.compile(rf"\b(?:(\d\d?) )?({'|'.join(MONTHS)}) (\d{{3,5}})\b")


def dates_are_likely(table: Table) -> Iterator[Problem]:
    """Yield each date that is none of the calendar, to come, or too old for what the table records.

    This alone looks at the clock. A table that is valid stays valid as time passes, so a cached verdict
    stays right and the same tables make the same site.
    """
    today = datetime.datetime.now(FIRST_TO_REACH_A_DAY).date().isoformat()
    for row in rows(table):
        is_law = row.cells.get("kind") == "legislation"
        earliest = EARLIEST_LAW if is_law else EARLIEST.get(table.name, EARLIEST_OTHERWISE)
        for column in filter(row.cells.get, DATES.intersection(table.header)):
            latest = LATEST if (table.name, column) in MAY_BE_TO_COME else today
            if fault := _date_fault(row[column], earliest, latest):
                remedy = "Write a year, a month or a day of the calendar, such as 2023-11-09."
                yield row.problem(column, f"{row[column]!r} {fault}.", remedy)


def periods_run_forward(table: Table) -> Iterator[Problem]:
    """Yield each period that ends before it starts, or is longer than is likely."""
    longest = LONGEST.get(table.name, LONGEST_OTHERWISE)
    for row in rows(table) if {"period_start", "period_end"} <= set(table.header) else ():
        start, end = row["period_start"], row["period_end"]
        if start and end and end < start[: len(end)]:
            fault = f"{end!r} is before the start of the period, {start!r}."
            yield row.problem("period_end", fault, "Correct one of the two.")
        elif _is_date(start) and _is_date(end) and int(end[:4]) - int(start[:4]) > longest:
            fault = f"The period from {start} to {end} is longer than {longest} years."
            yield row.problem("period_start", fault, "Correct one of the two years.")


def written_dates_are_real(table: Table) -> Iterator[Problem]:
    """Yield each date in a text that is no day of the calendar, or of an unlikely year."""
    for line, column, cell in prose(table):
        for found in WRITTEN.finditer(cell):
            if not _is_written_date(*found.groups()):
                fault = f"{found[0]!r} is not a date."
                yield Problem(table.path, line, column, fault, "Correct the day or the year.")


def dates_fit_their_sources(tables: Tables) -> Iterator[Problem]:
    """Yield each response after the publication it was read in, and each claim of over a year after.

    A publication may announce what begins some months later.
    """
    for name, column, years in (("claims", "period_start", 1), ("force_responses", "date", 0)):
        if not {name, "sources"} <= tables.keys():
            continue
        for row, source in join(tables[name], "source_id", tables["sources"]):
            day = source["published"]
            last = f"{int(day[:4]) + years}{day[4:]}" if day else ""
            if last and row[column][: len(last)] > last[: len(row[column])]:
                fault = f"{row[column]!r} is after its source, {row['source_id']}, was published: {day}."
                remedy = "Correct one of the two, or name the source that tells of it."
                yield row.problem(column, fault, remedy)


def events_are_when_their_claims_say(timeline: Table, claims: Table) -> Iterator[Problem]:
    """Yield each event whose date is in the period of none of its claims, the exact ones before others."""
    known = by_id(claims)
    for event in rows(timeline):
        named = [known[claim] for claim in event["claim_ids"].split() if claim in known]
        dated = [claim for claim in named if claim["period_start"]]
        exact = [claim for claim in dated if claim["period_start"] == claim["period_end"]] or dated
        if exact and not any(_is_in_period(event["date"], claim) for claim in exact):
            periods = ", ".join(f"{each['period_start']} to {each['period_end']}" for each in exact)
            fault = f"{event['date']!r} is outside the period of its claims: {periods}."
            yield event.problem("date", fault, "Correct the date, or name another claim.")


def added_dates_are_real(table: Table) -> Iterator[Problem]:
    """Yield each date in a column that is added and that is none of the calendar, such as 2023-02-30."""
    for column in (field["name"] for field in table.fields if field.get("partialDate")):
        for line, cell in table.column(column) if column not in DATES else ():
            if cell and not _is_date(cell):
                yield Problem(table.path, line, column, f"{cell!r} is not a date.", "Correct it.")


def _date_fault(cell: str, earliest: str, latest: str) -> str:
    if not _is_date(cell):
        return "is not a date"
    if cell < earliest:
        return f"cannot be right: nothing in this table is from before {earliest[:4]}"
    return "is in the future" if cell > latest[: len(cell)] else ""


def _is_date(cell: str) -> bool:
    try:
        datetime.date.fromisoformat((cell + "-01-01")[:10] if len(cell) < 8 else cell)
    except ValueError:
        return False
    return True


def _is_written_date(day: str | None, month: str, year: str) -> bool:
    is_likely = EARLIEST_WRITTEN <= int(year) < int(LATEST)
    return is_likely and _is_date(f"{year}-{MONTHS.index(month) + 1:02}-{int(day or 1):02}")


def _is_in_period(date: str, claim: Row) -> bool:
    start, end = claim["period_start"], claim["period_end"]
    begun = date[: len(start)] >= start[: len(date)]
    return begun and (not end or date[: len(end)] <= end[: len(date)])
