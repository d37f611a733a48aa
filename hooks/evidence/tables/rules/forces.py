"""Every force has its count, told or marked, and a tile of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from evidence.problems import Problem
from evidence.tables import Table
from evidence.tables.rules.rows import rows


def counts_have_a_figure_or_a_marker(counts: Table, markers: Table) -> Iterator[Problem]:
    """Yield each count that has neither figure nor marker, both, or no source."""
    absent = {row["marker"] for _, row in rows(markers) if row["stands_for_figure"] == "yes"}
    for line, row in rows(counts):
        for column, fault, remedy in _count_faults(row, absent):
            yield Problem(counts.path, line, column, fault, remedy)


def _count_faults(row: Mapping[str, str], absent: set[str]) -> Iterator[tuple[str, str, str]]:
    if row["count"] and row["marker"] in absent:
        fault = f"The row has both a count and {row['marker']!r}, which says that there is none."
        yield "marker", fault, "Remove one of the two."
    if not row["count"] and row["marker"] not in absent:
        yield (
            "marker",
            "The count is empty and no marker says why.",
            f"Write one of: {', '.join(sorted(absent))}.",
        )
    if row["count"] and not (row["claim_id"] or row["source_id"]):
        yield "source_id", "The count has no claim and no source.", "Name the publication that gives it."


def forces_are_complete(forces: Table, counts: Table, tiles: Table) -> Iterator[Problem]:
    """Yield each force that has no count or no tile."""
    for table in (counts, tiles):
        known = {force for _, force in table.column("force_id")}
        for line, force in forces.column("id"):
            if force not in known:
                fault = f"{force!r} has no row in {table.name}.csv."
                yield Problem(forces.path, line, "id", fault, "Add its row there.")


def tiles_have_places_of_their_own(tiles: Table) -> Iterator[Problem]:
    """Yield each tile whose place is taken."""
    places: dict[tuple[str, str], object] = {}
    for line, row in rows(tiles):
        place = (row["column"], row["row"])
        if place in places:
            fault = f"Column {place[0]}, row {place[1]} is taken by the tile on line {places[place]}."
            yield Problem(tiles.path, line, "column+row", fault, "Move one of the two.")
        places.setdefault(place, line)


def commissioners_do_not_speak_for_forces(force_responses: Table) -> Iterator[Problem]:
    """Yield each response of a police and crime commissioner that is put down to the force."""
    for line, row in rows(force_responses):
        if (row["kind"], row["speaker"]) == ("pcc response", "force"):
            fault = "A 'pcc response' is the commissioner’s, and the speaker is 'force'."
            remedy = "Write 'elected official' as the speaker, or another kind."
            yield Problem(force_responses.path, line, "speaker", fault, remedy)
