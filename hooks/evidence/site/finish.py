"""What can only be done to finished HTML, whoever built it. Each step may be taken twice."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, partial
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser

from evidence import worker
from evidence.site.check import FinishedPage, read_page
from evidence.site.css import merge_files, merge_sheets, purge_css
from evidence.site.policy import HEADERS, add_csp
from evidence.site.search import add_preloads, index_site, is_of_search

HEADINGS = "h1, h2, h3, h4, h5, h6"
PERMALINK = "a.headerlink[title]"  # those of MkDocs; our templates name their own
SHARE = 0.4
"""Of the pages, so that the worker is done when this process is: it starts later."""
EARLY_LINKS = "head > :is(link[rel=prev], link[rel=next])"


def finish_site(site: Path) -> dict[str, FinishedPage]:
    """Index a built site, purge its style sheets, finish every page, and write the file of headers.

    Gives what each page then holds, by its path. The worker indexes the site while the style sheets are
    purged, and finishes its share of the pages while this process finishes the others.
    """
    paths = sorted(site.rglob("*.html"))
    pages = {path.relative_to(site).as_posix(): path.read_text("utf-8") for path in paths}
    first = [name for name, page in pages.items() if is_of_search(page)]
    others = [name for name in pages if name not in {*first}]
    share = max(0, int(len(pages) * SHARE) - len(first))
    indexed = worker.submit(partial(index_site, site, first))
    purge_css(site, pages.values())
    theirs = worker.submit(partial(finish_pages, site, first + others[:share]))
    ours = finish_pages(site, others[share:])
    indexed.result()
    (site / "_headers").write_text(HEADERS, "utf-8", newline="")
    return ours | theirs.result()


def finish_pages(site: Path, names: Iterable[str]) -> dict[str, FinishedPage]:
    """Finish some pages of a site, and give what each then holds; those that search need the index first."""
    merge = cache(partial(merge_files, site))  # most pages have the same
    finished = {}
    for name in names:
        page = LexborHTMLParser((site / name).read_text("utf-8"))
        merge_sheets(page, merge)
        add_preloads(page, site)
        finish_page(page)
        (site / name).write_text(page.html or "", "utf-8", newline="")
        finished[name] = read_page(page)
    return finished


def finish_page(page: LexborHTMLParser) -> None:
    """Give a page its policy, and mend in the theme's HTML what no template of ours can replace."""
    add_csp(page)
    _remove_early_links(page)
    _move_switches(page)
    _name_permalinks(page)


def _remove_early_links(page: LexborHTMLParser) -> None:
    """Remove the links by which Firefox fetches the next page before its reader opens it."""
    for link in page.css(EARLY_LINKS):
        link.decompose()


def _move_switches(page: LexborHTMLParser) -> None:
    """Move the switch of the menu from the start of a page to its header, and drop that of a search.

    So the keyboard comes first to the link to the content and to the exit. HTML knows no autocomplete of a
    checkbox.
    """
    for header in page.css("header.md-header"):
        for switch in page.css("body > input.md-toggle"):
            if switch.attrs.get("autocomplete"):
                del switch.attrs["autocomplete"]
            if switch.id != "__search":
                header.insert_before(switch)  # a copy
            switch.decompose()


def _name_permalinks(page: LexborHTMLParser) -> None:
    """Name the link of each heading to itself; that of the main heading leads to the page."""
    for heading in page.css(HEADINGS):
        for link in heading.css(PERMALINK):
            words = heading.text().removesuffix(link.text())
            link.attrs["aria-label"] = f"Link to: {' '.join(words.split())}"
            del link.attrs["title"]
            if heading.tag == "h1":
                link.attrs["href"] = "./"
