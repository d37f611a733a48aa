"""A chart as a picture to take away: its headline above it, and under it where its sources stand."""

from __future__ import annotations

import html
import io
import json
import re
import textwrap
from collections.abc import Iterator
from functools import cache
from importlib.metadata import version

from evidence import chart_theme
from evidence.charts import drawing
from evidence.charts.chart import Chart
from evidence.kept import kept_bytes, source

MARGIN = 12  # pixels around everything
TITLE, TITLE_LINE, TITLE_WIDTH = 15, 19, 40  # pixels, pixels and characters, as in the specification
LINE, LINE_WIDTH = 16, 52
PNG_WIDTH = 1600  # pixels
PNG_FONT = "Liberation Sans"  # which vl-convert brings, so that a picture is the same everywhere
FONT = html.escape(chart_theme.FONT_SHOWN)
COLOURS = {colour.variable: colour.light for colour in chart_theme.COLOURS}


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
        f"<style>svg{{background:{chart_theme.PAPER}}}{chart_theme.stylesheet()}</style>"
        f"{''.join(words)}{inner}</svg>\n"
    )


def png(picture: str) -> bytes:
    """Give the picture of a chart as PNG, 1600 pixels wide, in its light colours on white."""
    made_of = json.dumps([picture, _versions(), source("charts/framed.py")])
    return kept_bytes(made_of, lambda: _drawn(picture), drawing.KEPT)


@cache
def _versions() -> tuple[str, str]:
    return version("vl-convert-python"), version("pillow")


def _drawn(picture: str) -> bytes:
    width = re.search(r'width="([\d.]+)"', picture)
    if not width:
        raise ValueError("The picture of a chart has no width.")
    plain = re.sub(r"var\((.*?)\)", lambda variable: COLOURS[variable[1]], picture)
    plain = re.sub(r"<style>.*?</style>", '<rect width="100%" height="100%" fill="#fff"/>', plain, count=1)
    plain = plain.replace(FONT, PNG_FONT)
    return _reduced(drawing.vl_convert().svg_to_png(plain, scale=PNG_WIDTH / float(width[1])))


def _reduced(picture: bytes) -> bytes:
    """Give the same picture with 64 colours, which are all it needs, at a tenth of its weight."""
    from PIL import Image  # noqa: PLC0415  (only where a picture is made)

    reduced = Image.open(io.BytesIO(picture)).convert("RGB").quantize(64, Image.Quantize.FASTOCTREE)
    white = [255 if part == 254 else part for part in reduced.getpalette() or []]  # which the octree misses
    reduced.putpalette(white)
    stream = io.BytesIO()
    reduced.save(stream, "PNG")
    return stream.getvalue()


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
    style = style or f' font-size="{chart_theme.TEXT_SIZE}"'
    for place, words in enumerate(lines):
        yield (
            f'<text x="{MARGIN}" y="{top + place * leading:g}" fill="var({colour})"{style}>'
            f"{html.escape(words)}</text>"
        )
