"""Vega-Lite drawn by vl-convert, cached on disk by what is drawn."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from dataclasses import astuple
from importlib.metadata import version
from typing import Any

import vl_convert
from PIL import Image

from evidence.cache import CACHE_DIR, cached, cached_bytes, source
from evidence.charts import markup

Specification = Mapping[str, Any]
FOLDER = CACHE_DIR / "charts"
VERSION = version("vl-convert-python")


def draw_svg(specification: Specification, label: markup.Label) -> str:
    """Draw a specification as small, labelled SVG; nothing is fetched."""
    drawn = json.dumps(specification)
    key = json.dumps([drawn, astuple(label), VERSION, source("charts")])
    return cached(key, lambda: markup.clean(_svg(drawn), label), FOLDER)


def draw_png(specification: Specification, scale: int) -> bytes:
    """Draw a specification as PNG, `scale` pixels for each of its own."""
    drawn = json.dumps(specification)
    key = json.dumps([drawn, scale, VERSION, version("pillow")])
    return cached_bytes(key, lambda: _png(drawn, scale), FOLDER)


def _png(drawn: str, scale: int) -> bytes:
    """Draw with 64 colours, which are all that a chart needs, at an eighth of the bytes."""
    picture = Image.open(io.BytesIO(vl_convert.vegalite_to_png(drawn, scale=scale, allowed_base_urls=[])))
    stream = io.BytesIO()
    picture.convert("RGB").quantize(64).save(stream, "PNG", optimize=True)
    return stream.getvalue()


def _svg(drawn: str) -> str:
    return vl_convert.vegalite_to_svg(drawn, allowed_base_urls=[])
