"""Web addresses lead where they seem to, are whole, and serve readers alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from evidence.problems import Problem
from evidence.tables import Table
from evidence.tables.rules.cells import ADDRESSES

IN_TEXT = re.compile(r"\b[A-Za-z][A-Za-z0-9+.-]{0,20}://[^\s’”]+")
PLAIN_HOST = r"(?:(?!xn--)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}"
PRIVATE = "corp|home|internal|intranet|lan|local|localdomain|onion"
SHORT = (
    r"bit\.(?:do|ly)|buff\.ly|cutt\.ly|dlvr\.it|goo\.gl|is\.gd|lnkd\.in|ow\.ly|rb\.gy|rebrand\.ly|t\.(?:co|ly)"
    r"|tiny\.cc|tinyurl\.com|trib\.al|v\.gd"
)
DETOUR = (
    r"google\.[a-z.]+/(?:url|search|amp)\b|lm?\.facebook\.com/|urldefense\.|webcache\.|mail\.google\.com/"
    r"|.*\.(?:safelinks\.protection\.outlook\.com|translate\.goog|cdn\.ampproject\.org|sharepoint\.com)/"
)
"""Addresses of a website that passes its visitors on, or lets nobody in."""
PUBLIC = r"(?:ac|co|gov|nhs|org|parliament|police)\.uk"
LIKE_PUBLIC = PUBLIC.replace("o", "[o0]").replace("l", "[l1]")
TRACKING = (
    r"(?i)(?:^|&)(?:utm_\w+|[fgdy]b?clid|msclkid|igshid|mc_[ce]id|_hs\w+|(?:access_)?token|x-amz-\w+"
    r"|(?:j|php)?sess(?:ion)?(?:_?id)?)="
)
WHOLE = "Copy the whole address from the browser, such as https://www.kent.police.uk/."
NO_ADDRESS = ("is no web address", WHOLE)

CHECKS = (
    ("whole", r"\A(?!(?i:https?)://)", "does not start with https://", WHOLE),
    ("site", "@", "leads to what follows the sign @, whatever stands before it", "Remove that part."),
    ("whole", r"[^!-~]|[\"<>\\^`{|}]", "holds a character that no address has", WHOLE),
    ("site", ":", "names a port", "Remove the colon and the number."),
    ("host", rf"\A(?!{PLAIN_HOST}\Z)", "has no name of a website in plain letters", WHOLE),
    ("host", rf"\.(?:{PRIVATE})\Z", "is of a private network", "Write a public address."),
    (
        "host",
        rf"(?:\A|\.){PUBLIC}[.-]|(?:\A|[.-])(?:gov|nhs|police)-uk\.|(?:\A|\.)(?!{PUBLIC}\Z){LIKE_PUBLIC}\Z",
        "only looks like that of a public body",
        WHOLE,
    ),
    (
        "path",
        rf"\A(?:(?:{SHORT})(?:/|\Z)|{DETOUR})",
        "leads through another website",
        "Follow it, and write the address at which you arrive.",
    ),
    (
        "query",
        TRACKING,
        "holds what a browser or a newsletter added",
        "Remove what follows the question mark.",
    ),
    ("whole", r"#.*:~:", "holds what a browser added", "Remove what follows the sign #."),
    ("whole", r"[.,;:!?'*]\Z|\A[^(]*\)\Z", "ends with punctuation", "Remove it."),
)
"""The part of an address, a pattern that it may not match, what is wrong, and what to do."""


def addresses_are_safe(table: Table) -> Iterator[Problem]:
    """Yield the first fault of each web address, in columns of addresses and in texts."""
    for line, cells in table.rows:
        for column, cell in zip(table.header, cells, strict=False):
            is_address = column in ADDRESSES and cell
            found = [cell] if is_address else (one.rstrip(".,;:!?)") for one in IN_TEXT.findall(cell))
            for address in found:
                for fault, remedy in address_faults(address):
                    yield Problem(table.path, line, column, f"{address!r} {fault}.", remedy)


def address_faults(address: str) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with an address first, in words that follow it, and the cure."""
    try:
        url = urlsplit(address)
        host = url.hostname or ""
    except ValueError:
        yield NO_ADDRESS
        return
    path = url.netloc.removeprefix("www.") + url.path
    parts = {"whole": address, "site": url.netloc, "host": host, "path": path, "query": url.query}
    for part, pattern, fault, remedy in CHECKS:
        if re.search(pattern, parts[part]):
            yield fault, remedy
            return
