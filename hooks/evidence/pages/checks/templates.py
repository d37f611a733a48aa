"""A template that cannot be read or rendered, told with its file and line and without programmers' words."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import fields, is_dataclass
from itertools import pairwise
from pathlib import Path
from traceback import extract_tb
from typing import Any

import jinja2
from jinja2 import nodes
from jinja2.runtime import Context

from evidence import model
from evidence.pages.checks.words import defined_names, did_you_mean, parse, tokens_of
from evidence.problems import Problem

COLUMN = "template"
UNDO = "Undo the last change of this line, or compare it with the other templates."
CLOSE = "Write {} where it ends."
TESTS = frozenset(jinja2.Environment().tests)
CAUSES = (
    (
        r"template '([^']+)' .*not export the requested name '(\w+)'",
        "{0} has no macro '{1}'.",
        "Correct its name.",
    ),
    (r"^'(\w+)' is undefined", "'{0}' is not known here.", "Correct its name."),
    (
        r"^'(?:dict|mappingproxy)[^']*' has no attribute '([^']+)'",
        "There is no '{0}' in this list.",
        "Correct it, or add it to the list or the table.",
    ),
    (r"(\w+)\(\) got an unexpected keyword argument '(\w+)'", "{0}() takes no '{1}'.", "Correct its name."),
    (r"(\w+)\(\) missing", "{0}() is given too little.", "Compare how other templates use it."),
    (
        r"(?:macro '|\b)(\w+)(?:'|\(\)) takes ",
        "{0}() is given too much.",
        "Compare how other templates use it.",
    ),
    (
        r"None to print",
        "What is to be printed here is not known.",
        "Ask with {% if %} whether it is.",
    ),
    (r"maximum recursion", "A macro calls itself without end.", UNDO),
)
"""What an error of Jinja says, and the fault and the cure in plain words."""
OPENERS = {"for", "if", "macro", "block", "filter", "call", "with", "autoescape"}


def syntax_problems(path: str, template: str, filters: Collection[str]) -> Iterator[Problem]:
    """Yield what keeps a template from being read; `filters` are the names of those that it may use."""
    try:
        tree = parse(template)
    except jinja2.TemplateSyntaxError as error:
        fault, remedy = _syntax(error.message or "")
        line = _unclosed_line(template) if "is not closed" in fault else None
        yield Problem(path, line or error.lineno, COLUMN, fault, remedy)
        return
    for used in tree.find_all((nodes.Filter, nodes.Test)):
        known = filters if isinstance(used, nodes.Filter) else TESTS
        if used.name not in known:
            fault = f"{used.name!r} is not known here."
            yield Problem(path, used.lineno, COLUMN, fault, did_you_mean(used.name, known, UNDO))


def undefined_problems(path: str, template: str, known: Collection[str]) -> Iterator[Problem]:
    """Yield each name that no template is given; `known` are those that are, functions among them."""
    tree = parse(template)
    used = {name.name: name.lineno for name in tree.find_all(nodes.Name) if name.ctx == "load"}
    for name in sorted(used.keys() - set(known) - {"loop", "caller", "super", "self"} - defined_names(tree)):
        fault = f"{name!r} is known to no template."
        yield Problem(path, used[name], COLUMN, fault, did_you_mean(name, known, UNDO))


def render_problem(error: BaseException, folder: Path, shown: str) -> Problem | None:
    """Give what stopped a template of the folder, or None where it was none of them."""
    frames = [
        frame for frame in extract_tb(error.__traceback__) if Path(frame.filename).is_relative_to(folder)
    ]
    if not frames:
        return None
    path = f"{shown}/{Path(frames[-1].filename).relative_to(folder).as_posix()}"
    fault, remedy = _words(error, folder)
    return Problem(path, frames[-1].lineno or 1, COLUMN, fault, remedy)


def _syntax(message: str) -> tuple[str, str]:
    if match := re.search(r"innermost block that needs to be closed is '(\w+)'", message):
        if unknown := re.match(r"Encountered unknown tag '(\w+)'", message):
            return (
                f"{unknown[1]!r} is not known here.",
                f"Write {{% end{match[1]} %}}, or {{% {match[1]} %}} is not closed.",
            )
        return f"{{% {match[1]} %}} is not closed.", CLOSE.format(f"{{% end{match[1]} %}}")
    if match := re.match(r"Encountered unknown tag '(\w+)'", message):
        return f"{match[1]!r} is not known here.", did_you_mean(match[1], OPENERS, UNDO)
    return (
        f"This cannot be read: {message.rstrip('.')}.",
        "Look for a brace, a bracket or a quotation mark: each has a second one.",
    )


def _unclosed_line(template: str) -> int | None:
    """Give the line of the tag that nothing closes."""
    opened: list[tuple[str, int]] = []
    tokens = [token for token in tokens_of(template) if token[1] != "whitespace"]
    for (_, before, _), (line, kind, name) in pairwise(tokens):
        if before == "block_begin" and kind == "name":
            if opened and name == f"end{opened[-1][0]}":
                opened.pop()
            elif name in OPENERS:
                opened.append((name, line))
    return opened[-1][1] if opened else None


def _words(error: BaseException, folder: Path) -> tuple[str, str]:
    if isinstance(error, jinja2.TemplateNotFound):
        name, names = str(error.name), [path.name for path in folder.rglob("*.jinja")]
        return f"There is no template {name!r}.", did_you_mean(name, names, "Correct its name.")
    if isinstance(error, KeyError):
        return f"{error.args[0] if error.args else ''!r} is in no table.", "Correct it, or add its row."
    for pattern, fault, remedy in CAUSES:
        if match := re.search(pattern, str(error)):
            return fault.format(*match.groups()), remedy
    if match := re.search(r" object' has no attribute '([^']+)'", str(error)):
        return f"There is no {match[1]!r} here.", did_you_mean(match[1], _fields(), "Name a column.")
    return f"This cannot be printed: {error}.", UNDO


def _fields() -> set[str]:
    """Give every name that something in the model has."""
    kinds = (kind for kind in vars(model).values() if isinstance(kind, type) and is_dataclass(kind))
    return {field.name for kind in kinds for field in fields(kind)}


def record_names(environment: jinja2.Environment) -> set[str]:
    """Make an environment note the names that its templates are given, in a set that a rendering fills."""
    names = set(environment.globals)

    class Recorder(Context):
        def __init__(self, environment: Any, parent: dict[str, Any], *rest: Any, **more: Any) -> None:
            super().__init__(environment, parent, *rest, **more)
            names.update(parent)

    environment.context_class = Recorder
    return names
