"""The check of a finished site says what is wrong with it, and says nothing of a site without faults."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from evidence.site.addresses import Redirect
from evidence.site.check import FinishedPage, check_site, read_page
from evidence.site.finish import finish_site

URL = "https://example.org/sub/"
REDIRECTS = [
    Redirect(old="forces/old/", new="forces/kent/#count", path="data/redirects.csv", line=2),
]
SITE: Mapping[str, str] = {
    "index.html": '<script type="application/ld+json">{}</script>'
    '<h1>Home</h1><a href="forces/kent/#count">Kent</a> <a href="https://example.com/x">x</a>',
    "forces/kent/index.html": '<h2 id="count" data-pagefind-body>Count</h2>'
    '<a href="../../">Home</a> <a href="kent.svg">x</a>',
    "forces/kent/kent.svg": "<svg/>",
    "forces/old/index.html": '<meta http-equiv="refresh" content="0; url=../kent/#count">',
    "embed/forces/kent/index.html": '<a href="../../../">Home</a>',
    "404.html": '<a href="/sub/forces/kent/">Kent</a>',
}
OLD = SITE["forces/old/index.html"]


def write(folder: Path, files: Mapping[str, str]) -> Path:
    """Write a site and finish it."""
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text('<html><meta charset="utf-8">' * name.endswith(".html") + content, "utf-8")
    assert finish_site(folder) == read_pages(folder)
    return folder


def read_pages(folder: Path) -> dict[str, FinishedPage]:
    pages = {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in folder.rglob("*.html")}
    return {name: read_page(LexborHTMLParser(page)) for name, page in pages.items()}


def check(folder: Path) -> list[str]:
    return check_site(folder, read_pages(folder), URL, REDIRECTS)


def test_a_site_without_faults_passes(tmp_path: Path) -> None:
    assert check(write(tmp_path, SITE)) == []


def test_a_page_without_its_policy_is_a_fault(tmp_path: Path) -> None:
    page = write(tmp_path, SITE) / "index.html"
    page.write_text(page.read_text("utf-8").replace("script-src 'self'", "script-src *"), "utf-8")
    assert check(tmp_path) == [f"{page}: the page has no content security policy."]


@pytest.mark.parametrize(
    ("added", "fault"),
    [
        ("<script>alert(1)</script>", "an inline script would be blocked by the policy."),
        ("<script type=module>alert(1)</script>", "an inline script would be blocked by the policy."),
        ("<style>p{}</style>", "<style> is not allowed on a page."),
        ("<iframe src='forces/kent/'></iframe>", "<iframe> is not allowed on a page."),
        ("<base href='/'>", "<base> is not allowed on a page."),
        (
            "<form action='https://example.com'></form>",
            "<form> would send something to 'https://example.com'.",
        ),
        ("<button formaction='x'></button>", "<button> would send something to 'x'."),
        ("<p style='color: red'></p>", "the attribute style of <p> would be blocked by the policy."),
        ("<p onclick='x()'></p>", "the attribute onclick of <p> would be blocked by the policy."),
        ("<p id='a'></p><p id='a'></p>", "the id 'a' is used twice."),
        ("<a href='forces/surrey/'></a>", "the link 'forces/surrey/' leads nowhere."),
        ("<img src='map.png'>", "the link 'map.png' leads nowhere."),
        ("<a href='forces/kent/#x'></a>", "the link 'forces/kent/#x' leads to an anchor that is not there."),
        ("<a href='#here'></a>", "the link '#here' leads to an anchor that is not there."),
        ("<a href='/forces/kent/'></a>", "the link '/forces/kent/' leaves the site's own folder."),
        ("<a href='JavaScript:x()'></a>", "the link 'JavaScript:x()' is no address of a page."),
        (
            "<meta http-equiv=Refresh content='0; url=https://example.com/'>",
            "the page leads on to 'https://example.com/' by itself.",
        ),
        ("<meta http-equiv=refresh content=5>", "the page leads on to '5' by itself."),
    ],
)
def test_a_fault_of_a_page_is_found(added: str, fault: str, tmp_path: Path) -> None:
    site = write(tmp_path, {**SITE, "index.html": SITE["index.html"] + added})
    assert f"{site}/index.html: {fault}" in check(site)


@pytest.mark.parametrize(
    ("name", "content", "fault"),
    [
        ("forces/old/index.html", OLD.replace("../kent/#count", "https://example.com/"), "not redirect"),
        ("forces/older/index.html", OLD, "forces/older/index.html: the page leads on to '../kent/#count'"),
        (
            "forces/old/index.html",
            "",
            "forces/old/index.html: the page does not redirect to forces/kent/#count",
        ),
        ("forces/old/index.html", OLD.replace("#count", ""), "the page does not redirect"),
    ],
)
def test_a_fault_of_the_site_is_found(name: str, content: str, fault: str, tmp_path: Path) -> None:
    site = write(tmp_path, {**SITE, name: content})
    assert any(fault in found for found in check(site))
