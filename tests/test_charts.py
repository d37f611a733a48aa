"""What every chart must hold: true words, text and marks that can be seen, links, the same bytes."""

from __future__ import annotations

import gzip
import itertools
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import altair as alt
import pytest

from evidence import chart_theme, charts
from evidence.charts import Chart, framed, poisson, stacking
from evidence.kept import kept
from evidence.model import Count, Evidence, Force, Officers, Residents, Source, Tile

HOOKS = Path(charts.__file__).parents[2]
COUNTS = (12, 7, 25, 3, 9, 14, 0, 1, 12, 18, 11, 6)  # of forces that do not exist
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
BAR = re.compile(r"(?:M|h)(\d[\d.]*)")  # where a bar begins, and how long it is; nothing left of the drawing
SOURCE = Source(
    id="test", title="Test", publisher="Test", published="", kind="", url="", read_in="original", note=""
)


@pytest.fixture(scope="module")
def drawn(evidence: Evidence) -> tuple[Chart, ...]:
    """Every chart of the site."""
    of_forces = (chart for force in evidence.forces for chart in charts.of_force(force, evidence))
    return *charts.national(evidence), *of_forces


@pytest.fixture(scope="module")
def kinds(evidence: Evidence) -> tuple[Chart, ...]:
    """One chart of each kind."""
    known = counted(evidence, COUNTS)
    return *charts.national(evidence), *charts.of_force(known.forces[0], known)


def count(victims: int | None, **changes: str) -> Count:
    period = {"period_start": "2020-04", "period_end": "2023-03", "unit": "victims", "marker": ""}
    return Count(**period | changes, count=victims, claim=None, source=SOURCE)


def made_up(place: int, *counts: Count) -> Force:
    unknown: Any = dict.fromkeys(("pfa_code", "name_cy", "region", "website", "wikidata", "note"), "")
    nothing: Any = dict.fromkeys(("responses", "overlaps", "local_authorities"), ())
    letter = LETTERS[place]
    return Force(
        **unknown,
        **nothing,
        id=f"testshire-{letter.lower()}",
        name=f"Testshire {letter} Police",
        short_name=f"Testshire {letter}",
        kind="territorial",
        nation="England",
        aliases=(),
        tile=Tile(column=1 + place % 6, row=1 + place // 6, label=("Test", letter)),
        counts=counts,
        residents=(Residents(mid_year=2019, residents=1000), Residents(mid_year=2020, residents=500)),
        officers=(Officers(on="2021-03-31", headcount=20, full_time_equivalent=15.5),),
    )


def counted(evidence: Evidence, counts: Sequence[int | None]) -> Evidence:
    forces = tuple(made_up(place, count(victims)) for place, victims in enumerate(counts))
    return replace(evidence, forces=forces)


def among(evidence: Evidence, counts: Sequence[int | None]) -> Chart:
    """Give the chart of the first count among these."""
    known = counted(evidence, counts)
    return charts.count_among_known(known.forces[0], known)


def tags(chart: Chart, *wanted: str) -> list[Element]:
    return [element for element in ElementTree.fromstring(chart.svg).iter() if element.tag in wanted]


def words(chart: Chart) -> list[str]:
    return [" ".join(text.itertext()) for text in tags(chart, "text")]


def data(chart: Chart, name: str) -> Any:
    datasets: Any = chart.specification["datasets"]
    return datasets[name]


def with_inherited(element: Element, name: str, above: str = "") -> Iterator[tuple[Element, str]]:
    """Give an element and those in it, each with the value of an attribute that it has or inherits."""
    value = element.get(name, above)
    yield element, value
    for child in element:
        yield from with_inherited(child, name, value)


def painted(chart: Chart, paint: str, *wanted: str) -> list[str]:
    root = ElementTree.fromstring(chart.svg)
    return [value for element, value in with_inherited(root, paint) if element.tag in wanted]


def scheme(name: str) -> Mapping[str, tuple[float, ...]]:
    """Give the parts of every colour from 0 to 1."""
    values = {colour.variable: getattr(colour, name) for colour in chart_theme.COLOURS}
    return {
        variable: tuple(part / 255 for part in bytes.fromhex(value[1:])) for variable, value in values.items()
    }


def contrast(one: Sequence[float], other: Sequence[float]) -> float:
    """Give the ratio of WCAG 2.2, https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio."""
    dark, light = sorted(luminance(colour) for colour in (one, other))
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: Sequence[float]) -> float:
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def test_every_headline_has_at_most_15_words(drawn: tuple[Chart, ...], evidence: Evidence) -> None:
    headlines = [chart.headline for chart in drawn]
    for force in evidence.forces:
        named = replace(made_up(0, count(1000)), short_name=force.short_name)
        headlines.append(charts.count_among_known(named, replace(evidence, forces=(named,))).headline)
    for headline in headlines:
        assert 4 <= len(headline.split()) <= 15, headline


def test_every_chart_has_words_a_table_and_sources(kinds: tuple[Chart, ...]) -> None:
    assert len({chart.name for chart in kinds}) == len(kinds) == 8
    for chart in kinds:
        assert re.fullmatch("[a-z]+(-[a-z]+)*", chart.name)
        assert all([chart.subtitle, chart.rows, chart.sources]), chart.name
        assert {len(row) for row in chart.rows} == {len(chart.columns)}


def test_descriptions_hold_a_number_and_differ(drawn: tuple[Chart, ...]) -> None:
    descriptions = [chart.description for chart in drawn]
    assert all(re.search(r"\d", description) for description in descriptions)
    assert len(set(descriptions)) == len(drawn)


def test_text_is_at_least_12_px(kinds: tuple[Chart, ...]) -> None:
    for chart in kinds:
        sizes = painted(chart, "font-size", "text")
        assert min(map(float, sizes)) >= 12, chart.name
        assert tags(chart, "svg")[0].attrib["viewBox"].startswith("0 0 328 ")
        assert "scale(" not in chart.svg


def test_text_stands_in_fonts_of_the_width_it_was_measured_in(kinds: tuple[Chart, ...]) -> None:
    for chart in kinds:
        assert set(painted(chart, "font-family", "text")) == {'Arial, "Liberation Sans", Arimo, sans-serif'}


@pytest.mark.parametrize("name", ["light", "dark"])
def test_text_passes_4_5_to_1_in_both_schemes(name: str, kinds: tuple[Chart, ...]) -> None:
    colours = scheme(name)
    on_paper = {f"var({c.variable})" for c in chart_theme.COLOURS if c.use == "text"}
    for chart in kinds:
        assert set(painted(chart, "fill", "text", "tspan")) <= {*on_paper, chart_theme.PAPER}
    for colour in chart_theme.COLOURS:
        if colour.use == "text":
            assert contrast(colours[colour.variable], colours["--chart-paper"]) >= 4.5, colour


@pytest.mark.parametrize("name", ["light", "dark"])
def test_marks_pass_3_to_1_in_both_schemes(name: str) -> None:
    colours = scheme(name)
    for colour in chart_theme.COLOURS:
        if colour.use in {"text", "mark"}:
            assert contrast(colours[colour.variable], colours["--chart-paper"]) >= 3, colour


@pytest.mark.parametrize("name", ["light", "dark"])
def test_dots_and_rules_pass_3_to_1_on_the_bands_behind_them(name: str, evidence: Evidence) -> None:
    colours = scheme(name)
    ground = colours["--chart-paper"]
    opacities = {element.get("fill-opacity") for element in tags(among(evidence, COUNTS), "path")} - {None}
    assert len(opacities) == 2
    for opacity in opacities:
        share = float(opacity or 0)
        ground = tuple(
            share * m + (1 - share) * g for m, g in zip(colours["--chart-muted"], ground, strict=True)
        )
    for variable in ("--chart-muted", "--chart-1", "--chart-ink"):
        assert contrast(colours[variable], ground) >= 3


def test_every_colour_is_a_variable_of_the_theme(kinds: tuple[Chart, ...]) -> None:
    known = {f"var({colour.variable})" for colour in chart_theme.COLOURS} | {"none", ""}
    for chart in kinds:
        used = painted(chart, "fill", "path", "circle", "text") + painted(
            chart, "stroke", "path", "circle", "line"
        )
        assert set(used) <= known, chart.name


def test_the_537_are_one_mark_each(evidence: Evidence) -> None:
    chart = charts.victims(evidence)
    assert len(tags(chart, "circle")) == evidence.total.total == 537
    rows = [
        len({circle.attrib["cx"] for circle in group.iter("circle")})
        for group in tags(chart, "g")
        if group.find("circle") is not None
    ]
    assert rows == [25] * 21 + [12]
    assert words(chart) == ["100", "200", "300", "400", "500", "537"]


def test_no_figure_is_split_by_force(evidence: Evidence) -> None:
    for chart in (charts.victims(evidence), charts.not_comparable(evidence)):
        printed = json.dumps([chart.specification, chart.rows, chart.notes]) + chart.svg
        assert not [force.name for force in evidence.forces if force.short_name in printed]


def test_a_count_is_drawn_only_where_it_is_known(evidence: Evidence) -> None:
    known = counted(evidence, (4, None, None))
    names = [[chart.name for chart in charts.of_force(force, known)] for force in known.forces]
    assert names == [["count-among-known", "residents", "officers"], *[["residents", "officers"]] * 2]


def test_a_force_without_an_area_has_officers_alone(evidence: Evidence) -> None:
    railways = next(force for force in evidence.forces if not force.has_area)
    assert {chart.name for chart in charts.of_force(railways, evidence)} - {"count-among-known"} == {
        "officers"
    }


def test_every_tile_is_a_named_link_to_its_force(evidence: Evidence) -> None:
    chart = charts.tile_map(evidence)
    links = {link.attrib["href"]: link for link in tags(chart, "a")}
    assert len(links) == len(tags(chart, "a")) == len(evidence.forces)
    for force in evidence.forces:
        link = links[f"forces/{force.id}/"]
        found = "published response found" if force.responses else "no published response found"
        assert link.attrib["aria-label"] == f"{force.name}: {found}"
        assert ["".join(text.itertext()) for text in link.findall("text")] == list(force.tile.label)
        filled = chart_theme.MAIN if force.responses else chart_theme.PAPER
        assert link[0].attrib["fill"] == filled


@pytest.mark.parametrize("known", [1, 12, 26])
def test_tiles_tell_counts_once_one_is_known(known: int, evidence: Evidence) -> None:
    chart = charts.tile_map(counted(evidence, [*range(known), *[None] * (26 - known)]))
    names = [link.attrib["aria-label"] for link in tags(chart, "a")]
    assert names[0] == "Testshire A Police: count known"
    assert sum(name.endswith(": count known") for name in names) == known
    assert sum(name.endswith(": count not known") for name in names) == 26 - known
    assert f"Count known: {known} of 26 forces" in words(chart)
    assert chart.sources == (SOURCE,)


def test_links_can_be_reached_and_other_drawings_are_one_image(kinds: tuple[Chart, ...]) -> None:
    for chart in kinds:
        svg = tags(chart, "svg")[0]
        assert svg.attrib["role"] == ("group" if chart.name == "tile-map" else "img")
        named = [tags(chart, tag)[0] for tag in ("title", "desc")]
        assert [named[0].text, named[1].text] == [chart.headline, chart.description]
        assert [svg.attrib["aria-labelledby"], svg.attrib["aria-describedby"]] == [
            n.attrib["id"] for n in named
        ]


def test_no_two_elements_of_a_page_share_an_id(kinds: tuple[Chart, ...]) -> None:
    ids = [element.attrib["id"] for chart in kinds for element in tags(chart, "title", "desc")]
    assert len(set(ids)) == 2 * len(kinds)


def test_drawings_hold_nothing_that_a_strict_policy_forbids(kinds: tuple[Chart, ...]) -> None:
    for chart in kinds:
        assert not tags(chart, "style", "script", "image", "use", "foreignObject")
        names = {name for element in ElementTree.fromstring(chart.svg).iter() for name in element.attrib}
        assert not [name for name in names if name == "style" or name.startswith("on")]


def test_drawings_are_small(drawn: tuple[Chart, ...]) -> None:
    sizes = {chart.name: len(gzip.compress(chart.svg.encode())) for chart in drawn}
    assert {name for name, size in sizes.items() if size > 1400} <= {"tile-map"}
    assert sizes["tile-map"] < 2400


def test_markup_in_a_name_stays_text(evidence: Evidence) -> None:
    name = '</text><b onclick="x">Test & Shire</b>'
    tile = Tile(column=1, row=1, label=("<b>", "&"))
    force = replace(made_up(0, count(3)), name=name, short_name=name, tile=tile)
    hostile = replace(evidence, forces=(force,))
    for chart in (charts.tile_map(hostile), *charts.of_force(force, hostile)):
        assert not tags(chart, "b")
        assert not ElementTree.fromstring(framed.svg(chart, "https://example.org/")).findall(".//b")
        assert name in "".join(ElementTree.fromstring(chart.svg).itertext()) or chart.name == "tile-map"
    assert tags(charts.tile_map(hostile), "a")[0].attrib["aria-label"] == f"{name}: count known"


def test_a_file_of_its_own_defines_every_colour_that_it_uses(kinds: tuple[Chart, ...]) -> None:
    for chart in kinds:
        file = framed.svg(chart, "https://example.org/")
        assert ElementTree.fromstring(file).tag == "{http://www.w3.org/2000/svg}svg"
        style = file[file.index("<style>") : file.index("</style>")]
        for variable in set(re.findall(r"var\((.*?)\)", file)):
            assert style.count(f"{variable}:#") == 2
        assert "prefers-color-scheme:dark" in style


def test_bars_begin_at_zero(evidence: Evidence) -> None:
    bars = [path.attrib["d"] for path in tags(charts.residents(made_up(0), evidence), "path")]
    (left, first), (other_left, last) = (map(float, BAR.findall(bar)) for bar in bars)
    assert left == other_left
    assert first == pytest.approx(2 * last, abs=0.2)


def test_headlines_say_the_last_figure(evidence: Evidence) -> None:
    force = made_up(0)
    assert (
        charts.residents(force, evidence).headline
        == "The Testshire A area had about 500 residents in mid-2020"
    )
    assert (
        "had 16 full-time equivalent officers on 31 March 2021" in charts.officers(force, evidence).headline
    )
    city = next(force for force in evidence.forces if force.id == "city-of-london")
    assert "by day" in charts.residents(city, evidence).notes[0]


def test_years_of_different_coverage_are_set_apart(evidence: Evidence) -> None:
    chart = charts.crimes(evidence)
    breaks = [
        line
        for line, dashes in with_inherited(ElementTree.fromstring(chart.svg), "stroke-dasharray")
        if line.tag == "line" and dashes
    ]
    changes = sum(one.coverage != other.coverage for one, other in itertools.pairwise(evidence.crimes))
    assert len(breaks) == changes > 0
    for year in evidence.crimes:
        assert year.coverage in words(chart)
    assert "trend" in chart.headline


def test_what_is_secondary_or_vague_is_drawn_hollow(evidence: Evidence) -> None:
    crimes, figures = charts.crimes(evidence), charts.not_comparable(evidence)
    vague = [row for row in data(figures, "figures") if not row["exact"]]
    assert [(row["start"], row["end"]) for row in vague] == [(2020, 2023)]
    for chart, hollow in (
        (crimes, sum(year.grade == "secondary" for year in evidence.crimes)),
        (figures, len(vague)),
    ):
        dashed = [
            d
            for path, d in with_inherited(ElementTree.fromstring(chart.svg), "stroke-dasharray")
            if path.tag == "path"
        ]
        assert len(list(filter(None, dashed))) == hollow == 1


def test_figures_cover_whole_months(evidence: Evidence) -> None:
    ours = data(charts.not_comparable(evidence), "figures")[0]
    assert (ours["value"], ours["start"], ours["end"]) == ("537", 2020.25, 2023.25)


def test_every_event_is_a_dot_that_none_hides(evidence: Evidence) -> None:
    chart = charts.timeline(evidence)
    legend = len(data(chart, "legend"))
    dots = len(tags(chart, "circle", "path")) - legend
    assert dots == len(evidence.timeline) == len(data(chart, "events"))
    scale = 312 / (data(chart, "axis")[0]["end"] - data(chart, "axis")[0]["start"])
    places = [(scale * dot["year"], dot["y"]) for dot in data(chart, "events")]
    for (x, y), (other_x, other_y) in itertools.combinations(places, 2):
        assert abs(x - other_x) > 9.9 or abs(y - other_y) > 9.9


def test_the_letter_and_vague_dates_are_marked(evidence: Evidence) -> None:
    chart = charts.timeline(evidence)
    assert "The letter, 9 November 2023" in words(chart)
    expected = {4: "year", 7: "month", 10: "day"}
    for dot in data(chart, "events"):
        assert dot["kind"] == ("letter" if dot["date"] == "2023-11-09" else expected[len(dot["date"])])


def test_dots_keep_their_distance() -> None:
    assert list(stacking.levels([0, 0, 5, 10, 10, 30], 10)) == [0, 1, 2, 0, 1, 0]


@pytest.mark.parametrize(
    ("mean", "inner", "outer"),
    [
        (0, (0, 0), (0, 0)),
        (1, (0, 3), (0, 5)),
        (5, (1, 10), (0, 13)),
        (10, (4, 17), (2, 21)),
        (20, (12, 29), (8, 35)),
    ],
)
def test_limits_match_published_poisson_quantiles(
    mean: float, inner: tuple[int, int], outer: tuple[int, int]
) -> None:
    assert poisson.limits(0.95, mean) == inner
    assert poisson.limits(0.998, mean) == outer


@pytest.mark.parametrize("counts", [COUNTS, [5] * 26, [0, 0], [3, None, 9, None]])
def test_known_counts_are_dots_without_names(counts: Sequence[int | None], evidence: Evidence) -> None:
    chart = among(evidence, counts)
    known = [victims for victims in counts if victims is not None]
    assert sorted(dot["count"] for dot in data(chart, "counts")) == sorted(known)
    assert [dot["count"] for dot in data(chart, "counts") if dot["own"]] == [counts[0]]
    assert f"Testshire A: {counts[0]}" in words(chart)
    assert not re.search("Testshire [^A]", json.dumps([chart.specification, chart.rows]) + chart.svg)
    assert f"Mean of the known counts: {sum(known) / len(known):.1f}" in words(chart)
    assert any("not a ranking" in note for note in chart.notes)
    assert any("No count is known" in note for note in chart.notes) == (None in counts)


def test_the_only_known_count_has_no_mean_and_no_limits(evidence: Evidence) -> None:
    chart = among(evidence, (1, None))
    assert chart.headline == "Testshire A: 1 victim’s data shared, the only known count"
    assert not data(chart, "mean") + data(chart, "limits") + data(chart, "legend")


def test_counts_of_another_period_or_unit_stay_out(evidence: Evidence) -> None:
    others = count(90, period_end="2022-03"), count(91, unit="referrals")
    forces = made_up(0, count(5)), made_up(1, *others), made_up(2, *others, count(7))
    chart = charts.count_among_known(forces[0], replace(evidence, forces=forces))
    assert [dot["count"] for dot in data(chart, "counts")] == [5, 7]


def test_specification_is_valid_vega_lite(kinds: tuple[Chart, ...]) -> None:
    for chart in kinds:
        specification = json.loads(json.dumps(chart.specification))
        alt.Chart.from_dict(specification, validate=True)
        assert specification["$schema"].endswith(f"{alt.SCHEMA_VERSION}.json")
        assert " ".join(specification["title"]["text"]) == chart.headline
        assert specification["description"] == chart.description


def damaged(path: Path) -> Iterator[Callable[[], object]]:
    whole = path.read_bytes()
    for content in (b"", whole[:-1], whole.replace(b"svg", b"gvs"), b"\xff" + whole):
        yield lambda content=content: path.write_bytes(content)  # type: ignore[misc]
    yield path.unlink


def test_cache_corruption_is_redrawn(tmp_path: Path) -> None:
    made = itertools.count()
    make = lambda: f"<svg>{next(made)}</svg>"  # noqa: E731
    assert kept("a", make, tmp_path) == kept("a", make, tmp_path) == "<svg>0</svg>"
    (path,) = tmp_path.iterdir()
    for number, damage in enumerate(damaged(path), start=1):
        damage()
        assert kept("a", make, tmp_path) == f"<svg>{number}</svg>"
        assert kept("a", make, tmp_path) == f"<svg>{number}</svg>"
    assert list(tmp_path.iterdir()) == [path]


SCRIPT = """
import hashlib, sys
from pathlib import Path
from evidence import charts, model
from evidence.charts import framed
known = model.load(Path(sys.argv[1]))
drawn = *charts.national(known), *charts.of_force(known.forces[0], known)
files = [framed.svg(chart, "https://example.org/") for chart in drawn]
pictures = [framed.png(file) for file in files]
print(hashlib.sha256("".join(files).encode() + b"".join(pictures)).hexdigest())
print({"altair", "vl_convert", "PIL"} & set(sys.modules))
"""


def start(folder: Path, **environment: str) -> subprocess.Popen[str]:
    """Draw charts in another process, with what the code in that folder keeps."""
    code = [sys.executable, "-c", SCRIPT, str(HOOKS.parent / "data")]
    known = {**os.environ, "PYTHONPATH": str(folder / "hooks"), **environment}
    return subprocess.Popen(code, env=known, cwd=folder, stdout=subprocess.PIPE, text=True)


def test_same_input_same_bytes(tmp_path: Path) -> None:
    folders = tmp_path / "one", tmp_path / "other"
    for folder in folders:
        shutil.copytree(HOOKS, folder / "hooks", ignore=shutil.ignore_patterns("__pycache__"))
    running = [
        start(folders[0], TZ="UTC", PYTHONHASHSEED="1", LANG="C"),
        start(folders[1], TZ="Pacific/Auckland", PYTHONHASHSEED="2", LANG="en_GB.UTF-8"),
    ]
    (digest, made), (other_digest, _) = (process.communicate()[0].splitlines() for process in running)
    assert digest == other_digest
    assert "altair" in made
    again = start(folders[0]).communicate()[0].splitlines()
    assert again == [digest, "set()"], "what is kept needs no library to draw it again"
