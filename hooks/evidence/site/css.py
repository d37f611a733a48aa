"""The style sheets of a page as one file, without what no page uses of the theme's.

One file with a name of its content is fetched once and kept by the browser for every further page.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from pathlib import Path
from typing import Any

import tinycss2  # type: ignore[import-untyped]
from selectolax.lexbor import LexborHTMLParser

SHEETS = "head > link[rel=stylesheet]"
FOLDER = "assets/"
TAG = re.compile(r"<[^>]+>")
WORD = re.compile(r"[\w-]+")
REFERENCE = re.compile(r"var\(\s*(--[\w-]+)")
COMMENT = re.compile(r"/\*.*?\*/\s*", re.DOTALL)
CONDITIONS = {"media", "supports"}


def purge_css(site: Path, pages: Iterable[str]) -> None:
    """Drop from the theme's style sheet every rule and every variable that no page can use."""
    used = _names(pages)
    own = _text(site.glob("assets/*.css"))
    for path in site.glob("assets/stylesheets/*.css"):
        path.write_text(purge(path.read_text("utf-8"), used, own), "utf-8", newline="")


def merge_files(site: Path, *names: str) -> str:
    """Write style sheets as one, in their order and without comments, and give its path."""
    content = "".join(COMMENT.sub("", (site / FOLDER / name).read_text("utf-8")) for name in names)
    merged = f"{FOLDER}{hashlib.sha256(content.encode()).hexdigest()[:8]}.css"
    (site / merged).write_text(content, "utf-8", newline="")
    return merged


def merge_sheets(page: LexborHTMLParser, merge: Callable[..., str]) -> None:
    """Link a page to one style sheet in place of several, in their order."""
    links = page.css(SHEETS)
    if len(links) > 1:
        bases, _, names = zip(
            *((link.attributes["href"] or "").partition(FOLDER) for link in links), strict=True
        )
        links[0].attrs["href"] = bases[0] + merge(*names)
        for link in links[1:]:
            link.decompose()


def purge(sheet: str, used: Set[str], own: str = "") -> str:
    """Give a style sheet without the rules whose names are not used and the variables that nothing reads.

    `own` are the style sheets beside it, which may read its variables.
    """
    return _purge_variables("".join(_rules(_parse_rules(sheet), used)), own)


def _purge_variables(sheet: str, own: str) -> str:
    read = set(REFERENCE.findall(sheet + own))
    purged = "".join(_with_variables(_parse_rules(sheet), read))
    # A variable that is gone may have been the only one to read another.
    return sheet if purged == sheet else _purge_variables(purged, own)


def _names(pages: Iterable[str]) -> set[str]:
    """Collect what a selector may name: any word of a tag."""
    tags = {tag for page in pages for tag in TAG.findall(page)}
    return {*WORD.findall("\n".join(tags))}


def _text(paths: Iterator[Path]) -> str:
    return "\n".join(path.read_text("utf-8") for path in sorted(paths))


def _parse_rules(sheet: str | Sequence[Any]) -> list[Any]:
    rules: list[Any] = tinycss2.parse_rule_list(sheet, skip_comments=True, skip_whitespace=True)
    return rules


def _rules(rules: Sequence[Any], used: Set[str]) -> Iterator[str]:
    for rule in rules:
        if rule.type == "qualified-rule":
            selectors = [selector for selector in _selectors(rule.prelude) if _is_used(selector, used)]
            if selectors:
                yield _rule(",".join(map(tinycss2.serialize, selectors)), tinycss2.serialize(rule.content))
        elif _is_condition(rule):
            yield _condition(rule, "".join(_rules(_parse_rules(rule.content), used)))
        else:
            yield rule.serialize()


def _with_variables(rules: Sequence[Any], read: Set[str]) -> Iterator[str]:
    for rule in rules:
        if rule.type == "qualified-rule":
            yield _rule(tinycss2.serialize(rule.prelude), _declarations(rule.content, read))
        elif _is_condition(rule):
            yield _condition(rule, "".join(_with_variables(_parse_rules(rule.content), read)))
        else:
            yield rule.serialize()


def _declarations(content: Sequence[Any], read: Set[str]) -> str:
    declared = tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True)
    kept = (one for one in declared if not one.name.startswith("--") or one.name in read)
    return ";".join(one.serialize() for one in kept)


def _rule(prelude: str, content: str) -> str:
    return f"{prelude}{{{content}}}" if content else ""


def _is_condition(rule: Any) -> bool:
    return rule.type == "at-rule" and rule.lower_at_keyword in CONDITIONS


def _condition(rule: Any, content: str) -> str:
    return _rule(f"@{rule.at_keyword}{tinycss2.serialize(rule.prelude)}", content)


def _selectors(prelude: Sequence[Any]) -> list[list[Any]]:
    """Split a list of selectors at its commas."""
    selectors: list[list[Any]] = [[]]
    for token in prelude:
        if token == ",":
            selectors.append([])
        else:
            selectors[-1].append(token)
    return selectors


def _is_used(selector: Sequence[Any], used: Set[str]) -> bool:
    """Say whether everything that a selector names is used; what stands in brackets after a colon may be."""
    return all(name in used for name in _named(selector))


def _named(selector: Sequence[Any]) -> Iterator[str]:
    before = None
    for token in selector:
        if token.type == "hash" or (token.type == "ident" and before != ":"):
            yield token.value
        elif token.type == "[] block":
            yield from _value(token.content)
        before = token


def _value(attribute: Sequence[Any]) -> Iterator[str]:
    """Give the value that an attribute must have, where it must be exactly one."""
    if len(attribute) == 3 and attribute[1] == "=":
        yield attribute[2].value
