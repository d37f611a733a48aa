"""Finishing adds to a page what no template can, and takes from the style sheets what no page uses."""

from __future__ import annotations

from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from evidence.site.css import purge
from evidence.site.finish import finish_site
from evidence.site.policy import POLICY, STRICT

HEAD = '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A page</title>'
SWITCH = '<input class="md-toggle" type="checkbox" id="{}" autocomplete="off">'
PERMALINK = '<a class="headerlink" href="#{}" title="Permanent link">¶</a>'
USED = {"a", "p", "table", "md-nav", "md-nav--primary", "ltr", "__drawer"}


def finished(folder: Path, page: str, **sheets: str) -> LexborHTMLParser:
    """Finish a site of one page, and another with something to find, and give the page."""
    (folder / "assets").mkdir()
    (folder / "found.html").write_text(f"{HEAD}</head><body><p data-pagefind-body>A word", "utf-8")
    for name, sheet in sheets.items():
        (folder / "assets" / f"{name}.css").write_text(sheet, "utf-8")
    path = folder / "index.html"
    path.write_text(HEAD + page, "utf-8")
    finish_site(folder)
    once = path.read_text("utf-8")
    finish_site(folder)
    assert path.read_text("utf-8") == once, "finishing twice changes a page"
    return LexborHTMLParser(once)


def test_the_policy_comes_before_all_that_it_rules(tmp_path: Path) -> None:
    page = finished(tmp_path, "</head><body>")
    first, policy, *_ = page.css("head > *")
    assert first.attributes == {"charset": "utf-8"}
    assert policy.attributes == {"http-equiv": "Content-Security-Policy", "content": STRICT}
    assert f"Content-Security-Policy: {POLICY}\n" in (tmp_path / "_headers").read_text("utf-8")


def test_the_switch_of_the_menu_comes_after_the_links_to_the_content_and_to_the_exit(tmp_path: Path) -> None:
    switches = "".join(map(SWITCH.format, ("__drawer", "__search")))
    page = finished(tmp_path, f'</head><body>{switches}<a href="#x"></a><header class="md-header"></header>')
    assert [node.id or node.tag for node in page.css("body > *")] == ["a", "__drawer", "header"]
    assert not page.css("[autocomplete]")


def test_the_link_of_a_heading_to_itself_is_named_after_it(tmp_path: Path) -> None:
    main = f'<h1 id="x">Kent{PERMALINK.format("x")}</h1>'
    second = f'<h2 id="y">A <em>"b" &amp;\n c</em>{PERMALINK.format("y")}</h2>'
    links = finished(tmp_path, f"</head><body>{main}{second}").css("a")
    assert [(link.attributes["href"], link.attributes["aria-label"]) for link in links] == [
        ("./", "Link to: Kent"),
        ("#y", 'Link to: A "b" & c'),
    ]
    assert not any("title" in link.attributes for link in links)


def test_the_style_sheets_of_a_page_become_one_in_their_order_without_comments(tmp_path: Path) -> None:
    links = "".join(f'<link rel="stylesheet" href="./assets/{name}.css">' for name in ("b", "a"))
    page = finished(tmp_path, f"{links}</head><body>", a="/* a */\np{top:0}", b="p{top:1}/* b */")
    (link,) = page.css("link")
    assert (tmp_path / (link.attributes["href"] or "")).read_text("utf-8") == "p{top:1}p{top:0}"


@pytest.mark.parametrize(
    ("sheet", "left"),
    [
        pytest.param(".md-nav{top:0}.md-tabs{top:0}", ".md-nav{top:0}", id="a class"),
        pytest.param(".md-nav,.md-tabs a{top:0}", ".md-nav{top:0}", id="one of two selectors"),
        pytest.param("p a{top:0}p kbd{top:0}", "p a{top:0}", id="an element"),
        pytest.param("#__drawer{top:0}#__palette{top:0}", "#__drawer{top:0}", id="an id"),
        pytest.param("[dir=ltr] a{top:0}[dir=rtl] a{top:0}", "[dir=ltr] a{top:0}", id="a value"),
        pytest.param('a[href^="https"]{top:0}', 'a[href^="https"]{top:0}', id="a part of a value stays"),
        pytest.param("a:hover::before{top:0}", "a:hover::before{top:0}", id="a state stays"),
        pytest.param("a:not(.md-tabs){top:0}", "a:not(.md-tabs){top:0}", id="a choice stays"),
        pytest.param("@media print{.md-tabs{top:0}}", "", id="an empty condition"),
        pytest.param("@media print{p{top:0}.md-tabs{top:0}}", "@media print{p{top:0}}", id="a condition"),
        pytest.param("@keyframes x{from{top:0}}", "@keyframes x{from{top:0}}", id="a movement stays"),
        pytest.param("p{--x:1;--y:2;top:var(--y)}", "p{--y:2;top:var(--y)}", id="a variable"),
        pytest.param("p{--x:1;--y:var(--x)}", "", id="variables that read each other"),
        pytest.param("p{--own:1}", "p{--own:1}", id="a variable that another sheet reads stays"),
        pytest.param(
            'p{background:url("a;}b")!important}', 'p{background:url("a;}b")!important}', id="a text"
        ),
    ],
)
def test_a_purged_sheet_has_only_what_is_used(sheet: str, left: str) -> None:
    assert purge(sheet, USED, "a { top: var(--own) }") == left
