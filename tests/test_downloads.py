"""What a reader takes away holds the same figures as the tables, whatever its form."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urljoin
from xml.etree import ElementTree

import pytest
from PIL import Image, ImageChops

from evidence import charts, site, text
from evidence.charts import Chart, drawing, framed, raster
from evidence.downloads.tables import table_csv, table_json
from evidence.model import Evidence, published
from evidence.site import Output
from evidence.tables import Package, read

Files = dict[str, bytes]
ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def package() -> Package:
    return published(read(site.DATA)[0])


@pytest.fixture(scope="session")
def files(output: Output) -> Files:
    return {file.path: file.content for file in output.files}


def rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode(), newline="")))


def test_the_same_rows_are_in_csv_and_json(package: Package, files: Files) -> None:
    assert len(package.tables) > 20
    for name in package.tables:
        flat, typed = rows(files[f"data/{name}.csv"]), json.loads(files[f"data/{name}.json"])
        assert len(flat) == len(typed) == len(package.tables[name].rows)
        for plain, row in zip(flat, typed, strict=True):
            assert plain.keys() == row.keys()
            for column, cell in row.items():
                assert plain[column].removeprefix("'") == as_text(cell, plain[column]), (name, plain)


def as_text(cell: object, shown: str) -> str:
    """Give a typed cell as the table has it; a whole number of a decimal column may lack its fraction."""
    if isinstance(cell, float):
        assert float(shown) == cell
        return shown
    return "" if cell is None else str(cell)


def test_an_unknown_count_is_null_and_its_marker_stands_beside_it(files: Files) -> None:
    counts = json.loads(files["data/counts.json"])
    unknown = [row for row in counts if row["count"] is None]
    assert unknown
    assert {row["marker"] for row in unknown} <= {"[x]", "[c]", "[z]", "[low]"}


def test_a_text_that_looks_like_a_formula_is_harmless_in_csv_and_whole_in_json(tmp_path: Path) -> None:
    field = {"name": "words", "type": "string", "description": "x"}
    numbers = {"name": "number", "type": "integer", "description": "x"}
    schema = {"primaryKey": ["words"], "fields": [field, numbers]}
    resource = {"name": "one", "path": "one.csv", "schema": schema}
    (tmp_path / "datapackage.json").write_text(json.dumps({"resources": [resource]}), "utf-8")
    (tmp_path / "one.csv").write_text("words,number\n=1+1,-4\n@a,5\n", "utf-8")
    table = read(tmp_path)[0].tables["one"]
    assert table_csv(table) == "words,number\n'=1+1,-4\n'@a,5\n"
    assert json.loads(table_json(table)) == [
        {"words": "=1+1", "number": -4},
        {"words": "@a", "number": 5},
    ]


@pytest.fixture(scope="session")
def kent(files: Files) -> dict[str, Any]:
    record: dict[str, Any] = json.loads(files["forces/kent/kent.json"])
    return record


def test_every_force_has_a_record_and_its_figures(evidence: Evidence, files: Files) -> None:
    for force in evidence.forces:
        record = json.loads(files[f"forces/{force.id}/{force.id}.json"])
        figures = rows(files[f"forces/{force.id}/{force.id}.csv"])
        counts = [row for row in figures if row["unit"] == "victims"]
        assert (record["name"], record["name_cy"]) == (force.name, force.name_cy)
        assert [row["value"] for row in counts] == [
            "" if count["count"] is None else str(count["count"]) for count in record["counts"]
        ]
        assert [row["marker"] for row in counts] == [count["marker"] for count in record["counts"]]
        residents = [row["value"] for row in figures if row["measure"] == "residents"]
        assert residents == [str(each.residents) for each in force.residents]
        assert all(row["source_id"] in record["sources"] for row in figures if row["source_id"])


def test_a_record_holds_every_claim_that_its_page_cites_with_its_source(
    evidence: Evidence, files: Files
) -> None:
    for force in evidence.forces:
        page = files[f"forces/{force.id}.md"].decode()
        record = json.loads(files[f"forces/{force.id}/{force.id}.json"])
        assert set(record["claims"]) == set(re.findall(r"evidence/#([a-e]\d{3})", page)) != set()
        for identity, claim in record["claims"].items():
            assert claim["statement"] == evidence.claims[identity].statement
            assert record["sources"][claim["source"]]["title"] == evidence.claims[identity].source.title


def test_a_record_holds_what_the_page_says_of_the_force(kent: dict[str, Any], evidence: Evidence) -> None:
    force = next(force for force in evidence.forces if force.id == "kent")
    assert kent["address"] == site.where().url + "forces/kent/"
    assert [response["summary"] for response in kent["responses"]] == [
        response.summary for response in force.responses
    ]
    assert [place["name"] for place in kent["constituencies"]] == [
        overlap.constituency_name for overlap in force.overlaps
    ]
    assert kent["local_authorities"] == list(force.local_authorities)
    assert [chart["name"] for chart in kent["charts"]] == ["residents", "officers"]


def drawn(output: Output) -> Iterator[str]:
    for file in output.files:
        if file.path.endswith(".vl.json"):
            yield file.path.removesuffix(".vl.json")


def test_every_chart_can_be_taken_away_in_four_forms(output: Output, files: Files) -> None:
    names = list(drawn(output))
    assert len(names) > 90
    for name in names:
        assert ElementTree.fromstring(files[f"{name}.svg"]).tag == "{http://www.w3.org/2000/svg}svg"
        assert rows(files[f"{name}.csv"])
        picture = Image.open(io.BytesIO(files[f"{name}.png"]))
        assert picture.width == 1600
        assert picture.convert("RGB").getpixel((0, 0)) == (255, 255, 255)


def test_a_picture_says_what_it_shows_and_where_its_sources_stand(output: Output, files: Files) -> None:
    for name in drawn(output):
        words = " ".join(ElementTree.fromstring(files[f"{name}.svg"]).itertext())
        title = json.loads(files[f"{name}.vl.json"])["title"]
        folder = name.rpartition("/")[0]
        for line in [*title["text"], *title["subtitle"], site.where().url, f"{folder}/"]:
            assert line in words.replace("/ ", "/"), name


def test_a_picture_has_the_light_colours_of_its_chart(files: Files) -> None:
    picture = Image.open(io.BytesIO(files["forces/kent/residents.png"])).convert("RGB")
    blue = Image.new("RGB", picture.size, "#12436d")
    differences = ImageChops.difference(picture, blue).convert("L").histogram()
    assert sum(differences[:6]) > picture.width * picture.height / 10


def test_a_picture_is_drawn_again_only_when_its_chart_changed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    times = list[str]()

    def draw(picture: str, width: int) -> bytes:
        times.append(picture)
        return b"picture"

    monkeypatch.setattr(raster, "_drawn", draw)
    monkeypatch.setattr(drawing, "KEPT", tmp_path)
    assert framed.png("one") == framed.png("one") == b"picture"
    framed.png("other")
    assert times == ["one", "other"]


def figures_shown(chart: Chart) -> list[dict[str, str]]:
    return [dict(zip(chart.columns, row, strict=True)) for row in chart.rows]


def test_the_csv_of_a_chart_has_the_figures_of_its_table(evidence: Evidence, files: Files) -> None:
    for chart in charts.national(evidence):
        shown = rows(files[f"numbers/{chart.name}.csv"])
        assert [{key: cell.removeprefix("'") for key, cell in row.items()} for row in shown] == figures_shown(
            chart
        )


def examples(built: Path) -> list[str]:
    page = (built / "data" / "index.html").read_text("utf-8")
    section = page.split('id="how-can-a-program-read-it"')[1].split("<h2")[0]
    return [
        unescape(code) for code in re.findall(r'<pre class="copy"><code>(.*?)</code>', section, re.DOTALL)
    ]


@pytest.fixture(scope="session")
def curl() -> None:
    if not shutil.which("curl"):
        subprocess.run([ROOT / ".ci" / "install", "curl"], check=True)


@pytest.mark.usefixtures("curl")
def test_the_examples_of_the_data_page_work_on_the_served_site(built: Path, server: str) -> None:
    shell, python, query = (code.replace(site.where().url, server) for code in examples(built))
    told = subprocess.run(shell.split(), capture_output=True, text=True, check=True)
    assert json.loads(told.stdout)["name"] == "Kent Police"
    printed = subprocess.run([sys.executable, "-c", python], capture_output=True, text=True, check=True)
    assert re.search(r"Kent Police\s+NaN\s+\[x\]", printed.stdout), printed.stdout
    with closing(sqlite3.connect(built / "data" / "safety-before-status.sqlite")) as database:
        assert ("Kent Police", None, "[x]") in database.execute(query).fetchall()


def test_the_data_page_lists_every_table_with_the_size_of_its_files(built: Path, package: Package) -> None:
    page = (built / "data" / "index.html").read_text("utf-8")
    for name in package.tables:
        for form in ("csv", "json"):
            size = (built / "data" / f"{name}.{form}").stat().st_size
            listed = re.search(
                rf'<a href="{name}\.{form}" download[^>]*>{form.upper()}</a>, ([\d,]+) KB', page
            )
            assert listed, name
            assert int(listed[1].replace(",", "")) == max(1, round(size / 1000))


@pytest.mark.parametrize(
    "form",
    ["ods", "sqlite", "xlsx", "zip"],
)
def test_the_data_page_lists_what_holds_everything(form: str, built: Path) -> None:
    name = f"safety-before-status.{form}"
    page = (built / "data" / "index.html").read_text("utf-8")
    size = text.size((built / "data" / name).stat().st_size)
    assert re.search(rf'<a href="{re.escape(name)}" download[^>]*>[^<]+</a>, {size}', page)


def test_every_download_of_a_page_is_there(built: Path) -> None:
    for path in sorted(built.rglob("*.html")):
        for link in re.findall(r'<a href="([^"]+)" download', path.read_text("utf-8")):
            assert (path.parent / urljoin("", link)).resolve().is_file(), (path, link)
