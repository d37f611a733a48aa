"""A link to itself in everything that has an address of its own, named after what it leads to.

The theme gives one to most headings, whose name is a pilcrow. Here each is named, and headings, items of
lists and terms that have none are given one. assets/site.js makes them copy their address.
"""

from __future__ import annotations

import html
import re

PLACE = re.compile(
    r'<(?P<tag>h[1-6]|li|dt)(?P<first>(?: [a-z-]+(?:="[^"]*")?)*?) id="(?P<id>[^"]+)"(?P<rest>[^>]*)>'
    r"(?P<inside>(?:(?!<(?P=tag)\b|<ul\b).)*?)(?P<end></(?P=tag)>|(?=<ul\b))",
    re.DOTALL,
)
THEMES = re.compile(r'<a class="headerlink"[^>]*>.*?</a>')
FIRST = re.compile(r"<(strong|a|span)\b[^>]*>(.*?)</\1>", re.DOTALL)
TAG = re.compile(r"<[^>]+>")
LINK = '<a class="headerlink" href="{target}" aria-label="Link to: {name}">¶</a>'


def linked(page: str) -> str:
    """Give a page in which every heading, item and term with an anchor links to itself, once."""
    return PLACE.sub(_linked, page)


def _linked(place: re.Match[str]) -> str:
    inside = THEMES.sub("", place["inside"])
    if f'href="#{place["id"]}"' in inside:  # its name is the link, as that of a claim
        return place[0]
    target = "./" if place["tag"] == "h1" else f"#{place['id']}"  # the main heading's is that of the page
    link = LINK.format(target=target, name=_name(place["tag"], inside))
    start = f'<{place["tag"]}{place["first"]} id="{place["id"]}"{place["rest"]}>'
    return f"{start}{inside}{link}{place['end']}"


def _name(tag: str, inside: str) -> str:
    """Give the words of a heading or term; of an item only those that stand out first, for it may be long."""
    first = FIRST.search(inside) if tag == "li" else None
    words = html.unescape(TAG.sub("", first[2] if first else inside))
    return html.escape(" ".join(words.split())).replace("{", "&#123;")
