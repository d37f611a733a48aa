"""What machines read of the site is true, complete, the same everywhere and in the standards' own words."""

from __future__ import annotations

import functools
import json
import threading
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import csvw  # type: ignore[import-untyped]
import pytest
from rdflib.namespace import CSVW, DCTERMS, RDFS, SDO

from evidence import site

VOCABULARIES = {"dc": DCTERMS, "rdfs": RDFS, "schema": SDO}
WRITTEN = {
    "columns": "column",
    "foreignKeys": "foreignKey",
    "maximum": "maxInclusive",
    "minimum": "minInclusive",
    "tables": "table",
    "titles": "title",
}
"""The terms of the vocabulary for tabular data that JSON writes in another way (https://www.w3.org/ns/csvw)."""
Value = str | int | Decimal | datetime | list[str] | None


@pytest.fixture(scope="module")
def data(output: site.Output, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the published tables and their descriptions."""
    folder = tmp_path_factory.mktemp("published") / "data"
    folder.mkdir()
    for file in output.files:
        if Path(file.path).parent.name == "data":
            (folder.parent / file.path).write_bytes(file.content)
    return folder


@pytest.fixture(scope="module")
def address(data: Path) -> Iterator[str]:
    """Where a host serves that folder."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(Quiet, directory=str(data.parent))
    ) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/data/"
        server.shutdown()


@pytest.fixture(scope="module")
def group(data: Path) -> Mapping[str, Any]:
    """The description of the tables for the web, as it is published."""
    described: Mapping[str, Any] = json.loads((data / "csv-metadata.json").read_text("utf-8"))
    return described


def typed(field: Mapping[str, Any], cell: str) -> Value:
    """Give what the data package says that a cell means."""
    if "references" in field:
        return cell.split()
    kinds: Mapping[str, Callable[[str], Value]] = {
        "integer": int,
        "number": Decimal,
        "date": datetime.fromisoformat,
        "string": str,
    }
    return kinds[field["type"]](cell) if cell else None


def plain(value: Any) -> Any:
    """Give a web address, which the reader takes apart, as text again."""
    return value.unsplit() if hasattr(value, "unsplit") else value


def test_a_program_given_one_table_finds_the_description_of_all_and_every_row_is_as_described(
    address: str, output: site.Output
) -> None:
    found = csvw.CSVW(address + "counts.csv", validate=True)
    assert {table.local_name for table in found.tables} == {
        table.resource["path"] for table in output.publication.package.tables.values()
    }
    assert found.is_valid, [str(warning.message) for warning in found.warnings]


def test_the_description_gives_every_cell_its_meaning(data: Path, output: site.Output) -> None:
    described = csvw.TableGroup.from_file(data / "csv-metadata.json").tabledict
    for table in output.publication.package.tables.values():
        expected = [
            {field["name"]: typed(field, cell) for field, cell in zip(table.fields, cells, strict=True)}
            for _, cells in table.rows
        ]
        read = described[table.resource["path"]].iterdicts(strict=True)
        assert [{name: plain(value) for name, value in row.items()} for row in read] == expected


@pytest.mark.parametrize(
    ("table", "old", "new"),
    [
        pytest.param("tiles", "kent,5,10,", "kent,7,10,", id="beyond its maximum"),
        pytest.param("officers", "kent,2021-03-31", "kent,2021-02-30", id="no day"),
        pytest.param("timeline", ",b020\n", ",b020 20\n", id="no claim in a list"),
        pytest.param("counts", "kent,2020-04", "kent,April 2020", id="no date"),
        pytest.param("forces", "England,South East", "England,Sout East", id="not in the list"),
        pytest.param("letter", "\n8,", "\n,", id="left empty"),
    ],
)
def test_the_description_refuses_a_cell_that_the_data_package_refuses(
    table: str, old: str, new: str, data: Path, tmp_path: Path
) -> None:
    for path in data.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    changed = tmp_path / f"{table}.csv"
    assert old in changed.read_text("utf-8")
    changed.write_text(changed.read_text("utf-8").replace(old, new), "utf-8")
    with pytest.raises(ValueError, match=f"{table}.csv"):
        list(
            csvw.TableGroup.from_file(tmp_path / "csv-metadata.json")
            .tabledict[changed.name]
            .iterdicts(strict=True)
        )


def test_the_description_of_the_tables_uses_only_words_of_its_vocabularies(group: Mapping[str, Any]) -> None:
    words = set(_properties(group))
    assert words
    for word in words:
        prefix, _, term = word.rpartition(":")
        term = WRITTEN.get(term, term)
        assert word.startswith("@") or term in VOCABULARIES.get(prefix, CSVW), word


def _properties(described: object) -> Iterator[str]:
    if isinstance(described, dict):
        yield from described
        for value in described.values():
            yield from _properties(value)
    elif isinstance(described, list):
        for value in described:
            yield from _properties(value)
