"""What holds of every page of a finished site, whatever is on it."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urljoin

import pytest

from evidence.site.policy import HEADERS, POLICY
from tests.sample import ROOT
from tests.site_pages import EMBED, Parsed

ORIGIN = "https://site.example/"
PREVIEWS = "meta[name=description], meta[property], meta[name^=twitter]"
# What history and previews may not show to somebody who looks over a shoulder.
TELLING = ["abuse", "victim", "violen", "immigra", "migrant", "domestic"]
LONGEST_NAME = 45  # characters, of the name before the site's; the longest is that of a force
EARLY = "link:is([rel=prefetch], [rel=prerender], [rel=next]), script[type=speculationrules]"

pytestmark = pytest.mark.every_page


def test_every_page_has_the_exit_in_a_landmark_and_its_address_is_in_one_place(parsed: Parsed) -> None:
    configured = re.findall(r"^  exit: (\S+)", (ROOT / "mkdocs.yml").read_text("utf-8"), re.MULTILINE)
    for address, page in parsed.items():
        if not address.startswith(EMBED):
            links = page.css("section[aria-label] > a.exit")
            assert [link.attributes["href"] for link in links] == configured * 2, address
            for link in links:
                told = {"rel": "nofollow noreferrer", "referrerpolicy": "no-referrer", "draggable": "false"}
                assert told.items() <= link.attributes.items()


def test_no_page_tells_where_a_reader_came_from(parsed: Parsed) -> None:
    for address, page in parsed.items():
        policies = page.css("meta[name=referrer]")
        assert [policy.attributes["content"] for policy in policies] == ["no-referrer"], address
        # What stands in a frame on another site would else open this one inside the frame.
        targets = {link.attributes.get("target") for link in page.css("a")}
        assert targets == {"_top" if address.startswith(EMBED) else None}, address


def test_no_form_can_be_sent(parsed: Parsed) -> None:
    assert "form-action 'none'" in POLICY
    assert [address for address, page in parsed.items() if page.css("form")] == []


def test_names_and_previews_are_short_and_say_nothing_of_abuse(parsed: Parsed) -> None:
    for address, page in parsed.items():
        (title,) = page.css("head > title")
        name, _, site = title.text().rpartition(" - ")
        assert (site or name) and len(name) <= LONGEST_NAME, address
        words = [title.text(), *(meta.attributes.get("content") or "" for meta in page.css(PREVIEWS))]
        assert [one for one in TELLING if one in " ".join(words).lower()] == [], address


def test_the_picture_in_the_tab_is_a_sheet_of_paper_without_words(parsed: Parsed, site: Path) -> None:
    icons = {link.attributes["href"] for page in parsed.values() for link in page.css("link[rel=icon]")}
    assert {(icon or "").lstrip("./") for icon in icons} == {"assets/favicon.svg"}
    drawing = (site / "assets" / "favicon.svg").read_text("utf-8")
    assert {*re.findall(r"<(\w+)", drawing)} == {"svg", "path"}


def test_everything_with_an_address_links_to_itself_once_by_name(parsed: Parsed) -> None:
    kinds: set[str | None] = set()
    for address, page in parsed.items():
        for place in page.css("article :is(h2, h3, li, dt, tr)[id]:not([class^=finder])"):
            links = place.css(f'a[href="#{place.id}"]')
            assert len(links) == 1, (address, place.id)
            kinds.add(place.tag)
            assert links[0].attributes.get("aria-label") or links[0].text() != "¶", (address, place.id)
        names = [one.attributes.get("aria-label") for one in page.css(".headerlink")]
        assert all(names), address
    assert kinds >= {"h2", "h3", "li", "dt"}


def test_a_switch_has_no_autocomplete_and_every_link_is_in_a_landmark(parsed: Parsed) -> None:
    for address, page in parsed.items():
        assert not page.css("[type=checkbox][autocomplete]"), address
        assert address.startswith(EMBED) or not page.css("body > a:not(.md-skip)"), address


def test_an_embed_opened_by_itself_has_a_way_to_the_site(parsed: Parsed) -> None:
    embeds = {address: page for address, page in parsed.items() if address.startswith(EMBED)}
    assert embeds
    for address, page in embeds.items():
        ways = [urljoin(ORIGIN + address, link.attributes["href"] or "") for link in page.css("a.home")]
        assert [way.removeprefix(ORIGIN).partition("#")[0] in parsed for way in ways] == [True], address


def test_hosts_that_read_headers_get_the_same_policy(site: Path) -> None:
    assert (site / "_headers").read_text("utf-8") == HEADERS
    assert HEADERS.count(f"Content-Security-Policy: {POLICY}") == 2  # of pages, and of those for frames
    assert "'unsafe" not in HEADERS and "Referrer-Policy: no-referrer" in HEADERS


def test_nothing_has_a_page_fetched_before_it_is_opened(parsed: Parsed) -> None:
    assert [address for address, page in parsed.items() if page.css(EARLY)] == []


def test_the_search_finds_nothing_that_only_paper_shows(parsed: Parsed) -> None:
    for address, page in parsed.items():
        assert not page.css("[data-pagefind-body] .print-only:not([data-pagefind-ignore])"), address
