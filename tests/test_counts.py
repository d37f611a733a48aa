"""On the day on which counts are known the whole site tells them rightly, and it tells no artificial one."""

from __future__ import annotations

import csv
import html
import io
import json
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pytest

from evidence import charts, site
from evidence.__main__ import main
from evidence.checks import sound
from evidence.checks.rules import disclosure, sums
from evidence.metadata import Publication, described
from evidence.model import Evidence, join, published
from evidence.pages import Shown, render
from evidence.problems import UnsoundData
from evidence.tables import Package, Table
from tests.counts import CASES, KEY, artificial, rows

ROOT = Path(__file__).parents[1]
FORCES, TOTAL, PERIOD = 44, 537, "April 2020 to March 2023"
SITE = site.where()
MARKED = "These tables are artificial: they were made up for a test. Put the real tables back: git checkout"

Altered = Callable[[Mapping[tuple[str, str, str], str]], Path]
Run = Callable[..., subprocess.CompletedProcess[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A site in which some counts are known, as far as it differs from one case to the next."""

    known: Mapping[str, int]
    package: Package
    evidence: Evidence
    pages: Mapping[str, str]


@pytest.fixture(scope="module")
def twelve(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, bytes]:
    """Every file of a site with twelve known counts, one of them zero, and others withheld or set apart."""
    folder = artificial(tmp_path_factory.mktemp("twelve") / "data", 12)
    return {file.path: file.content for file in site.generate(SITE, folder, artificial=True).files}


@pytest.fixture(scope="module")
def cases(twelve: Mapping[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> Mapping[int, Case]:
    """The pages of each case, without the charts of single forces."""

    def case(known: int) -> Case:
        package = published(
            sound(artificial(tmp_path_factory.mktemp("case") / "data", known), artificial=True)
        )
        evidence = join(package)
        shown = Shown(
            site=SITE,
            package=package,
            evidence=evidence,
            national={chart.name: chart for chart in charts.national(evidence)},
            of_force={force.id: () for force in evidence.forces},
            files=twelve,
        )
        pages = {page.path: page.markdown for page in render(shown)}
        return Case(known=counted(known), package=package, evidence=evidence, pages=pages)

    return {known: case(known) for known in CASES}


def counted(known: int) -> dict[str, int]:
    """Give the counts that belong to the total, from the table of the artificial rows."""
    there = (row for row in rows(known) if (row["period_start"], row["unit"]) == ("2020-04", "victims"))
    return {row["force_id"]: int(row["count"]) for row in there if row["count"]}


def words(source: str) -> str:
    """Give the text of HTML or Markdown as a reader sees it."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", "", source)).split())


def answer(page: str) -> str:
    """Give what the page of a force answers to how many victims there were."""
    return words(page.split("{ #count }", 1)[1].split("###", 1)[0])


def text(files: Mapping[str, bytes], path: str) -> str:
    return files[path].decode()


def table(files: Mapping[str, bytes], path: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text(files, path))))


def test_the_artificial_cases_are_those_that_are_rehearsed() -> None:
    assert {known: len(counted(known)) for known in CASES} == {known: known for known in CASES}
    assert sum(counted(44).values()) == TOTAL
    assert sum(counted(12).values()) == 201
    apart = {(row["period_start"], row["unit"], row["marker"]) for row in rows(12)}
    assert apart - {("2020-04", "victims", "")} == {
        ("2019-04", "victims", ""),
        ("2020-04", "referrals", ""),
        ("2020-04", "victims", "[c]"),
    }
    assert 0 in counted(12).values()


@pytest.mark.parametrize("known", CASES)
@pytest.mark.parametrize("path", ["index.md", "numbers.md", "forces/index.md", "parliament.md"])
def test_a_page_tells_how_many_counts_are_known_and_how_much_they_account_for(
    path: str, known: int, cases: Mapping[int, Case]
) -> None:
    page = words(cases[known].pages[path])
    account = "It accounts" if known == 1 else "Together they account"
    told = f"A count for {PERIOD} is known for {known} of {FORCES} forces. {account} for "
    assert told + f"{sum(counted(known).values())} of the {TOTAL} victims" in page
    rest = "For the rest no count is known, which does not mean zero."
    assert (rest in page) == (known < FORCES)


@pytest.mark.parametrize("path", ["index.md", "numbers.md", "forces/index.md", "parliament.md"])
def test_no_page_speaks_of_known_counts_before_there_is_one(path: str, output: site.Output) -> None:
    page = next(file.text for file in output.files if file.path == path)
    assert "no count is known" not in page and "they account for" not in page


@pytest.mark.parametrize("known", CASES)
@pytest.mark.parametrize("path", ["index.md", "numbers.md", "parliament.md"])
def test_no_page_says_that_there_is_no_count_once_there_is_one(
    path: str, known: int, cases: Mapping[int, Case], output: site.Output
) -> None:
    denials = r"No source gives a count|We found none in any source|none has been published"
    assert re.search(denials, next(file.text for file in output.files if file.path == path))
    others = cases[known].pages[path].replace("other forces.** We found none in any source", "")
    assert not re.search(denials, others)


@pytest.mark.parametrize("known", CASES)
def test_the_page_of_a_force_tells_its_own_count_and_no_other(known: int, cases: Mapping[int, Case]) -> None:
    for force in cases[known].evidence.forces:
        told = answer(cases[known].pages[f"forces/{force.id}.md"])
        figures = re.findall(r"([\d,]+ (?:victims?|referrals?))\b", told.replace(f"{TOTAL} victims", ""))
        own = [row for row in rows(known) if row["force_id"] == force.id and row["count"]]
        assert figures == [
            f"{row['count']} {row['unit'].removesuffix('s') if row['count'] == '1' else row['unit']}"
            for row in own
        ]
        assert ("no figure for any one force" in told) == (force.id not in counted(known))


def test_zero_withheld_not_known_and_set_apart_are_told_in_different_words(cases: Mapping[int, Case]) -> None:
    told = {
        force: answer(cases[12].pages[f"forces/{force}.md"])
        for force in ("cumbria", "dorset", "essex", "gwent", "surrey")
    }
    assert told["cumbria"].startswith(
        f"0 victims, {PERIOD}. The source says zero, which is not the same as not known."
    )
    assert "does not fit the letter" in told["cumbria"]
    assert told["essex"].startswith(f"Confidential [c], {PERIOD}: the figure exists but is withheld")
    assert told["dorset"].startswith("9 victims, April 2019 to March 2020. This is for another time")
    assert f"Not available [x], {PERIOD}" in told["dorset"]
    assert told["gwent"].startswith(
        f"30 referrals, {PERIOD}. The letter’s total counts victims and this counts"
    )
    assert told["surrey"].startswith(f"Not available [x], {PERIOD}")
    for force in ("dorset", "essex", "gwent", "surrey"):
        assert not re.search(r"\b0\b|\bzero\b", told[force]), force


def test_frames_and_constituencies_tell_the_same_as_the_page_of_the_force(
    twelve: Mapping[str, bytes],
) -> None:
    expected = {
        "kent": f"25 victims, {PERIOD}.",
        "cumbria": f"0 victims, {PERIOD}.",
        "essex": f"Confidential [c], {PERIOD}",
        "dorset": "9 victims, April 2019 to March 2020.",
        "gwent": f"30 referrals, {PERIOD}.",
    }
    constituencies = {
        "ashford": "kent",
        "carlisle": "cumbria",
        "clacton": "essex",
        "west-dorset": "dorset",
        "torfaen": "gwent",
    }
    for force, told in expected.items():
        assert told in words(text(twelve, f"embed/forces/{force}/index.html")), force
    for name, force in constituencies.items():
        assert expected[force] in words(text(twelve, f"constituencies/{name}.md")), name


def test_what_is_left_of_the_total_is_printed_nowhere(
    cases: Mapping[int, Case], twelve: Mapping[str, bytes]
) -> None:
    left = {known: str(TOTAL - sum(counted(known).values())) for known in CASES}
    for path, page in cases[12].pages.items():
        _, _, article = page.removeprefix("---").partition("\n---\n")  # the head has the lines of rows
        assert article and left[12] not in re.findall(r"[\d,]*\d", words(article)), path
    assert left[43] not in re.findall(r"\d+", answer(cases[43].pages["forces/essex.md"]))
    assert left[43] in re.findall(r"\d+", answer(cases[44].pages["forces/essex.md"]))
    own = [row for row in table(twelve, "data/counts.csv") if row["force_id"] == "essex"]
    assert [(row["count"], row["marker"]) for row in own] == [("", "[c]")]


@pytest.mark.parametrize("known", CASES)
def test_the_map_tells_known_from_not_known_and_nothing_of_size(
    known: int, cases: Mapping[int, Case]
) -> None:
    chart = next(one for one in charts.national(cases[known].evidence) if one.name == "tile-map")
    withheld = {row["force_id"] for row in rows(known) if row["marker"] == "[c]"}
    assert [name for name, _ in chart.rows] == [force.name for force in cases[known].evidence.forces]
    for force in cases[known].evidence.forces:
        finding = "count known" if force.id in counted(known) else "count not known"
        finding += ", withheld" if force.id in withheld else ""
        label = re.escape(html.escape(f'aria-label="{force.name}: {finding}"', quote=False))
        fills = re.findall(rf'{label}[^>]*><path[^>]*fill="([^"]*)"', chart.svg)
        assert fills == ["var(--chart-1)" if force.id in counted(known) else "var(--chart-paper)"], force.id
    assert f"Count known: {known} of {FORCES} forces" in chart.svg


def test_a_chart_stands_where_a_count_of_the_total_is_known_and_nowhere_else(
    twelve: Mapping[str, bytes],
) -> None:
    drawn = {path.split("/")[1] for path in twelve if path.endswith("/count-among-known.svg")}
    assert drawn == counted(12).keys()
    rows_of = table(twelve, "forces/cumbria/count-among-known.csv")
    told = {(row["What"], row["Victims"]) for row in rows_of}
    others = sorted(int(row["Victims"]) for row in rows_of if row["What"] == "Another force")
    assert others == sorted(count for force, count in counted(12).items() if force != "cumbria")
    # Worked out apart: a Poisson distribution of mean 16.75 reaches 2.5, 97.5, 0.1 and 99.9% here.
    assert {("Cumbria", "0"), ("Mean of the known counts", "16.8")} <= told
    assert {("95% limits around the mean", "9 to 25"), ("99.8% limits around the mean", "6 to 31")} <= told


def test_no_page_puts_forces_in_the_order_of_their_counts(cases: Mapping[int, Case]) -> None:
    for known in CASES:
        listed = cases[known].pages["forces/index.md"]
        names = re.findall(r'<th scope="row" id="([a-z-]+)"', listed)
        assert names == [force.id for force in cases[known].evidence.forces]
        assert not re.search(r"<th[^>]*>[^<]*(?:[Cc]ount|[Vv]ictim)", listed), (
            "what a table shows it can sort by"
        )


def test_every_download_holds_what_the_table_holds(twelve: Mapping[str, bytes]) -> None:
    told = table(twelve, "data/counts.csv")
    expected = {tuple(row[name] for name in KEY): row for row in rows(12)}
    assert {tuple(row[name] for name in KEY): row for row in told if row["source_id"]} == {
        key: row | {"claim_id": ""} for key, row in expected.items()
    }
    objects = json.loads(twelve["data/counts.json"])
    assert [row["count"] for row in objects] == [int(row["count"]) if row["count"] else None for row in told]
    sheet = openpyxl.load_workbook(io.BytesIO(twelve["data/safety-before-status.xlsx"]))["counts"]
    cells = [row[:5] for row in sheet.iter_rows(values_only=True) if row[1] in {"2019-04", "2020-04"}]
    assert [row[3] for row in cells] == [row["count"] for row in objects]
    with zipfile.ZipFile(io.BytesIO(twelve["data/safety-before-status.zip"])) as archive:
        assert archive.read("counts.csv") == twelve["data/counts.csv"]
        assert json.loads(archive.read("datapackage.json"))["artificial"] is True


def test_the_record_of_a_force_tells_its_counts_as_its_page_does(twelve: Mapping[str, bytes]) -> None:
    def counts(force: str) -> list[tuple[object, ...]]:
        told = json.loads(twelve[f"forces/{force}/{force}.json"])["counts"]
        return [(one["count"], one["marker"], one["unit"], one["period_start"]) for one in told]

    assert counts("kent") == [(25, "", "victims", "2020-04")]
    assert counts("cumbria") == [(0, "", "victims", "2020-04")]
    assert counts("essex") == [(None, "[c]", "victims", "2020-04")]
    assert counts("dorset") == [(9, "", "victims", "2019-04"), (None, "[x]", "victims", "2020-04")]
    assert counts("gwent") == [(30, "", "referrals", "2020-04")]
    figures = table(twelve, "forces/gwent/gwent.csv")[0], table(twelve, "forces/cumbria/cumbria.csv")[0]
    assert [(row["measure"], row["value"]) for row in figures] == [
        ("referrals", "30"),
        ("victims whose data was shared", "0"),
    ]


def test_what_is_said_to_machines_and_of_changes_is_right_too(
    twelve: Mapping[str, bytes], cases: Mapping[int, Case], output: site.Output
) -> None:
    corrections, feed = words(text(twelve, "corrections.md")), text(twelve, "changes.xml")
    for force in counted(12):
        assert f"{force} 2020-04 2023-03" in corrections and f"{force} 2020-04 2023-03" in feed
    publication = Publication(url=SITE.url, package=cases[12].package, evidence=cases[12].evidence)
    linked = json.loads(described(publication, "data/", "Data", output.downloads).linked)
    assert '"temporalCoverage": "2020-04/2023-03"' in json.dumps(linked)
    assert "201" not in re.findall(r"\d+", json.dumps(linked))
    cards = {file.path: file.content for file in output.files if file.path.startswith("cards/forces/")}
    assert cards and cards.items() <= twelve.items(), "a card has a name and no figure"


@pytest.fixture(scope="module")
def project(altered: Altered) -> Path:
    """A copy of what a build reads, with the last good site in it."""
    project = altered({})
    shutil.copytree(ROOT / "data", project / "data", dirs_exist_ok=True)
    (project / "site").mkdir()
    (project / "site" / "index.html").write_text("the last good site", "utf-8")
    return project


def whole_package(data: Path, made: Path) -> None:
    shutil.rmtree(data)
    shutil.copytree(made, data)


def link_to_a_package(data: Path, made: Path) -> None:
    shutil.rmtree(data)
    data.symlink_to(made)


def tables_alone(data: Path, made: Path) -> None:
    for path in made.glob("*.csv"):
        shutil.copy(path, data)


def one_row(data: Path, made: Path) -> None:
    counts = (data / "counts.csv").read_text("utf-8")
    row = "kent,2020-04,2023-03,25,,victims,,artificial-list"
    assert row in (made / "counts.csv").read_text("utf-8")
    (data / "counts.csv").write_text(counts.replace("kent,2020-04,2023-03,,[x],victims,,", row), "utf-8")


ROADS = {
    whole_package: MARKED,
    link_to_a_package: MARKED,
    tables_alone: "'https://www.example.org/list' is artificial: names like it are kept for tests. Remove",
    one_row: "source_id: 'artificial-list' is artificial: names like it are kept for tests. Remove the row",
}


@pytest.mark.parametrize(("road", "told"), ROADS.items(), ids=[road.__name__ for road in ROADS])
def test_artificial_counts_enter_no_build(
    road: Callable[[Path, Path], None], told: str, project: Path, run: Run, tmp_path: Path
) -> None:
    data, kept = project / "data", tmp_path / "kept"
    shutil.copytree(data, kept)
    road(data, artificial(tmp_path / "made", 12))
    built = run(project, "mkdocs", "build", "--strict")
    data.unlink() if data.is_symlink() else shutil.rmtree(data)
    shutil.move(kept, data)
    assert built.returncode == 1
    assert told in built.stderr
    assert "Traceback" not in built.stderr
    assert [path.read_text("utf-8") for path in (project / "site").iterdir()] == ["the last good site"]


@pytest.mark.parametrize("command", ["check", "manifest"])
def test_no_command_takes_artificial_tables(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = artificial(tmp_path / "data", 1)
    before = (data / "released.json").read_bytes()
    assert main([command, str(data)]) == 1
    assert f":1:artificial: {MARKED}" in capsys.readouterr().err
    assert (data / "released.json").read_bytes() == before
    with pytest.raises(UnsoundData):
        site.generate(SITE, data)


def test_no_variable_leads_a_build_to_other_tables(run: Run, tmp_path: Path) -> None:
    data = artificial(tmp_path / "data", 12)
    names = ("DATA", "DATA_DIR", "EVIDENCE_DATA", "REPOSITORY", "REPOSITORY_URL", "SITE_URL")
    usual = run(ROOT, "evidence", "check")
    assert run(ROOT, "evidence", "check", **dict.fromkeys(names, str(data))).stdout == usual.stdout
    assert f"{sum(len(one.rows) for one in sound(site.DATA).tables.values())} rows" in usual.stdout


def test_only_tests_ask_for_artificial_tables() -> None:
    for path in (*(ROOT / "hooks").rglob("*.py"), ROOT / "Makefile", *(ROOT / ".github").rglob("*.yml")):
        assert "artificial=True" not in path.read_text("utf-8"), path


def test_the_real_tables_hold_no_count_that_the_list_of_changes_does_not_tell() -> None:
    tables = sound(site.DATA).tables
    known = {" ".join(cells[:3]) for _, cells in tables["counts"].rows if cells[3]}
    changes = (dict(zip(tables["changes"].header, cells, strict=True)) for _, cells in tables["changes"].rows)
    assert known <= {change["row"] for change in changes if change["table"] == "counts"}


COUNTS = "force_id,period_start,period_end,count,marker,unit,claim_id,source_id"
TOTALS = (
    "table,column,period,forces,total,unit,claim_id,source_id\ncounts,count,2020-04/2023-03,all,20,victims,t,"
)
SOURCES = "id,url\npublic,https://www.gov.uk/list\nprivate,"
CLAIMS = """\
id,value,period_start,period_end,source_id
t,20,2020-04,2023-03,public
year,6,2020-04,2021-03,private
"""


def read(name: str, content: str) -> Table:
    header, *cells = [tuple(row) for row in csv.reader(content.strip().splitlines())]
    fields = [{"name": column, "type": "string"} for column in header]
    return Table(
        name,
        f"{name}.csv",
        {"schema": {"fields": fields, "primaryKey": header[:3]}},
        header,
        tuple(enumerate(cells, 2)),
    )


def counts(*written: str) -> Table:
    """Give a table of counts: each row its force, period, count, marker, unit, claim and source."""
    return read("counts", "\n".join((COUNTS, *written)))


WHOLE = "2020-04,2023-03"


@pytest.mark.parametrize(
    ("source", "count", "refused"),
    [
        ("public", 0, False),
        ("public", 4, False),
        ("private", 0, True),
        ("private", 4, True),
        ("private", 5, False),
    ],
)
def test_a_count_below_five_needs_a_public_source(source: str, count: int, refused: bool) -> None:
    rows = counts(f"a,{WHOLE},{count},,victims,,{source}")
    found = list(
        disclosure.small_counts_are_published(rows, read("claims", CLAIMS), read("sources", SOURCES))
    )
    assert bool(found) == refused
    assert not any(re.search(rf"\b{count}\b", problem.fault) for problem in found if count != 5)


@pytest.mark.parametrize(
    ("written", "refused"),
    [
        ((f"b,{WHOLE},9,,victims,,private", f"c,{WHOLE},9,,victims,,public"), True),
        ((f"b,{WHOLE},9,,victims,,public", f"c,{WHOLE},9,,victims,,public"), False),
        ((f"b,{WHOLE},9,,victims,,private", f"c,{WHOLE},,[c],victims,,"), False),
        ((f"b,{WHOLE},9,,victims,,private", f"c,{WHOLE},,[x],victims,,"), False),
        ((f"b,{WHOLE},9,,victims,,private", f"c,{WHOLE},9,,referrals,,public"), False),
    ],
    ids=["one alone", "all published", "two withheld", "another not known", "another unit"],
)
def test_a_withheld_count_cannot_be_worked_out_from_the_total(
    written: tuple[str, ...], refused: bool
) -> None:
    for own, told in ((f"a,{WHOLE},,[c],victims,,", refused), (f"a,{WHOLE},,[c],victims,,public", False)):
        found = disclosure.withheld_counts_stay_withheld(
            counts(own, *written), read("claims", CLAIMS), read("sources", SOURCES), read("totals", TOTALS)
        )
        assert [problem.line for problem in found] == [2] * told


@pytest.mark.parametrize(
    ("last", "refused"),
    [("2022-04,2023-03,7,", True), ("2022-05,2023-03,7,", False), ("2022-04,2023-03,,[c]", False)],
)
def test_a_withheld_year_cannot_be_worked_out_from_the_others(last: str, refused: bool) -> None:
    rows = counts(
        f"a,{WHOLE},20,,victims,,private",
        "a,2020-04,2021-03,,[c],victims,,",
        "a,2021-04,2022-03,9,,victims,,private",
        f"a,{last},victims,,private",
    )
    tables = read("claims", CLAIMS), read("sources", SOURCES), read("totals", TOTALS)
    found = disclosure.withheld_counts_stay_withheld(rows, *tables)
    assert [problem.line for problem in found] == [3] * refused


@pytest.mark.parametrize(
    ("row", "finer", "untrue"),
    [
        ("a,2020-04,2021-03,6,,victims,,private", 1, 0),
        ("a,2020-04,2021-03,6,,victims,year,", 0, 0),
        ("a,2020-04,2021-03,7,,victims,year,", 0, 1),
        ("a,2020-04,2020-12,6,,victims,year,", 0, 1),
        ("a,2019-04,2020-03,6,,victims,,private", 0, 0),
        ("a,2020-04,2021-03,,[c],victims,,private", 0, 0),
    ],
)
def test_a_count_is_no_finer_than_its_source(row: str, finer: int, untrue: int) -> None:
    tables = counts(f"a,{WHOLE},,[x],victims,,", row), read("claims", CLAIMS), read("sources", SOURCES)
    assert len(list(disclosure.counts_are_no_finer_than_their_source(*tables))) == finer
    assert len(list(disclosure.counts_are_those_of_their_claims(*tables))) == untrue


@pytest.mark.parametrize(
    ("row", "faults"),
    [
        (f"a,{WHOLE},7,,victims,,public", 0),
        ("a,2020-04-01,2023-03-31,7,,victims,,public", 2),
        ("a,2019,2020,7,,victims,,public", 1),
    ],
)
def test_every_force_has_a_row_for_the_time_of_the_total_as_the_total_writes_it(
    row: str, faults: int
) -> None:
    found = list(disclosure.periods_are_those_of_the_total(counts(row), read("totals", TOTALS)))
    assert len(found) == faults


@pytest.mark.parametrize(
    ("written", "positions", "refused"),
    [
        ((f"a,{WHOLE},21,,victims,,public",), "", True),
        ((f"a,{WHOLE},21,,referrals,,public",), "", False),
        ((f"a,{WHOLE},21,,victims,other,",), "d,t\nd,other", False),
        ((f"a,{WHOLE},21,,victims,other,",), "d,t\ne,other", True),
        ((f"a,{WHOLE},11,,victims,,public", f"b,{WHOLE},9,,referrals,,public"), "", False),
        ((f"a,{WHOLE},11,,victims,,public", f"b,{WHOLE},9,,victims,,public"), "", False),
        ((f"a,{WHOLE},11,,victims,,public", f"b,{WHOLE},8,,victims,,public"), "", True),
    ],
)
def test_counts_sum_to_the_total_unless_sources_are_said_to_differ(
    written: tuple[str, ...], positions: str, refused: bool
) -> None:
    sides = read("disagreement_positions", f"disagreement_id,claim_id\n{positions}")
    forces = read("forces", "id,kind\na,territorial\nb,territorial")
    found = list(sums.parts_meet_their_totals(read("totals", TOTALS), forces, sides, counts(*written)))
    assert bool(found) == refused
