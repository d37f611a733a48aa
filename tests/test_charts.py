"""What every chart must hold: words, a table, text and marks that can be seen, links, the same bytes."""

from __future__ import annotations

import itertools
import re
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pytest

from evidence.charts import Chart, LinkedText, draw_charts, render_png, render_svg, theme
from evidence.charts.linked_text import fill
from evidence.model import SiteData
from evidence.pages.environment import environment
from evidence.problems import RejectedInput
from tests.sample import ROOT

WORDS = ROOT / "docs" / "templates" / "charts.toml"
ADDRESS = "https://site.example/numbers/"
HOSTILE = '</text><b onclick="x">{{ Test }} & Shire</b>'

Charts = Mapping[str, Chart]


@pytest.fixture(scope="module")
def charts(data: SiteData) -> Charts:
    return draw_charts(data, WORDS)


@pytest.fixture
def words(tmp_path: Path) -> Path:
    """A copy of the words of the charts, for a test to change."""
    return Path(shutil.copy(WORDS, tmp_path))


def tags(svg: str, *wanted: str) -> list[Element]:
    """Give the elements of a drawing, whatever namespace it names."""
    root = ElementTree.fromstring(svg)
    return [element for element in root.iter() if element.tag.rpartition("}")[2] in wanted]


def texts(svg: str) -> list[str]:
    return [" ".join(text.itertext()) for text in tags(svg, "text")]


def inherited(element: Element, name: str, above: str = "") -> Iterator[tuple[Element, str]]:
    """Give an element and those in it, each with the value of an attribute that it has or inherits."""
    value = element.get(name, above)
    yield element, value
    for child in element:
        yield from inherited(child, name, value)


def values(svg: str, name: str, *wanted: str) -> list[str]:
    """Give the value of an attribute on every element of some kinds, its own or inherited."""
    root = ElementTree.fromstring(svg)
    return [value for element, value in inherited(root, name) if element.tag.rpartition("}")[2] in wanted]


def contrast(one: str, other: str) -> float:
    """Give the ratio of WCAG 2.2 of two colours, https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio."""
    dark, light = sorted(luminance(colour) for colour in (one, other))
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    parts = [part / 255 for part in bytes.fromhex(colour[1:])]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def test_every_chart_has_words_and_a_table(charts: Charts) -> None:
    for name, chart in charts.items():
        assert chart.name == name
        assert re.fullmatch("[a-z]+(-[a-z]+)*", name)
        assert all([chart.title, chart.subtitle, chart.description, chart.rows])
        assert {len(row) for row in chart.rows} == {len(chart.columns)}


def test_every_chart_is_valid_vega_lite(charts: Charts) -> None:
    for chart in charts.values():
        chart.marks().to_dict(validate=True)


def test_every_drawing_is_named_and_reachable(charts: Charts) -> None:
    for chart in charts.values():
        svg = ElementTree.fromstring(chart.svg)
        title, description = tags(chart.svg, "title")[0], tags(chart.svg, "desc")[0]
        assert (title.text, description.text) == (chart.title, chart.description)
        assert svg.attrib["aria-labelledby"] == title.attrib["id"]
        assert svg.attrib["aria-describedby"] == description.attrib["id"]
        assert svg.attrib["role"] == ("group" if tags(chart.svg, "a") else "img")


def test_text_is_large_and_stands_in_fonts_of_the_measured_width(charts: Charts) -> None:
    for chart in charts.values():
        assert all(float(size) >= 12 for size in values(chart.svg, "font-size", "text"))
        assert set(values(chart.svg, "font-family", "text")) <= {theme.FONT_SHOWN}
        assert "scale(" not in chart.svg
        assert float(ElementTree.fromstring(chart.svg).attrib["width"]) <= theme.WIDTH + 3


def test_every_colour_is_a_variable_of_the_theme(charts: Charts) -> None:
    known = {f"var({name})" for name in theme.COLOURS} | {"none", "transparent", ""}
    seen = ("circle", "line", "path", "rect", "text")
    for chart in charts.values():
        assert set(values(chart.svg, "fill", *seen) + values(chart.svg, "stroke", *seen)) <= known


@pytest.mark.parametrize("scheme", [0, 1])
def test_text_and_marks_keep_their_contrast(scheme: int) -> None:
    colours = {f"var({name})": schemes[scheme] for name, schemes in theme.COLOURS.items()}
    for text, ground in ((theme.INK, theme.PAPER), (theme.MAIN, theme.PAPER), (theme.MAIN, theme.TILE)):
        assert contrast(colours[text], colours[ground]) >= 4.5
    for mark in (theme.MAIN, theme.ACCENT, theme.RULE):
        assert contrast(colours[mark], colours[theme.PAPER]) >= 3


def test_every_victim_of_the_total_is_one_dot(charts: Charts, data: SiteData) -> None:
    chart = charts["victims"]
    assert len(tags(chart.svg, "circle")) == data.total.total
    assert chart.rows[0][1] == f"{data.total.total:,}"
    assert not [force.name for force in data.forces if force.cells["short_name"] in chart.svg]


def test_every_event_with_a_label_is_a_dot_beside_its_words(charts: Charts, data: SiteData) -> None:
    chart, named = charts["timeline"], [event for event in data.timeline if event.label]
    letter_again = 1
    assert len(tags(chart.svg, "circle")) - letter_again == len(named) == len(chart.rows) > 0
    assert [row[1] for row in chart.rows] == [event.event for event in named]
    words = texts(chart.svg)
    assert len(words) == 2 * len(named)
    assert {event.label for event in named} <= set(words)
    assert all(event.label in chart.description for event in named)


def test_labels_of_events_do_not_overlap(data: SiteData) -> None:
    crowded = tuple(replace(event, label=f"Label {event.id} {'long ' * 20}") for event in data.timeline)
    svg = draw_charts(replace(data, timeline=crowded), WORDS)["timeline"].svg
    dates = [float(re.findall(r"[\d.]+", text.attrib["transform"])[-1]) for text in tags(svg, "text")]
    lines = [max(1, len(list(text.iter("tspan")))) for text in tags(svg, "text")]
    placed = sorted(zip(dates, lines, strict=True))
    assert len(placed) == 2 * len(crowded)
    for (above, count), (below, _) in itertools.pairwise(placed):
        assert below - above >= count * theme.TEXT_SIZE


def test_bars_begin_at_zero_and_say_their_figure(charts: Charts, data: SiteData) -> None:
    chart = charts["crimes"]
    bars = [re.findall(r"-?[\d.]+", path.attrib["d"]) for path in tags(chart.svg, "path")]
    (start,), lengths = {float(bar[0]) for bar in bars}, sorted(float(bar[2]) for bar in bars)
    assert start >= 0
    assert len(bars) == len(data.crimes)
    figures = sorted(year.crimes for year in data.crimes)
    assert lengths == pytest.approx([lengths[-1] * figure / figures[-1] for figure in figures], abs=0.2)
    assert (
        {row[1] for row in chart.rows}
        == {f"{year.crimes:,}" for year in data.crimes}
        <= set(texts(chart.svg))
    )


def test_years_stand_under_what_they_cover_and_second_hand_ones_are_hollow(data: SiteData) -> None:
    first, *others = data.crimes
    alike = replace(data, crimes=(first, *(replace(year, coverage=first.coverage) for year in others)))
    chart = draw_charts(alike, WORDS)["crimes"]
    assert texts(chart.svg).count(first.coverage) == 1
    dashed = [value for value in values(chart.svg, "stroke-dasharray", "path") if value]
    assert len(dashed) == sum(year.grade == "secondary" for year in data.crimes) > 0


def test_every_tile_is_a_link_whose_name_holds_its_label(charts: Charts, data: SiteData) -> None:
    links = {link.attrib["href"]: link for link in tags(charts["tile-map"].svg, "a")}
    assert list(links) == [
        f"forces/{force.id}/"
        for force in sorted(data.forces, key=lambda force: (force.tile.row, force.tile.column))
    ]
    for force in data.forces:
        link = links[f"forces/{force.id}/"]
        shown = ["".join(span.itertext()) for span in link.iter("tspan")] or list(link.itertext())
        assert shown == list(force.tile.label)
        name = link.attrib["aria-label"]
        assert name.startswith(force.name)
        assert " ".join(shown).replace("- ", "").replace("-", "") in name.replace("-", "")


def test_the_map_says_where_forces_are_and_nothing_else(charts: Charts, data: SiteData) -> None:
    changed = tuple(replace(force, counts=(), responses=()) for force in data.forces)
    drawn, again = charts["tile-map"], draw_charts(replace(data, forces=changed), WORDS)["tile-map"]
    assert (again.svg, again.rows, again.marks.args) == (drawn.svg, drawn.rows, drawn.marks.args)


def test_markup_in_a_name_stays_text(data: SiteData) -> None:
    force = replace(data.forces[0], name=HOSTILE)
    event = replace(data.timeline[0], event=HOSTILE, label=HOSTILE)
    year = replace(data.crimes[0], coverage=HOSTILE)
    hostile = replace(data, forces=(force,), timeline=(event,), crimes=(year,))
    for chart in draw_charts(hostile, WORDS).values():
        assert not tags(chart.svg, "b")
        assert not tags(render_svg(chart, ADDRESS), "b")
    assert HOSTILE in tags(draw_charts(hostile, WORDS)["tile-map"].svg, "a")[0].attrib["aria-label"]


def test_a_file_of_its_own_has_its_words_and_needs_no_style_sheet(charts: Charts) -> None:
    for chart in charts.values():
        svg = render_svg(chart, ADDRESS)
        assert ElementTree.fromstring(svg).tag == "{http://www.w3.org/2000/svg}svg"
        shown = " ".join(texts(svg))
        assert all(
            words in shown for words in (chart.title, chart.subtitle, *chart.notes, chart.credit, ADDRESS)
        )
        assert "var(" not in svg
        assert theme.COLOURS["--chart-paper"][0] in values(svg, "fill", "rect", "path")
        assert render_png(chart, ADDRESS).startswith(b"\x89PNG")


def test_a_page_links_figures_and_marks_the_tile_of_its_own_force(charts: Charts, data: SiteData) -> None:
    template = environment().from_string("{{ link_figures(text) }}{{ render_svg(chart) }}")
    text = fill("{count} <things>", {"count": LinkedText([("9", "evidence/letter/#a003")])})
    here = f"forces/{data.forces[0].id}/"
    page = template.render(here=here, data=data, cited={}, text=text, chart=charts["tile-map"])
    assert page.startswith('<a href="../../evidence/letter/#a003">9</a>&#32;&#60;things&#62;')
    assert page.count("aria-current") == 1
    assert f'href="../../{here}" aria-current="page"' in page


def test_values_keep_their_links_in_a_sentence() -> None:
    text = fill("{a} and {b}{a}", {"a": LinkedText([("1", "data/#x")]), "b": "{2}"})
    assert text == "1 and {2}1"
    assert text.parts == (("1", "data/#x"), (" and ", ""), ("{2}", ""), ("1", "data/#x"))


def test_a_changed_word_changes_the_chart(words: Path, data: SiteData, charts: Charts) -> None:
    words.write_text(re.sub(r'title = ".*?"', 'title = "Other words"', words.read_text("utf-8")), "utf-8")
    changed = draw_charts(data, words)
    assert {chart.title for chart in changed.values()} == {"Other words"}
    assert all("Other words" in chart.svg for chart in changed.values())
    assert all(changed[name].rows == charts[name].rows for name in charts)


@pytest.mark.parametrize(
    ("pattern", "faulty", "key"),
    [
        (r"title = .*", "", "victims.title"),
        (r"title = .*", "title = 5", "victims.title"),
        (r"notes = .*", 'notes = "Not a list"', "victims.notes"),
        (r"subtitle = .*", 'subtitle = "About {nothing}"', "victims.subtitle"),
        (r"subtitle = .*", 'subtitle = "About {period"', "victims.subtitle"),
        (r"columns = .*", 'columns = ["One"]', "victims.columns"),
        (r"row = .*", "row =", "words"),
        (r"row = .*", 'row = "one" "two"', "words"),
    ],
)
def test_a_faulty_word_is_told_with_its_line(
    pattern: str, faulty: str, key: str, words: Path, data: SiteData
) -> None:
    text = words.read_text("utf-8")
    section = text.index("[victims]\n")
    found = re.compile(rf"^{pattern}$", re.MULTILINE).search(text, section)
    assert found
    words.write_text(text[: found.start()] + faulty + text[found.end() :], "utf-8")
    with pytest.raises(RejectedInput) as rejected:
        draw_charts(data, words)
    (problem,) = rejected.value.problems
    line = text.count("\n", 0, found.start() if faulty else section) + 1
    assert problem.path.endswith(words.name)
    assert (problem.line, problem.column) == (line, key)
    assert problem.remedy
