"""Worksheets as an Office Open XML spreadsheet, the same bytes for the same sheets."""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias, cast

from evidence.exports.csv import FORMULA
from evidence.exports.zip import write_zip

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

HEADER_ROW = 5
"""The row of the header in every worksheet with a table, so that a program finds it: pandas counts from 0."""
NARROW, WIDE, COVER = 12, 60, 90  # characters of a column
NAME_LENGTH = 31
"""What Excel can show of a name: https://support.microsoft.com/office/excel-specifications-and-limits."""
LINK = re.compile(r"\[(.+)\]\((\S+)\)")
ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
"""What the format takes for the start of an escaped character (ECMA-376, part 1, 22.9.2.19)."""
TITLE, HEADING, LINKED, HEADER, CELL, LINE = "Heading 1", "Heading 2", "Hyperlink", "Header", "Cell", "Line"
BUILT_IN = {TITLE: 16, HEADING: 17, LINKED: 8}
"""The styles by which Excel and screen readers know a heading and a link (ECMA-376, part 1, 18.8.7)."""

Value: TypeAlias = str | int | float | datetime.date | None
Row: TypeAlias = tuple[Value, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A worksheet: a title, lines below it, and a table, save on the cover, which has no header.

    A line may be a link, [words](#Worksheet) or [words](https://…), or a heading, ## words. `formats` are the
    number formats of columns, by their places from 0. The first column of an index names worksheets.
    """

    name: str
    title: str
    lines: Sequence[str]
    header: Sequence[str] = ()
    rows: Sequence[Row] = ()
    formats: Mapping[int, str] = field(default_factory=dict)
    is_index: bool = False


def write_xlsx(sheets: Sequence[Sheet], properties: Mapping[str, object]) -> bytes:
    """Write worksheets with the properties of the document, by the names that openpyxl has for them.

    Raises ValueError where Excel could not have a sheet of that name, or a table does not fit its place.
    """
    from openpyxl import Workbook  # noqa: PLC0415  (slow to import)
    from openpyxl.writer.excel import ExcelWriter  # noqa: PLC0415

    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    for name, value in properties.items():
        setattr(workbook.properties, name, value)
    _add_styles(workbook)
    for sheet in sheets:
        _add_sheet(workbook, sheet)
    stream = io.BytesIO()
    # Workbook.save would put the time of day into the file, which its writer does not.
    ExcelWriter(workbook, zipfile.ZipFile(stream, "w")).save()
    with zipfile.ZipFile(stream) as archive:
        return write_zip({name: archive.read(name) for name in archive.namelist()})


def _add_styles(workbook: Workbook) -> None:
    from openpyxl.styles import Alignment, Font, NamedStyle  # noqa: PLC0415

    fonts = {
        TITLE: Font(name="Arial", size=16, bold=True),
        HEADING: Font(name="Arial", size=14, bold=True),
        LINKED: Font(name="Arial", size=12, underline="single", color="0B3D91"),
        HEADER: Font(name="Arial", size=12, bold=True),
        CELL: Font(name="Arial", size=12),
        LINE: Font(name="Arial", size=12),
    }
    for name, font in fonts.items():
        alignment = Alignment(vertical="top", wrap_text=name in {HEADER, CELL})
        style = NamedStyle(name=name, font=font, alignment=alignment, builtinId=BUILT_IN.get(name))
        workbook.add_named_style(style)


def _add_sheet(workbook: Workbook, sheet: Sheet) -> None:
    if len(sheet.name) > NAME_LENGTH or sheet.name.casefold() in map(str.casefold, workbook.sheetnames):
        fault = f"No second worksheet, and none with over {NAME_LENGTH} characters, can be named"
        raise ValueError(f"{fault} {sheet.name!r}. Rename the table.")
    worksheet = workbook.create_sheet(sheet.name)
    _put(_cell(worksheet, 1, 1), sheet.title, TITLE)
    for row, line in enumerate(sheet.lines, 2):
        _put_line(_cell(worksheet, row, 1), line, LINE if sheet.header else CELL)
    if sheet.header:
        _require_fit(sheet)
        _add_table(worksheet, sheet)
    else:
        worksheet.column_dimensions["A"].width = COVER


def _require_fit(sheet: Sheet) -> None:
    if len(sheet.lines) != HEADER_ROW - 2:
        fault = f"{len(sheet.lines)} lines stand above the table {sheet.title!r}."
        raise ValueError(f"{fault} Write {HEADER_ROW - 2}, so that every header is in row {HEADER_ROW}.")
    if any(len(row) != len(sheet.header) for row in sheet.rows):
        raise ValueError(f"The header of {sheet.title!r} has more or fewer columns than the rows below it.")


def _put_line(cell: Cell, line: str, style: str) -> None:
    if link := LINK.fullmatch(line):
        _put_link(cell, link[1], link[2])
    else:
        _put(cell, line.removeprefix("## "), HEADING if line.startswith("## ") else style)


def _put_link(cell: Cell, words: str, target: str) -> None:
    from openpyxl.worksheet.hyperlink import Hyperlink  # noqa: PLC0415

    _put(cell, words, LINKED)
    inside = Hyperlink(ref=cell.coordinate, location=f"'{target[1:]}'!A1")
    cell.hyperlink = inside if target.startswith("#") else target


def _put(cell: Cell, value: Value, style: str) -> None:
    cell.style = style
    if not isinstance(value, str):
        cell.value = value
        return
    cell.value = ESCAPED.sub("_x005F_", value)
    cell.data_type = "s"  # text stays text, also where it starts with an equals sign,
    cell.quotePrefix = value.startswith(FORMULA)  # and also when somebody edits it


def _add_table(worksheet: Worksheet, sheet: Sheet) -> None:
    from openpyxl.worksheet.table import Table, TableColumn  # noqa: PLC0415

    worksheet.freeze_panes = f"A{HEADER_ROW + 1}"
    for position in range(1, len(sheet.header) + 1):
        _add_column(worksheet, sheet, position)
    rows = max(len(sheet.rows), 1)  # Excel wants a row below the header, even an empty one
    last = worksheet.cell(HEADER_ROW + rows, len(sheet.header)).coordinate
    name = "table_" + re.sub(r"\W", "_", sheet.name)  # alone it could be the name of a cell, as a1 is
    table = Table(id=1, displayName=name, ref=f"A{HEADER_ROW}:{last}", headerRowCount=1)
    # Columns named here get no filter buttons, which would hide a part of the header.
    table.tableColumns = [TableColumn(id=place, name=title) for place, title in enumerate(sheet.header, 1)]
    worksheet.add_table(table)


def _add_column(worksheet: Worksheet, sheet: Sheet, position: int) -> None:
    name, values = sheet.header[position - 1], [row[position - 1] for row in sheet.rows]
    header = _cell(worksheet, HEADER_ROW, position)
    _put(header, name, HEADER)
    longest = max(len(str(value)) for value in (name, *values))
    worksheet.column_dimensions[header.column_letter].width = min(max(longest + 4, NARROW), WIDE)
    for row, value in enumerate(values, HEADER_ROW + 1):
        cell = _cell(worksheet, row, position)
        if sheet.is_index and position == 1:
            _put_link(cell, str(value), f"#{value}")
        elif value not in ("", None):
            _put(cell, value, CELL)
            if number_format := sheet.formats.get(position - 1):
                cell.number_format = number_format


def _cell(worksheet: Worksheet, row: int, column: int) -> Cell:
    return cast("Cell", worksheet.cell(row, column))  # no cell is merged here
