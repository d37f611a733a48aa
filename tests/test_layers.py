"""The house has floors: imports point one way, and each library stays on its own."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import evidence

PACKAGE = Path(evidence.__file__).parent
ORDER = [line.split()[0] for line in (evidence.__doc__ or "").splitlines()[2:] if line]
FLOORS = {
    "pandas": {"checks"},
    "frictionless": {"checks"},
    "altair": {"charts"},
    "vl_convert": {"charts"},
    "PIL": {"charts"},
    "openpyxl": {"downloads"},
    "jinja2": {"pages", "report"},
    "markupsafe": {"text", "pages"},
    "tinycss2": {"styles"},
    "bibtexparser": {"metadata"},
    "pylatexenc": {"metadata"},
    "feedgenerator": {"metadata"},
    "mkdocs": set(),
}


def module(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module == "evidence":
            yield from (f"evidence.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


def test_the_package_lists_its_modules() -> None:
    found = {module(path) for path in PACKAGE.rglob("*.py")} - {"__init__", "__main__"}
    assert found == set(ORDER)


def test_imports_point_one_way() -> None:
    for path in PACKAGE.rglob("*.py"):
        if module(path) in {"__init__", "__main__"}:
            continue
        above = ORDER[: ORDER.index(module(path)) + 1]
        for name in imported(path):
            if name.startswith("evidence."):
                assert name.split(".")[1] in above, f"{path.name} imports {name}"


def test_each_library_stays_on_its_floor() -> None:
    for path in PACKAGE.rglob("*.py"):
        for name in imported(path):
            library = name.split(".")[0]
            assert module(path) in FLOORS.get(library, {module(path)}), f"{path.name} imports {library}"


def test_the_adapter_stays_thin() -> None:
    tree = ast.parse((PACKAGE.parent / "mkdocs_hooks.py").read_text("utf-8"))
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    assert functions
    assert all((node.end_lineno or 0) - node.lineno <= 30 for node in functions)
