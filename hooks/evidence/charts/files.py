"""A chart as files to take away, with its title above the marks and its address below the title."""

from __future__ import annotations

import json

from evidence.charts import drawing, markup, theme
from evidence.charts.chart import Chart

MARGIN = 12  # pixels around everything
PNG_SCALE = 3  # so that a picture is about 1,000 pixels wide


def render_svg(chart: Chart, address: str) -> str:
    """Give a chart as a drawing of its own in both schemes; `address` is where its sources stand."""
    label = markup.Label(name=chart.name, title=str(chart.title), description=str(chart.description))
    drawn = drawing.draw_svg(_framed(chart, address), label)
    style = f"<style>svg{{background:{theme.PAPER}}}{theme.stylesheet()}</style>"
    return drawn.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1).replace(
        "</desc>", f"</desc>{style}", 1
    )


def render_png(chart: Chart, address: str) -> bytes:
    """Give a chart as a picture in its light colours on white."""
    framed = {**_framed(chart, address), "background": theme.PAPER}
    return drawing.draw_png(json.loads(theme.use_light_colours(json.dumps(framed))), PNG_SCALE)


def render_vega_lite(chart: Chart) -> str:
    """Give the specification of a chart in its light colours, for programs that draw Vega-Lite."""
    return theme.use_light_colours(json.dumps(chart.specification, ensure_ascii=False)) + "\n"


def _framed(chart: Chart, address: str) -> drawing.Specification:
    title = chart.specification["title"]
    return {
        **chart.specification,
        "title": {**title, "subtitle": [*title["subtitle"], address]},
        "padding": MARGIN,
    }
