"""The pages of a finished site, parsed: of the sample, or of the site whose folder EVERY_PAGE names."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TypeAlias

from selectolax.lexbor import LexborHTMLParser

EVERY_PAGE = os.environ.get("EVERY_PAGE", "")
EMBED = "embed/"

Parsed: TypeAlias = Mapping[str, LexborHTMLParser]


def parse_pages(site: Path) -> Parsed:
    """Give every page of a site by its address."""
    paths = {path.relative_to(site).as_posix(): path for path in sorted(site.rglob("*.html"))}
    return {
        name.removesuffix("index.html") or "./": LexborHTMLParser(path.read_text("utf-8"))
        for name, path in paths.items()
    }
