"""mkdocs.yml, as far as the pages rest on it: it can be read, names what is there, and lists every page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any, TypeAlias

from evidence.pages.checks.documents import load_yaml
from evidence.pages.checks.words import did_you_mean, find_line
from evidence.pages.markdown import EXTENSIONS
from evidence.problems import Problem

PATH = "mkdocs.yml"
COLUMN = "settings"
HOOK = "hooks/mkdocs_hooks.py"
THEME = {"name": "material", "custom_dir": "docs/.overrides"}
LIST = "Add a line for it to nav, such as - About: about.md, or remove the page."

Settings: TypeAlias = Mapping[str, Any]
REQUIRED: tuple[tuple[str, Callable[[Settings], bool], str, str], ...] = (
    (
        "hooks",
        lambda settings: HOOK in (settings.get("hooks") or []),
        "Without its hook the site has no generated page.",
        f"Write hooks: [{HOOK}]",
    ),
    (
        "use_directory_urls",
        lambda settings: (
            settings.get("docs_dir", "docs") == "docs" and settings.get("use_directory_urls", True)
        ),
        "The addresses of the pages would change.",
        "Put docs_dir and use_directory_urls back.",
    ),
    (
        "theme",
        lambda settings: _theme(settings).items() >= THEME.items(),
        "The pages are made for another theme.",
        "Write name: {name} and custom_dir: {custom_dir} under theme.".format(**THEME),
    ),
    (
        "markdown_extensions",
        lambda settings: _extensions(settings) == EXTENSIONS,
        "The pages are made with other extensions of Markdown, or with other settings of theirs.",
        "Put back what stood under markdown_extensions.",
    ),
)
"""The name of a setting, whether it is as the pages need it, and the fault and the cure where it is not."""


def problems(path: str, text: str, pages: Collection[str], files: Collection[str]) -> Iterator[Problem]:
    """Yield what is wrong with the settings; `pages` are those that nav must list, `files` all others."""
    settings, faults = load_yaml(text)
    for line, fault, remedy in faults:
        yield Problem(path, line, COLUMN, fault, remedy)
    if not faults and not isinstance(settings, dict):
        yield Problem(path, 1, COLUMN, "The file holds no settings.", "Put the last good one back.")
    elif not faults:
        wrong = [(name, fault, cure) for name, is_right, fault, cure in REQUIRED if not is_right(settings)]
        for needle, fault, remedy in (*wrong, *_files(settings, files), *_nav(settings, pages)):
            yield Problem(path, find_line(text, needle), COLUMN, fault, remedy)


def mkdocs_problems(path: str, text: str, faults: Iterable[tuple[str, str]]) -> Iterator[Problem]:
    """Yield what MkDocs itself refuses; `faults` are names of settings, and what it says of each."""
    for name, fault in faults:
        line = find_line(f"\n{text}", f"\n{name}:")
        yield Problem(path, line, name, fault.rstrip(".") + ".", "Undo the last change of this setting.")


def _files(settings: Settings, files: Collection[str]) -> Iterator[tuple[str, str, str]]:
    favicon = [_theme(settings)["favicon"]] if "favicon" in _theme(settings) else []
    for name in [*_names(settings.get("extra_css")), *_names(settings.get("extra_javascript")), *favicon]:
        if name not in files:
            remedy = did_you_mean(name, files, "Correct it, or put the file there.")
            yield name, f"docs/{name} is not there.", remedy


def _nav(settings: Settings, pages: Collection[str]) -> Iterator[tuple[str, str, str]]:
    named = Counter(_paths_in_nav(settings.get("nav")))
    for name, times in named.items():
        if name not in pages:
            remedy = did_you_mean(name, pages, "Correct it (capital letters count), or add the page.")
            yield name, f"{name!r} is no page.", remedy
        elif times > 1:
            yield name, f"{name!r} stands in nav twice.", "Remove one."
    for name in sorted(set(pages) - set(named)) if set(named) <= set(pages) else ():
        yield "nav:", f"The page {name} is not in nav.", LIST


def _paths_in_nav(nav: Any) -> Iterator[str]:
    for entry in nav or []:
        for value in entry.values() if isinstance(entry, dict) else [entry]:
            yield from _paths_in_nav(value) if isinstance(value, list) else [str(value)]


def _names(listed: Any) -> list[str]:
    """Give the names of a list whose items may have settings of their own."""
    return [next(iter(each)) if isinstance(each, dict) else str(each) for each in listed or []]


def _theme(settings: Settings) -> dict[str, Any]:
    theme = settings.get("theme")
    return theme if isinstance(theme, dict) else {}


def _extensions(settings: Settings) -> Settings:
    """Give the settings of each extension; one that MkDocs always has need not be listed."""
    listed = settings.get("markdown_extensions") or []
    found: dict[str, Any] = {"fenced_code": {}}
    for each in listed:
        found |= each if isinstance(each, dict) else {str(each): {}}
    return found
