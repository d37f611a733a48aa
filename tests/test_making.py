"""A download that cannot be made stops the build with its name."""

from __future__ import annotations

from pathlib import Path

import pytest

from evidence import downloads
from evidence.__main__ import main
from evidence.problems import DownloadFailed

MAKERS = {
    "evidence.downloads.tables.table_csv": "data/changes.csv",
    "evidence.charts.framed.svg": "numbers/tile-map.svg",
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
