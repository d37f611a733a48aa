"""The map on which every police force has a tile of the same size."""

from __future__ import annotations

from functools import partial
from typing import Any

from evidence.charts import theme
from evidence.charts.chart import Content, Marks
from evidence.charts.linked_text import LinkedText, link_table
from evidence.charts.words import ChartWords
from evidence.model import Force, SiteData

ROW = 43  # pixels from row to row
COLUMN_GAP, ROW_GAP = 0.036, 0.045  # shares of a tile
TEXT_SIZE, LINE = 12, 14  # pixels: the widest label then fits its tile in every usual font


def tile_map(data: SiteData, _: ChartWords) -> Content:
    """Draw a tile for each force, a link to its page. The map shows where a force is, and nothing else."""
    return Content(
        values={"forces": link_table("forces", str(len(data.forces)))},
        rows=tuple(
            (LinkedText([(force.name, _address(force))]), " ".join(force.tile.label), force.region)
            for force in data.forces
        ),
        sources=(),
        marks=partial(_draw_tiles, [_tile_row(force) for force in data.forces]),
    )


def _draw_tiles(tiles: list[dict[str, Any]]) -> Marks:
    import altair as alt  # noqa: PLC0415  (slow to import)

    as_read = sorted(tiles, key=lambda tile: (tile["row"], tile["column"]))  # the order of the links
    tile = alt.Chart(alt.InlineData(values=as_read), width=theme.WIDTH, height=alt.Step(ROW)).encode(
        x=alt.X("column:O", axis=None, scale=alt.Scale(paddingInner=COLUMN_GAP, paddingOuter=0)),
        y=alt.Y("row:O", axis=None, scale=alt.Scale(paddingInner=ROW_GAP, paddingOuter=0)),
        href="address:N",
        description="name:N",
    )
    middle = theme.centre_lines("label", LINE)
    label = tile.mark_text(
        align="center", color=theme.MAIN, fontSize=TEXT_SIZE, lineHeight=LINE, dy=middle
    ).encode(text="label:N")
    return alt.layer(tile.mark_rect(color=theme.TILE, cornerRadius=3), label)


def _tile_row(force: Force) -> dict[str, Any]:
    return {
        "name": _accessible_name(force),
        "address": _address(force),
        "column": force.tile.column,
        "row": force.tile.row,
        "label": list(force.tile.label),
    }


def _accessible_name(force: Force) -> str:
    """Give the name of a force, and its label where the name does not hold it (WCAG 2.5.3)."""
    label = " ".join(force.tile.label).replace("- ", "-")
    if label in force.name or label.replace("-", "") in force.name:
        return force.name
    return f"{force.name} ({label})"


def _address(force: Force) -> str:
    return f"forces/{force.id}/"
