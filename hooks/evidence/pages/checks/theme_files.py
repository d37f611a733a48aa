"""Style sheets, scripts, drawings and the theme's templates: they load nothing from elsewhere."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from jinja2 import meta

from evidence.pages.checks.templates import syntax_problems
from evidence.pages.checks.words import did_you_mean, line_of, parse
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


def template_problems(path: str, text: str, ours: Collection[str]) -> Iterator[Problem]:
    """Yield what keeps a template of the theme from being read; `ours` are the paths of all of ours."""
    broken = list(syntax_problems(path, text, FILTERS | environment().filters.keys()))
    yield from broken
    for name in () if broken else meta.find_referenced_templates(parse(text)):
        if (
            name is not None
            and name not in ours
            and not any((folder / name).is_file() for folder in _theme())
        ):
            line = line_of(text, max(0, text.find(name)))
            remedy = did_you_mean(name, ours, "Correct its name.")
            yield Problem(path, line, "template", f"There is no template {name!r}.", remedy)


@cache
def _theme() -> tuple[Path, ...]:
    found = find_spec("material")
    places = found.submodule_search_locations if found else None
    return tuple(Path(place) / "templates" for place in places or ())
