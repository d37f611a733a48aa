"""Every force has its count, told or marked, a tile, and names that lead to it alone."""

from __future__ import annotations

import re
from collections.abc import Iterator

from evidence.problems import Problem
from evidence.tables import Table
from evidence.tables.rules.rows import Row, Tables, join, rows

NAMES = (
    ("constituencies", "name"),
    ("constituencies", "name_cy"),
    ("forces", "name"),
    ("local_authorities", "name"),
)
"""Columns of names by which the finder finds a force."""
WEBSITE = re.compile(r"https://(?:www\.)?((?:[a-z0-9-]+\.)+)police\.uk(?:/|$)")
CORRECT = "Correct one of the two."
NATIONS = {"E": "England", "W": "Wales"}
"""By the first letter of a code of the Office for National Statistics."""


def counts_have_a_figure_or_a_marker(counts: Table, markers: Table) -> Iterator[Problem]:
    """Yield each count that has neither figure nor marker, both, or no source."""
    absent = {row["marker"] for row in rows(markers) if row["stands_for_figure"] == "yes"}
    for row in rows(counts):
        if row["count"] and row["marker"] in absent:
            fault = f"The row has both a count and {row['marker']!r}, which says that there is none."
            yield row.problem("marker", fault, "Remove one of the two.")
        if not row["count"] and row["marker"] not in absent:
            remedy = f"Write one of: {', '.join(sorted(absent))}."
            yield row.problem("marker", "The count is empty and no marker says why.", remedy)
        if row["count"] and not (row["claim_id"] or row["source_id"]):
            fault = "The count has no claim and no source."
            yield row.problem("source_id", fault, "Name the publication that gives it.")


def forces_are_complete(forces: Table, counts: Table, tiles: Table) -> Iterator[Problem]:
    """Yield each force that has no count or no tile."""
    for table in (counts, tiles):
        known = {force for _, force in table.column("force_id")}
        for row in (row for row in rows(forces) if row["id"] not in known):
            fault = f"{row['id']!r} has no row in {table.name}.csv."
            yield row.problem("id", fault, "Add its row there.")


def names_of_a_force_agree(forces: Table, aliases: Table) -> Iterator[Problem]:
    """Yield each force whose names are not all its own.

    The name begins with the id and with the short name, save where these are aliases, as BTP is.
    """
    aliased = {(row["force_id"], _letters(row["alias"])) for row in rows(aliases)}
    for row in rows(forces):
        name, letters, short = (_letters(row[column]) for column in ("name", "id", "short_name"))
        if not name.startswith(letters) and (row["id"], letters) not in aliased:
            fault = f"The name {row['name']!r} does not begin with the id {row['id']!r}."
            yield row.problem("name", fault, "Correct one of the two, or add the id to aliases.csv.")
        elif not name.startswith(short) and (row["id"], short) not in aliased:
            fault = f"{row['name']!r} does not begin with {row['short_name']!r}."
            yield row.problem("short_name", fault, CORRECT)
        elif name not in _letters(row["name_in_sentence"]):
            fault = f"{row['name']!r} is not in {row['name_in_sentence']!r}."
            yield row.problem("name_in_sentence", fault, CORRECT)


def labels_are_short_for_names(tiles: Table, forces: Table) -> Iterator[Problem]:
    """Yield each label on the map that begins with another letter than the name of its force."""
    for tile, force in join(tiles, "force_id", forces):
        if _letters(tile["label"])[:1] != _letters(force["name"])[:1]:
            fault = f"{tile['label']!r} does not begin with the letter of {force['name']!r}."
            yield tile.problem("label", fault, "Correct it, or the force of the row.")


def websites_are_of_the_police(forces: Table) -> Iterator[Problem]:
    """Yield each force whose website is not one of the police, not reached safely, or another force's."""
    ids = {_letters(row["id"]): row["id"] for row in rows(forces)}
    for row in rows(forces):
        website = WEBSITE.match(row["website"])
        if not website and row["website"]:
            fault = f"{row['website']!r} is not the website of a police force."
            remedy = "Write an address that starts with https:// and whose name ends with .police.uk."
            yield row.problem("website", fault, remedy)
        if website and (owner := ids.get(_letters(website[1]), row["id"])) != row["id"]:
            yield row.problem("website", f"{row['website']!r} is the website of {owner!r}.", "Correct it.")


def commissioners_do_not_speak_for_forces(force_responses: Table) -> Iterator[Problem]:
    """Yield each response of a police and crime commissioner that is put down to the force."""
    for row in rows(force_responses):
        if (row["kind"], row["speaker"]) == ("pcc response", "force"):
            fault = "A 'pcc response' is the commissioner’s, and the speaker is 'force'."
            remedy = "Write 'elected official' as the speaker, or another kind."
            yield row.problem("speaker", fault, remedy)


def codes_are_of_their_nation(table: Table) -> Iterator[Problem]:
    """Yield each force or constituency whose code is one of the other nation."""
    for row in rows(table) if "nation" in table.header else ():
        code = row.cells.get("pfa_code") or row.cells.get("code", "")
        if code and NATIONS.get(code[0], row["nation"]) != row["nation"]:
            fault = f"{row['nation']!r} is not the nation of the code {code}."
            yield row.problem("nation", fault, CORRECT)


def aliases_are_no_other_names(tables: Tables) -> Iterator[Problem]:
    """Yield each alias that another table has as a name, and each but a place that leads to two forces."""
    named = {
        cell: name for name, column in NAMES if name in tables for _, cell in tables[name].column(column)
    }
    firsts: dict[str, Row] = {}
    for row in rows(tables["aliases"]) if "aliases" in tables else ():
        first = firsts.setdefault(row["alias"].casefold(), row)
        if row["alias"] in named:
            fault = f"{row['alias']!r} is a name in {named[row['alias']]}.csv already."
            yield row.problem("alias", fault, "Remove the row: it is found by that name.")
        elif first["force_id"] != row["force_id"] and {first["kind"], row["kind"]} != {"place"}:
            fault = f"{row['alias']!r} leads to two forces, and is no place."
            yield row.problem("alias", fault, "Leave it to the force that people mean by it.")


def _letters(name: str) -> str:
    return re.sub("[^a-z]", "", name.casefold().replace("&", "and"))
