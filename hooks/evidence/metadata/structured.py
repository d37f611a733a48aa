"""Each page in the vocabulary of schema.org, as one graph of linked data: https://schema.org/docs/full.html."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import PurePosixPath
from typing import Any

from evidence.metadata.citations import short_id
from evidence.metadata.publication import NAME, Publication
from evidence.model import Force

LANGUAGE = "en-GB"
HOME = "Home"
RECIPIENT = {"@type": "Person", "name": "Suella Braverman", "jobTitle": "Home Secretary"}
COPIED = {"@type": "Person", "name": "Ed Argar", "jobTitle": "Minister of State for Justice"}
"""To whom the letter is addressed and copied: claim a029."""
MEDIA = {
    ".csv": "text/csv",
    ".json": "application/json",
    ".sqlite": "application/vnd.sqlite3",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".zip": "application/zip",
}
"""The media types of the downloads: https://www.iana.org/assignments/media-types/."""
UNSAFE = re.compile(r"[<>&]|\{(?=[{%#])")
"""What could end the block or pass for a mark of a template; in compact JSON it stands only in strings."""

Node = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """A page to be described: its address within the site, its title, and the paths of all downloads."""

    publication: Publication
    address: str
    title: str
    downloads: Sequence[str]

    @property
    def here(self) -> str:
        """The address of the page."""
        return self.publication.url + self.address

    @property
    def force(self) -> Force | None:
        """The force that the page is about, if it is about one."""
        forces = self.publication.data.forces
        return next((force for force in forces if self.address == f"forces/{force.id}/"), None)


def linked(subject: Subject) -> str:
    """Give the description of a page as JSON-LD that stays inside a script element whatever a cell holds."""
    document = {"@context": "https://schema.org", "@graph": graph(subject)}
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    return UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def graph(subject: Subject) -> list[Node]:
    """Describe a page, the way to it, and what it is about."""
    page, nodes = _page(subject), list(_trail(subject))
    if nodes:
        page["breadcrumb"] = {"@id": nodes[0]["@id"]}
    for relation, node in _topics(subject):
        page[relation] = {"@id": node["@id"]}
        nodes.append(node)
    return [page, *nodes]


def _page(subject: Subject) -> Node:
    publication = subject.publication
    return {
        "@type": "WebPage",
        "@id": subject.here,
        "url": subject.here,
        "name": subject.title if subject.address else NAME,
        "identifier": short_id(subject.address),
        "inLanguage": LANGUAGE,
        "dateModified": publication.released,
        "isPartOf": {
            "@type": "WebSite",
            "@id": f"{publication.url}#site",
            "name": NAME,
            "url": publication.url,
        },
        "publisher": _organization(publication.publisher),
    }


def _organization(name: str) -> Node:
    return {"@type": "Organization", "name": name}


def _trail(subject: Subject) -> Iterator[Node]:
    """Give the way from the home page, which itself has none."""
    steps = list(accumulate(f"{step}/" for step in subject.address.rstrip("/").split("/") if step))
    if not steps:
        return
    crumbs = {"": HOME, **{step: _name(step) for step in steps}, subject.address: subject.title}
    yield {
        "@type": "BreadcrumbList",
        "@id": f"{subject.here}#breadcrumb",
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": place,
                "name": name,
                "item": {"@id": subject.publication.url + step},
            }
            for place, (step, name) in enumerate(crumbs.items(), start=1)
        ],
    }


def _name(address: str) -> str:
    return PurePosixPath(address).name.replace("-", " ").capitalize()


def _topics(subject: Subject) -> Iterator[tuple[str, Node]]:
    """Give what the page holds as its main entity, or what it tells about."""
    if subject.address == "data/":
        yield "mainEntity", _dataset(subject)
    if subject.address == "letter/":
        yield "mainEntity", _letter(subject.publication)
    if subject.address == "briefing/":
        yield "about", _briefing(subject)
    if subject.force:
        yield "about", _force(subject, subject.force)


def _dataset(subject: Subject) -> Node:
    publication, package = subject.publication, subject.publication.package.descriptor
    return {
        "@type": "Dataset",
        "@id": f"{subject.here}#dataset",
        "name": package["title"],
        "description": package["description"],
        "identifier": short_id(subject.address),
        "url": subject.here,
        "license": [licence["path"] for licence in package["licenses"]],
        "creator": _organization(publication.publisher),
        "publisher": _organization(publication.publisher),
        "version": publication.version,
        "datePublished": package["created"][:10],
        "dateModified": publication.released,
        "inLanguage": LANGUAGE,
        "isAccessibleForFree": True,
        "keywords": package["keywords"],
        **_covered(publication),
        "isBasedOn": _letter(publication),
        "variableMeasured": list(_measured(publication)),
        "distribution": [_download(publication.url, path) for path in subject.downloads],
    }


def _covered(publication: Publication) -> Node:
    total = publication.data.total
    place = {"spatialCoverage": {"@type": "Place", "name": total.claim.area}} if total.claim else {}
    return {"temporalCoverage": total.period, **place}


def _measured(publication: Publication) -> Iterator[Node]:
    for table in publication.package.tables.values():
        for field in table.fields:
            if "unit" in field and field["name"] not in table.key:
                yield {
                    "@type": "PropertyValue",
                    "name": f"{table.name}.{field['name']}",
                    "description": field["description"],
                    "unitText": field["unit"],
                }


def _download(url: str, path: str) -> Node:
    kind = MEDIA[PurePosixPath(path).suffix]
    return {"@type": "DataDownload", "contentUrl": url + path, "encodingFormat": kind}


def _letter(publication: Publication) -> Node:
    """Describe the letter as a message, one "from a sender": the vocabulary has no letter."""
    source = publication.data.sources["letter"]
    return {
        "@type": "Message",
        "@id": f"{publication.url}letter/#letter",
        "name": source.title,
        "author": _organization(source.publisher),
        "recipient": RECIPIENT,
        "ccRecipient": COPIED,
        "datePublished": source.published,
        "inLanguage": LANGUAGE,
    }


def _briefing(subject: Subject) -> Node:
    """Describe the briefing by what the letter says of it: its title, and that it came out the same day."""
    data = subject.publication.data
    letter = data.sources["letter"]
    return {
        "@type": "Report",
        "@id": f"{subject.here}#briefing",
        "name": next(paragraph.italic for paragraph in data.letter if paragraph.italic),
        "author": _organization(letter.publisher),
        "datePublished": letter.published,
    }


def _force(subject: Subject, force: Force) -> Node:
    return {
        "@type": "GovernmentOrganization",
        "@id": f"{subject.here}#force",
        "name": force.name,
        "identifier": _code("data.police.uk", force.id),
        "areaServed": _area(force),
        **{term: value for term, value, known in _known(force) if known},
    }


def _known(force: Force) -> Iterator[tuple[str, str | Node, str]]:
    """Give what some forces lack, as (term, value, cell): a name in Welsh, a site, an entry in Wikidata."""
    yield "alternateName", {"@language": "cy", "@value": force.name_cy}, force.name_cy
    yield "url", force.website, force.website
    yield "sameAs", f"https://www.wikidata.org/wiki/{force.wikidata}", force.wikidata


def _area(force: Force) -> Node:
    """Give the area that a force polices, which is what the code of the statistics office stands for."""
    if not force.has_area:
        return {"@type": "AdministrativeArea", "name": force.nation}
    return {
        "@type": "AdministrativeArea",
        "identifier": _code("Office for National Statistics", force.pfa_code),
        "containedInPlace": {"@type": "Place", "name": force.nation},
    }


def _code(of: str, value: str) -> Node:
    return {"@type": "PropertyValue", "propertyID": of, "value": value}
