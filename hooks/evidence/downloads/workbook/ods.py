"""The workbook as an OpenDocument spreadsheet.

Written part by part: the libraries for this form are no longer kept, or start from a template that has a
language, fonts and dates of its own. https://docs.oasis-open.org/office/OpenDocument/v1.3/
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from xml.etree.ElementTree import Element, SubElement

from evidence.downloads import archives
from evidence.downloads.workbook import ods_styles
from evidence.downloads.workbook.books import (
    COVER_WIDTH,
    Book,
    Cell,
    Column,
    Heading,
    Line,
    Link,
    Sheet,
    shown,
)
from evidence.downloads.workbook.odf import VERSION, element, qualified, serialised
from evidence.downloads.workbook.ods_styles import HEADER, LINK, NUMBER, PART, PLAIN, QUANTITY, TEXT, TITLE

MEDIA_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
CENTIMETRES = 0.23  # for one character of Arial at 12 points
SPACES = re.compile("^ +| {2,}| +$")
"""Spaces of which a reader of the format keeps one or none unless they are marked (OpenDocument, 6.1.3)."""


def written(book: Book) -> bytes:
    """Write the workbook so that the same book always gives the same bytes."""
    parts = {"content.xml": _content(book), "styles.xml": ods_styles.part(book), "meta.xml": _meta(book)}
    files = {
        "mimetype": MEDIA_TYPE.encode(),
        **{name: serialised(part) for name, part in parts.items()},
        "META-INF/manifest.xml": serialised(_manifest(parts)),
    }
    return archives.zipped(files, stored={"mimetype"})


def _manifest(parts: Iterable[str]) -> Element:
    entries = [("/", MEDIA_TYPE), *((name, "text/xml") for name in parts)]
    return element(
        "manifest_manifest",
        *(
            element("manifest_file_entry", manifest_full_path=path, manifest_media_type=media_type)
            for path, media_type in entries
        ),
        manifest_version=VERSION,
    )


def _meta(book: Book) -> Element:
    known = {
        "dc_title": book.title,
        "dc_description": book.description,
        "dc_language": "en-GB",
        "dc_creator": book.publisher,
        "dc_date": f"{book.released}T00:00:00",
        "meta_initial_creator": book.publisher,
        "meta_creation_date": f"{book.released}T00:00:00",
    }
    about = element("office_meta")
    for name, words in known.items():
        SubElement(about, qualified(name)).text = words
    return element("office_document_meta", about, office_version=VERSION)


def _content(book: Book) -> Element:
    widths = sorted({column.width for sheet in book.sheets for column in sheet.columns} | {COVER_WIDTH})
    return element(
        "office_document_content",
        element("office_automatic_styles", *map(_width_style, widths), _row_style()),
        element(
            "office_body",
            element(
                "office_spreadsheet",
                *map(_table, book.sheets),
                element("table_database_ranges", *(_range(sheet) for sheet in book.sheets if sheet.columns)),
            ),
        ),
        office_version=VERSION,
    )


def _width_style(width: int) -> Element:
    properties = element("style_table_column_properties", style_column_width=f"{width * CENTIMETRES:.2f}cm")
    return element("style_style", properties, style_name=f"width{width}", style_family="table-column")


def _row_style() -> Element:
    properties = element("style_table_row_properties", style_use_optimal_row_height="true")
    return element("style_style", properties, style_name="row", style_family="table-row")


def _range(sheet: Sheet) -> Element:
    first, last = sheet.table_range
    return element(
        "table_database_range",
        table_name=sheet.table_name,
        table_target_range_address=f"'{sheet.name}'.{first}:'{sheet.name}'.{last}",
        table_contains_header="true",
        table_display_filter_buttons="false",
    )


def _table(sheet: Sheet) -> Element:
    style = PLAIN if sheet.columns else TEXT
    widths = [column.width for column in sheet.columns] or [COVER_WIDTH]
    return element(
        "table_table",
        *(element("table_table_column", table_style_name=f"width{width}") for width in widths),
        _row([_cell(sheet.title, TITLE)]),
        *(_row([_cell(line, style)]) for line in sheet.lines),
        *_rows(sheet),
        table_name=sheet.name,
    )


def _rows(sheet: Sheet) -> Iterator[Element]:
    if sheet.columns:
        header = _row(_cell(column.name, HEADER) for column in sheet.columns)
        yield element("table_table_header_rows", header)
    for cells in sheet.rows:
        yield _row(_cell(cell, TEXT, column) for cell, column in zip(cells, sheet.columns, strict=True))


def _row(cells: Iterable[Element]) -> Element:
    return element("table_table_row", *cells, table_style_name="row")


def _cell(content: Line | Cell, style: str, column: Column | None = None) -> Element:
    if content is None:
        return element("table_table_cell")
    if isinstance(content, Decimal):
        return _number(content, column.decimals if column else None)
    words = element("text_p")
    _spell(_leading(words, content) if isinstance(content, Link) else words, shown(content))
    style = {Link: LINK, Heading: PART}.get(type(content), style)
    return element("table_table_cell", words, table_style_name=style, office_value_type="string")


def _number(value: Decimal, decimals: int | None) -> Element:
    words = element("text_p")
    words.text = str(value) if decimals is None else f"{value:,.{decimals}f}"
    return element(
        "table_table_cell",
        words,
        table_style_name=NUMBER if decimals is None else f"{QUANTITY}{decimals}",
        office_value_type="float",
        office_value=str(value),
    )


def _leading(words: Element, link: Link) -> Element:
    to = f"#'{link.sheet}'.A1" if link.sheet else link.to
    words.append(element("text_a", xlink_href=to, xlink_type="simple"))
    return words[0]


def _spell(holder: Element, words: str) -> None:
    """Write words into an element, with the spaces marked that a reader of the format would drop."""
    end, last = 0, None
    for run in SPACES.finditer(words):
        _append(holder, last, words[end : run.start()])
        last = SubElement(holder, qualified("text_s"), {qualified("text_c"): str(len(run[0]))})
        end = run.end()
    _append(holder, last, words[end:])


def _append(holder: Element, last: Element | None, words: str) -> None:
    if last is None:
        holder.text = words
    else:
        last.tail = words
