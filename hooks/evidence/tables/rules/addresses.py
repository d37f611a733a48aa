"""Web addresses lead where they seem to, are whole, and serve readers alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from urllib.parse import SplitResult, urlsplit

from evidence.problems import Problem
from evidence.tables import Table
from evidence.tables.rules.cells import ADDRESSES

IN_TEXT = re.compile(r"\b[A-Za-z][A-Za-z0-9+.-]{0,20}://[^\s’”]+")
HOST = re.compile(r"(?:(?!xn--)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}")
LOCAL = re.compile(r".*\.(?:corp|home|internal|intranet|lan|local|localdomain|onion)")
SHORT = re.compile(
    r"(?:bit\.do|bit\.ly|buff\.ly|cutt\.ly|dlvr\.it|goo\.gl|is\.gd|lnkd\.in|ow\.ly|rb\.gy|rebrand\.ly|shorturl\.at|t\.co"
    r"|t\.ly|tiny\.cc|tinyurl\.com|trib\.al|v\.gd)"
)
DETOUR = re.compile(
    r"(?:www\.)?google\.[a-z.]+/(?:url|search|amp)\b.*|.*\.safelinks\.protection\.outlook\.com/.*"
    r"|lm?\.facebook\.com/.*|urldefense\.(?:com|proofpoint\.com)/.*|.*\.translate\.goog/.*"
    r"|webcache\.googleusercontent\.com/.*|.*\.cdn\.ampproject\.org/.*|.*\.sharepoint\.com/.*|mail\.google\.com/.*"
)
"""Addresses of a website that passes its visitors on, or lets nobody in."""
PUBLIC_BODY = r"(?:ac|co|gov|nhs|org|parliament|police)\.uk"
COUNTERFEIT = re.compile(rf"(?:.*\.)?{PUBLIC_BODY}[.-].*|(?:.*[.-])?(?:gov|nhs|police)-uk\..*")
"""A website whose name has that of a public body in it, and ends otherwise."""
DIGITS = str.maketrans("01", "ol")
TRACKING = re.compile(
    r"(?i:(?:^|&)(?:utm_\w+|fbclid|gclid|dclid|msclkid|yclid|igshid|mc_[ce]id|_hs\w+|(?:access_)?token|x-amz-\w+"
    r"|(?:j|php)?sess(?:ion)?(?:_?id)?)=)"
)
UNFIT = re.compile(r"[^!-~]|[\"<>\\^`{|}]")

Check = tuple[Callable[[SplitResult], object], str, str]
WHOLE = "Copy the whole address from the browser, such as https://www.kent.police.uk/."
CHECKS: tuple[Check, ...] = (
    (lambda url: url.scheme not in {"http", "https"}, "does not start with https://", WHOLE),
    (
        lambda url: "@" in url.netloc,
        "leads to what follows the sign @, whatever stands before it",
        "Write the address without that part.",
    ),
    (lambda url: UNFIT.search(url.geturl()), "holds a character that no address has", WHOLE),
    (lambda url: ":" in url.netloc, "names a port", "Remove the colon and the number."),
    (
        lambda url: not HOST.fullmatch(url.hostname or ""),
        "has no name of a website in plain letters",
        WHOLE,
    ),
    (lambda url: LOCAL.fullmatch(url.hostname or ""), "is of a private network", "Write a public address."),
    (
        lambda url: COUNTERFEIT.fullmatch(_host(url)) or _imitates(_host(url)),
        "only looks like that of a public body",
        WHOLE,
    ),
    (
        lambda url: SHORT.fullmatch(_host(url)) or DETOUR.fullmatch(url.netloc + url.path),
        "leads through another website",
        "Follow it, and write the address at which you arrive.",
    ),
    (
        lambda url: TRACKING.search(url.query) or ":~:" in url.fragment,
        "holds what a browser or a newsletter added",
        "Remove what follows the question mark, or the sign #.",
    ),
    (lambda url: re.search(r"[.,;:!?'*]$", url.geturl()), "ends with punctuation", "Remove it."),
    (lambda url: url.geturl().count(")") > url.geturl().count("("), "ends with a bracket", "Remove it."),
)


def addresses_are_safe(table: Table) -> Iterator[Problem]:
    """Yield the first fault of each web address, in columns of addresses and in texts."""
    for line, cells in table.rows:
        for column, cell in zip(table.header, cells, strict=False):
            is_address = column in ADDRESSES and cell
            found = [cell] if is_address else (one.rstrip(".,;:!?)") for one in IN_TEXT.findall(cell))
            for address in found:
                for fault, remedy in address_faults(address):
                    yield Problem(table.path, line, column, f"{address!r} {fault}.", remedy)


def websites_are_of_the_police(forces: Table) -> Iterator[Problem]:
    """Yield each force whose website is not one of the police, or is not reached safely."""
    for line, website in forces.column("website"):
        if website and not re.match(r"https://([a-z0-9-]+\.)+police\.uk(/|$)", website):
            fault = f"{website!r} is not the website of a police force."
            remedy = "Write an address that starts with https:// and whose name ends with .police.uk."
            yield Problem(forces.path, line, "website", fault, remedy)


def address_faults(address: str) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with an address first, in words that follow it, and the cure."""
    try:
        url = urlsplit(address)
        next_fault = next((each[1:] for each in CHECKS if each[0](url)), None)
    except ValueError:
        next_fault = "is no web address", WHOLE
    if next_fault:
        yield next_fault


def _host(url: SplitResult) -> str:
    return (url.hostname or "").removeprefix("www.")


def _imitates(host: str) -> bool:
    """Say whether digits stand for letters in the name of a public body."""
    body = re.compile(rf"(?:.*\.)?{PUBLIC_BODY}")
    return bool(body.fullmatch(host.translate(DIGITS))) and not body.fullmatch(host)
