"""How a cell becomes words on a page: escaped, dated, counted."""

from __future__ import annotations

import datetime
import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from markupsafe import Markup

if TYPE_CHECKING:
    from evidence.model import Claim

SPECIAL = {ord(character): f"&#{ord(character)};" for character in '&<>"`*_{}[]|\\~^#='}
LINE_START = re.compile(r"^(?:(\s)|([-+:])|(\d+)([.)]))")


def escape(value: object) -> Markup:
    """Give a value as the characters it holds, whether it stands in Markdown or in HTML.

    What is already marked as HTML passes unchanged. Characters that either language reads as its own
    become numeric references (https://spec.commonmark.org/0.31.2/#backslash-escapes lists them).
    """
    if isinstance(value, Markup):
        return value
    if value is None:
        raise TypeError("a page was given None to print")
    return _escape(str(value))


@lru_cache(maxsize=10_000)
def _escape(words: str) -> Markup:
    return Markup(LINE_START.sub(_line_start, words.translate(SPECIAL)))


def slug(name: str) -> str:
    """Give the anchor of a name: lower case, no accents, hyphens between words."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain.replace("'", "")).strip("-")


def number(value: float | str) -> str:
    """Give a number with commas between the thousands; text that is no number stays as it is."""
    if isinstance(value, str):
        return f"{int(value):,}" if value.isdecimal() and not value.startswith("0") else value
    return f"{value:,}" if isinstance(value, int) else f"{value:,.0f}"


def date(value: str | datetime.date) -> str:
    """Give a day, or a year, month or day as YYYY, YYYY-MM or YYYY-MM-DD, in words: 7 December 2018."""
    iso = str(value)
    if len(iso) < 7:
        return iso
    day = datetime.date.fromisoformat(iso if len(iso) > 7 else f"{iso}-01")
    month = f"{day:%B %Y}"
    return f"{day.day} {month}" if len(iso) > 7 else month


def period(start: str, end: str) -> str:
    """Give a period in words; a side that is not known is left out."""
    if not end:
        return f"from {date(start)}" if start else ""
    if not start or start == end:
        return date(end)
    return f"{date(start)} to {date(end)}"


def share(value: float) -> str:
    """Give a share as a whole percentage, with the word that says it is an estimate."""
    return f"about {value:.0%}"


def size(content: int) -> str:
    """Give a number of bytes in words, as whole thousands: 12 KB."""
    return f"{max(1, round(content / 1000)):,} KB"


def quantity(claim: Claim) -> str:
    """Give a claim's value with its unit, as prose has it."""
    if claim.unit.startswith("GBP "):
        return f"£{number(claim.value)} {claim.unit.removeprefix('GBP ')}"
    if claim.unit.startswith("percent"):
        return f"{claim.value}%{claim.unit.removeprefix('percent')}"
    if claim.unit == "phone":
        return claim.value
    return f"{number(claim.value)} {claim.unit}".strip()


def _line_start(match: re.Match[str]) -> str:
    space, mark, digits, stop = match.groups()
    return f"{digits}&#{ord(stop)};" if digits else f"&#{ord(space or mark)};"
