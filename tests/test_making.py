"""A download that cannot be made stops the build with its name."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from evidence import downloads
from evidence.__main__ import main
from evidence.problems import DownloadFailed

Altered = Callable[[Mapping[tuple[str, str, str], str]], Path]
Run = Callable[..., subprocess.CompletedProcess[str]]

MAKERS = {
    "evidence.downloads.tables.table_csv": "data/aliases.csv",
    "evidence.downloads.archives.zipped": "data/safety-before-status.zip",
    "evidence.charts.framed.svg": "numbers/tile-map.svg",
    "evidence.cards.drawn": "cards/home.png",
    "evidence.downloads.workbook.kept_bytes": "data/safety-before-status.xlsx",
}


def broken(*_: object, **__: object) -> bytes:
    raise OSError("no space left")


@pytest.mark.parametrize(("maker", "path"), MAKERS.items())
def test_generate_stops_at_the_download_that_cannot_be_made(
    maker: str, path: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr(maker, broken)
    assert main(["generate", str(tmp_path)]) == 1
    assert capsys.readouterr().err == f"{path}: this download cannot be made: OSError: no space left\n"
    assert list(tmp_path.iterdir()) == []


def test_every_download_is_named_where_it_cannot_be_made() -> None:
    made = downloads.made([("a.csv", lambda: "a"), ("b.csv", broken)])
    assert next(made) == ("a.csv", b"a")
    with pytest.raises(DownloadFailed) as failed:
        next(made)
    assert failed.value.path == "b.csv"
    assert isinstance(failed.value.__cause__, OSError)


def test_a_download_that_cannot_be_made_leaves_the_last_good_site(altered: Altered, run: Run) -> None:
    project = altered({})
    (project / "LICENSE-DATA.md").unlink()
    (project / "site").mkdir()
    (project / "site" / "index.html").write_text("the last good site", "utf-8")
    told = run(project, "mkdocs", "build", "--strict")
    assert told.returncode == 1
    assert "data/safety-before-status.zip: this download cannot be made: FileNotFoundError" in told.stderr
    assert "Traceback" not in told.stderr
    assert [path.name for path in (project / "site").iterdir()] == ["index.html"]
    assert (project / "site" / "index.html").read_text("utf-8") == "the last good site"
