"""The changes in the words of docs/templates/changes.jinja, for the feed."""

from __future__ import annotations

import html
from collections.abc import Iterator
from typing import Any

from markupsafe import Markup

from evidence.exports.feed import FeedEntry
from evidence.pages.environment import environment
from evidence.pages.render import PageContext


def feed_title(context: PageContext) -> str:
    """Give the title of the feed."""
    return _plain(_words(context).FEED_TITLE)


def feed_entries(context: PageContext) -> list[FeedEntry]:
    """Give the corrections and the updates, newest first."""
    entries = (*_corrections(context), *_updates(context))
    return sorted(entries, key=lambda entry: entry.date, reverse=True)


def _corrections(context: PageContext) -> Iterator[FeedEntry]:
    words, tables = _words(context), context.package.tables
    for each in context.changes.corrections:
        yield FeedEntry(
            date=each.date,
            key=f"{each.date} {each.correction.table} {each.correction.row}",
            address=f"corrections/#{_plain(words.anchor(each))}",
            title=_plain(words.correction_title(each, tables)),
            text=_plain(words.correction_text(each, tables)),
        )


def _updates(context: PageContext) -> Iterator[FeedEntry]:
    words = _words(context)
    for each in context.changes.updates:
        yield FeedEntry(
            date=each.date,
            key=f"{each.table} {each.key}",
            address=f"forces/{each.force.id}/",
            title=_plain(words.update_title(each)),
            text=_plain(words.update_text(each)),
        )


def _words(context: PageContext) -> Any:
    return environment(context.site.templates).get_template("changes.jinja").module


def _plain(markup: Markup) -> str:
    return " ".join(html.unescape(str(markup)).split())
