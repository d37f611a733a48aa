"""The charts as files to take away."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from evidence.charts import Chart, standalone


def of_charts(charts: Iterable[Chart], folder: str, site_url: str) -> Iterator[tuple[str, str]]:
    """Give each chart as (path, content): a picture that stands alone, and its Vega-Lite specification."""
    for chart in charts:
        yield (
            f"{folder}{chart.name}.svg",
            standalone(chart).replace('href="forces/', f'href="{site_url}forces/'),
        )
        yield f"{folder}{chart.name}.vl.json", json.dumps(chart.specification, ensure_ascii=False) + "\n"
