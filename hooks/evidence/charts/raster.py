"""A drawing as PNG, made once and kept; nothing is imported for what is kept."""

from __future__ import annotations

import io
import json
import re
from functools import cache
from importlib.metadata import version

from evidence.cache import cached_bytes, source
from evidence.charts import drawing

FONT = "Liberation Sans"  # which vl-convert brings, so that a picture is the same everywhere


def png(drawn: str, width: int) -> bytes:
    """Give a drawing as PNG of a width in pixels; the drawing says its own width and paints its ground."""
    cache_key = json.dumps([drawn, width, _versions(), source("charts/raster.py")])
    return cached_bytes(cache_key, lambda: _drawn(drawn, width), drawing.KEPT)


@cache
def _versions() -> tuple[str, str]:
    return version("vl-convert-python"), version("pillow")


def _drawn(drawn: str, width: int) -> bytes:
    own = re.search(r'width="([\d.]+)"', drawn)
    if not own:
        raise ValueError("The drawing says no width.")
    return _reduced(drawing.vl_convert().svg_to_png(drawn, scale=width / float(own[1])))


def _reduced(picture: bytes) -> bytes:
    """Give the same picture with 64 colours, which are all it needs, at a tenth of its weight."""
    from PIL import Image  # noqa: PLC0415  (only where a picture is made)

    reduced = Image.open(io.BytesIO(picture)).convert("RGB").quantize(64, Image.Quantize.FASTOCTREE)
    white = [255 if part == 254 else part for part in reduced.getpalette() or []]  # which the octree misses
    reduced.putpalette(white)
    stream = io.BytesIO()
    reduced.save(stream, "PNG")
    return stream.getvalue()
