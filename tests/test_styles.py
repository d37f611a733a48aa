"""The theme's style sheet loses what no page can use, and nothing else."""

from __future__ import annotations

import pytest

from evidence.styles import lighter

USED = {"a", "p", "table", "md-nav", "md-nav--primary", "md-search__form", "ltr", "__search"}


@pytest.mark.parametrize(
    ("sheet", "left"),
    [
        pytest.param(".md-nav{top:0}.md-tabs{top:0}", ".md-nav{top:0}", id="a class"),
        pytest.param(".md-nav,.md-tabs a{top:0}", ".md-nav{top:0}", id="one of two selectors"),
        pytest.param("p a{top:0}p kbd{top:0}", "p a{top:0}", id="an element"),
        pytest.param("#__search{top:0}#__palette{top:0}", "#__search{top:0}", id="an id"),
        pytest.param(
            "[dir=ltr] a{top:0}[dir=rtl] a{top:0}", "[dir=ltr] a{top:0}", id="the value of an attribute"
        ),
        pytest.param('a[href^="https"]{top:0}', 'a[href^="https"]{top:0}', id="a part of a value stays"),
        pytest.param("a:hover::before{top:0}", "a:hover::before{top:0}", id="a state stays"),
        pytest.param("a:not(.md-tabs){top:0}", "a:not(.md-tabs){top:0}", id="a choice stays"),
        pytest.param("@media print{.md-tabs{top:0}}", "", id="a condition of nothing"),
        pytest.param("@media print{p{top:0}.md-tabs{top:0}}", "@media print{p{top:0}}", id="a condition"),
        pytest.param("@keyframes x{from{top:0}}", "@keyframes x{from{top:0}}", id="a movement stays"),
        pytest.param("p{--x:1;--y:2;top:var(--y)}", "p{--y:2;top:var(--y)}", id="a variable"),
        pytest.param("p{--x:1;--y:var(--x)}", "", id="variables that read each other"),
        pytest.param("p{--own:1}", "p{--own:1}", id="a variable that another sheet reads stays"),
        pytest.param(
            'p{background:url("a;}b")!important}', 'p{background:url("a;}b")!important}', id="marks in a text"
        ),
    ],
)
def test_a_sheet_keeps_what_is_used(sheet: str, left: str) -> None:
    assert lighter(sheet, USED, "a { top: var(--own) }") == left
