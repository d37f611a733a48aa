"""Rows that are new, changed or gone, by table and key."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from evidence.checks.manifest import Row, keyed
from evidence.report.document import Block, Line, Section, Theirs, counted
from evidence.report.document import Table as Shown
from evidence.report.sides import Sides
from evidence.tables import Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """A cell that changed: the key of its row, with spaces between, its column, before and after."""

    row: str
    column: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """A table before and after, either of which may not be there: rows by key, columns by name."""

    name: str
    new: Mapping[str, Row]
    gone: Mapping[str, Row]
    cells: tuple[Changed, ...]
    columns: tuple[str, ...]
    columns_gone: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.new or self.gone or self.cells or self.columns or self.columns_gone)

    def values(self) -> Iterator[str]:
        """Give every cell that came, went or changed, before and after."""
        for cell in self.cells:
            yield from (cell.before, cell.after)
        for row in (*self.new.values(), *self.gone.values()):
            yield from row.values()


def compared(sides: Sides) -> tuple[Compared, ...]:
    """Compare every table of two trees, by its own key; gives those that differ.

    Columns that only one side has are told as columns, not cell by cell. Where the columns of the key are
    others than before, every row is another.
    """
    base = sides.base.package.tables if sides.base.package else {}
    head = sides.head.package.tables if sides.head.package else {}
    found = (_compared(base.get(name), head.get(name)) for name in sorted({*base, *head}))
    return tuple(each for each in found if each)


def section(tables: tuple[Compared, ...]) -> Section:
    """Show the rows that are new, changed and gone."""
    blocks = tuple(block for table in tables for block in _blocks(table))
    return Section(title="Which rows change?", subject="rows of the tables", blocks=blocks)


def told(table: Compared) -> Line:
    """Say in one line what happens to a table."""
    kinds = {
        "new": table.new,
        "gone": table.gone,
        "changed": {cell.row: cell for cell in table.cells},
    }
    parts = [f"{counted(len(rows), 'row')} {kind}" for kind, rows in kinds.items() if rows]
    parts += [f"{counted(len(table.columns), 'column')} new"] if table.columns else []
    parts += [f"{counted(len(table.columns_gone), 'column')} gone"] if table.columns_gone else []
    return Theirs(f"{table.name}.csv"), f": {', '.join(parts)}"


def _compared(before: Table | None, after: Table | None) -> Compared:
    one, other = _rows(before), _rows(after)
    header, new_header = _header(before), _header(after)
    both = [key for key in other if key in one]
    shared = [column for column in new_header if column in header]
    table = after or before
    cells = tuple(
        Changed(row=key, column=column, before=one[key].get(column, ""), after=other[key].get(column, ""))
        for key in both
        for column in shared
        if one[key].get(column, "") != other[key].get(column, "")
    )
    return Compared(
        name=table.name if table else "",
        new={key: row for key, row in other.items() if key not in one},
        gone={key: row for key, row in one.items() if key not in other},
        cells=cells,
        columns=tuple(column for column in new_header if before and column not in header),
        columns_gone=tuple(column for column in header if after and column not in new_header),
    )


def _rows(table: Table | None) -> Mapping[str, Row]:
    return {key: row for key, (_, row) in keyed(table).items()} if table else {}


def _header(table: Table | None) -> tuple[str, ...]:
    return table.header if table else ()


def _blocks(table: Compared) -> Iterator[Block]:
    name = Theirs(f"{table.name}.csv")
    for columns, what in ((table.columns, "new"), (table.columns_gone, "gone")):
        if columns:
            yield Block(words=(name, f", columns {what}: ", *_listed(columns)))
    if table.cells:
        items = tuple(
            ((Theirs(cell.row),), (Theirs(cell.column),), (Theirs(cell.before),), (Theirs(cell.after),))
            for cell in table.cells
        )
        yield _shown((name, f", {counted(len(items), 'cell')} changed:"), items, "Column", "Before", "After")
    for rows, what in ((table.new, "new"), (table.gone, "gone")):
        if rows:
            entries = tuple(((Theirs(key),), _filled(row)) for key, row in rows.items())
            yield _shown((name, f", {counted(len(rows), 'row')} {what}:"), entries, "Cells")


def _shown(words: Line, items: tuple[tuple[Line, ...], ...], *columns: str) -> Block:
    return Block(words=words, content=Shown(columns=("Row", *columns), items=items))


def _listed(names: tuple[str, ...]) -> Line:
    return tuple(part for name in names for part in (Theirs(name), " "))[:-1]


def _filled(row: Row) -> Line:
    """Give the cells of a row that are not empty, each with its column."""
    return tuple(part for column, cell in row.items() if cell for part in (f"{column}: ", Theirs(cell), " "))[
        :-1
    ]
