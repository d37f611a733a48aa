"""The charts as files to take away."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from evidence.charts import Chart, framed
from evidence.downloads.download import Download
from evidence.downloads.tables import harmless, written


def of_charts(charts: Iterable[Chart], folder: str, site_url: str) -> Iterator[Download]:
    """Give each chart of the page in a folder as a drawing, a picture, its figures and its specification."""
    for chart in charts:
        path = f"{folder}{chart.name}"
        drawing = framed.svg(chart, f"{site_url}{folder}").replace(
            'href="forces/', f'href="{site_url}forces/'
        )
        specification = json.dumps(chart.specification, ensure_ascii=False) + "\n"
        yield Download.of_text(f"{path}.svg", "image/svg+xml", drawing)
        yield Download(path=f"{path}.png", media="image/png", content=framed.png(drawing))
        yield Download.of_text(f"{path}.csv", "text/csv", figures(chart))
        yield Download.of_text(f"{path}.vl.json", "application/json", specification)


def figures(chart: Chart) -> str:
    """Give the figures that a chart shows as CSV, as the table beside it has them."""
    return written(chart.columns, ([harmless(cell) for cell in row] for row in chart.rows))
