"""The bundle of the interactive charts is the same each time and holds what is used, and no more."""

from __future__ import annotations

import gzip
import re
from pathlib import Path
from typing import Any

import pytest

from evidence import interactive, site
from evidence.charts import drawing

ASSETS = site.ROOT / "docs" / "assets"
SCRIPTS = sorted(ASSETS.glob("explore*.js"))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The bundle, made anew."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(interactive, "KEPT", tmp_path_factory.mktemp("kept"))
        return interactive.bundle()


def test_two_bundles_are_the_same_byte_for_byte(
    made: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(interactive, "KEPT", tmp_path)
    assert interactive.bundle() == made
    assert len(list(tmp_path.iterdir())) == 1


def test_the_bundle_is_made_once_and_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[str] = []

    class Converter:
        def javascript_bundle(self, snippet: str) -> str:
            calls.append(snippet)
            return f"// {snippet}"

    def converter() -> Any:
        return Converter()

    monkeypatch.setattr(drawing, "vl_convert", converter)
    monkeypatch.setattr(interactive, "KEPT", tmp_path)
    assert interactive.bundle() == interactive.bundle()
    assert calls == [interactive.SNIPPET]
    monkeypatch.setattr(interactive, "SNIPPET", "export {};")
    assert interactive.bundle() == "// export {};"
    monkeypatch.setattr(interactive, "version", lambda _: "another")
    interactive.bundle()
    assert len(calls) == 3


def test_the_published_bundle_is_this_one(made: str, output: site.Output) -> None:
    assert [file.text for file in output.files if file.path == "assets/vega.js"] == [made]


def test_the_bundle_gives_what_the_script_uses(made: str) -> None:
    given = re.findall(r"(?:\w+ as )?(\w+)(?=[,}])", made[made.rindex("export{") :])
    used = set(re.findall(r"\bvega\.(\w+)|\{ (\w+) \}\) \{", "".join(path.read_text() for path in SCRIPTS)))
    assert sorted(given) == ["View", "compile", "expressionInterpreter", "parse", "tupleid"]
    assert {name for pair in used for name in pair if name} >= set(given) - {"tupleid"}


def test_the_bundle_loads_nothing_else_and_writes_no_style_sheet(made: str) -> None:
    assert not re.search(r"\bimport\s*[({*\"]|\}\s*from\s*\"", made)
    assert "cdn.jsdelivr.net" not in made
    assert "vega-tooltip" not in made
    assert 'createElement("style")' not in made


def test_the_bundle_weighs_what_its_docstring_says(made: str) -> None:
    said = [int(size) for size in re.findall(r"(\d+)(?: KB| KB,|,) ", interactive.bundle.__doc__ or "")]
    size = len(made.encode())
    assert [round(size / 1000), round(len(gzip.compress(made.encode(), 9)) / 1000)] == said[:2]


def test_the_scripts_write_no_markup_and_store_nothing() -> None:
    assert len(SCRIPTS) == 2
    forbidden = r"(inner|outer|Adjacent)HTML|document\.write|\beval\(|Storage|cookie|\"style\""
    for path in SCRIPTS:
        source = path.read_text("utf-8")
        assert not re.search(forbidden, source), path.name
        assert len(source.splitlines()) <= 112, path.name
