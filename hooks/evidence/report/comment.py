"""A report as Markdown that fits in a comment, where what is theirs is no more than its characters."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from evidence.report.document import (
    Block,
    Content,
    Drawings,
    Line,
    Lines,
    Listed,
    Report,
    Section,
    Theirs,
    visible,
)

LIMIT = 60_000
"""Letters; a comment on GitHub holds 65,536."""

WHOLE = "report.html"
MOST = (40, 12, 4, 0)
"""Rows of a block and blocks of a section: as many as may be, and fewer and fewer where all do not fit."""

CELL = 300
LINE = 600
PASTED = 4_000
SPECIAL = {ord(character): f"&#{ord(character)};" for character in "!$&*:<=>[\\]^_`{|}~"}
ALIVE = {ord(character): f"&#{ord(character)};\u200b" for character in "@#"}
WEB = re.compile(r"(?i)(www)\.")
TICKS = re.compile(r"`+")


def markdown(report: Report) -> str:
    """Give the report in at most 60,000 letters, and say which sections are not whole.

    The longest section is shortened first, and again until all fit.
    """
    levels = [0] * len(report.sections)
    while True:
        parts = [
            _section(section, MOST[level]) for section, level in zip(report.sections, levels, strict=True)
        ]
        whole = _joined(report, parts)
        able = [turn for turn, level in enumerate(levels) if level < len(MOST) - 1]
        if len(whole) <= LIMIT or not able:
            return whole
        levels[max(able, key=lambda turn: len(parts[turn][0]))] += 1


def _joined(report: Report, parts: Sequence[tuple[str, bool]]) -> str:
    named = zip(report.sections, parts, strict=True)
    cut = [section.title for section, (_, is_cut) in named if is_cut]
    between = f"From {code(report.base)} to {code(report.head)}.\n"
    lines = ["# What changes for readers?\n", between]
    lines.append("".join(f"- {_inline(line)}\n" for line in report.summary))
    if cut:
        lines.append(f"Not whole here, to fit in a comment: {'; '.join(cut)} All of it is in {WHOLE}.\n")
    lines += [text for text, _ in parts if text]
    if report.unknown:
        lines.append(f"Not compared, for want of two sites: {', '.join(report.unknown)}.\n")
    if report.silent:
        lines.append(f"Nothing to say of: {', '.join(report.silent)}.\n")
    return "\n".join(lines)


def _section(section: Section, most: int) -> tuple[str, bool]:
    """Give a section with at most so many rows and blocks, and whether any is missing."""
    blocks = [block for block in section.blocks if not block.detail]
    if not blocks:
        return "", False
    shown = [_block(block, most) for block in blocks[:most]]
    left = len(blocks) - len(shown)
    more = [f"… and {left:,} more like these in {WHOLE}.\n"] if left else []
    text = "\n".join([f"## {section.title}\n", *(text for text, _ in shown), *more])
    return text, bool(left) or any(is_cut for _, is_cut in shown)


def _block(block: Block, most: int) -> tuple[str, bool]:
    if block.content is None or isinstance(block.content, Drawings):
        return f"{_inline(block.words)}\n", False
    items = block.content.items
    left = max(0, len(items) - most)
    more = f"\n… and {left:,} more in {WHOLE}.\n" if left else ""
    text = "\n".join(_content(block.content, most))
    is_cut = bool(left) or any(_is_long(item) for item in items[:most])
    return f"{_inline(block.words)}\n\n{text}\n{more}", is_cut


def _content(content: Content, most: int) -> Iterator[str]:
    if isinstance(content, Listed):
        yield from (f"- {_inline(item)}" for item in content.items[:most])
    elif isinstance(content, Lines):
        yield from _fenced(content.kind, content.items[:most])
    elif not isinstance(content, Drawings):
        yield f"| {' | '.join(content.columns)} |"
        yield f"|{' --- |' * len(content.columns)}"
        yield from (f"| {' | '.join(map(_inline, row))} |" for row in content.items[:most])


def _is_long(item: object) -> bool:
    """Say whether anything of an item is shown in part."""
    if isinstance(item, tuple):
        return any(map(_is_long, item))
    return isinstance(item, str) and len(item) > (CELL if isinstance(item, Theirs) else LINE)


def _fenced(kind: str, items: Sequence[str]) -> Iterator[str]:
    """Fence lines with more backticks than any of them holds in a row."""
    shown = [_pasted(item) if kind == "csv" else _clipped(visible(item), LINE) for item in items]
    fence = "`" * max(3, *(len(ticks) + 1 for item in shown for ticks in TICKS.findall(item)), 0)
    yield from (f"{fence}{kind}", *shown, fence)


def _pasted(row: str) -> str:
    """Give a row to paste exactly as it is, or nothing of it."""
    return row if len(row) <= PASTED else f"(This row is too long to show here. It is in {WHOLE}.)"


def _inline(line: Line) -> str:
    return "".join(code(part) if isinstance(part, Theirs) else part for part in line)


def code(cell: str) -> str:
    """Give a cell as code in which nothing is a link, a mention, a reference or the end of a table's cell.

    All punctuation that Markdown, HTML or a forge reads becomes references to its characters
    (https://github.github.com/gfm/). Forges look for names after @ and numbers after # once those are
    characters again, though not in code; a space of no width after each keeps them from it everywhere.
    """
    if not cell:
        return "(empty)"
    clipped = _clipped(visible(cell), CELL).translate(SPECIAL | ALIVE)
    clipped = WEB.sub(r"\1&#46;", clipped)
    return f"<code>{clipped}</code>"


def _clipped(words: str, most: int) -> str:
    return words if len(words) <= most else f"{words[:most]}… ({len(words):,} letters in all)"
