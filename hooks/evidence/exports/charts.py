"""The charts as files to take away."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial

from evidence.charts import PAGE, Chart, render_png, render_svg
from evidence.exports.build import Download
from evidence.exports.csv import escape_formula, write_csv


def export_charts(charts: Iterable[Chart], site_url: str) -> Iterator[Download]:
    """Give each chart as a drawing, a picture and its figures."""
    for chart in charts:
        path, address = f"{PAGE}{chart.name}", f"{site_url}{PAGE}#{chart.name}"
        yield f"{path}.svg", partial(_drawing, chart, address, site_url)
        yield f"{path}.png", partial(render_png, chart, address)
        yield f"{path}.csv", partial(_figures, chart)


def _drawing(chart: Chart, address: str, site_url: str) -> str:
    return render_svg(chart, address).replace('href="forces/', f'href="{site_url}forces/')


def _figures(chart: Chart) -> str:
    """Give the figures that a chart shows as CSV, as the table beside it has them."""
    return write_csv(chart.columns, ([escape_formula(cell) for cell in row] for row in chart.rows))
