"""What says which tables there are, as far as they are read by it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from evidence.problems import Problem, RejectedInput
from evidence.tables.files import content_of, json_of, shown

DESCRIPTOR = "datapackage.json"
DESCRIBED = "Describe each table as the others are."
TABLE = re.compile(r"[a-z0-9_-]+")
COLUMN = re.compile(r"[a-z0-9_]+")
TYPES = {"date", "integer", "number", "string"}


def described(folder: Path) -> dict[str, Any]:
    """Read the descriptor of a data package.

    Raises RejectedInput where the tables could not be read by it.
    """
    path = folder / DESCRIPTOR
    content = content_of(path)
    descriptor: dict[str, Any] = json_of(path, content)
    try:
        _require_description(descriptor)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        fault = f"{error} is missing" if isinstance(error, KeyError) else str(error)
        fault = f"This is no data package: {fault}."
        raise RejectedInput([Problem(shown(path), 1, "file", fault, DESCRIBED)]) from None
    return descriptor


def _require_description(descriptor: dict[str, Any]) -> None:
    """Require what the tables are read by; the rest is required by the first of the rules."""
    _require_names([resource["name"] for resource in descriptor["resources"]], TABLE)
    for resource in descriptor["resources"]:
        if resource["path"] != f"{resource['name']}.csv":
            raise ValueError(f"the path of the table {resource['name']!r} is not its name with .csv")
        fields = resource["schema"]["fields"]
        _require_names([field["name"] for field in fields], COLUMN)
        for field in fields:
            if field["type"] not in TYPES or not isinstance(field["description"], str):
                raise ValueError(f"the column {field['name']!r} has no known type, or no description")
        key = resource["schema"]["primaryKey"]
        if not isinstance(key, list) or not key or not set(key) <= {field["name"] for field in fields}:
            raise ValueError(f"the key of the table {resource['name']!r} is no list of its columns")


def _require_names(names: Sequence[Any], form: re.Pattern[str]) -> None:
    unfit = [name for name in names if not isinstance(name, str) or not form.fullmatch(name)]
    unfit += [name for name, times in Counter(names).items() if times > 1] if not unfit else []
    if unfit or not names:
        raise ValueError(f"{unfit[0]!r} is no name, or stands twice" if unfit else "a list of names is empty")
