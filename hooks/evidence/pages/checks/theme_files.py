"""Style sheets, scripts, drawings and the theme's templates: they load nothing from elsewhere."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from jinja2 import meta, nodes

from evidence.pages.checks.templates import syntax_problems
from evidence.pages.checks.words import defined_names, did_you_mean, line_of, parse
from evidence.pages.environment import environment
from evidence.problems import Problem

OUTSIDE = {
    ".css": re.compile(r"(?:url\(\s*[\"']?|@import\s+[\"'])\s*((?:https?:)?//[^\"')\s]+)", re.IGNORECASE),
    ".js": re.compile(r"[\"'`]((?:https?:)?//[\w-]+\.[^\"'`\s]*)"),
    ".svg": re.compile(
        r"(?:href|src)=[\"']((?:https?:)?//[^\"']+)|(<script|<foreignObject|\son\w+=)", re.IGNORECASE
    ),
    ".html": re.compile(
        r"<(?:script|link|img|source|iframe)\b[^>]*(?:src|href)=[\"']((?:https?:)?//[^\"']+)"
        r"|<script(?![^>]*\bsrc=)(?![^>]*type=\"application/(?:ld\+)?json\")[^>]*(>)"
        r"|(<(?:iframe|object|embed|applet|frame|frameset|base)\b)|<[^>{]*\s(on\w+|style|ping|srcset)=",
        re.IGNORECASE,
    ),
}
REFRESH = re.compile(r"<meta[^>]*http-equiv=[\"']?refresh[^>]*url=", re.IGNORECASE)
MOVED = "redirect.html"
"""The one template that leads a reader on, from an old address to the new one."""
FILTERS = {"url", "script_tag", "printed"}
"""Those that MkDocs and the hook add to those of the pages."""
OF_THEME = {"config", "page", "nav", "base_url", "lang", "super", "self", "loop", "caller"}
"""The names that MkDocs, the theme and Jinja give; those that the hook gives stand in its code."""
LOCAL = "Put what it loads into docs/assets/, and write its path there."


def problems(path: str, text: str) -> Iterator[Problem]:
    """Yield each place of a file of the theme that loads from elsewhere, or runs what no file holds."""
    pattern = OUTSIDE.get(Path(path).suffix)
    for match in pattern.finditer(text) if pattern and "/vendor/" not in path else ():
        found = next(group for group in match.groups() if group)
        fault = f"{found[:80]!r} loads from elsewhere, or runs what stands in no file of its own."
        yield Problem(path, line_of(text, match.start(match.lastindex or 0)), "file", fault, LOCAL)
    if path.endswith(".html") and not path.endswith(MOVED) and (refresh := REFRESH.search(text)):
        fault = "The page would lead its reader away."
        yield Problem(path, line_of(text, refresh.start()), "file", fault, "Remove it.")


@dataclass(frozen=True, slots=True)
class Theme:
    """The paths of our templates of the theme, and the words of the code that gives them what they print."""

    templates: Collection[str]
    code: Collection[str]


def template_problems(path: str, text: str, theme: Theme) -> Iterator[Problem]:
    """Yield what keeps a template of the theme from being read, or names what is not there."""
    broken = list(syntax_problems(path, text, FILTERS | environment().filters.keys()))
    yield from broken or _reference_problems(path, text, theme)


def address_problems(path: str, text: str, places: Collection[str]) -> Iterator[Problem]:
    """Yield each address in a template of the theme that is none of the `places`."""
    for used in parse(text).find_all(nodes.Filter):
        address = used.node.value if used.name == "url" and isinstance(used.node, nodes.Const) else "."
        if address not in places and address != ".":
            fault = f"{address!r} is no page of this site, and no file in docs/."
            yield Problem(path, used.lineno, "link", fault, did_you_mean(str(address), places, "Correct it."))


def _reference_problems(path: str, text: str, theme: Theme) -> Iterator[Problem]:
    tree = parse(text)
    for name in meta.find_referenced_templates(tree):
        if name is not None and name not in theme.templates and not is_in_material(name):
            line = line_of(text, max(0, text.find(name)))
            remedy = did_you_mean(name, theme.templates, "Correct its name.")
            yield Problem(path, line, "template", f"There is no template {name!r}.", remedy)
    for used in tree.find_all(nodes.Name):
        if (
            used.ctx == "load"
            and used.name not in OF_THEME | defined_names(tree)
            and used.name not in theme.code
        ):
            remedy = did_you_mean(used.name, OF_THEME, "Correct its name.")
            yield Problem(path, used.lineno, "template", f"{used.name!r} is not known here.", remedy)


@cache
def is_in_material(template: str) -> bool:
    """Say whether the theme itself has a file among its templates."""
    found = find_spec("material")
    places = found.submodule_search_locations if found else None
    return any((Path(place) / "templates" / template).is_file() for place in places or ())
