"""What has changed, as an Atom feed (RFC 4287)."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from evidence.metadata import Publication

SPACE = uuid.UUID("884fe3c9-f538-42e6-9cec-b6b31663886e")
"""Ids are made in this space, so that an entry has the same one under any address of the site."""
LIST, FILE = "corrections/", "changes.xml"


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedEntry:
    """One change in words; `key` tells it from all others, and `address` is within the site."""

    date: datetime.date
    key: str
    address: str
    title: str
    text: str


def build_feed(publication: Publication, title: str, entries: Sequence[FeedEntry]) -> str:
    """Build the feed of a publication from its entries, newest first."""
    feed = Element("feed", {"xmlns": "http://www.w3.org/2005/Atom", "xml:lang": "en-GB"})
    days = [publication.released, *(entry.date.isoformat() for entry in entries)]
    _add(feed, "title", title)
    _add(feed, "id", _urn("changes"))
    _add(feed, "updated", _midnight(max(days)))
    _link(feed, "self", publication.url + FILE)
    _link(feed, "alternate", publication.url + LIST)
    _add(SubElement(feed, "author"), "name", publication.publisher)
    _add(feed, "rights", publication.package.descriptor["licenses"][0]["title"])
    for entry in entries:
        _add_entry(SubElement(feed, "entry"), entry, publication.url)
    indent(feed)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{tostring(feed, encoding="unicode")}\n'


def _add_entry(element: Element, entry: FeedEntry, site_url: str) -> None:
    _add(element, "title", entry.title)
    _add(element, "id", _urn(entry.key))
    _add(element, "published", _midnight(entry.date.isoformat()))
    _add(element, "updated", _midnight(entry.date.isoformat()))
    _link(element, "alternate", site_url + entry.address)
    _add(element, "content", entry.text)


def _add(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name).text = text


def _link(parent: Element, relation: str, address: str) -> None:
    SubElement(parent, "link", {"rel": relation, "href": address})


def _urn(key: str) -> str:
    return uuid.uuid5(SPACE, key).urn


def _midnight(day: str) -> str:
    return f"{day}T00:00:00Z"
