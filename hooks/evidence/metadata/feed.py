"""The changes to the tables as an Atom feed, for those who want to be told of them (RFC 4287)."""

from __future__ import annotations

import datetime
import html
import uuid

from evidence.metadata.publication import NAME, Publication
from evidence.model import Change

SPACE = uuid.UUID("884fe3c9-f538-42e6-9cec-b6b31663886e")
"""Ids are made in this space from those of the changes, so that they stay the same under any host."""


def feed(publication: Publication) -> str:
    """Give every change, newest first, each leading to its place on the page of corrections."""
    from feedgenerator import Atom1Feed  # type: ignore[import-untyped]  # noqa: PLC0415  (not needed to check)

    corrections = f"{publication.url}corrections/"
    atom = Atom1Feed(
        title=f"{NAME}: changes",
        link=corrections,
        description="Every change to the published tables.",
        language="en-GB",
        author_name=publication.publisher,
        feed_url=f"{publication.url}changes.xml",
        feed_guid=uuid.uuid5(SPACE, "changes").urn,
        feed_copyright=publication.package.descriptor["licenses"][0]["title"],
    )
    for change in publication.evidence.changes:
        day = datetime.datetime.fromisoformat(change.date).replace(tzinfo=datetime.UTC)
        atom.add_item(
            title=f"{change.what}: {_place(change)}",
            link=f"{corrections}#{change.id}",
            description=html.escape(_told(change)),
            unique_id=uuid.uuid5(SPACE, change.id).urn,
            pubdate=day,
            updateddate=day,
        )
    return str(atom.writeString("utf-8")) + "\n"


def _place(change: Change) -> str:
    return ", ".join(filter(None, (change.table, change.row, change.column)))


def _told(change: Change) -> str:
    cells = f"Old: {change.old or 'empty'}. New: {change.new or 'empty'}. " if change.column else ""
    return f"{cells}Reason: {change.reason}. Substantial: {'yes' if change.substantial else 'no'}."
