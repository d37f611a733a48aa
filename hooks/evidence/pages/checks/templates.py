"""A template that cannot be read or rendered, told with its file and line and without programmers' words."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path
from traceback import extract_tb
from typing import Any

import jinja2
from jinja2 import nodes
from jinja2.runtime import Context

from evidence.pages.checks.words import defined_names, did_you_mean, find_nodes, parse, tokens_of
from evidence.problems import Problem

COLUMN = "template"
UNDO = "Undo the last change of this line, or compare it with the other templates."
NAME = "Correct its name."
USE = "Compare how other templates use it."
SECOND = "Look for a brace, a bracket or a quotation mark: each has a second one."
TESTS = frozenset(jinja2.Environment().tests)
OPENERS = {"for", "if", "macro", "block", "filter", "call", "with", "autoescape"}
OF_JINJA = {"loop", "caller", "super", "self"}
CAUSES = (
    (
        r"unknown tag '(\w+)'.*to be closed is '(\w+)'",
        "'{0}' is not known here.",
        "{{% {1} %}} is closed by {{% end{1} %}}.",
    ),
    (r"to be closed is '(\w+)'", "{{% {0} %}} is not closed.", "Write {{% end{0} %}} where it ends."),
    (r"unknown tag '(\w+)'", "'{0}' is not known here.", NAME),
    (r"^TemplateSyntaxError: (.*?)\.?$", "This cannot be read: {0}.", SECOND),
    (r"^TemplateNotFound: '?([^']*)", "There is no template '{0}'.", NAME),
    (r"^KeyError: '?(.*?)'?$", "'{0}' is in no table.", "Correct it, or add its row."),
    (r"template '([^']+)' .*not export the requested name '(\w+)'", "{0} has no macro '{1}'.", NAME),
    (r": '(\w+)' is undefined", "'{0}' is not known here.", NAME),
    (r": '(?:dict|mappingproxy)[^']*' has no attribute '([^']+)'", "There is no '{0}' in this list.", NAME),
    (r" object' has no attribute '([^']+)'", "There is no '{0}' here.", "Name a column."),
    (r"(\w+)\(\) got an unexpected keyword argument '(\w+)'", "{0}() takes no '{1}'.", NAME),
    (r"(\w+)\(\) missing", "{0}() is given too little.", USE),
    (r"(?:macro '|\b)(\w+)(?:'|\(\)) takes ", "{0}() is given too much.", USE),
    (r"None to print", "What is to be printed here is not known.", "Ask with {{% if %}} whether it is."),
    (r"maximum recursion", "A macro calls itself without end.", UNDO),
    (r": (.*)", "This cannot be printed: {0}.", UNDO),
)
"""What an error of Jinja says, and the fault and the cure in plain words; the first that fits counts."""


def syntax_problems(path: str, template: str, filters: Collection[str]) -> Iterator[Problem]:
    """Yield what keeps a template from being read; `filters` are the names of those that it may use."""
    try:
        tree = parse(template)
    except jinja2.TemplateSyntaxError as error:
        fault, remedy = _explain(error, error.message or "")
        line = _unclosed_line(template) if "is not closed" in fault else error.lineno
        yield Problem(path, line, COLUMN, fault, remedy)
        return
    for used in tree.find_all((nodes.Filter, nodes.Test)):
        known = filters if isinstance(used, nodes.Filter) else TESTS
        if used.name not in known:
            fault = f"{used.name!r} is not known here."
            yield Problem(path, used.lineno, COLUMN, fault, did_you_mean(used.name, known, UNDO))


def undefined_problems(path: str, template: str, known: Collection[str]) -> Iterator[Problem]:
    """Yield each name that no template is given; `known` are those that are, functions among them."""
    used = {name.name: name.lineno for name in find_nodes(template, nodes.Name) if name.ctx == "load"}
    for name in sorted(used.keys() - set(known) - OF_JINJA - defined_names(template)):
        fault = f"{name!r} is known to no template."
        yield Problem(path, used[name], COLUMN, fault, did_you_mean(name, known, UNDO))


def render_problem(error: BaseException, folder: Path, shown: str) -> Problem | None:
    """Give what stopped a template of the folder, or None where it was none of them."""
    frames = [each for each in extract_tb(error.__traceback__) if Path(each.filename).is_relative_to(folder)]
    if not frames:
        return None
    path = f"{shown}/{Path(frames[-1].filename).relative_to(folder).as_posix()}"
    return Problem(path, frames[-1].lineno or 1, COLUMN, *_explain(error, str(error)))


@cache
def record_names(environment: jinja2.Environment) -> set[str]:
    """Make an environment note the names that its templates are given, in a set that each rendering fills."""
    names = set(environment.globals)

    class Recorder(Context):
        def __init__(self, environment: Any, parent: dict[str, Any], *rest: Any, **more: Any) -> None:
            super().__init__(environment, parent, *rest, **more)
            names.update(parent)

    environment.context_class = Recorder
    return names


def _explain(error: BaseException, message: str) -> tuple[str, str]:
    """Give the fault and the cure in plain words."""
    said = f"{type(error).__name__}: {message}"
    for pattern, fault, remedy in CAUSES:
        if match := re.search(pattern, said, re.DOTALL):
            return fault.format(*match.groups()), remedy.format(*match.groups())
    return f"{said}.", UNDO


def _unclosed_line(template: str) -> int:
    """Give the line of the tag that nothing closes."""
    opened: list[tuple[str, int]] = []
    tokens = [token for token in tokens_of(template) if token[1] != "whitespace"]
    for (_, before, _), (line, kind, name) in pairwise(tokens):
        if before == "block_begin" and kind == "name":
            if opened and name == f"end{opened[-1][0]}":
                opened.pop()
            elif name in OPENERS:
                opened.append((name, line))
    return opened[-1][1] if opened else 1
