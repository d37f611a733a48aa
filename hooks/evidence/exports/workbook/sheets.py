"""The worksheets of the published package, by the rules for accessible statistics in spreadsheets.

https://analysisfunction.civilservice.gov.uk/policy-store/releasing-statistics-in-spreadsheets/
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from evidence import text
from evidence.exports import licences
from evidence.exports.workbook.books import Book, Cell, Column, Heading, Line, Link, Sheet, shown
from evidence.tables import Package, Table

ONE_TABLE = "This worksheet contains one table."
PUBLISHER = "Safety Before Status"
TO_COVER = Link(text="Back to the cover", to="#Cover")
TO_NOTES = Link(text="Notes: how an unknown figure is shown", to="#Notes")
TO_COLUMNS = Link(text="Columns: what each column means", to="#Columns")
TO_CONTENTS = Link(text="Back to the contents", to="#Contents")
NOTES = (
    "Where the cell of a figure is empty, the figure is not known. No figure is filled in. Where a marker "
    "stands in the same row, it says why. Any other empty cell means that we have nothing to put there.",
    "Dates are text: year, month and day, with hyphens between. Some dates are known only to the month or "
    "the year. As text, each stays as exact as its source gives it.",
    "A worksheet has the name of its table. The same rows are in the CSV file of that name.",
    "The markers are those of the Government Statistical Service. A marker stands in a column of its own.",
)
NARROW, WIDE = 12, 60  # characters
NUMBERS = {"integer", "number"}


def book(package: Package, released: str, site_url: str) -> Book:
    """Lay out the package as a workbook: cover, contents, notes, columns, then one table a worksheet."""
    return Book(
        title=package.descriptor["title"],
        description=package.descriptor["description"],
        publisher=PUBLISHER,
        released=released,
        sheets=(
            _cover(package, released, site_url),
            _contents(package),
            _notes(package),
            _columns(package),
            *map(_of_table, package.tables.values()),
        ),
    )


def _cover(package: Package, released: str, site_url: str) -> Sheet:
    descriptor = package.descriptor
    lines: tuple[Line, ...] = (
        descriptor["description"],
        Heading("Publisher"),
        f"{PUBLISHER}. It is independent. It is not the Commissioner’s site, nor any public body’s.",
        Link(text=f"The data on the site of {PUBLISHER}", to=f"{site_url}data/"),
        Heading("Date of the data"),
        f"{text.date(released)}, version {descriptor['version']}",
        Heading("What is inside"),
        "Every table behind the site, one table a worksheet.",
        Link(text="Contents: the worksheets and what each one holds", to="#Contents"),
        TO_NOTES,
        TO_COLUMNS,
        Heading("Sources"),
        *_titles(descriptor["sources"]),
        Heading("Licences"),
        "Each worksheet names the licence of its table. Please keep this line with the data:",
        licences.acknowledgement(),
        *(Link(text=licence["title"], to=licence["path"]) for licence in descriptor["licenses"]),
        Heading("Contact"),
        Link(text="How to report an error", to=f"{site_url}about/"),
    )
    return Sheet(name="Cover", title=descriptor["title"], lines=lines)


def _contents(package: Package) -> Sheet:
    rows = tuple(
        (
            Link(text=table.name, to=f"#{table.name}"),
            table.resource["description"],
            Decimal(len(table.rows)),
            "; ".join(_titles(table.resource["sources"])),
            "; ".join(_titles(table.resource["licenses"])),
        )
        for table in package.tables.values()
    )
    header = ("Worksheet", "What one row is", "Rows", "Source", "Licence")
    return Sheet(
        name="Contents",
        title="Contents",
        lines=(
            ONE_TABLE,
            "One row is one worksheet that holds a table of the data.",
            TO_NOTES,
            TO_COLUMNS,
            TO_COVER,
        ),
        columns=_fitted(header, rows, quantities={"Rows"}),
        rows=rows,
    )


def _notes(package: Package) -> Sheet:
    markers = package.tables["markers"]
    cells = zip(markers.column("marker"), markers.column("meaning"), strict=True)
    rows = (
        *((marker, meaning) for (_, marker), (_, meaning) in cells),
        *((f"note {number}", note) for number, note in enumerate(NOTES, 1)),
    )
    return Sheet(
        name="Notes",
        title="Notes and markers",
        lines=(ONE_TABLE, "One row is a marker or a note, with its meaning.", TO_CONTENTS),
        columns=_fitted(("Marker or note", "Meaning"), rows),
        rows=rows,
    )


def _columns(package: Package) -> Sheet:
    rows = tuple(
        (table.name, field["name"], field["type"], field.get("unit"), _meaning(field))
        for table in package.tables.values()
        for field in table.fields
    )
    return Sheet(
        name="Columns",
        title="What each column means",
        lines=(
            ONE_TABLE,
            "One row is one column of a table. Where a column has no unit, the cell of the unit is empty.",
            TO_CONTENTS,
        ),
        columns=_fitted(("Worksheet", "Column", "Type", "Unit", "Meaning"), rows),
        rows=rows,
    )


def _of_table(table: Table) -> Sheet:
    types = [field["type"] for field in table.fields]
    rows = tuple(tuple(map(_cell, cells, types)) for _, cells in table.rows)
    quantities = {field["name"] for field in table.fields if field.get("unit", "year") != "year"}
    return Sheet(
        name=table.name,
        title=table.resource["title"],
        lines=(ONE_TABLE, *_lines(table)),
        columns=_fitted(table.header, rows, quantities),
        rows=rows,
    )


def _lines(table: Table) -> Iterator[Line]:
    yield table.resource["description"]
    if "marker" in table.header and "marker" not in table.key:
        yield "Markers such as [x] are explained in the worksheet Notes."
    if any("" in cells for _, cells in table.rows):
        yield "Some cells are empty: see note 1 in the worksheet Notes."
    sources, terms = (", ".join(_titles(table.resource[name])) for name in ("sources", "licenses"))
    yield f"Source: {sources}. Licence: {terms}."
    yield TO_CONTENTS


def _fitted(
    header: Sequence[str], rows: Sequence[Sequence[Cell]], quantities: Collection[str] = ()
) -> tuple[Column, ...]:
    """Give the columns, each as wide as its longest cell up to a width that is easy to read."""
    return tuple(
        _column(name, [row[position] for row in rows], quantity=name in quantities)
        for position, name in enumerate(header)
    )


def _column(name: str, cells: Sequence[Cell], *, quantity: bool) -> Column:
    longest = max(len(shown(cell)) for cell in (name, *cells))
    decimals = [-int(cell.as_tuple().exponent) for cell in cells if isinstance(cell, Decimal)]
    return Column(
        name=name,
        width=min(max(longest + 4, NARROW), WIDE),
        decimals=max(decimals, default=0) if quantity else None,
    )


def _cell(cell: str, kind: str) -> Cell:
    return Decimal(cell) if kind in NUMBERS and cell else cell or None


def _meaning(field: Mapping[str, Any]) -> str:
    allowed = field.get("constraints", {}).get("enum", ())
    return f"{field['description']} One of: {', '.join(allowed)}." if allowed else field["description"]


def _titles(described: Iterable[Mapping[str, str]]) -> Iterator[str]:
    return (one["title"] for one in described)
