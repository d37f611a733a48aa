"""How the OpenDocument workbook looks: Arial at 12 points, headings, quantities with commas."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from evidence.downloads.workbook.books import Book
from evidence.downloads.workbook.odf import VERSION, element

TITLE, PART, TEXT, HEADER = "Heading_20_1", "Heading_20_2", "Text", "Header"
PLAIN, LINK, NUMBER, QUANTITY = "Plain", "Hyperlink", "Number", "Quantity"
AS_TEXT = "as-text"


def part(book: Book) -> Element:
    """Give the styles that the cells of the book are written in."""
    decimals = sorted(
        {column.decimals for sheet in book.sheets for column in sheet.columns if column.decimals is not None}
    )
    return element(
        "office_document_styles",
        element(
            "office_styles",
            _default(),
            *map(_quantity, decimals),
            element("number_text_style", element("number_text_content"), style_name=AS_TEXT),
            _style("Default"),
            _style(TITLE, fo_font_weight="bold", fo_font_size="16pt"),
            _style(PART, fo_font_weight="bold", fo_font_size="14pt"),
            _style(HEADER, wrap=True, fo_font_weight="bold"),
            _style(TEXT, wrap=True, data=AS_TEXT),
            _style(PLAIN),
            _style(LINK, fo_color="#0b3d91", style_text_underline_style="solid"),
            _style(NUMBER),
            *(_style(f"{QUANTITY}{one}", data=f"quantity{one}") for one in decimals),
        ),
        office_version=VERSION,
    )


def _default() -> Element:
    words = element(
        "style_text_properties",
        fo_font_family="Arial",
        fo_font_size="12pt",
        fo_language="en",
        fo_country="GB",
    )
    return element("style_default_style", words, style_family="table-cell")


def _quantity(decimals: int) -> Element:
    number = element(
        "number_number",
        number_decimal_places=str(decimals),
        number_min_decimal_places=str(decimals),
        number_min_integer_digits="1",
        number_grouping="true",
    )
    return element("number_number_style", number, style_name=f"quantity{decimals}")


def _style(name: str, *, wrap: bool = False, data: str | None = None, **words: str) -> Element:
    """Make the style of a cell; `data` names how its values are written, `words` its text properties."""
    return element(
        "style_style",
        element(
            "style_table_cell_properties",
            style_vertical_align="top",
            fo_wrap_option="wrap" if wrap else "no-wrap",
        ),
        element("style_text_properties", **words),
        style_name=name,
        style_display_name=name.replace("_20_", " "),
        style_family="table-cell",
        **({"style_data_style_name": data} if data else {}),
    )
