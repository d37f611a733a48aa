"""The house has rooms: imports point one way, and each library stays in its own."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import evidence

PACKAGE = Path(evidence.__file__).parent
ORDER = [line.split()[0] for line in (evidence.__doc__ or "").splitlines()[2:] if line]
LIBRARIES = {
    "pandas": set(),
    "ftfy": {"tables", "pages"},
    "phonenumbers": {"tables"},
    "frictionless": set(),
    "altair": {"charts"},
    "vl_convert": {"charts"},
    "PIL": {"charts"},
    "openpyxl": {"exports"},
    "jinja2": {"pages", "site"},
    "markupsafe": {"text", "pages"},
    "tinycss2": {"site"},
    "selectolax": {"pages", "site"},
    "markdown": {"pages"},
    "pyphen": {"pages"},
    "yaml": {"pages"},
    "mkdocs": set(),
    "mkdocs_hooks": {"__main__"},
}


def room(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module == "evidence":
            yield from (f"evidence.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


def test_the_package_lists_its_rooms() -> None:
    assert {room(path) for path in PACKAGE.rglob("*.py")} - {"__init__", "__main__"} == set(ORDER)


def test_imports_point_one_way() -> None:
    for path in PACKAGE.rglob("*.py"):
        if room(path) not in {"__init__", "__main__"}:
            above = ORDER[: ORDER.index(room(path)) + 1]
            for name in imported(path):
                if name.startswith("evidence."):
                    assert name.split(".")[1] in above, f"{path.name} imports {name}"


def test_each_library_stays_in_its_room() -> None:
    for path in PACKAGE.rglob("*.py"):
        for name in imported(path):
            library = name.split(".")[0]
            assert room(path) in LIBRARIES.get(library, {room(path)}), f"{path.name} imports {library}"
