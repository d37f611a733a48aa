"""The changes in the words of docs/templates/changes.jinja, for the feed."""

from __future__ import annotations

import html
from pathlib import Path
from typing import Any

from markupsafe import Markup

from evidence.exports.feed import FeedEntry
from evidence.model import Changes, CorrectedRow, Update
from evidence.pages.environment import TEMPLATES, environment
from evidence.tables import Package


def feed_title(templates: Path = TEMPLATES) -> str:
    """Give the title of the feed."""
    return _plain(_words(templates).FEED_TITLE)


def feed_entries(changes: Changes, package: Package, templates: Path = TEMPLATES) -> list[FeedEntry]:
    """Give the corrections and the updates, newest first."""
    words = _words(templates)
    corrections = (_correction(each, package, words) for each in changes.corrections)
    updates = (_update(each, package, words) for each in changes.updates)
    return sorted((*corrections, *updates), key=lambda entry: entry.date, reverse=True)


def _correction(each: CorrectedRow, package: Package, words: Any) -> FeedEntry:
    return FeedEntry(
        date=each.date,
        key=f"{each.date} {each.correction.table} {each.correction.row}",
        address=f"corrections/#{_plain(words.anchor(each))}",
        title=_plain(words.correction_title(each, package.tables)),
        text=_plain(words.correction_text(each, package.tables)),
    )


def _update(each: Update, package: Package, words: Any) -> FeedEntry:
    return FeedEntry(
        date=each.date,
        key=f"{each.table} {each.key}",
        address=f"forces/{each.force.id}/",
        title=_plain(words.update_title(each)),
        text=_plain(words.update_text(each, package.tables)),
    )


def _words(templates: Path) -> Any:
    return environment(templates).get_template("changes.jinja").module


def _plain(markup: Markup) -> str:
    return " ".join(html.unescape(str(markup)).split())
