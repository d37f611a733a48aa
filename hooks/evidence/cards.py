"""A picture of each page's name, which other sites show where a link to it is shared.

It says no more than the page's title: whoever looks over a shoulder at a preview learns nothing of the
subject. https://ogp.me/ names what a page says of it.
"""

from __future__ import annotations

import html
import textwrap
from collections.abc import Iterable, Iterator
from functools import partial
from urllib.parse import urlsplit

from evidence import chart_theme
from evidence.charts import raster
from evidence.downloads import Download
from evidence.metadata.publication import NAME
from evidence.pages import Page

WIDTH, HEIGHT, MARGIN = 1200, 630, 80  # pixels; the size for which sites that show cards ask
SHARED, SHARED_NAME = "constituencies/", "Constituencies"
LINES, LINE_WIDTH, LINE = 4, 24, 84  # of the name: lines, characters and pixels
SHEET = (  # the picture in the tab
    '<path fill="{blue}" d="M2 1h8l4 4v10H2z"/><path stroke="#fff" d="M5 7h6M5 9.5h6M5 12h4"/>'
)
COLOURS = {colour.variable: colour.light for colour in chart_theme.COLOURS}
INK, BLUE, MUTED = COLOURS["--chart-ink"], COLOURS["--chart-1"], COLOURS["--chart-muted"]


def path(address: str) -> str:
    """Give the path of the card of the page at an address: cards/forces/kent.png.

    The pages of single constituencies are so many that they share the card of their list.
    """
    own = SHARED if address.startswith(SHARED) else address
    return f"cards/{own.strip('/') or 'home'}.png"


def name(address: str, title: str) -> str:
    """Give the name that the card of a page shows: its title, or that of the list whose card it shares."""
    return SHARED_NAME if address.startswith(SHARED) else title


def of_pages(pages: Iterable[Page], site_url: str) -> Iterator[Download]:
    """Give the card of each page, each card once, 1200 by 630 pixels."""
    for page in pages:
        if page.address == SHARED or not page.address.startswith(SHARED):
            yield path(page.address), partial(_card, page.title, site_url + page.address)


def _card(title: str, address: str) -> bytes:
    return raster.png(drawn(title, address), WIDTH)


def drawn(title: str, address: str) -> str:
    """Draw the card of a page from its title and its whole address."""
    names = textwrap.wrap(title, LINE_WIDTH, max_lines=LINES, placeholder=" …")
    where = textwrap.wrap(urlsplit(address).netloc + urlsplit(address).path, 64, max_lines=2)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" '
        f'font-family="{raster.FONT}"><rect width="100%" height="100%" fill="#fff"/>'
        f'<rect width="100%" height="16" fill="{BLUE}"/>'
        f'<g transform="translate({MARGIN - 10} 66) scale(5)">{SHEET.format(blue=BLUE)}</g>'
        f'<g font-size="40" fill="{BLUE}">{_words([NAME], 122, MARGIN + 96)}</g>'
        f'<g font-size="72" font-weight="bold" fill="{INK}">{_words(names, 264)}</g>'
        f'<g font-size="28" fill="{MUTED}">{_words(where, 548, leading=38)}</g></svg>'
    )


def _words(lines: list[str], top: int, left: int = MARGIN, leading: int = LINE) -> str:
    return "".join(
        f'<text x="{left}" y="{top + place * leading}">{html.escape(words)}</text>'
        for place, words in enumerate(lines)
    )
