"""A finished site is complete and every link in it leads somewhere, or the check says what does not."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from evidence.finish import CHARSET, problems, secure
from evidence.model import Evidence

ADDRESS = "https://example.org/sub/"
SOUND: Mapping[str, str] = {
    "index.html": '<script type="application/ld+json">{}</script>'
    '<h1>Home</h1><a href="forces/kent/#count">Kent</a> <a href="https://example.com/x">x</a>',
    "forces/kent/index.html": '<h2 id="count">Count</h2><a href="../../">Home</a> <a href="kent.svg">x</a>',
    "forces/kent/kent.svg": "<svg/>",
    "embed/forces/kent/index.html": '<meta name="robots" content="noindex"><a href="../../../">Home</a>',
    "404.html": '<a href="/sub/forces/kent/">Kent</a>',
    "sitemap.xml": '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    f"<url><loc>{ADDRESS}</loc></url><url><loc>{ADDRESS}forces/kent/</loc></url></urlset>",
}
HOME, KENT, MAP = SOUND["index.html"], SOUND["forces/kent/index.html"], SOUND["sitemap.xml"]


def written(folder: Path, files: Mapping[str, str | None]) -> Path:
    for name, content in files.items():
        if content is not None:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(CHARSET * name.endswith(".html") + content, "utf-8")
    secure(folder)
    return folder


def test_a_sound_site_has_no_problem(tmp_path: Path) -> None:
    assert problems(written(tmp_path, SOUND), ADDRESS, ["kent"]) == []


def test_a_page_without_its_policy_is_told(tmp_path: Path) -> None:
    site = written(tmp_path, SOUND)
    page = site / "index.html"
    page.write_text(page.read_text("utf-8").replace("script-src 'self'", "script-src *"), "utf-8")
    assert problems(site, ADDRESS, ["kent"]) == [f"{page}: the page has no content security policy."]


def test_a_style_in_the_head_is_allowed_by_its_hash_and_no_other_is(tmp_path: Path) -> None:
    styled = "<head><style>p{top:0}</style></head><body>" + HOME
    site = written(tmp_path, {**SOUND, "index.html": styled})
    assert problems(site, ADDRESS, ["kent"]) == []
    allowed = "style-src 'self' 'sha256-8EJL2E40VnnGherz8izbHnhSLNfS7seXQ/iH7JDUNko='"
    assert allowed in (site / "index.html").read_text("utf-8")
    assert allowed in (site / "_headers").read_text("utf-8")
    assert "sha256" not in (site / "forces" / "kent" / "index.html").read_text("utf-8")
    page = site / "index.html"
    page.write_text(page.read_text("utf-8").replace("top:0", "top:1"), "utf-8")
    assert problems(site, ADDRESS, ["kent"]) == [f"{page}: the page has no content security policy."]


def test_the_built_site_has_no_problem(built: Path, evidence: Evidence) -> None:
    assert problems(built, "http://127.0.0.1:8000/", [force.id for force in evidence.forces]) == []


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        pytest.param(
            {"forces/essex/index.html": None},
            "forces/essex/index.html: is missing.",
            id="a force without its page",
        ),
        pytest.param(
            {"index.html": HOME + "<p>{{ figure }}</p>"},
            "index.html: the template mark '{{' is left in the page.",
            id="a template mark",
        ),
        pytest.param(
            {"index.html": HOME + '<p title="{% raw %}"></p>'},
            "index.html: the template mark '{%' is left in the page.",
            id="a template mark in an attribute",
        ),
        pytest.param(
            {"index.html": HOME + "<script>alert(1)</script>"},
            "index.html: an inline script would be blocked by the policy.",
            id="an inline script",
        ),
        pytest.param(
            {"index.html": HOME + '<script type="text/javascript">alert(1)</script>'},
            "index.html: an inline script would be blocked by the policy.",
            id="an inline script that says what it is",
        ),
        pytest.param(
            {"index.html": "<head></head><body><style>p{}</style>" + HOME},
            "index.html: a style sheet outside the head would be blocked by the policy.",
            id="a style in the body",
        ),
        pytest.param(
            {"index.html": HOME + '<p style="color: red"></p>'},
            "index.html: the attribute style of <p> would be blocked by the policy.",
            id="an inline style",
        ),
        pytest.param(
            {"index.html": HOME + '<p id="here"></p><p id="here"></p>'},
            "index.html: the anchor 'here' stands twice.",
            id="an anchor that stands twice",
        ),
        pytest.param(
            {"index.html": HOME + '<a href="forces/surrey/">Surrey</a>'},
            "index.html: the link 'forces/surrey/' leads nowhere.",
            id="a link to no page",
        ),
        pytest.param(
            {"index.html": HOME + '<img src="map.png">'},
            "index.html: the link 'map.png' leads nowhere.",
            id="a picture that is not there",
        ),
        pytest.param(
            {"index.html": HOME + '<a href="forces/kent/#said">Kent</a>'},
            "index.html: the link 'forces/kent/#said' leads to an anchor that is not there.",
            id="a link to no anchor",
        ),
        pytest.param(
            {"forces/kent/index.html": KENT + '<a href="#here">here</a>'},
            "forces/kent/index.html: the link '#here' leads to an anchor that is not there.",
            id="a link to no anchor of the same page",
        ),
        pytest.param(
            {"404.html": '<a href="/forces/kent/">Kent</a>'},
            "404.html: the link '/forces/kent/' leaves the site's own folder.",
            id="a link that forgets the folder",
        ),
        pytest.param(
            {"sitemap.xml": MAP.replace("</urlset>", f"<url><loc>{ADDRESS}gone/</loc></url></urlset>")},
            f"sitemap.xml: {ADDRESS}gone/ is listed and was not built, or asks not to be listed.",
            id="a sitemap that is too long",
        ),
        pytest.param(
            {"sitemap.xml": MAP.replace(f"<url><loc>{ADDRESS}forces/kent/</loc></url>", "")},
            f"sitemap.xml: {ADDRESS}forces/kent/ was built and is not listed.",
            id="a sitemap that is too short",
        ),
        pytest.param(
            {"embed/forces/kent/index.html": '<a href="../../../">Home</a>'},
            f"sitemap.xml: {ADDRESS}embed/forces/kent/ was built and is not listed.",
            id="an embed that a search engine would find",
        ),
        pytest.param(
            {"forces/kent/index.html": KENT + '<meta name="robots" content="noindex">'},
            f"sitemap.xml: {ADDRESS}forces/kent/ is listed and was not built, or asks not to be listed.",
            id="a page in the sitemap that asks not to be found",
        ),
        pytest.param({"sitemap.xml": None}, "sitemap.xml: is missing.", id="no sitemap"),
    ],
)
def test_a_fault_is_told(changed: Mapping[str, str | None], told: str, tmp_path: Path) -> None:
    forces = ["kent", *(name.split("/")[1] for name in changed if "essex" in name)]
    assert problems(written(tmp_path, {**SOUND, **changed}), ADDRESS, forces) == [f"{tmp_path}/{told}"]
