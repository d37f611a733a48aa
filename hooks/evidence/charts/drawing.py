"""Vega-Lite drawn by vl-convert, cached on disk by what is drawn."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from typing import Any

import vl_convert
from PIL import Image

from evidence.cache import cached, cached_bytes, libraries, source
from evidence.charts import markup

PNG_SCALE = 3  # so that a picture is about 1,000 pixels wide


def draw_svg(chart: Callable[[], Any], inputs: object, name: str, title: str, description: str) -> str:
    """Draw an Altair chart as small, labelled SVG, but only once for the same inputs and words."""
    label = name, title, description

    def draw() -> str:
        specification = json.dumps(chart().to_dict(validate=False))  # the tests validate, which is slow
        return markup.clean(vl_convert.vegalite_to_svg(specification, allowed_base_urls=[]), *label)

    return cached(repr((inputs, label, libraries(), source("charts"))), draw)


def draw_png(svg: str) -> bytes:
    """Draw SVG, in which every colour is said, as PNG."""
    key = json.dumps([svg, libraries(), source("charts")])
    return cached_bytes(key, lambda: _png(svg))


def _png(svg: str) -> bytes:
    """Draw with 64 colours, which are all that a chart needs, at an eighth of the bytes."""
    picture = Image.open(io.BytesIO(vl_convert.svg_to_png(svg, scale=PNG_SCALE)))
    stream = io.BytesIO()
    picture.convert("RGB").quantize(64, Image.Quantize.FASTOCTREE).save(stream, "PNG")
    return stream.getvalue()
