"""Dates and periods that are of the calendar, in order and likely."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator

from evidence.problems import Problem
from evidence.tables import Table
from evidence.tables.rules.cells import prose
from evidence.tables.rules.rows import Row, Tables, by_id, rows

FIRST_TO_REACH_A_DAY = datetime.timezone(datetime.timedelta(hours=14))
MAY_BE_TO_COME = {("claims", "period_end")}
"""A source may speak of a time to come: of a fund that runs until a year that it names."""
DATES = {"date", "mid_year", "on", "period_end", "period_start", "published", "since"}
"""Columns of dates; columns that are added are known by their description."""
EARLIEST = {"claims": "1950", "sources": "1950", "corrections": "2023-11-09", "redirects": "2023-11-09"}
"""Nothing that the tables record is older; what is corrected on this site came after the letter."""
EARLIEST_LAW = "1215"
EARLIEST_OTHERWISE = "2000"
EARLIEST_WRITTEN = 1800
"""A text may name an old law."""
LONGEST = {"claims": 30, "counts": 10, "domestic_abuse_crimes": 1}
"""Years of the longest period that is likely."""

MONTHS = "January February March April May June July August September October November December".split()
WRITTEN = re.compile(rf"\b(?:(\d\d?) )?({'|'.join(MONTHS)}) (\d{{3,5}})\b")


def dates_are_real(table: Table) -> Iterator[Problem]:
    """Yield each date that is no day, month or year of the calendar."""
    for line, column, cell in _dates(table):
        if not _is_date(cell):
            remedy = "Write a year, a month or a day of the calendar, such as 2023-11-09."
            yield Problem(table.path, line, column, f"{cell!r} is not a date.", remedy)


def dates_are_past(table: Table) -> Iterator[Problem]:
    """Yield each date that is still to come.

    This alone looks at the clock. A table that is valid stays valid as time passes, so a cached verdict
    stays right and the same tables make the same site.
    """
    today = datetime.datetime.now(FIRST_TO_REACH_A_DAY).date().isoformat()
    for line, column, cell in _dates(table):
        if _is_date(cell) and cell > today[: len(cell)] and (table.name, column) not in MAY_BE_TO_COME:
            yield Problem(table.path, line, column, f"{cell!r} is in the future.", "Correct the date.")


def dates_are_likely(table: Table) -> Iterator[Problem]:
    """Yield each date that is too old, or too far ahead, for what the table records."""
    kinds = dict(_kinds(table))
    for line, column, cell in _dates(table):
        earliest = EARLIEST.get(table.name, EARLIEST_OTHERWISE)
        earliest = EARLIEST_LAW if kinds.get(line) == "legislation" else earliest
        if _is_date(cell) and not earliest <= cell < "2100":
            fault = f"{cell!r} cannot be right: nothing in this table is from before {earliest[:4]}"
            fault = fault if cell < earliest else f"{cell!r} is too far ahead"
            yield Problem(table.path, line, column, f"{fault}.", "Correct the year.")


def periods_run_forward(table: Table) -> Iterator[Problem]:
    """Yield each period that ends before it starts, or is longer than is likely."""
    if not {"period_start", "period_end"} <= set(table.header):
        return
    for line, row in rows(table):
        start, end = row["period_start"], row["period_end"]
        if start and end and end < start[: len(end)]:
            fault = f"{end!r} is before the start of the period, {start!r}."
            yield Problem(table.path, line, "period_end", fault, "Correct one of the two.")
        elif _is_date(start) and _is_date(end) and int(end[:4]) - int(start[:4]) > _longest(table):
            fault = f"The period from {start} to {end} is longer than {_longest(table)} years."
            yield Problem(table.path, line, "period_start", fault, "Correct one of the two years.")


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
    if "sources" not in tables:
        return
    published = {key: row["published"] for key, row in by_id(tables["sources"]).items()}
    for name, column, years in (("claims", "period_start", 1), ("force_responses", "date", 0)):
        for line, row in rows(tables[name]) if name in tables else ():
            day = published.get(row["source_id"], "")
            last = f"{int(day[:4]) + years}{day[4:]}" if day else ""
            if last and row[column][: len(last)] > last[: len(row[column])]:
                fault = f"{row[column]!r} is after its source, {row['source_id']}, was published: {day}."
                remedy = "Correct one of the two, or name the source that tells of it."
                yield Problem(tables[name].path, line, column, fault, remedy)


def events_are_when_their_claims_say(timeline: Table, claims: Table) -> Iterator[Problem]:
    """Yield each event whose date is in the period of none of its claims, the exact ones before others."""
    known = by_id(claims)
    for line, event in rows(timeline):
        named = [known[claim] for claim in event["claim_ids"].split() if claim in known]
        dated = [claim for claim in named if claim["period_start"]]
        exact = [claim for claim in dated if claim["period_start"] == claim["period_end"]] or dated
        if exact and not any(_is_in_period(event["date"], claim) for claim in exact):
            periods = ", ".join(f"{each['period_start']} to {each['period_end']}" for each in exact)
            fault = f"{event['date']!r} is outside the period of its claims: {periods}."
            yield Problem(timeline.path, line, "date", fault, "Correct the date, or name another claim.")


def _dates(table: Table) -> Iterator[tuple[int, str, str]]:
    """Yield the line, the column and the cell of each date that is given."""
    for field in table.fields:
        name = field["name"]
        if name in DATES or field.get("partialDate") or field["type"] == "date":
            yield from ((line, name, cell) for line, cell in table.column(name) if cell)


def _kinds(table: Table) -> Iterator[tuple[int, str]]:
    return table.column("kind") if "kind" in table.header else iter(())


def _longest(table: Table) -> int:
    return LONGEST.get(table.name, max(LONGEST.values()))


def _is_date(cell: str) -> bool:
    try:
        datetime.date.fromisoformat((cell + "-01-01")[:10] if len(cell) < 8 else cell)
    except ValueError:
        return False
    return True


def _is_written_date(day: str | None, month: str, year: str) -> bool:
    if not EARLIEST_WRITTEN <= int(year) < 2100:
        return False
    return _is_date(f"{year}-{MONTHS.index(month) + 1:02}-{int(day or 1):02}")


def _is_in_period(date: str, claim: Row) -> bool:
    start, end = claim["period_start"], claim["period_end"]
    begun = date[: len(start)] >= start[: len(date)]
    return begun and (not end or date[: len(end)] <= end[: len(date)])
