"""Where a page is put right: its words, its facts, and the form for an error, in the repository.

Nothing here knows the repository's host. An address is that of the repository with a path after it, as GitHub
has them (https://docs.github.com/en/repositories/working-with-files/using-files/viewing-and-understanding-files).
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import urlencode

from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from evidence.tables import Package

BRANCH = "main"
WHOLE = 0
"""The line of a fact that is a whole table."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A file that holds what a page shows, and the line on which its row stands."""

    path: str
    line: int = WHOLE


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A link into the repository, for somebody who wants to put something right."""

    words: str
    url: str


def rows(package: Package, columns: Mapping[str, str]) -> Mapping[str, Sequence[Fact]]:
    """Give the rows that tell of each thing, by its id; `columns` says where each table has that id."""
    found = defaultdict[str, list[Fact]](list)
    for name, column in columns.items():
        table = package.tables[name]
        for line, cell in table.column(column):
            found[cell].append(Fact(path=f"data/{table.resource['path']}", line=line))
    return found


@pass_context
def edit_links(context: Context, *facts: str | Fact) -> Markup:
    """Print for the front matter where the words of the page are, and the files or rows of its facts."""
    every = [Fact(path=fact) if isinstance(fact, str) else fact for fact in facts]
    told = {"words": f"docs/templates/{context.name}", "facts": [asdict(fact) for fact in every]}
    return Markup(json.dumps(told))


@pass_context
def form(context: Context, name: str, **fields: str) -> Markup:
    """Give the address of an issue form with some of its fields filled in, by their ids."""
    filled = urlencode({"template": f"{name}.yml", **fields})
    return Markup("{}").format(f"{context['site'].repository}/issues/new?{filled}")


def ways(repository: str, path: str, edit: Mapping[str, Any] | None) -> Iterator[Way]:
    """Give the way to the words of the page at a path, then to its facts; `edit` is from its front matter."""
    if edit is None:
        yield Way(words="Edit this page", url=f"{repository}/edit/{BRANCH}/docs/{path}")
        return
    yield Way(words="Edit the words of this page", url=f"{repository}/edit/{BRANCH}/{edit['words']}")
    for told in edit["facts"]:
        yield _to(repository, Fact(**told))


def _to(repository: str, fact: Fact) -> Way:
    """Give the way to where a fact is read before it is edited: an editor opens at the first line."""
    url = f"{repository}/blob/{BRANCH}/{fact.path}"
    if fact.line == WHOLE:
        return Way(words=fact.path, url=url)
    # A table that is shown as one has no numbers of lines; a plain one has.
    return Way(words=f"{fact.path}, line {fact.line}", url=f"{url}?plain=1#L{fact.line}")
