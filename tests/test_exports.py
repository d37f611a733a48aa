"""What a reader takes away holds the same facts as the tables, whatever its form."""

from __future__ import annotations

import csv
import datetime
import io
import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import frictionless
import openpyxl
import pandas
import pytest

from evidence.exports import build_force_files, build_package_files, build_workbook
from evidence.exports.build import Downloads, build_all
from evidence.exports.spreadsheet import HEADER_ROW
from evidence.exports.zip import write_zip
from evidence.metadata import Publication
from evidence.model import build_site_data
from evidence.problems import ExportError, Problem, RejectedInput
from evidence.site.build import Output, generate, site_from_environment
from tests.publications import URL, WORDS, change_cells, read_publication
from tests.sample import ROOT, add_column
from tests.sample import replace as replace_text
from tests.test_counts import SOURCE, write_counts

Files = Mapping[str, bytes]
WHOLE = "data/safety-before-status"
FORMULAS = ("=1+1", "+1", "-2+3", "@x", "=cmd|'/c calc'!A1")
HOSTILE = (*FORMULAS, "_x0041_", '<b a="1">&', "#N/A", "'", "a,b|c", "é{x}")
FRONT = ["Cover", "Contents", "Notes", "Columns"]
ADDED = {"LICENSE", "LICENSE-DATA.md", "README.md", "SHA256SUMS"}


@pytest.fixture(scope="module")
def publication(tables: Path) -> Publication:
    return read_publication(tables)


def build_files(publication: Publication) -> Files:
    return build_package_files(publication) | build_workbook(publication)


@pytest.fixture(scope="module")
def files(publication: Publication) -> Files:
    return build_files(publication)


@pytest.fixture(scope="module")
def hostile(publication: Publication) -> Files:
    """The files of tables with a hostile cell in each row of the glossary's terms."""
    return build_files(change_cells(publication, "glossary", "term", HOSTILE))


@pytest.fixture(scope="module")
def excel(files: Files) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(files[f"{WHOLE}.xlsx"]))


@pytest.fixture
def database(files: Files) -> Iterator[sqlite3.Connection]:
    with closing(open_database(files)) as opened:
        yield opened


def open_database(files: Files) -> sqlite3.Connection:
    opened = sqlite3.connect(":memory:")
    opened.deserialize(files[f"{WHOLE}.sqlite"])
    opened.row_factory = sqlite3.Row
    return opened


def read_csv(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode(), newline="")))


def read_table(files: Files, name: str, form: str) -> list[dict[str, Any]]:
    """Read a table from its CSV, its JSON, the workbook or the database, an empty cell as None or empty."""
    if form == "csv":
        return list[dict[str, Any]](read_csv(files[f"data/{name}.csv"]))
    if form == "json":
        return list[dict[str, Any]](json.loads(files[f"data/{name}.json"]))
    if form == "xlsx":
        return read_sheet(files[f"{WHOLE}.xlsx"], name)
    with closing(open_database(files)) as opened:
        return [dict(row) for row in opened.execute(f'SELECT * FROM "{name}" ORDER BY rowid')]


def read_sheet(content: bytes, name: str) -> list[dict[str, Any]]:
    frame = pandas.read_excel(
        io.BytesIO(content),
        sheet_name=name,
        header=HEADER_ROW - 1,
        engine="calamine",
        keep_default_na=False,
        dtype=object,
    )
    return [{str(column): cell for column, cell in row.items()} for row in frame.to_dict("records")]


def unzip(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def plain(value: object) -> str:
    """Give a typed cell as text that all forms share: numbers by value, days as ISO dates."""
    if isinstance(value, datetime.datetime | datetime.date):
        return value.isoformat()[:10]
    if isinstance(value, int | float):
        return f"{value:g}" if abs(value) < 1e6 else f"{value:.2f}"
    return "" if value is None else str(value)


def as_number(cell: str, kind: str) -> str:
    return plain(float(cell)) if kind in {"integer", "number"} and cell else cell


@pytest.mark.parametrize("form", ["csv", "json", "xlsx", "sqlite"])
def test_every_table_has_the_same_rows_in_every_form(
    form: str, publication: Publication, files: Files
) -> None:
    for name, table in publication.package.tables.items():
        types = {field["name"]: field["type"] for field in table.fields}
        expected = [
            {column: as_number(cell, types[column]) for column, cell in zip(table.header, cells, strict=True)}
            for _, cells in table.rows
        ]
        read = read_table(files, name, form)
        found = [
            {column: as_number(plain(cell).removeprefix("'"), types[column]) for column, cell in row.items()}
            for row in read
        ]
        assert found == expected, name


def test_a_new_column_is_in_every_form_with_no_code(editable: Path) -> None:
    field = {"name": "stations", "type": "integer", "description": "A made-up number."}
    add_column(editable, "forces", field, {"kent": "12"})
    files = build_files(read_publication(editable))
    for form, value in {"csv": "12", "json": 12, "xlsx": 12, "sqlite": 12}.items():
        rows = {row["id"]: row for row in read_table(files, "forces", form)}
        assert rows["kent"]["stations"] == value
        assert rows["essex"]["stations"] in ("", None)


@pytest.mark.parametrize("form", ["csv", "json", "xlsx", "sqlite"])
def test_a_hostile_cell_is_text_as_it_stands(hostile: Files, form: str) -> None:
    terms = [row["term"] for row in read_table(hostile, "glossary", form)[: len(HOSTILE)]]
    escaped = [f"'{cell}" if cell in FORMULAS else cell for cell in HOSTILE]
    assert terms == (escaped if form == "csv" else list(HOSTILE))


def test_a_formula_stays_text_in_a_workbook_also_when_it_is_edited(hostile: Files) -> None:
    parts = unzip(hostile[f"{WHOLE}.xlsx"])
    assert not [name for name, part in parts.items() if b"<f>" in part or b"<f " in part]
    sheet = openpyxl.load_workbook(io.BytesIO(hostile[f"{WHOLE}.xlsx"]))["glossary"]
    quoted = {cell.value for row in sheet.iter_rows() for cell in row if cell.quotePrefix}
    assert quoted == set(FORMULAS)


def test_numbers_and_days_are_numbers_and_days_in_a_workbook(files: Files) -> None:
    officers = pandas.read_excel(
        io.BytesIO(files[f"{WHOLE}.xlsx"]), sheet_name="officers", header=4, engine="calamine"
    )
    kinds = {str(column): kind.kind for column, kind in officers.dtypes.items() if column != "force_id"}
    assert kinds.items() >= {"on": "M", "headcount": "i", "full_time_equivalent": "f"}.items()
    events = read_sheet(files[f"{WHOLE}.xlsx"], "timeline")
    assert {len(event["date"]) for event in events} >= {7, 10}  # text, as exact as its source


def test_the_header_of_every_table_is_in_one_row_and_stays_in_sight(
    publication: Publication, excel: openpyxl.Workbook
) -> None:
    assert excel.sheetnames == [*FRONT, *publication.package.tables]
    for sheet in excel.worksheets[1:]:
        (table,) = sheet.tables.values()
        assert sheet.freeze_panes == f"A{HEADER_ROW + 1}"
        assert table.ref.startswith(f"A{HEADER_ROW}:")
        assert (table.headerRowCount, table.autoFilter) == (1, None)
        header = [cell.value for cell in sheet[HEADER_ROW]]
        assert header == [column.name for column in table.tableColumns]
        assert all(sheet.cell(row, 1).value for row in range(1, HEADER_ROW))
    assert len({sheet.title: name for sheet in excel for name in sheet.tables}) == len(excel.sheetnames) - 1


def test_a_workbook_can_be_read_aloud_and_followed(
    publication: Publication, excel: openpyxl.Workbook
) -> None:
    # https://analysisfunction.civilservice.gov.uk/policy-store/releasing-statistics-in-spreadsheets/
    for sheet in excel:
        assert sheet["A1"].style == "Heading 1"
        assert not sheet.merged_cells.ranges
        assert not [
            row for row in sheet.iter_rows(values_only=True) if not any(cell is not None for cell in row)
        ]
        assert all(12 <= column.width <= 90 for column in sheet.column_dimensions.values())
        assert not [column for column in sheet.column_dimensions.values() if column.hidden]
    assert (excel.properties.title, excel.properties.language) == (
        publication.package.descriptor["title"],
        "en-GB",
    )


def test_every_link_of_a_workbook_leads_somewhere(publication: Publication, excel: openpyxl.Workbook) -> None:
    links = [cell.hyperlink for sheet in excel for row in sheet.iter_rows() for cell in row if cell.hyperlink]
    inside = {link.location for link in links if link.location}
    contents = [cells[0].hyperlink for cells in excel["Contents"].iter_rows(min_row=HEADER_ROW + 1)]
    assert [link and link.location for link in contents] == [f"'{n}'!A1" for n in publication.package.tables]
    assert inside == {f"'{name}'!A1" for name in excel.sheetnames if name != "Cover"}
    outside = {link.target for link in links if link.target}
    licences = {licence["path"] for licence in publication.package.descriptor["licenses"]}
    assert outside == {f"{URL}data/", f"{URL}about/"} | licences


def test_a_workbook_explains_every_marker_and_every_column(
    publication: Publication, excel: openpyxl.Workbook
) -> None:
    notes, columns = (
        [*excel[name].iter_rows(min_row=HEADER_ROW + 1, values_only=True)] for name in ("Notes", "Columns")
    )
    markers = {
        (marker.marker, marker.meaning) for marker in build_site_data(publication.package).markers.values()
    }
    assert markers <= {*notes}
    tables = publication.package.tables.values()
    assert [row[:2] for row in columns] == [
        (table.name, field["name"]) for table in tables for field in table.fields
    ]


@pytest.mark.parametrize(
    ("file", "edit", "error"),
    [
        ("workbook.md", ("{version}", "{versoin}"), r"workbook.md:\d+:words: There are braces .*{version}"),
        ("data.md", ("{tables}", "{"), r"data.md:\d+:words: There are braces"),
        ("worksheet.md", ("\n\n", "\n\nA line.\n\n"), "4 lines stand above the table .* Write 3"),
        ("workbook.md", ("\n| ", "\n| Word | "), "more or fewer columns"),
        ("workbook.md", ("\n# ", "\n"), "workbook.md has 3 titles. Write 4"),
    ],
    ids=["a misspelt fact", "an open brace", "a line too many", "a column too many", "a title too few"],
)
def test_where_words_do_not_fit_that_is_told_and_nothing_is_generated(
    tables: Path, tmp_path: Path, file: str, edit: tuple[str, str], error: str
) -> None:
    templates = Path(shutil.copytree(WORDS.parent, tmp_path / "templates"))
    replace_text(templates / "exports" / file, *edit)
    with pytest.raises((RejectedInput, ExportError), match=error):
        generate(replace(site_from_environment(), templates=templates), tables)


@pytest.mark.parametrize("name", ["notes", "a" * 32])
def test_a_table_whose_name_no_worksheet_can_have_is_refused(publication: Publication, name: str) -> None:
    tables = {**publication.package.tables}
    tables[name] = replace(tables["markers"], name=name)
    package = replace(publication.package, tables=tables)
    with pytest.raises(ExportError, match=f"can be named '{name}'. Rename the table"):
        build_workbook(replace(publication, package=package))


def test_the_keys_and_rules_of_the_database_are_those_of_the_data_package(
    publication: Publication, database: sqlite3.Connection
) -> None:
    assert [tuple(row) for row in database.execute("PRAGMA integrity_check")] == [("ok",)]
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    for name, table in publication.package.tables.items():
        columns = database.execute(f'PRAGMA table_info("{name}")').fetchall()
        keyed = sorted((column["pk"], column["name"]) for column in columns if column["pk"])
        assert tuple(column for _, column in keyed) == table.key
        required = {field["name"] for field in table.fields if field.get("constraints", {}).get("required")}
        assert {column["name"] for column in columns if column["notnull"]} == required
        found = {
            (key["from"], key["table"]) for key in database.execute(f'PRAGMA foreign_key_list("{name}")')
        }
        keys = table.resource["schema"].get("foreignKeys", ())
        assert found == {(key["fields"][0], key["reference"]["resource"]) for key in keys}, name


def test_the_database_says_what_it_is_and_under_which_terms(
    publication: Publication, database: sqlite3.Connection
) -> None:
    about = {row["name"]: row["value"] for row in database.execute("SELECT * FROM about")}
    assert json.loads(about["datapackage"]) == publication.package.descriptor
    assert (about["version"], about["released"]) == (publication.version, publication.released)
    assert about["site"] == URL
    assert " ".join(about["acknowledgement"].split()) in " ".join(
        (ROOT / "LICENSE-DATA.md").read_text("utf-8").replace("\n> ", " ").split()
    )


@pytest.fixture
def unzipped(files: Files, tmp_path: Path) -> Path:
    """The data package as a reader unpacks it."""
    with zipfile.ZipFile(io.BytesIO(files[f"{WHOLE}.zip"])) as archive:
        archive.extractall(tmp_path)
    return tmp_path


def test_the_package_in_its_archive_is_whole_and_valid(unzipped: Path, files: Files) -> None:
    report = frictionless.validate(str(unzipped / "datapackage.json"))
    assert report.valid, report.flatten(["name", "message"])
    assert len(report.tasks) == len(list(unzipped.glob("*.csv"))) > 20
    for path in {*unzipped.iterdir()} - {unzipped / name for name in ADDED}:
        assert path.read_bytes() == files[f"data/{path.name}"]


def test_the_sums_of_an_archive_are_those_of_its_files(unzipped: Path) -> None:
    checked = subprocess.run(
        ("sha256sum", "--check", "--strict", "SHA256SUMS"),
        cwd=unzipped,
        capture_output=True,
        text=True,
        check=True,
    )
    found = {line.removesuffix(": OK") for line in checked.stdout.splitlines()}
    assert found == {path.name for path in unzipped.iterdir()} - {"SHA256SUMS"}


def files_of_force(name: str, publication: Publication) -> Files:
    data = build_site_data(publication.package)
    force = next(force for force in data.forces if force.id == name)
    return build_force_files(force, (), data, publication)


def test_an_archive_says_what_is_inside_and_has_the_licences(files: Files, publication: Publication) -> None:
    archives = {
        f"{URL}data/": files[f"{WHOLE}.zip"],
        f"{URL}forces/kent/": files_of_force("kent", publication)["forces/kent/kent.zip"],
    }
    for address, content in archives.items():
        held = unzip(content)
        readme = held["README.md"].decode()
        assert f"<{address}>" in readme
        assert [name for name in held.keys() - {"README.md"} if f"`{name}`" not in readme] == []
        for name in ("LICENSE", "LICENSE-DATA.md"):
            assert held[name] == (ROOT / name).read_bytes()


def test_an_archive_holds_no_clock_and_no_picture_compressed_twice() -> None:
    with zipfile.ZipFile(io.BytesIO(write_zip({"b.svg": b"b" * 999, "a.png": b"a" * 999}))) as archive:
        entries = {entry.filename: entry for entry in archive.infolist()}
    assert {entry.date_time for entry in entries.values()} == {(1980, 1, 1, 0, 0, 0)}
    assert {(entry.create_system, entry.external_attr >> 16) for entry in entries.values()} == {(3, 0o100644)}
    assert entries["a.png"].compress_type == zipfile.ZIP_STORED
    assert entries["b.svg"].compress_size < 999


def test_the_record_of_a_force_holds_what_its_page_cites(output: Output) -> None:
    data = build_site_data(output.publication.package)
    files = {file.path: file.content for file in output.files}
    for force in data.forces:
        record = json.loads(files[f"forces/{force.id}/{force.id}.json"])
        page = files[f"forces/{force.id}.md"].decode()
        assert set(record["claims"]) == set(re.findall(r"evidence/\w+/#(\w+)", page)) != set()
        for claim_id, claim in record["claims"].items():
            assert claim["statement"] == data.claims[claim_id].cells["statement"]
        named = {claim["source_id"] for claim in record["claims"].values()}
        named |= {response["source_id"] for response in record["responses"]}
        assert named <= record["sources"].keys()
        assert record["address"] == f"{output.publication.url}forces/{force.id}/"
        assert [each["residents"] for each in record["residents"]] == [
            row.cells["residents"] for row in force.residents
        ]


def test_the_figures_of_a_force_are_those_of_the_tables_with_their_sources(tmp_path: Path) -> None:
    counts = {"kent": {"count": "41", "marker": "[r]"}}
    publication = read_publication(write_counts(tmp_path / "data", counts), artificial=True)
    figures = {
        name: read_csv(files_of_force(name, publication)[f"forces/{name}/{name}.csv"])
        for name in ("kent", "essex")
    }
    count = {name: rows[0] for name, rows in figures.items()}
    assert {row["table"] for row in figures["kent"]} == {"counts", "officers", "population"}
    assert all(row["source"] and row["unit"] for row in figures["kent"])
    assert {count[name]["period"] for name in count} == {"2020-04/2023-03"}
    cells = {
        name: [row[column] for column in ("value", "marker", "source_id")] for name, row in count.items()
    }
    assert cells == {"kent": ["41", "[r]", SOURCE], "essex": ["", "[x]", ""]}


def test_the_titles_of_sources_are_harmless_in_the_figures_of_a_force(publication: Publication) -> None:
    number = len(publication.package.tables["sources"].rows)
    changed = change_cells(publication, "sources", "title", ["=1+1"] * number)
    figures = read_csv(files_of_force("kent", changed)["forces/kent/kent.csv"])
    assert {row["source"] for row in figures if row["table"] == "population"} == {"'=1+1"}


def test_every_chart_can_be_taken_away_in_three_forms(output: Output) -> None:
    files = {file.path: file.content for file in output.files}
    names = {path.rpartition(".")[0] for path in files if path.startswith("numbers/")}
    assert names
    for name in names:
        assert read_csv(files[f"{name}.csv"])
        assert {f"{name}.svg", f"{name}.png"} <= files.keys()


def broken(*_: object, **__: object) -> bytes:
    raise OSError("no space left")


def rejected() -> bytes:
    raise RejectedInput([Problem("words.md", 1, "words", "A fault.", "A remedy.")])


def test_what_cannot_be_built_is_named_and_what_was_rejected_stays_rejected() -> None:
    assert build_all([("a.csv", lambda: "a"), ("b", lambda: b"b")]) == {"a.csv": b"a", "b": b"b"}
    with pytest.raises(ExportError, match=r"b\.csv: this download cannot be made: OSError: no space left"):
        build_all([("a.csv", lambda: "a"), ("b.csv", broken)])
    with pytest.raises(RejectedInput, match=r"words\.md:1:words: A fault\. A remedy\."):
        build_all([("a.csv", rejected)])


def test_a_build_fails_and_the_next_does_not_where_the_worker_is_stopped() -> None:
    stopped, sound = Downloads(dict), Downloads(dict)
    stopped.start(partial(os._exit, 1))
    with pytest.raises(ExportError, match="this download cannot be made: StoppedError"):
        dict(stopped)
    sound.start(partial(dict, {"a.csv": b"a"}))
    assert dict(sound) == {"a.csv": b"a"}


def test_the_worker_ends_with_the_process_that_started_it_however_that_ends() -> None:
    killed = """
import os, signal
from evidence.exports.build import Downloads
downloads = Downloads(dict)
downloads.start(dict)
dict(downloads)
os.kill(os.getpid(), signal.SIGKILL)
"""
    # Both hold the pipe that is read here to its end.
    done = subprocess.run([sys.executable, "-c", killed], stderr=subprocess.PIPE, timeout=60, check=False)
    assert done.returncode == -signal.SIGKILL
