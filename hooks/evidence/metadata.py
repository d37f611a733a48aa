"""The site as one publication: how its pages are cited, and what machines read of them."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from pathlib import Path, PurePosixPath
from typing import Any

from evidence.model import Force, SiteData
from evidence.tables import Package

NAME = "Safety Before Status"
LANGUAGE = "en-GB"
LETTERS = {"constituencies": "C", "forces": "F"}
"""What stands in a short id for a folder with a page for each."""
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
class Publication:
    """The site at its address, with the tables and the evidence that it publishes.

    `words` is the folder of the words that go with its files.
    """

    url: str
    package: Package
    data: SiteData
    words: Path
    name: str = NAME

    @property
    def publisher(self) -> str:
        """Who publishes the site, as the data package names them."""
        contributors = self.package.descriptor["contributors"]
        return next(str(each["title"]) for each in contributors if each["role"] == "publisher")

    @property
    def version(self) -> str:
        """The version of the data."""
        return str(self.package.descriptor["version"])

    @property
    def released(self) -> str:
        """The day of the last release of the tables (ISO date)."""
        return str(self.package.descriptor["created"])[:10]


@dataclass(frozen=True, slots=True, kw_only=True)
class WebPage:
    """A page of the site: its address within it, its title, which is HTML, and the work of its front matter.

    The work is what the page prints or tells of, where that is more than the page: a letter, a report, the
    data.
    """

    address: str
    title: str
    work: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class PageMetadata:
    """What the theme prints of a page beside its words.

    `breadcrumb` has the name and the address of each step from the home page to the page.
    """

    publication: Publication
    page: WebPage
    id: str
    address: str
    breadcrumb: Sequence[tuple[str, str]]
    json_ld: str


def describe(publication: Publication, page: WebPage, downloads: Sequence[str]) -> PageMetadata:
    """Describe a page to machines and to those who cite it; `downloads` are the paths of all data files."""
    page = replace(page, title=html.unescape(page.title))
    return PageMetadata(
        publication=publication,
        page=page,
        id=short_id(page.address),
        address=publication.url + page.address,
        breadcrumb=breadcrumb(page),
        json_ld=_write_json_ld(_graph(publication, page, downloads)),
    )


def short_id(address: str) -> str:
    """Give the short id of a page: SBS-F- and the id of a force, SBS-C- and the slug of a constituency.

    Any other page has SBS- and its address.
    """
    first, *rest = address.strip("/").split("/")
    return "-".join(["SBS", LETTERS.get(first, first) if rest else first or "home", *rest])


def _write_json_ld(graph: list[Node]) -> str:
    """Write linked data so that it stays inside a script element whatever a cell holds."""
    document = {"@context": "https://schema.org", "@graph": graph}
    written = json.dumps(document, ensure_ascii=False, separators=(",", ":"), default=str)
    return UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", written)


def _graph(publication: Publication, page: WebPage, downloads: Sequence[str]) -> list[Node]:
    """Describe a page, the way to it and what it is about, in the words of https://schema.org/docs/full.html."""
    here = publication.url + page.address
    topics = dict(_topics(publication, page, downloads))
    linked = {relation: {**node, "@id": here + node["@id"]} for relation, node in topics.items()}
    if page.address:
        linked = {"breadcrumb": _breadcrumb(publication.url, page), **linked}
    relations = {relation: {"@id": node["@id"]} for relation, node in linked.items()}
    return [{**_web_page(publication, page), **relations}, *linked.values()]


def _web_page(publication: Publication, page: WebPage) -> Node:
    here, site = publication.url + page.address, f"{publication.url}#site"
    return {
        "@type": "WebPage",
        "@id": here,
        "url": here,
        "name": page.title if page.address else NAME,
        "identifier": short_id(page.address),
        "inLanguage": LANGUAGE,
        "dateModified": publication.released,
        "isPartOf": {"@type": "WebSite", "@id": site, "name": NAME, "url": publication.url},
        "publisher": _organization(publication.publisher),
    }


def _organization(name: str) -> Node:
    return {"@type": "Organization", "name": name}


def breadcrumb(page: WebPage) -> Sequence[tuple[str, str]]:
    """Give the way to a page: each step's name and address, from the home page on."""
    above = list(accumulate(f"{step}/" for step in page.address.split("/")[:-2]))
    return [("Home", "./"), *((_step_name(step), step) for step in above), (page.title, page.address)]


def _breadcrumb(url: str, page: WebPage) -> Node:
    items = [
        {"@type": "ListItem", "position": place, "name": name, "item": {"@id": url + step.removeprefix("./")}}
        for place, (name, step) in enumerate(breadcrumb(page), start=1)
    ]
    return {"@type": "BreadcrumbList", "@id": f"{url}{page.address}#breadcrumb", "itemListElement": items}


def _step_name(address: str) -> str:
    return PurePosixPath(address).name.replace("-", " ").capitalize()


def _topics(publication: Publication, page: WebPage, downloads: Sequence[str]) -> Iterator[tuple[str, Node]]:
    """Give what the page holds as its main entity, or what it tells about."""
    yield from page.work.get("schema", {}).items()
    if page.address == "data/":
        yield "mainEntity", _dataset(publication, downloads)
    for force in publication.data.forces:
        if page.address == f"forces/{force.id}/":
            yield "about", _force(force)


def _dataset(publication: Publication, downloads: Sequence[str]) -> Node:
    descriptor, total = publication.package.descriptor, publication.data.total
    return {
        "@type": "Dataset",
        "@id": "#dataset",
        "name": descriptor["title"],
        "description": descriptor["description"],
        "identifier": short_id("data/"),
        "url": f"{publication.url}data/",
        "license": [licence["path"] for licence in descriptor["licenses"]],
        "creator": _organization(publication.publisher),
        "publisher": _organization(publication.publisher),
        "version": publication.version,
        "datePublished": publication.released,
        "dateModified": publication.released,
        "inLanguage": LANGUAGE,
        "isAccessibleForFree": True,
        "keywords": descriptor["keywords"],
        "temporalCoverage": total.period,
        **({"spatialCoverage": {"@type": "Place", "name": total.claim.area}} if total.claim else {}),
        "isBasedOn": {"@id": f"{publication.url}letter/#letter"},
        "variableMeasured": list(_variables(publication.package)),
        "distribution": [_download(publication.url, path) for path in downloads],
    }


def _variables(package: Package) -> Iterator[Node]:
    for table in package.tables.values():
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


def _force(force: Force) -> Node:
    known = {
        "alternateName": {"@language": "cy", "@value": force.name_cy} if force.name_cy else None,
        "url": force.website,
        "sameAs": f"https://www.wikidata.org/wiki/{force.wikidata}" if force.wikidata else None,
    }
    return {
        "@type": "GovernmentOrganization",
        "@id": "#force",
        "name": force.name,
        **{term: value for term, value in known.items() if value},
    }
