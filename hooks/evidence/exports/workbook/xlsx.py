"""The workbook as an Office Open XML spreadsheet."""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from decimal import Decimal
from typing import TYPE_CHECKING, cast

from evidence.exports.csv import FORMULA
from evidence.exports.workbook.books import (
    COVER_WIDTH,
    Book,
    Cell,
    Heading,
    Line,
    Link,
    Sheet,
    letters,
    shown,
)
from evidence.exports.zip import write_zip

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell import Cell as Place
    from openpyxl.worksheet.worksheet import Worksheet

TITLE, PART, TEXT, HEADER, LINK, PLAIN = "Heading 1", "Heading 2", "Text", "Header", "Hyperlink", "Plain"
BUILT_IN = {TITLE: 16, PART: 17, LINK: 8}
"""The styles by which Excel and screen readers know a heading and a link (ECMA-376, part 1, 18.8.7)."""

ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
"""What the format takes for the start of an escaped character (ECMA-376, part 1, 22.9.2.19)."""


def written(book: Book) -> bytes:
    """Write the workbook so that the same book always gives the same bytes."""
    from openpyxl import Workbook  # noqa: PLC0415  (slow to import)
    from openpyxl.writer.excel import ExcelWriter  # noqa: PLC0415

    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    _describe(workbook, book)
    _add_styles(workbook)
    for sheet in book.sheets:
        _write(workbook.create_sheet(sheet.name), sheet)
    stream = io.BytesIO()
    # Workbook.save would put the time of day into the file, which its writer does not.
    ExcelWriter(workbook, zipfile.ZipFile(stream, "w")).save()
    with zipfile.ZipFile(stream) as archive:
        return write_zip({name: archive.read(name) for name in archive.namelist()})


def _describe(workbook: Workbook, book: Book) -> None:
    about = workbook.properties
    about.title, about.description, about.language = book.title, book.description, "en-GB"
    about.creator = about.lastModifiedBy = book.publisher
    about.created = about.modified = datetime.datetime.fromisoformat(book.released)


def _add_styles(workbook: Workbook) -> None:
    from openpyxl.styles import Alignment, Font, NamedStyle  # noqa: PLC0415

    fonts = {
        TITLE: Font(name="Arial", size=16, bold=True),
        PART: Font(name="Arial", size=14, bold=True),
        LINK: Font(name="Arial", size=12, underline="single", color="0B3D91"),
        HEADER: Font(name="Arial", size=12, bold=True),
        TEXT: Font(name="Arial", size=12),
        PLAIN: Font(name="Arial", size=12),
    }
    for name, font in fonts.items():
        wrapped = Alignment(vertical="top", wrap_text=name in {HEADER, TEXT})
        workbook.add_named_style(
            NamedStyle(name=name, font=font, alignment=wrapped, builtinId=BUILT_IN.get(name))
        )


def _write(worksheet: Worksheet, sheet: Sheet) -> None:
    _put(worksheet, (1, 1), sheet.title, TITLE)
    for row, line in enumerate(sheet.lines, 2):
        _put(worksheet, (row, 1), line, PLAIN if sheet.columns else TEXT)
    if sheet.columns:
        _write_table(worksheet, sheet)
    else:
        worksheet.column_dimensions["A"].width = COVER_WIDTH


def _write_table(worksheet: Worksheet, sheet: Sheet) -> None:
    for position, column in enumerate(sheet.columns, 1):
        worksheet.column_dimensions[letters(position)].width = column.width
        _put(worksheet, (sheet.header_row, position), column.name, HEADER)
        for row, cells in enumerate(sheet.rows, sheet.header_row + 1):
            if cells[position - 1] is not None:
                _put(worksheet, (row, position), cells[position - 1], TEXT, column.decimals)
    _mark_table(worksheet, sheet)


def _put(
    worksheet: Worksheet, at: tuple[int, int], content: Line | Cell, style: str, decimals: int | None = None
) -> None:
    place = cast("Place", worksheet.cell(*at))
    place.style = {Link: LINK, Heading: PART}.get(type(content), style)
    if isinstance(content, Decimal):
        place.value = content
        place.number_format = "General" if decimals is None else f"#,##{0:.{decimals}f}"
    else:
        place.value = ESCAPED.sub("_x005F_", shown(content))
        place.data_type = "s"  # text stays text, also where it starts with an equals sign,
        place.quotePrefix = shown(content).startswith(FORMULA)  # and also when somebody edits it
    if isinstance(content, Link):
        _lead(place, content)


def _lead(place: Place, link: Link) -> None:
    from openpyxl.worksheet.hyperlink import Hyperlink  # noqa: PLC0415

    if link.sheet:
        place.hyperlink = Hyperlink(ref=place.coordinate, location=f"'{link.sheet}'!A1")
    else:
        place.hyperlink = link.to


def _mark_table(worksheet: Worksheet, sheet: Sheet) -> None:
    from openpyxl.worksheet.table import Table, TableColumn  # noqa: PLC0415

    table = Table(id=1, displayName=sheet.table_name, ref=":".join(sheet.table_range), headerRowCount=1)
    # Columns named here get no filter buttons, which would hide a part of the header.
    table.tableColumns = [
        TableColumn(id=position, name=column.name) for position, column in enumerate(sheet.columns, 1)
    ]
    worksheet.add_table(table)
