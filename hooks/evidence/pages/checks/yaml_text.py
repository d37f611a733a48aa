"""YAML, read with the line and in the words of what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml  # type: ignore[import-untyped]

from evidence.problems import Problem, RejectedInput

try:
    from yaml import CSafeLoader as SafeLoader
except ImportError:  # it is ten times as fast, and not in every build of the library
    from yaml import SafeLoader

QUOTE = 'Put the text after the name in quotation marks: title: "The letter: what it says"'
COMPARE = "Compare the line, and the one above it, with those of another file of this kind."
CAUSES = {
    "mapping values are not allowed": ("A colon with a space after it stands within a text.", QUOTE),
    "cannot start any token": ("The text starts with a sign that has a meaning of its own here.", QUOTE),
    "found unexpected end of stream": (
        "A quotation mark or a bracket is opened and not closed.",
        "Close it.",
    ),
    "found unknown escape": ("A backslash within quotation marks has a meaning of its own.", "Remove it."),
    "did not find expected": ("The line does not fit those above it.", COMPARE),
}
"""What the library says, and the fault and the cure in plain words."""
TAB = "A tab stands before the text.", "Indent the line with spaces, as the others are."


class _Loader(SafeLoader):  # type: ignore[misc]
    """Reads what is data; what MkDocs alone understands, such as !ENV, is read as nothing."""


_Loader.add_multi_constructor("!", lambda loader, suffix, node: None)
_Loader.add_multi_constructor("tag:yaml.org,2002:python/", lambda loader, suffix, node: None)


@dataclass(frozen=True, slots=True)
class Place:
    """Where YAML stands: its file, what messages call it, and the line on which it starts."""

    path: str
    column: str
    first_line: int = 1


def load(text: str, place: Place) -> Any:
    """Read YAML; raises RejectedInput where it cannot be read, or names something twice."""
    loader = _Loader(text)
    try:
        node = loader.get_single_node()
        repeated = list(_repeated(node))
        if repeated:
            raise RejectedInput(
                _problem(place, key, f"{key.value!r} stands twice.", "Remove one.") for key in repeated
            )
        return loader.construct_document(node) if node else None
    except yaml.MarkedYAMLError as error:
        raise RejectedInput([_problem(place, *_explain(error, text))]) from None
    except yaml.YAMLError as error:
        raise RejectedInput(
            [Problem(place.path, place.first_line, place.column, f"{error}.", COMPARE)]
        ) from None
    finally:
        loader.dispose()


def _repeated(node: yaml.Node | None) -> Iterator[yaml.Node]:
    if isinstance(node, yaml.MappingNode):
        names = [str(key.value) for key, _ in node.value]
        for place, (key, value) in enumerate(node.value):
            yield from (key,) if names[place] in names[:place] else ()
            yield from _repeated(value)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _repeated(item)


def _explain(error: yaml.MarkedYAMLError, text: str) -> tuple[Any, str, str]:
    """Give where an error is, the fault and the cure."""
    words = error.problem or error.context or ""
    fault, remedy = next(
        (plain for start, plain in CAUSES.items() if start in words),
        (f"This cannot be read: {words}.", COMPARE),
    )
    mark = error.problem_mark
    if mark and text[mark.index : mark.index + 1] == "\t":
        fault, remedy = TAB
    return error.context_mark if "not closed" in fault else mark, fault, remedy


def _problem(place: Place, mark: Any, fault: str, remedy: str) -> Problem:
    mark = getattr(mark, "start_mark", mark)
    return Problem(place.path, place.first_line + (mark.line if mark else 0), place.column, fault, remedy)
