"""Everything that has an address of its own links to itself, under a name that says what it leads to."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from evidence.permalinks import linked

LINK = '<a class="headerlink" href="{}" aria-label="Link to: {}">¶</a>'
PILCROW = '<a class="headerlink" href="#count" title="Permanent link">&para;</a>'


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(
            f'<h2 id="count">How <em>many</em>?{PILCROW}</h2>',
            '<h2 id="count">How <em>many</em>?' + LINK.format("#count", "How many?") + "</h2>",
            id="a heading to which the theme gave a link without a name",
        ),
        pytest.param(
            '<h2 id="theme-figures" class="x">Figures</h2>',
            '<h2 id="theme-figures" class="x">Figures' + LINK.format("#theme-figures", "Figures") + "</h2>",
            id="a heading without a link",
        ),
        pytest.param(
            '<h1 id="kent-police">Kent Police</h1>',
            '<h1 id="kent-police">Kent Police' + LINK.format("./", "Kent Police") + "</h1>",
            id="the main heading links to its page",
        ),
        pytest.param(
            '<li id="letter"><strong>9 November\n2023</strong>. Long. <a href="x">c</a></li>',
            '<li id="letter"><strong>9 November\n2023</strong>. Long. <a href="x">c</a>'
            + LINK.format("#letter", "9 November 2023")
            + "</li>",
            id="an item by the words that stand out",
        ),
        pytest.param(
            '<dt id="foi">Freedom &amp; &quot;so on&quot;</dt>',
            '<dt id="foi">Freedom &amp; &quot;so on&quot;'
            + LINK.format("#foi", "Freedom &amp; &quot;so on&quot;")
            + "</dt>",
            id="a term with marks of HTML in its name",
        ),
    ],
)
def test_what_has_an_anchor_links_to_itself_by_name(before: str, after: str) -> None:
    assert linked(before) == after


@pytest.mark.parametrize(
    "page",
    [
        '<h3 id="a003"><a href="#a003">a003</a></h3>',
        "<h2>Without an anchor</h2><li>x</li>",
        '<p id="p4"><a href="#p4">4</a> Words</p>',
    ],
)
def test_what_links_to_itself_or_has_no_anchor_stays_as_it_is(page: str) -> None:
    assert linked(page) == page


def test_an_item_with_a_list_of_its_own_has_its_link_before_that_list() -> None:
    page = '<ul><li id="x">X<ul><li id="y">Y</li></ul></li></ul>'
    assert re.sub(r'<a class="headerlink" href="(#\w)"[^>]*>¶</a>', r"[\1]", linked(page)) == (
        '<ul><li id="x">X[#x]<ul><li id="y">Y[#y]</li></ul></li></ul>'
    )


def test_a_link_is_given_once() -> None:
    page = f'<h1 id="x">X</h1><h2 id="count">How many?{PILCROW}</h2><ul><li id="y">Y</li></ul>'
    assert linked(linked(page)) == linked(page)


def test_every_item_paragraph_claim_and_section_of_the_site_links_to_itself(built: Path) -> None:
    kinds: set[str] = set()
    for path in sorted(built.rglob("index.html")):
        page = path.read_text("utf-8").split('<article class="md-content__inner')[-1]
        for tag, anchor, inside in re.findall(
            r'<(h[2-6]|li|dt|tr|p)\b[^>]*? id="([^"]+)"[^>]*>(.*?)</\1>', page, re.DOTALL
        ):
            if anchor.startswith("finder-"):  # a part of a control
                continue
            assert inside.count(f'href="#{anchor}"') == 1, (path, anchor)
            kinds.add(tag)
        assert "Permanent link" not in page, path
    assert kinds == {"h2", "h3", "li", "dt", "tr", "p"}
