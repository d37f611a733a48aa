"""The changes to the tables as an Atom feed, for those who want to be told of them (RFC 4287)."""

from __future__ import annotations

import datetime
import html
import uuid

from evidence.metadata.publication import NAME, Publication

SPACE = uuid.UUID("884fe3c9-f538-42e6-9cec-b6b31663886e")
"""Ids are made in this space from those of the changes, so that they stay the same under any host."""


def feed(publication: Publication) -> str:
    """Give every correction, newest first."""
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
    for correction in publication.data.corrections:
        day = datetime.datetime.combine(correction.date, datetime.time(), datetime.UTC)
        atom.add_item(
            title=f"Correction: {correction.table}, {correction.row}",
            link=corrections,
            description=html.escape(f"{correction.wrong} {correction.why}"),
            unique_id=uuid.uuid5(SPACE, f"{correction.date} {correction.table} {correction.row}").urn,
            pubdate=day,
            updateddate=day,
        )
    return str(atom.writeString("utf-8")) + "\n"
