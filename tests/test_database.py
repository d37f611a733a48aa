"""The database holds the rows of the tables, with the types, the keys and the words of their description."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest

from evidence import downloads, site
from evidence.checks import sound
from evidence.downloads.tables import table_json
from evidence.model import published
from evidence.tables import Package

RELEASED, ADDRESS = "2026-11-22", "https://example.org/sub/"


@pytest.fixture(scope="module")
def package() -> Package:
    return published(sound(site.DATA))


def content(package: Package) -> bytes:
    path, make = downloads.of_database(package, RELEASED, ADDRESS)
    assert path == "data/safety-before-status.sqlite"
    made = make()
    assert isinstance(made, bytes)
    return made


@pytest.fixture(scope="module")
def database(package: Package, tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    """The database, opened from a file as a reader opens it."""
    path = tmp_path_factory.mktemp("database") / "all.sqlite"
    path.write_bytes(content(package))
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as opened:
        opened.row_factory = sqlite3.Row
        yield opened


def test_every_table_has_the_rows_and_the_types_of_its_json(
    package: Package, database: sqlite3.Connection
) -> None:
    for name, table in package.tables.items():
        rows = [dict(row) for row in database.execute(f'SELECT * FROM "{name}" ORDER BY rowid')]
        typed = json.loads(table_json(table))
        assert rows == typed
        assert [list(map(type, row.values())) for row in rows] == [
            list(map(type, row.values())) for row in typed
        ]


def test_the_database_is_whole_and_every_key_leads_to_a_row(database: sqlite3.Connection) -> None:
    assert [tuple(row) for row in database.execute("PRAGMA integrity_check")] == [("ok",)]
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []


def test_the_keys_are_those_of_the_data_package(package: Package, database: sqlite3.Connection) -> None:
    foreign = set()
    for name, table in package.tables.items():
        columns = database.execute(f'PRAGMA table_info("{name}")').fetchall()
        keyed = sorted((column["pk"], column["name"]) for column in columns if column["pk"])
        assert tuple(column for _, column in keyed) == table.key
        for key in database.execute(f'PRAGMA foreign_key_list("{name}")'):
            foreign.add((name, key["from"], key["table"], key["to"]))
    described = {
        (table.name, start, key["reference"]["resource"], end)
        for table in package.tables.values()
        for key in table.resource["schema"].get("foreignKeys", ())
        for start, end in zip(key["fields"], key["reference"]["fields"], strict=True)
    }
    assert foreign == described
    assert ("counts", "force_id", "forces", "id") in foreign


def test_a_row_that_breaks_a_key_or_lacks_a_cell_is_refused(package: Package) -> None:
    with closing(sqlite3.connect(":memory:")) as database:
        database.deserialize(content(package))
        database.execute("PRAGMA foreign_keys = ON")
        for row in (
            "('nowhere', '2020', '2021', 1, NULL, 'victims', NULL, NULL)",
            "('kent', '2020', NULL, 1, NULL, 'victims', NULL, NULL)",
            "('kent', '2020-04', '2023-03', 1, NULL, 'victims', NULL, NULL)",
        ):
            with pytest.raises(sqlite3.IntegrityError):
                database.execute(f"INSERT INTO counts VALUES {row}")


def test_what_each_table_and_column_means_stands_beside_it(
    package: Package, database: sqlite3.Connection
) -> None:
    definitions = dict(
        database.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'table'").fetchall()
    )
    assert definitions.keys() == {"about", *package.tables}
    for name, table in package.tables.items():
        lines = [line.strip() for line in definitions[name].splitlines()]
        assert f"-- {table.resource['description']}" in lines
        for field in table.fields:
            assert any(
                line.startswith(f'"{field["name"]}" ') and line.endswith(f", -- {field['description']}")
                for line in lines
            )


def test_the_database_says_what_it_is_and_under_what_terms(
    package: Package, database: sqlite3.Connection
) -> None:
    about = dict(database.execute("SELECT name, value FROM about").fetchall())
    assert json.loads(about["datapackage"]) == package.descriptor
    assert (about["version"], about["released"], about["site"]) == (
        package.descriptor["version"],
        RELEASED,
        ADDRESS,
    )
    assert "Office for National Statistics" in about["acknowledgement"]


def test_the_same_tables_give_the_same_bytes(package: Package) -> None:
    assert content(package) == content(package)


def test_what_is_not_published_is_not_in_the_database(package: Package) -> None:
    known = {phone for _, phone in sound(site.DATA).tables["support"].column("phone")} - {""}
    shown = {phone for _, phone in package.tables["support"].column("phone")} - {""}
    hidden = known - shown
    assert hidden
    assert not [phone for phone in hidden if phone.encode() in content(package)]
