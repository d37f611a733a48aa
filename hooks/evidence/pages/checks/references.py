"""What a template names is there: rows, other templates and macros, files, and addresses of the site."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from jinja2 import nodes

from evidence.pages.checks.words import defined_names, did_you_mean, find_nodes
from evidence.problems import Problem

BY_FUNCTION = {"figure": "claims", "cite": "claims"}
"""The functions whose first argument is the id of a row, and the table of that row."""
IN_KEYWORDS = {"explains": "disagreements"}
"""The keywords that list ids, with spaces between them, and the table of those rows."""
EDITS = "edit_links"
"""The function that takes the paths of files."""
CLAIMS = re.compile(r"[a-e]\d{3}(?: [a-e]\d{3})*")
ADDRESSES = {"link": 1, "url": 0}
"""The functions that take an address of the site, and which of their arguments it is."""
HERE = "."
"""The address of the home page, as the theme has it."""


def problems(path: str, template: str, ids: Mapping[str, Collection[str]]) -> Iterator[Problem]:
    """Yield each id in a template that is in none of the tables; `ids` are those of each, by its name."""
    for line, table, name in sorted(set(_named(template, ids))):
        if name not in ids[table]:
            fault = f"{name!r} is not in data/{table}.csv."
            remedy = did_you_mean(name, ids[table], "Write the id of one of its rows, or add a row there.")
            yield Problem(path, line, "id", fault, remedy)


def address_problems(path: str, template: str, places: Collection[str]) -> Iterator[Problem]:
    """Yield each address in a template that is none of the `places`: pages, anchors on them, and files."""
    for line, address in _addresses(template):
        if address and address not in places and address != HERE:
            fault = f"{address!r} is no page of this site, and no place on one."
            remedy = did_you_mean(address, places, "Write it as it stands in a browser, such as help/.")
            yield Problem(path, line, "link", fault, remedy)


def import_problems(path: str, template: str, templates: Mapping[str, str]) -> Iterator[Problem]:
    """Yield each template, and each macro of one, that is used and not there; `templates` are all by name."""
    for used in find_nodes(template, nodes.FromImport, nodes.Import, nodes.Include, nodes.Extends):
        name = _text(next(used.iter_child_nodes()))  # which is the name, in each of these
        if name and name not in templates and not is_in_material(name):
            remedy = did_you_mean(name, templates, "Correct its name.")
            yield Problem(path, used.lineno, "template", f"There is no template {name!r}.", remedy)
        elif name in templates and isinstance(used, nodes.FromImport):
            known = defined_names(templates[name])
            for macro in {each if isinstance(each, str) else each[0] for each in used.names} - known:
                remedy = did_you_mean(macro, known, "Correct its name, or write it there.")
                yield Problem(path, used.lineno, "template", f"{name} has no {macro!r}.", remedy)


def edit_problems(path: str, template: str, files: Collection[str]) -> Iterator[Problem]:
    """Yield each file that a page says it is edited in and that is not there."""
    for call in find_nodes(template, nodes.Call):
        for name in map(_text, call.args) if _name(call) == EDITS else ():
            if name and name not in files:
                remedy = did_you_mean(name, files, "Write the path of a file, such as data/claims.csv.")
                yield Problem(path, call.lineno, "front matter", f"There is no file {name!r}.", remedy)


@cache
def is_in_material(template: str) -> bool:
    """Say whether the theme itself has a file among its templates."""
    found = find_spec("material")
    places = found.submodule_search_locations if found else None
    return any((Path(place) / "templates" / template).is_file() for place in places or ())


def _named(template: str, ids: Mapping[str, Collection[str]]) -> Iterator[tuple[int, str, str]]:
    """Yield the line of each id, the table that should have it, and the id."""
    for call in find_nodes(template, nodes.Call):
        table = BY_FUNCTION.get(_name(call))
        if table and call.args and (name := _text(call.args[0])):
            yield call.lineno, table, name
    for keyword in find_nodes(template, nodes.Keyword):
        if table := IN_KEYWORDS.get(keyword.key):
            yield from ((keyword.lineno, table, each) for each in _text(keyword.value).split())
    for item in find_nodes(template, nodes.Getitem):
        if isinstance(item.node, nodes.Getattr) and item.node.attr in ids and (name := _text(item.arg)):
            yield item.lineno, item.node.attr, name
    for constant in find_nodes(template, nodes.Const):
        if CLAIMS.fullmatch(_text(constant)):
            yield from ((constant.lineno, "claims", each) for each in _text(constant).split())


def _addresses(template: str) -> Iterator[tuple[int, str]]:
    for call in find_nodes(template, nodes.Call):
        place = ADDRESSES.get(_name(call), len(call.args))
        yield from ((call.lineno, _text(address)) for address in call.args[place : place + 1])
    for used in find_nodes(template, nodes.Filter):  # of the theme
        yield used.lineno, _text(used.node) if used.name in ADDRESSES else ""


def _name(call: nodes.Call) -> str:
    return call.node.name if isinstance(call.node, nodes.Name) else ""


def _text(node: nodes.Node | None) -> str:
    return node.value if isinstance(node, nodes.Const) and isinstance(node.value, str) else ""
