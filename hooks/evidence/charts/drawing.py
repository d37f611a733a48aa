"""Templates made once with Altair, filled with data, drawn by vl-convert and kept on disk.

Altair and vl-convert are slow to import, so they are imported only to make what is not kept yet.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Mapping, Sequence
from dataclasses import astuple
from functools import cache
from importlib.metadata import version
from typing import Any

from evidence.cache import CACHE_DIR, cached, source
from evidence.charts import markup, theme

Specification = dict[str, object]
Row = Mapping[str, object]
Data = Sequence[Row]

KEPT = CACHE_DIR / "charts"


def filled(template: str, *, height: int | None = None, **datasets: Data) -> Specification:
    """Fill the named template with data; `height` is in pixels where the data decide it."""
    size = {} if height is None else {"height": height}
    return {**json.loads(_template(template)), **size, "datasets": datasets}


def svg(specification: Mapping[str, object], label: markup.Label) -> str:
    """Draw the specification without its title, which the page prints itself."""
    untitled = {key: value for key, value in specification.items() if key not in {"title", "description"}}
    cache_key = json.dumps([untitled, astuple(label), _versions(), source("charts/markup.py")])
    return cached(cache_key, lambda: markup.cleaned(_drawn(untitled), label), KEPT)


@cache
def _template(name: str) -> str:
    cache_key = json.dumps([name, _versions(), source("charts/templates"), source("charts/theme.py")])
    return cached(cache_key, lambda: _made(name), KEPT)


@cache
def _versions() -> tuple[str, str]:
    return version("altair"), version("vl-convert-python")


def _made(name: str) -> str:
    from evidence.charts.templates import TEMPLATES  # noqa: PLC0415  (imports Altair: 0.4 s)

    return json.dumps({**TEMPLATES[name]().to_dict(), "config": theme.CONFIG})


def _drawn(specification: Specification) -> str:
    """Draw with no network, each kind of chart compiled from Vega-Lite to Vega once and filled after that."""
    datasets: Any = specification["datasets"]
    empty = {**specification, "autosize": "none", "datasets": {name: [] for name in datasets}}
    vega = _compiled(json.dumps(empty))
    data = [
        {**one, "values": datasets[one["name"]]} if one["name"] in datasets else one for one in vega["data"]
    ]
    drawn: str = vl_convert().vega_to_svg({**vega, "data": data}, allowed_base_urls=[])
    return drawn


@cache
def _compiled(specification: str) -> dict[str, Any]:
    vega: dict[str, Any] = vl_convert().vegalite_to_vega(specification, show_warnings=True)
    return vega


@cache
def vl_convert() -> Any:
    """Start vl-convert in one time zone, which V8 reads when it starts."""
    os.environ["TZ"] = "UTC"
    time.tzset()
    import vl_convert  # noqa: PLC0415  (0.3 s)

    return vl_convert
