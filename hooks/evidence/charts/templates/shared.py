"""What several kinds of chart have in common."""

from __future__ import annotations

from typing import Any, Final

import altair as alt

from evidence.charts.theme import AXIS, WIDTH

Layers = alt.LayerChart | alt.FacetChart

BOLD: Final = "bold"
DASHES = [4, 3]
DOT: dict[str, Any] = {"size": 50, "strokeWidth": 1.5, "opacity": 1}
HOLLOW: dict[str, Any] = {"filled": False, "strokeDash": DASHES, "strokeWidth": 1.5}
PIXELS = alt.Scale(domain=[0, 1], range=[0, 1], nice=False, padding=0, zero=False)


def data(name: str) -> alt.Chart:
    """Start a layer from a dataset."""
    return alt.Chart(alt.NamedData(name), width=WIDTH)


def told(**fields: str) -> list[alt.Tooltip]:
    """Say what the interactive chart tells of a mark: fields, each under its name in words."""
    return [alt.Tooltip(f"{field}:N", title=title) for field, title in fields.items()]


def down(field: str) -> alt.Y:
    """Place marks as many pixels from the top as the field says."""
    return alt.Y(f"{field}:Q", axis=None, scale=PIXELS)


def across(field: str) -> alt.X:
    """Place marks as many pixels from the left as the field says."""
    return alt.X(f"{field}:Q", axis=None, scale=PIXELS)


def from_zero(field: str, left: int, right: int, axis: alt.Axis | None = None) -> alt.X:
    """Place marks on a scale that begins at zero, between two places in pixels."""
    scale = alt.Scale(range=[left, right], domainMin=0, nice=False)
    return alt.X(f"{field}:Q", axis=axis, scale=scale, stack=False)


def from_first(field: str, left: int, right: int, axis: alt.Axis | None = None) -> alt.X:
    """Place marks on a scale that begins at the smallest value, between two places in pixels."""
    return alt.X(f"{field}:Q", axis=axis, scale=alt.Scale(range=[left, right], zero=False, nice=False))


def ticks(*, labels: bool) -> alt.Axis:
    """Draw ticks along the bottom, the line itself being data, since it says how far the scale goes."""
    return alt.Axis(offset=-AXIS, tickCount=8, tickMinStep=1, domain=False, labels=labels)
