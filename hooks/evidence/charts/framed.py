"""A chart as a picture to take away: its headline above it, and under it where its sources stand."""

from __future__ import annotations

import html
import re
import textwrap
from collections.abc import Iterator

from evidence.charts import raster, theme
from evidence.charts.chart import Chart

MARGIN = 12  # pixels around everything
TITLE, TITLE_LINE, TITLE_WIDTH = 15, 19, 40  # pixels, pixels and characters, as in the specification
LINE, LINE_WIDTH = 16, 52
PNG_WIDTH = 1600  # pixels
FONT = html.escape(theme.FONT_SHOWN)
COLOURS = {colour.variable: colour.light for colour in theme.COLOURS}


def svg(chart: Chart, address: str) -> str:
    """Give a chart as a drawing of its own in both schemes; `address` is where its sources stand."""
    width, height = _size(chart)
    above, top = _above(chart)
    below = ["Sources and caveats:", *textwrap.wrap(address, LINE_WIDTH)]
    words = [*above, *_lines(below, top + height + LINE, "--chart-muted")]
    bottom = top + height + LINE * (len(below) + 1)
    size = f'width="{width + 2 * MARGIN:g}" height="{bottom:g}"'
    inner = chart.svg.replace("<svg ", f'<svg x="{MARGIN}" y="{top:g}" ', 1)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} viewBox="0 0 {width + 2 * MARGIN:g} {bottom:g}" '
        f'font-family="{FONT}"><title>{html.escape(chart.headline)}</title>'
        f"<desc>{html.escape(chart.description)}</desc>"
        f"<style>svg{{background:{theme.PAPER}}}{theme.stylesheet()}</style>"
        f"{''.join(words)}{inner}</svg>\n"
    )


def png(picture: str) -> bytes:
    """Give the picture of a chart as PNG, 1600 pixels wide, in its light colours on white."""
    plain = re.sub(r"var\((.*?)\)", lambda variable: COLOURS[variable[1]], picture)
    plain = re.sub(r"<style>.*?</style>", '<rect width="100%" height="100%" fill="#fff"/>', plain, count=1)
    return raster.png(plain.replace(FONT, raster.FONT), PNG_WIDTH)


def _size(chart: Chart) -> tuple[float, float]:
    width, height = (re.search(rf'\b{name}="([\d.]+)"', chart.svg) for name in ("width", "height"))
    if not (width and height):
        raise ValueError(f"The drawing of {chart.name} has no size.")
    return float(width[1]), float(height[1])


def _above(chart: Chart) -> tuple[list[str], float]:
    """Give the lines of the headline and of the subtitle, and the height at which the drawing begins."""
    headline = textwrap.wrap(chart.headline, TITLE_WIDTH)
    subtitle = textwrap.wrap(chart.subtitle, LINE_WIDTH)
    middle = MARGIN + TITLE_LINE * len(headline)
    title = _lines(
        headline, MARGIN + TITLE, "--chart-ink", f' font-size="{TITLE}" font-weight="bold"', TITLE_LINE
    )
    under = _lines(subtitle, middle + LINE, "--chart-ink")
    return [*title, *under], middle + LINE * (len(subtitle) + 1)


def _lines(lines: list[str], top: float, colour: str, style: str = "", leading: int = LINE) -> Iterator[str]:
    style = style or f' font-size="{theme.TEXT_SIZE}"'
    for place, words in enumerate(lines):
        yield (
            f'<text x="{MARGIN}" y="{top + place * leading:g}" fill="var({colour})"{style}>'
            f"{html.escape(words)}</text>"
        )
