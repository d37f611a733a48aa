"""How each page is cited, in the forms that readers and their programs use.

The letter's page is cited as the letter and the briefing's page as the briefing, each with the page where it
can be read or read about. Any other page is cited as a page.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from evidence import text
from evidence.metadata.publication import NAME, Publication

ACCESSED = "accessed [date]"
"""The day on which a page was read is known to its reader alone, who is not watched."""

LETTERS = {"constituencies": "C", "forces": "F"}
"""What stands in a short id for a folder with a page for each."""

# As the letter is signed and addressed.
SENDER = {"given": "Nicole", "family": "Jacobs"}
OFFICE = "Domestic Abuse Commissioner for England and Wales"
RECIPIENT = {"given": "Suella", "family": "Braverman"}
DEPARTMENT = "Secretary of State for the Home Department"


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """A page's short id, its permanent address, the date and version of its data, and the text of each form.

    `date` is in words, as every form has it but BibTeX and CSL-JSON.
    """

    id: str
    address: str
    date: str
    version: str
    forms: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page to be cited, at its address within the site."""

    publication: Publication
    address: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What a page is cited as, in words and in the variables of CSL.

    https://docs.citationstyles.org/en/stable/specification.html#appendix-iv-variables
    """

    plain: str
    oscola: str
    item: Mapping[str, Any]


def cited(publication: Publication, address: str, title: str) -> Citation:
    """Cite the page at an address within the site, such as forces/kent/, by its title."""
    work = WORKS.get(address, _page)(Page(publication=publication, address=address, title=title))
    forms = {
        "Plain text": work.plain,
        "OSCOLA": work.oscola,
    }
    return Citation(
        id=short_id(address),
        address=publication.url + address,
        date=text.date(publication.released),
        version=publication.version,
        forms=forms,
    )


def short_id(address: str) -> str:
    """Give the short id of a page: SBS-F- and the id of a force, SBS-C- and the slug of a constituency.

    Any other page has SBS- and its address.
    """
    parts = address.strip("/").split("/")
    if len(parts) > 1:
        parts = [LETTERS.get(parts[0], parts[0]), *parts[1:]]
    return "-".join(["SBS", *filter(None, parts)]) if parts != [""] else "SBS-home"


def _page(page: Page) -> Work:
    publication, address = page.publication, page.publication.url + page.address
    edition = f"version {publication.version}, data of {text.date(publication.released)}"
    short = short_id(page.address)
    return Work(
        plain=f"{page.title}. {NAME}. {publication.publisher}, {edition}. {short}. {address} ({ACCESSED})",
        oscola=f"{publication.publisher}, ‘{page.title}’ ({NAME}, {edition}, {short}) <{address}> {ACCESSED}",
        item={
            "id": short,
            "type": "webpage",
            "title": page.title,
            "author": [{"literal": publication.publisher}],
            "container-title": NAME,
            "publisher": publication.publisher,
            "version": publication.version,
            "issued": _day(publication.released),
            "URL": address,
            "language": "en-GB",
            "note": f"{short}, {edition}",
        },
    )


def _letter(page: Page) -> Work:
    """The letter, as OSCOLA 3.4 has letters, and the page with its transcript."""
    here, source = _page(page), page.publication.data.sources["letter"]
    sender, recipient = (f"{name['given']} {name['family']}" for name in (SENDER, RECIPIENT))
    title = f"Letter from {sender}, {OFFICE}, to {recipient}, {DEPARTMENT}"
    item = {
        "type": "personal_communication",
        "genre": "Letter",
        "title": title,
        "author": [SENDER],
        "recipient": [RECIPIENT],
    }
    return Work(
        plain=f"{title}, {text.date(source.published)}. Transcript: {here.plain}",
        oscola=f"{title} ({text.date(source.published)}), transcript in {here.oscola}",
        item=_document(here, item, "Transcript", page.publication),
    )


def _briefing(page: Page) -> Work:
    """The briefing, by the title and the day that the letter gives it, and the page that tells of it."""
    here, data = _page(page), page.publication.data
    author = data.sources["letter"].publisher
    title = next(paragraph.italic for paragraph in data.letter if paragraph.italic)
    day = text.date(data.sources["letter"].published)
    item = {"type": "report", "genre": "Briefing", "title": title, "author": [{"literal": author}]}
    return Work(
        plain=f"{author}. {title}. Briefing, {day}. What is known of it: {here.plain}",
        oscola=f"{author}, ‘{title}’ (Briefing, {day}), described in {here.oscola}",
        item=_document(here, item, "Not reproduced, but described", page.publication),
    )


def _document(here: Work, item: Mapping[str, Any], how: str, publication: Publication) -> Mapping[str, Any]:
    """Give the item of a document of the day of the letter, which notes the page where it stands."""
    letter = publication.data.sources["letter"]
    of_page = {name: here.item[name] for name in ("id", "URL", "language")}
    where = f"{how} in {NAME}, {publication.publisher}, {here.item['note']}"
    issued = {"publisher": letter.publisher, "issued": _day(letter.published), "note": where}
    return {**of_page, **item, **issued}


def _data(page: Page) -> Work:
    """The data page, cited as the data package."""
    title = str(page.publication.package.descriptor["title"])
    work = _page(Page(publication=page.publication, address=page.address, title=title))
    return Work(plain=work.plain, oscola=work.oscola, item={**work.item, "type": "dataset"})


def _day(date: str) -> Mapping[str, list[list[int]]]:
    return {"date-parts": [[int(part) for part in date.split("-")]]}


WORKS: Mapping[str, Callable[[Page], Work]] = {"letter/": _letter, "briefing/": _briefing, "data/": _data}
