"""The workbook holds the tables as they are published, by the rules for accessible spreadsheets.

https://analysisfunction.civilservice.gov.uk/policy-store/releasing-statistics-in-spreadsheets/
"""

from __future__ import annotations

import csv
import io
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from functools import partial
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from evidence import downloads, site
from evidence.checks import sound
from evidence.downloads import workbook
from evidence.downloads.workbook import book, ods, xlsx
from evidence.downloads.workbook.books import letters
from evidence.model import published
from evidence.tables import Package, Table

ROOT = Path(__file__).parents[1]
RELEASED, ADDRESS = "2026-11-22", "https://example.org/sub/"
FORMS = {"xlsx": xlsx.written, "ods": ods.written}
FRONT = ["Cover", "Contents", "Notes", "Columns"]
SPREADSHEETML = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
OASIS = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}"
TABLE, OFFICE, TEXT = (OASIS % name for name in ("table", "office", "text"))
HOSTILE = (
    "=1+1",
    "@x",
    "-2+3",
    "+1",
    "<script>alert(1)</script> & \"quoted\" 'single'",
    "=cmd|'/c calc'!A1",
    "'2020-04",
    "#N/A",
    "TRUE",
    "1e5",
    "007",
    "  two  spaces  ",
    "_x0041_ &amp; {=1}",
    "Iechyd da, ŵŷ 😀",
)

Row = list[object]
Read = Mapping[str, list[Row]]
"""The rows of each worksheet, from its first cell to its last, by its name."""


def read(content: bytes) -> Read:
    """Read every cell as its value: text, number, or empty text."""
    found = CalamineWorkbook.from_filelike(io.BytesIO(content))
    sheets = ((name, found.get_sheet_by_name(name)) for name in found.sheet_names)
    return {name: [list(row) for row in sheet.to_python(skip_empty_area=False)] for name, sheet in sheets}


def part(content: bytes, name: str) -> ElementTree.Element:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return ElementTree.fromstring(archive.read(name))


def parts(content: bytes, pattern: str) -> dict[str, ElementTree.Element]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = [name for name in archive.namelist() if re.fullmatch(pattern, name)]
    return {name: part(content, name) for name in names}


def only(package: Package, table: Table) -> Package:
    """Give a package of one table, and the markers that every workbook explains."""
    return replace(package, tables={"markers": package.tables["markers"], table.name: table})


def below(rows: list[Row], header: tuple[str, ...]) -> list[Row]:
    """Give the rows below the header, which must be there once."""
    places = [number for number, row in enumerate(rows) if row[: len(header)] == list(header)]
    assert len(places) == 1, header
    return rows[places[0] + 1 :]


@pytest.fixture(scope="module")
def package() -> Package:
    return published(sound(site.DATA))


@pytest.fixture(scope="module")
def made(package: Package) -> Mapping[str, bytes]:
    whole = book(package, RELEASED, ADDRESS)
    return {form: write(whole) for form, write in FORMS.items()}


@pytest.fixture(scope="module")
def excel(made: Mapping[str, bytes]) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(made["xlsx"]))


@pytest.fixture(scope="module", params=FORMS)
def content(made: Mapping[str, bytes], request: pytest.FixtureRequest) -> bytes:
    return made[request.param]


@pytest.fixture(scope="module")
def sheets(content: bytes) -> Read:
    return read(content)


@pytest.fixture
def hostile(package: Package) -> Package:
    """The package with cells that do harm where they are taken for a formula, a number or markup."""
    glossary = package.tables["glossary"]
    rows = tuple(
        (line, (cells[0], harm, *cells[2:]))
        for (line, cells), harm in zip(glossary.rows, HOSTILE, strict=False)
    )
    return only(package, replace(glossary, rows=rows))


def test_every_cell_of_every_table_is_the_cell_that_the_csv_has(sheets: Read, output: site.Output) -> None:
    published_files = {file.path: file.text for file in output.files if file.path.endswith(".csv")}
    package = published(sound(site.DATA))
    compared = 0
    for table in package.tables.values():
        text = published_files[f"data/{table.resource['path']}"]
        rows = list(csv.reader(io.StringIO(text)))[1:]
        found = below(sheets[table.name], table.header)
        assert len(found) == len(rows), table.name
        for expected, given in zip(rows, found, strict=True):
            for field, cell, value in zip(table.fields, expected, given, strict=True):
                compared += 1
                if field["type"] in {"integer", "number"} and cell:
                    assert isinstance(value, float | int) and Decimal(str(value)) == Decimal(cell), cell
                else:
                    assert value == cell.removeprefix("'"), (table.name, field["name"])
    assert compared > 10_000


def test_a_marker_stands_in_its_own_column_beside_an_empty_cell(sheets: Read, package: Package) -> None:
    header = package.tables["counts"].header
    for row in below(sheets["counts"], header):
        cells = dict(zip(header, row, strict=True))
        assert (cells["count"] == "") == (cells["marker"] == "[x]")
        assert cells["count"] == "" or isinstance(cells["count"], float)


def test_dates_are_text_as_exact_as_the_table_gives_them(sheets: Read, package: Package) -> None:
    changes = below(sheets["changes"], package.tables["changes"].header)
    assert {row[1] for row in changes} == {cells[1] for _, cells in package.tables["changes"].rows}
    dates = [str(row[0]) for row in below(sheets["timeline"], package.tables["timeline"].header)]
    assert {len(date) for date in dates} == {4, 7, 10}


def test_a_known_count_is_a_number(package: Package) -> None:
    counts = package.tables["counts"]
    line, cells = counts.rows[0]
    known = replace(counts, rows=((line, (*cells[:3], "1234", "[r]", *cells[5:])), *counts.rows[1:]))
    whole = book(only(package, known), RELEASED, ADDRESS)
    for write in FORMS.values():
        rows = below(read(write(whole))["counts"], counts.header)
        assert rows[0][3:5] == [1234, "[r]"]
        assert rows[1][3:5] == ["", "[x]"]


@pytest.mark.parametrize("form", FORMS)
def test_a_hostile_cell_is_text_as_it_stands(form: str, hostile: Package) -> None:
    content = FORMS[form](book(hostile, RELEASED, ADDRESS))
    rows = below(read(content)["glossary"], hostile.tables["glossary"].header)
    assert [row[1] for row in rows] == list(HOSTILE)
    for name, element in parts(content, r"content\.xml|xl/worksheets/sheet\d+\.xml").items():
        assert not list(element.iter(f"{SPREADSHEETML}f")), name
        assert [one for one in element.iter() if f"{TABLE}formula" in one.attrib] == [], name


def test_a_formula_stays_text_when_it_is_edited(hostile: Package) -> None:
    content = FORMS["xlsx"](book(hostile, RELEASED, ADDRESS))
    sheet = openpyxl.load_workbook(io.BytesIO(content))["glossary"]
    quoted = {str(row[1].value): row[1].quotePrefix for row in sheet.iter_rows() if row[1].value}
    assert {cell for cell in quoted if quoted[cell]} == {"=1+1", "@x", "-2+3", "+1", "=cmd|'/c calc'!A1"}


def test_the_worksheets_are_cover_contents_notes_columns_and_the_tables(
    sheets: Read, package: Package
) -> None:
    assert list(sheets) == [*FRONT, *package.tables]
    assert sheets["Cover"][0][0] == package.descriptor["title"]
    assert [sheets[name][0][0] for name in package.tables] == [
        table.resource["title"] for table in package.tables.values()
    ]
    assert max(map(len, sheets)) <= 31


def test_every_worksheet_but_the_cover_says_that_it_holds_one_table(sheets: Read) -> None:
    assert {name for name, rows in sheets.items() if rows[1][0] != "This worksheet contains one table."} == {
        "Cover"
    }


def test_no_row_and_no_column_is_blank(sheets: Read) -> None:
    for name, rows in sheets.items():
        assert [number for number, row in enumerate(rows, 1) if not any(cell != "" for cell in row)] == [], (
            name
        )
        assert [
            number for number, column in enumerate(zip(*rows, strict=True), 1) if not any(column)
        ] == [], name


def test_nothing_is_merged_hidden_or_frozen(content: bytes) -> None:
    forbidden = ("mergeCell", "pane", "covered-table-cell", "autoFilter", "filter")
    attributes = ("hidden", "number-columns-spanned", "number-rows-spanned", "visibility")
    for name, element in parts(content, r"content\.xml|xl/(worksheets|tables)/\w+\.xml").items():
        for one in element.iter():
            assert one.tag.rpartition("}")[2] not in forbidden, name
            assert not {key.rpartition("}")[2] for key in one.attrib} & set(attributes), name


def test_each_table_lists_its_licence_and_source_and_what_a_row_is(sheets: Read, package: Package) -> None:
    for table in package.tables.values():
        lines = [str(row[0]) for row in sheets[table.name]]
        words = " ".join(lines[: lines.index(table.header[0])])
        described = (*table.resource["sources"], *table.resource["licenses"])
        for expected in (table.resource["description"], *(one["title"] for one in described)):
            assert expected in words, table.name
        assert ("Markers such as [x]" in words) == (table.name == "counts")
        assert ("see note 1" in words) == any("" in cells for _, cells in table.rows), table.name


def test_the_notes_explain_every_marker(sheets: Read, package: Package) -> None:
    explained = {str(row[0]): row[1] for row in below(sheets["Notes"], ("Marker or note", "Meaning"))}
    markers = package.tables["markers"].rows
    assert {cells[0]: cells[2] for _, cells in markers}.items() <= explained.items()
    assert [name for name in explained if name.startswith("note")] == [f"note {n}" for n in range(1, 5)]


def test_every_column_is_described(sheets: Read, package: Package) -> None:
    rows = below(sheets["Columns"], ("Worksheet", "Column", "Type", "Unit", "Meaning"))
    assert [tuple(row[:2]) for row in rows] == [
        (table.name, field["name"]) for table in package.tables.values() for field in table.fields
    ]
    assert all(row[4] for row in rows)


def test_the_cover_says_what_this_is_its_date_its_terms_and_whom_to_ask(
    sheets: Read, package: Package
) -> None:
    words = "\n".join(str(row[0]) for row in sheets["Cover"])
    terms = " ".join((ROOT / "LICENSE-DATA.md").read_text("utf-8").replace("\n> ", " ").split())
    line = next(row[0] for row in sheets["Cover"] if str(row[0]).startswith("Source: "))
    assert str(line) in terms
    for expected in (
        package.descriptor["description"],
        f"22 November 2026, version {package.descriptor['version']}",
        *(one["title"] for one in (*package.descriptor["sources"], *package.descriptor["licenses"])),
    ):
        assert expected in words


def links(made: Mapping[str, bytes], excel: openpyxl.Workbook) -> dict[str, list[str]]:
    """Give where the links of each form lead, a worksheet as `#` and its name."""
    cells = (cell for sheet in excel for row in sheet.iter_rows() for cell in row)
    in_excel = [cell.hyperlink.location or cell.hyperlink.target or "" for cell in cells if cell.hyperlink]
    elements = part(made["ods"], "content.xml").iter(f"{TEXT}a")
    in_ods = [element.attrib["{http://www.w3.org/1999/xlink}href"] for element in elements]
    return {
        "xlsx": [re.sub("^'(.+)'!A1$", r"#\1", to) for to in in_excel],
        "ods": [re.sub(r"^#'(.+)'\.A1$", r"#\1", to) for to in in_ods],
    }


def test_every_link_leads_somewhere(
    made: Mapping[str, bytes], excel: openpyxl.Workbook, package: Package
) -> None:
    outside = {f"{ADDRESS}data/", f"{ADDRESS}about/"}
    licences = {licence["path"] for licence in package.descriptor["licenses"]}
    found = links(made, excel)
    assert set(found["xlsx"]) == {*(f"#{name}" for name in excel.sheetnames), *outside, *licences}
    assert found["xlsx"] == found["ods"]


def test_the_header_row_of_each_table_is_marked_in_excel(
    made: Mapping[str, bytes], excel: openpyxl.Workbook
) -> None:
    marked = parts(made["xlsx"], r"xl/tables/\w+\.xml")
    assert len(marked) == len(excel.sheetnames) - 1
    for attribute in ("id", "name", "displayName"):
        assert len({table.attrib[attribute] for table in marked.values()}) == len(marked)
    for sheet in excel.worksheets[1:]:
        (table,) = sheet.tables.values()
        header, *_ = rows = sheet[table.ref]
        assert (table.headerRowCount, table.autoFilter) == (1, None)
        assert [cell.value for cell in header] == [column.name for column in table.tableColumns]
        assert rows[-1][-1].coordinate == sheet.dimensions.split(":")[1]
        assert sheet.cell(header[0].row, len(header) + 1).value is None


def test_the_header_row_of_each_table_is_marked_in_opendocument(made: Mapping[str, bytes]) -> None:
    content = part(made["ods"], "content.xml")
    ranges = {
        one.attrib[f"{TABLE}target-range-address"]: one for one in content.iter(f"{TABLE}database-range")
    }
    tables = list(content.iter(f"{TABLE}table"))
    assert len(ranges) == len(tables) - 1
    for table in tables[1:]:
        rows = [*table.iter(f"{TABLE}table-row")]
        ((header,),) = (list(one) for one in table.iter(f"{TABLE}table-header-rows"))
        name, letter = table.attrib[f"{TABLE}name"], letters(len(header))
        last = max(len(rows), rows.index(header) + 2)  # a table without rows keeps an empty one
        address = f"'{name}'.A{rows.index(header) + 1}:'{name}'.{letter}{last}"
        assert ranges[address].attrib[f"{TABLE}contains-header"] == "true"
        assert all("".join(cell.itertext()) for cell in header)


def test_a_title_has_the_style_of_a_heading(made: Mapping[str, bytes], excel: openpyxl.Workbook) -> None:
    for sheet in excel:
        assert sheet["A1"].style == "Heading 1"
    for table in part(made["ods"], "content.xml").iter(f"{TABLE}table"):
        first = next(table.iter(f"{TABLE}table-cell"))
        assert first.attrib[f"{TABLE}style-name"] == "Heading_20_1"
    styles = {one.get(f"{OASIS % 'style'}name") for one in part(made["ods"], "styles.xml").iter()}
    used = {
        one.get(f"{TABLE}style-name") for one in part(made["ods"], "content.xml").iter(f"{TABLE}table-cell")
    }
    assert used - {None} <= styles


def test_text_in_a_table_is_wrapped_in_columns_that_can_be_read(excel: openpyxl.Workbook) -> None:
    for sheet in excel.worksheets[1:]:
        (table,) = sheet.tables.values()
        for row in sheet[table.ref]:
            assert all(cell.alignment.wrap_text or cell.hyperlink or cell.value is None for cell in row)
        assert all(12 <= column.width <= 60 for column in sheet.column_dimensions.values())


def test_the_document_says_its_title_language_and_date(
    made: Mapping[str, bytes], excel: openpyxl.Workbook, package: Package
) -> None:
    about = excel.properties
    assert (about.title, about.language) == (package.descriptor["title"], "en-GB")
    assert f"{about.created:%F %T}" == f"{about.modified:%F %T}" == f"{RELEASED} 00:00:00"
    known = {one.tag.rpartition("}")[2]: one.text for one in part(made["ods"], "meta.xml").iter()}
    assert (known["title"], known["language"]) == (package.descriptor["title"], "en-GB")
    assert known["date"] == known["creation-date"] == f"{RELEASED}T00:00:00"


def test_an_opendocument_file_starts_with_its_kind(made: Mapping[str, bytes]) -> None:
    assert made["ods"][30:].startswith(b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet")
    manifest = part(made["ods"], "META-INF/manifest.xml")
    listed = {one.attrib[f"{OASIS % 'manifest'}full-path"] for one in manifest}
    with zipfile.ZipFile(io.BytesIO(made["ods"])) as archive:
        assert listed == {"/", *archive.namelist()} - {"mimetype", "META-INF/manifest.xml"}


def test_two_makings_are_the_same_byte_for_byte() -> None:
    program = (
        "import hashlib; from evidence import site; from evidence.checks import sound;"
        "from evidence.downloads.workbook import book, ods, xlsx; from evidence.model import published;"
        f"made = book(published(sound(site.DATA)), {RELEASED!r}, {ADDRESS!r});"
        "print([hashlib.sha256(form.written(made)).hexdigest() for form in (xlsx, ods)])"
    )
    told = [
        subprocess.run(
            [sys.executable, "-c", program],
            env={"PYTHONPATH": str(ROOT / "hooks"), "PYTHONHASHSEED": seed, "TZ": zone},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Pacific/Kiritimati"))
    ]
    assert told[0] == told[1]


def test_a_workbook_is_made_anew_only_where_something_changed(
    package: Package, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    written: list[str] = []

    def write(form: str, _: object) -> bytes:
        written.append(form)
        return form.encode()

    monkeypatch.setattr(workbook, "KEPT", tmp_path)
    monkeypatch.setattr(workbook, "FORMS", {form: partial(write, form) for form in FORMS})
    counts = package.tables["counts"]
    changed = replace(package, tables={**package.tables, "counts": replace(counts, rows=counts.rows[1:])})
    for given in (package, package, changed):
        made = dict(downloads.made(downloads.of_workbook(given, RELEASED, ADDRESS)))
        assert made == {f"data/safety-before-status.{form}": form.encode() for form in FORMS}
    assert sorted(written) == sorted([*FORMS, *FORMS])


def renamed(package: Package, name: str) -> Package:
    return only(package, replace(package.tables["counts"], name=name))


def with_cell(package: Package, cell: str) -> Package:
    glossary = package.tables["glossary"]
    rows = ((2, ("id", cell, *glossary.header[2:])),)
    return only(package, replace(glossary, rows=rows))


@pytest.mark.parametrize(
    ("alter", "fault"),
    [
        (partial(renamed, name="notes"), "Two worksheets are named 'notes'"),
        (partial(renamed, name="a" * 32), "has more than 31 characters"),
        (partial(with_cell, cell="bell\a"), r"Worksheet 'glossary': 'bell\x07' holds '\x07'"),
        (partial(with_cell, cell="a" * 32_768), "a cell has 32,768 characters; 32,767 fit"),
    ],
)
def test_what_no_spreadsheet_can_hold_is_refused(
    alter: Callable[[Package], Package], fault: str, package: Package
) -> None:
    with pytest.raises(ValueError, match=re.escape(fault)):
        book(alter(package), RELEASED, ADDRESS)


def test_a_table_without_rows_is_still_a_table(package: Package) -> None:
    misprints = replace(package.tables["misprints"], rows=())
    whole = book(only(package, misprints), RELEASED, ADDRESS)
    for write in FORMS.values():
        assert below(read(write(whole))["misprints"], misprints.header) == []
    (table,) = openpyxl.load_workbook(io.BytesIO(xlsx.written(whole)))["misprints"].tables.values()
    assert table.ref == "A6:C7"
