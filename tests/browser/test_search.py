"""The page that is asked for comes first: of a force, of a council in its area, of a constituency."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from evidence import text
from evidence.model import Evidence

Open = Callable[..., Page]

FIRST = {
    "Kent Police": "forces/kent/",
    "kent": "forces/kent/",
    "Avon and Somerset": "forces/avon-and-somerset/",
    "the Metropolitan Police Service": "forces/metropolitan/",
    "North Wales Police": "forces/north-wales/",
    "north yorkshire": "forces/north-yorkshire/",
    "dyfed powys": "forces/dyfed-powys/",
    "British Transport Police": "forces/btp/",
    "Heddlu Gwent": "forces/gwent/",
    "Heddlu De Cymru": "forces/south-wales/",
    "heddlu gogledd cymru": "forces/north-wales/",
    "Met": "forces/metropolitan/",
    "the Met": "forces/metropolitan/",
    "Scotland Yard": "forces/metropolitan/",
    "GMP": "forces/greater-manchester/",
    "BTP": "forces/btp/",
    "Hampshire Constabulary": "forces/hampshire/",
    "Tyne and Wear": "forces/northumbria/",
    "Isle of Wight": "forces/hampshire/",
    "Manchester": "forces/greater-manchester/",
    "Bristol": "forces/avon-and-somerset/",
    "New Forest": "forces/hampshire/",
    "Bath and North East Somerset": "forces/avon-and-somerset/",
    "kings lynn and west norfolk": "forces/norfolk/",
    "St Helens": "forces/merseyside/",
    "Northumb": "forces/northumbria/",
    "Hexham": "constituencies/hexham/",
    "Hexh": "constituencies/hexham/",
    "BARKING": "constituencies/barking/",
    "Bath": "constituencies/bath/",
    "Bristol South": "constituencies/bristol-south/",
    "Manchester Central": "constituencies/manchester-central/",
    "Cambridge": "constituencies/cambridge/",
    "Hartlepool": "constituencies/hartlepool/",
    "Blaydon and Consett": "constituencies/blaydon-and-consett/",
    "brecon radnor and cwm tawe": "constituencies/brecon-radnor-and-cwm-tawe/",
    "Ynys Môn": "constituencies/ynys-mon/",
    "ynys mon": "constituencies/ynys-mon/",
    "Dwyrain Caerdydd": "constituencies/cardiff-east/",
    "gwyr": "constituencies/gower/",
    "Gŵyr": "constituencies/gower/",
    "Pen-y-bont": "constituencies/bridgend/",
}
MOST = 250_000
"""Bytes of the index when compressed, which is loaded when the search is opened."""

# Asks the theme's own worker, in the form in which its page asks.
ASK = """async ({ queries }) => {
    const worker = new Worker(JSON.parse(document.getElementById("__config").textContent).search);
    const answer = (message) => new Promise((resolve) => {
        worker.onmessage = ({ data }) => resolve(data.data);
        worker.postMessage(message);
    });
    const index = await (await fetch("search/search_index.json")).json();
    await answer({ type: 0, data: { ...index, options: { suggest: false } } });
    const found = {};
    for (const query of queries) found[query] = (await answer({ type: 2, data: query })).items[0][0].location;
    worker.terminate();
    return found;
}"""


def first(page: Page, query: str) -> str:
    """Type into the search box in place of what stands there, and give the first result's address."""
    box = page.locator("[data-md-component=search-query]")
    for typed, told in (("", "Type to start searching"), (query, re.compile(r"\d+ matching document"))):
        box.fill(typed)
        box.press("End")  # the theme looks when a key comes up
        expect(page.locator(".md-search-result__meta")).to_have_text(told)
    found = page.locator(".md-search-result__link").first
    expect(found).to_be_attached()
    return (found.get_attribute("href") or "").partition("#")[0]


def test_the_page_that_is_asked_for_comes_first(opened: Open) -> None:
    page = opened("./")
    page.locator("[data-md-component=search-query]").focus()
    expect(page.locator(".md-search-result__meta")).to_have_text("Type to start searching")
    found = {query: first(page, query).removeprefix(page.url) for query in FIRST}
    assert len(FIRST) >= 40
    assert found == FIRST


def test_every_name_leads_to_its_page(evidence: Evidence, opened: Open) -> None:
    page = opened("./")
    page.locator("[data-md-component=search-query]").focus()
    expect(page.locator(".md-search-result__meta")).to_have_text("Type to start searching")
    expected = _places(evidence)
    found = page.evaluate(ASK, {"queries": list(expected)})
    wrong = {
        name: address for name, address in found.items() if address.partition("#")[0] not in expected[name]
    }
    assert len(found) > 900
    assert wrong == {}


def _places(evidence: Evidence) -> dict[str, set[str]]:
    """Give the pages that may come first for each name; a constituency goes before a council of its name."""
    found: dict[str, set[str]] = {}
    for force in evidence.forces:
        names = [force.name, force.short_name, force.name_cy, *(one.alias for one in force.aliases)]
        for name in filter(None, [*names, *force.local_authorities]):
            found.setdefault(text.slug(name).replace("-", " "), set()).add(f"forces/{force.id}/")
    for place in evidence.constituencies:
        for name in filter(None, [place.name, place.name_cy]):
            found[text.slug(name).replace("-", " ")] = {f"constituencies/{text.slug(place.name)}/"}
    return found


def test_a_result_shows_no_word_of_ours(opened: Open) -> None:
    page = opened("./")
    page.locator("[data-md-component=search-query]").press_sequentially("Kent Police")
    results = page.locator(".md-search-result__list")
    expect(results.locator(".md-search-result__link").first).to_have_attribute(
        "href", re.compile("forces/kent/")
    )
    assert ".kentpolice" not in results.inner_text() and ".kent" not in results.inner_html()
    expect(results.locator(".md-tag")).to_have_count(0)


def test_the_index_of_the_search_is_small(built: Path) -> None:
    assert len(gzip.compress((built / "search" / "search_index.json").read_bytes(), 9)) < MOST


@pytest.mark.parametrize("address", ["forces/kent/", "constituencies/hexham/"])
def test_a_page_prints_none_of_the_words_by_which_it_is_found(address: str, opened: Open) -> None:
    page = opened(address)
    expect(page.locator(".md-tags")).to_have_count(0)
