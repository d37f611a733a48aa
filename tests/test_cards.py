"""Each page has a picture for links to it, which says its name and nothing of the subject."""

from __future__ import annotations

import html
import io
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PIL import Image, ImageChops

from evidence import cards, site

ROOT = Path(__file__).parents[1]
NAME = "Safety Before Status"
TELLING = ["abuse", "victim", "violen", "immigra", "migrant", "domestic"]
HEAVIEST = 60_000  # bytes
MARGIN = 40  # pixels on each side on which no letter stands

WARM = """
import sys
from evidence import site
site.generate(site.where())
print({"altair", "vl_convert", "PIL"} & set(sys.modules))
"""


@pytest.fixture(scope="module")
def heads(built: Path, subjects: list[Path]) -> Mapping[str, Mapping[str, str]]:
    """What the head of each page says of it to other sites, by its address."""
    found = {}
    for path in subjects:
        head = path.read_text("utf-8").split("</head>")[0]
        address = path.relative_to(built).as_posix().removesuffix("index.html")
        told = re.findall(r'<meta (?:name|property)="([^"]+)" content="([^"]*)">', head)
        assert len(dict(told)) == len(told), address
        title = re.findall("<title>(.*?)</title>", head)[0]
        found[address] = {name: html.unescape(words) for name, words in [*told, ("title", title)]}
    return found


def words(drawn: str) -> list[str]:
    """Give the lines of text of a drawing."""
    return [element.text or "" for element in ElementTree.fromstring(drawn).iter() if element.text]


def test_a_page_says_its_own_title_and_description_to_other_sites(
    heads: Mapping[str, Mapping[str, str]],
) -> None:
    url = site.where().url
    for address, told in heads.items():
        assert f"{told['og:title']} - {told['og:site_name']}" == told["title"], address
        assert told["og:description"] == told["description"], address
        assert told["og:url"] == f"{url}{address}"
        assert told["og:image"] == url + cards.path(address)
        pictured = heads["constituencies/"] if address.startswith("constituencies/") else told
        assert told["og:image:alt"] == f"{pictured['og:title']}, {NAME}"
        assert (told["og:type"], told["twitter:card"]) == ("website", "summary_large_image")


def test_every_page_has_a_card_of_the_right_size_and_weight(
    heads: Mapping[str, Mapping[str, str]], built: Path
) -> None:
    paths = {cards.path(address) for address in heads}
    assert paths == {path.relative_to(built).as_posix() for path in (built / "cards").rglob("*.png")}
    for path in paths:
        content = (built / path).read_bytes()
        assert len(content) <= HEAVIEST, path
        with Image.open(io.BytesIO(content)) as picture:
            assert (picture.format, picture.size) == ("PNG", (1200, 630)), path


def test_a_card_says_the_name_of_its_page_the_site_and_the_address(
    heads: Mapping[str, Mapping[str, str]],
) -> None:
    own = {address: told for address, told in heads.items() if cards.name(address, "Own") == "Own"}
    for address, told in (own | {"constituencies/": heads["constituencies/"]}).items():
        lines = words(cards.drawn(told["og:title"], told["og:url"]))
        assert lines[0] == NAME
        assert " ".join(lines[1:-1]) == told["og:title"], address
        assert lines[-1] == told["og:url"].partition("://")[2]
        assert not [one for one in TELLING if one in " ".join(lines).lower()], address


def test_all_words_stand_within_the_card(built: Path) -> None:
    for path in (built / "cards").rglob("*.png"):
        with Image.open(path) as picture:
            shown = picture.convert("RGB").crop((0, 30, 1200, 630))
        left, _, right, bottom = ImageChops.difference(shown, Image.new("RGB", shown.size, "#fff")).getbbox()  # type: ignore[misc]
        assert left >= MARGIN and right <= 1200 - MARGIN and bottom <= 600 - MARGIN, path


def test_the_longest_name_and_address_are_cut_before_they_leave_the_card() -> None:
    drawn = cards.drawn("W" * 30 + " Police" * 30, "https://example.org/" + "forces/" * 30)
    lines = words(drawn)
    assert len(lines) == 1 + cards.LINES + 2
    assert max(map(len, lines[1:-2])) <= cards.LINE_WIDTH and lines[-3].endswith("…")


def test_a_card_shows_markup_as_its_characters() -> None:
    assert '<b>"&' in words(cards.drawn('<b>"& Police', "https://example.org/"))[1]


def test_single_constituencies_share_the_card_of_their_list() -> None:
    assert cards.path("constituencies/hexham/") == cards.path("constituencies/") == "cards/constituencies.png"
    assert cards.path("forces/kent/") == "cards/forces/kent.png"
    assert cards.path("") == "cards/home.png"


def test_a_build_that_finds_its_pictures_kept_imports_nothing_that_draws(output: site.Output) -> None:
    assert output.files, "which are kept from now on"
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "hooks")}
    told = subprocess.run(
        [sys.executable, "-c", WARM], env=environment, capture_output=True, text=True, check=True
    )
    assert told.stdout == "set()\n"
