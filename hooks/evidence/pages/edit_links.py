"""Where a page is put right: its words, its facts, and the form for an error, in the repository.

Nothing here knows the repository's host. A path follows the repository's address, as GitHub has them
(https://docs.github.com/en/repositories/working-with-files/using-files/viewing-and-understanding-files).
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from evidence.tables import Package

BRANCH = "main"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """The file and the line of a row that a page shows."""

    path: str
    line: int


def rows(package: Package, columns: Mapping[str, str]) -> Mapping[str, Sequence[Fact]]:
    """Give the rows that tell of each thing, by its id; `columns` says where each table has that id."""
    found = defaultdict[str, list[Fact]](list)
    for name, column in columns.items():
        table = package.tables[name]
        for line, cell in table.column(column):
            found[cell].append(Fact(path=f"data/{table.resource['path']}", line=line))
    return found


def edit_page(path: str) -> Mapping[str, str]:
    """Give by its words the path to a page that is written by hand, of which `path` is that in docs/."""
    return {"Edit this page": f"edit/{BRANCH}/docs/{path}"}


@pass_context
def edit_links(context: Context, *facts: str | Fact) -> Markup:
    """Print for the front matter, by their words, the paths to the words of the page and to its facts.

    A fact is a row, or the path of a whole file.
    """
    links = {"Edit the words of this page": f"edit/{BRANCH}/docs/templates/{context.name}"}
    return Markup(json.dumps(links | dict(map(_link, facts))))


def _link(fact: str | Fact) -> tuple[str, str]:
    """Give the words and the path to where a fact is read before it is edited: an editor opens at line 1."""
    if isinstance(fact, str):
        return fact, f"blob/{BRANCH}/{fact}"
    # A table that is shown as one has no numbers of lines; a plain one has.
    return f"{fact.path}, line {fact.line}", f"blob/{BRANCH}/{fact.path}?plain=1#L{fact.line}"


@pass_context
def form(context: Context, name: str, **fields: str) -> Markup:
    """Give the address of an issue form with some of its fields filled in, by their ids."""
    filled = urlencode({"template": f"{name}.yml", **fields})
    return Markup("{}").format(f"{context['site'].repository}/issues/new?{filled}")
