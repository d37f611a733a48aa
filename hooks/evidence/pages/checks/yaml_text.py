"""YAML, read with the line and in the words of what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator
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


class _Loader(SafeLoader):  # type: ignore[misc]
    """Reads what is data; what MkDocs alone understands, such as !ENV, is read as nothing."""


def load(path: str, text: str, first_line: int = 1) -> Any:
    """Read YAML that starts on a line of a file; raises RejectedInput where it cannot be read."""
    loader = _Loader(text)
    try:
        node = loader.get_single_node()
        if node is None:
            return None
        repeated = [
            _problem(path, key, first_line, f"{key.value!r} stands twice.", "Remove one.")
            for key in _repeated(node)
        ]
        if repeated:
            raise RejectedInput(repeated)
        return loader.construct_document(node)
    except yaml.MarkedYAMLError as error:
        fault, remedy = _words(error.problem or error.context or "")
        raise RejectedInput([_problem(path, error, first_line, fault, remedy)]) from None
    except yaml.YAMLError as error:
        raise RejectedInput([Problem(path, first_line, "text", f"{error}.", COMPARE)]) from None
    finally:
        loader.dispose()


def _repeated(node: yaml.Node) -> Iterator[yaml.Node]:
    if isinstance(node, yaml.MappingNode):
        names: set[str] = set()
        for key, value in node.value:
            if str(key.value) in names:
                yield key
            names.add(str(key.value))
            yield from _repeated(value)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _repeated(item)


def _words(problem: str) -> tuple[str, str]:
    known = next((words for start, words in CAUSES.items() if start in problem), None)
    return known or (f"This cannot be read: {problem}.", COMPARE)


def _problem(
    path: str, place: yaml.Node | yaml.MarkedYAMLError, first_line: int, fault: str, remedy: str
) -> Problem:
    is_open = "not closed" in fault and place.context_mark
    mark = place.context_mark if is_open else getattr(place, "start_mark", None) or place.problem_mark
    return Problem(path, first_line + (mark.line if mark else 0), "front matter", fault, remedy)


_Loader.add_multi_constructor("!", lambda loader, suffix, node: None)
_Loader.add_multi_constructor("tag:yaml.org,2002:python/", lambda loader, suffix, node: None)
