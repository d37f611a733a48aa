"""Characters that no reader sees, that look like others, or that went through a wrong encoding."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

LOOKALIKES = {"CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "COPTIC", "LISU"}
"""Alphabets with letters that look like Latin ones: https://www.unicode.org/reports/tr39/#Confusable_Detection."""
TWINS = set("аеорсухіјѕԁһӏԛԝАВЕКМНОРСТУХІЈЅοιναυρτχκΑΒΕΖΗΙΚΜΝΟΡΤΥΧ")
"""Cyrillic and Greek letters that nobody can tell from Latin ones."""
UNSEEN = {"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"}
"""Controls, marks that turn or join the text around them, ends of lines, and what is no character."""
IN_DISGUISE = re.compile(r"BLANK|FILLER|FULLWIDTH|JOINER|NON-BREAKING|SELECTOR")
"""Names of more characters that nobody sees, or that look like others."""
MISREAD = re.compile(r"[a-z]{2}[À-ÖØ-Þ][a-z]|[À-ÖØ-öø-ɏ]\d|[A-Za-z][\u00b4\u00a8\u00b8][a-z]")
"""A capital in the middle of a word, or a letter before a digit: what other encodings make of ’ and £."""

KEYBOARD = "Type it anew with the keyboard."


def character_faults(cell: str) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with the characters of a cell, each fault with its cure.

    Such characters can turn a sentence round, hide a word from the search or pass one name off as another.
    https://www.unicode.org/reports/tr36/#Bidirectional_Text_Spoofing
    """
    from ftfy import fix_encoding  # noqa: PLC0415  (slow to import)
    from ftfy.badness import is_bad  # noqa: PLC0415

    if cell.isascii() and cell.isprintable():
        return
    for before, character in zip(f" {cell}", cell, strict=False):
        if remedy := _remedy(character, before):
            yield f"The cell holds U+{ord(character):04X}, {_name(character)}.", remedy
    if is_bad(cell) or MISREAD.search(cell):
        remedy = f"Write {fix_encoding(cell)!r}." if fix_encoding(cell) != cell else KEYBOARD
        yield f"{cell!r} was saved in one encoding and read in another.", remedy
    for word in re.findall(r"[^\W\d_]+", cell):
        if _is_counterfeit(word):
            yield f"{word!r} has letters of another alphabet that look like ours.", KEYBOARD
    if not unicodedata.is_normalized("NFC", cell):
        yield f"{cell!r} has a letter whose accent is a character of its own, or the like.", KEYBOARD


def _remedy(character: str, before: str) -> str:
    """Give the cure for a character that does not belong in a cell, or nothing."""
    category = unicodedata.category(character)
    if character == "\N{REPLACEMENT CHARACTER}":
        return "A letter was lost there: type it anew."
    if (category == "Zs" and character != " ") or character == "\t":
        return "Type an ordinary space in its place."
    if category in UNSEEN and character not in "\r\n":  # line breaks are reported by the reader of tables
        return "Remove it."
    if not character.isascii() and IN_DISGUISE.search(unicodedata.name(character, "")):
        return KEYBOARD
    if category.startswith("M") and unicodedata.category(before)[0] not in "LM":
        return "Remove it: it is an accent without its letter."
    is_letter = category[0] == "L" or category == "Nl"
    is_styled = is_letter and unicodedata.normalize("NFKC", character) not in {character, "a", "o"}  # ª and º
    return KEYBOARD if is_styled or (category == "Nd" and not character.isascii()) else ""


def _name(character: str) -> str:
    return unicodedata.name(character, "a character without a name").lower()


def _is_counterfeit(word: str) -> bool:
    """Say whether a word mixes Latin with letters that look like it, or is made of such letters alone."""
    if word.isascii():
        return False
    alphabets = {unicodedata.name(letter, "").partition(" ")[0] for letter in word}
    return bool("LATIN" in alphabets and alphabets & LOOKALIKES) or set(word) <= TWINS
