"""mkdocs.yml, as far as the pages rest on it: it can be read, names what is there, and lists every page."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from evidence.pages.checks import yaml_text
from evidence.pages.checks.documents import EXTENSIONS
from evidence.pages.checks.theme_files import is_in_material
from evidence.pages.checks.words import did_you_mean, find_line
from evidence.problems import Problem, RejectedInput

PATH = "mkdocs.yml"
HOOK = "hooks/mkdocs_hooks.py"
THEME = "material", "docs/.overrides"
LIST = "Add a line for it to nav, such as - About: about.md, or remove the page."


def problems(path: str, text: str, pages: Collection[str], files: Collection[str]) -> Iterator[Problem]:
    """Yield what is wrong with the settings; `pages` are those that nav must list, `files` all others."""
    try:
        settings = yaml_text.load(text, yaml_text.Place(path, "settings"))
    except RejectedInput as error:
        yield from error.problems
        return
    if not isinstance(settings, dict):
        yield Problem(path, 1, "settings", "The file holds no settings.", "Put the last good one back.")
        return
    for needle, fault, remedy in (
        *_required(settings),
        *_files(settings, files),
        *_nav(settings, pages),
    ):
        yield Problem(path, find_line(text, needle), "settings", fault, remedy)


Fault = tuple[str, str, str]


def _required(settings: dict[str, Any]) -> Iterator[Fault]:
    if HOOK not in (settings.get("hooks") or []):
        yield "hooks", "Without its hook the site has no generated page.", f"Write hooks: [{HOOK}]"
    if settings.get("docs_dir", "docs") != "docs" or not settings.get("use_directory_urls", True):
        yield (
            "use_directory_urls",
            "The addresses of the pages would change.",
            "Put docs_dir and use_directory_urls back.",
        )
    theme = settings.get("theme")
    if not isinstance(theme, dict) or (theme.get("name"), theme.get("custom_dir")) != THEME:
        yield (
            "theme",
            "The pages are made for another theme.",
            "Write name: {} and custom_dir: {} under theme.".format(*THEME),
        )
    for name in EXTENSIONS:
        if name not in {*_names(settings.get("markdown_extensions")), "fenced_code"}:
            yield (
                "markdown_extensions",
                f"The pages need {name!r}.",
                f"Write - {name} under markdown_extensions.",
            )


def _files(settings: dict[str, Any], files: Collection[str]) -> Iterator[Fault]:
    theme = settings.get("theme") or {}
    named = [*(settings.get("extra_css") or []), *_names(settings.get("extra_javascript"))]
    for name in [*named, *([theme["favicon"]] if isinstance(theme, dict) and "favicon" in theme else [])]:
        if name not in files:
            yield (
                str(name),
                f"docs/{name} is not there.",
                did_you_mean(str(name), files, "Correct it, or put the file there."),
            )

    icons = theme.get("icon", {}) if isinstance(theme, dict) else {}
    for name in icons.values() if isinstance(icons, dict) else ():
        if isinstance(name, str) and not is_in_material(f".icons/{name}.svg"):
            yield name, f"The theme has no icon {name!r}.", "Put the last one back."


def _nav(settings: dict[str, Any], pages: Collection[str]) -> Iterator[Fault]:
    named = list(_listed(settings.get("nav")))
    for name in named:
        if name not in pages:
            yield name, f"{name!r} is no page.", _spelt(name, pages)
    for name in sorted({name for name in named if named.count(name) > 1}):
        yield name, f"{name!r} stands in nav twice.", "Remove one."
    for name in sorted(set(pages) - set(named)) if set(named) <= set(pages) else ():
        yield "nav:", f"The page {name} is not in nav.", LIST


def _spelt(name: str, pages: Collection[str]) -> str:
    alike = next((page for page in pages if page.casefold() == name.casefold()), None)
    return (
        f"Write {alike!r}: capital letters count."
        if alike
        else did_you_mean(name, pages, "Correct it, or add the page.")
    )


def _listed(nav: Any) -> Iterator[str]:
    for entry in nav or []:
        for value in entry.values() if isinstance(entry, dict) else [entry]:
            if isinstance(value, list):
                yield from _listed(value)
            else:
                yield str(value)


def _names(listed: Any) -> list[str]:
    """Give the names of a list whose items may have settings of their own."""
    return [next(iter(each)) if isinstance(each, dict) else str(each) for each in listed or []]
