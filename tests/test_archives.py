"""The archives are whole, say where they come from, and are the same for the same files."""

from __future__ import annotations

import hashlib
import io
import json
import subprocess
import zipfile
from collections.abc import Mapping
from pathlib import Path

import frictionless
import pytest

from evidence import downloads, site
from evidence.downloads import archives
from evidence.model import Evidence

ROOT = Path(__file__).parents[1]
DATA = "data/safety-before-status.zip"
ADDED = {"LICENSE", "LICENSE-DATA.md", "README.md", "SHA256SUMS"}


def unzipped(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def check(folder: Path) -> subprocess.CompletedProcess[str]:
    command = ("sha256sum", "--check", "--strict", "SHA256SUMS")
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def files(output: site.Output) -> Mapping[str, bytes]:
    return {file.path: file.content for file in output.files}


@pytest.fixture
def folder(files: Mapping[str, bytes], tmp_path: Path) -> Path:
    """The data package as a reader unpacks it."""
    with zipfile.ZipFile(io.BytesIO(files[DATA])) as archive:
        archive.extractall(tmp_path)
    return tmp_path


def test_the_data_archive_holds_the_package_as_it_is_published(files: Mapping[str, bytes]) -> None:
    held = unzipped(files[DATA])
    tables = json.loads(files["data/datapackage.json"])["resources"]
    assert held.keys() == {"datapackage.json", *(one["path"] for one in tables)} | ADDED
    assert [name for name in held.keys() - ADDED if held[name] != files[f"data/{name}"]] == []


def test_the_unzipped_package_is_valid(folder: Path) -> None:
    report = frictionless.validate(str(folder / "datapackage.json"))
    assert report.valid, report.flatten(["name", "message"])
    assert len(report.tasks) == len(list(folder.glob("*.csv")))


def test_sha256sum_finds_every_file_whole(folder: Path) -> None:
    told = check(folder)
    assert told.returncode == 0, told.stdout + told.stderr
    found = {line.removesuffix(": OK") for line in told.stdout.splitlines()}
    assert found == {path.name for path in folder.iterdir()} - {"SHA256SUMS"}


def test_sha256sum_finds_a_file_that_was_changed(folder: Path) -> None:
    with (folder / "counts.csv").open("a") as file:
        file.write("x")
    told = check(folder)
    assert (told.returncode, "counts.csv: FAILED" in told.stdout) == (1, True)


def test_each_force_has_an_archive_of_all_its_files(evidence: Evidence, files: Mapping[str, bytes]) -> None:
    for force in evidence.forces:
        place = f"forces/{force.id}/"
        held = unzipped(files[f"{place}{force.id}.zip"])
        given = {path.removeprefix(place): path for path in files if path.startswith(place)}
        del given[f"{force.id}.zip"]
        assert given and held.keys() == given.keys() | ADDED, force.id
        assert [name for name, path in given.items() if held[name] != files[path]] == []
        for line in held["SHA256SUMS"].decode().splitlines():
            digest, name = line.split("  ")
            assert hashlib.sha256(held.pop(name)).hexdigest() == digest
        assert held.keys() == {"SHA256SUMS"}


def test_an_archive_says_what_it_is_and_where_it_comes_from(
    evidence: Evidence, files: Mapping[str, bytes]
) -> None:
    kent = next(force for force in evidence.forces if force.id == "kent")
    address = site.where().url
    for path, words in {
        DATA: ("# Safety Before Status: the data\n", f"<{address}data/>"),
        "forces/kent/kent.zip": (f"# {kent.name}\n", f"<{address}forces/kent/>"),
    }.items():
        held = unzipped(files[path])
        readme = held["README.md"].decode()
        for expected in (*words, "22 November 2026", "sha256sum --check SHA256SUMS"):
            assert expected in readme, (path, expected)
        assert [name for name in held.keys() - {"README.md"} if f"`{name}`" not in readme] == []


def test_an_archive_has_the_licences_of_the_repository(files: Mapping[str, bytes]) -> None:
    for path in (DATA, "forces/kent/kent.zip"):
        held = unzipped(files[path])
        for name in ("LICENSE", "LICENSE-DATA.md"):
            assert held[name] == (ROOT / name).read_bytes()


def test_an_archive_is_the_same_whatever_the_order_and_the_clock(evidence: Evidence) -> None:
    given = {"forces/kent/b.svg": b"b" * 999, "forces/kent/a.png": b"a" * 999}
    orders = (given, dict(reversed(given.items())))
    made = [
        dict(
            downloads.made(
                [downloads.of_force(one, evidence.forces[0], "2026-11-22", "https://example.org/")]
            )
        )
        for one in orders
    ]
    assert made[0] == made[1]
    (content,) = made[0].values()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entries = {entry.filename: entry for entry in archive.infolist()}
    assert list(entries) == [*sorted(entries.keys() - {"SHA256SUMS"}), "SHA256SUMS"]
    assert {entry.date_time for entry in entries.values()} == {(1980, 1, 1, 0, 0, 0)}
    assert {(entry.create_system, entry.external_attr >> 16) for entry in entries.values()} == {(3, 0o100644)}
    assert entries["a.png"].compress_type == zipfile.ZIP_STORED
    assert entries["b.svg"].compress_size < 999


def test_the_first_part_of_an_archive_can_be_read_without_unpacking() -> None:
    content = archives.zipped({"mimetype": b"text/plain", "b": b"b"}, stored={"mimetype"})
    assert content[30:48] == b"mimetypetext/plain"
