"""The files that another run left, of which nothing is believed.

An archive is read in memory, name by name and to a limit: nothing of it is ever written to disk, so neither a
name with `..` in it, nor a link, nor a file that unpacks to no end can do anything.
"""

from __future__ import annotations

import io
import stat
import zipfile
import zlib
from collections.abc import Collection, Mapping
from typing import Any

from robot import github
from robot.refusals import Refused

LARGEST = 2_000_000  # bytes: a report has 60,000 characters


def listed(run: str) -> Mapping[str, Any]:
    """Give what a run left, by name; of a name that is there twice, the later."""
    answer = github.one(github.here(f"actions/runs/{run}/artifacts?per_page=100"))
    return {one["name"]: one for one in sorted(answer["artifacts"], key=lambda one: int(one["id"]))}


def texts(artefact: Mapping[str, Any], names: Collection[str]) -> Mapping[str, str]:
    """Read the texts of an artefact; `names` are all that it may hold. Raises Refused where it is not so."""
    if artefact["size_in_bytes"] > LARGEST:
        raise Refused(f"The artefact has {artefact['size_in_bytes']} bytes, and may have {LARGEST}.")
    content = github.content(github.here(f"actions/artifacts/{int(artefact['id'])}/zip"))
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return {entry.filename: _text(archive, entry) for entry in _sound(archive, names)}
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError) as error:
        raise Refused(f"The artefact is no archive that can be read: {error}") from error


def _sound(archive: zipfile.ZipFile, names: Collection[str]) -> list[zipfile.ZipInfo]:
    entries = archive.infolist()
    for entry in entries:
        kind = stat.S_IFMT(entry.external_attr >> 16)
        if entry.filename not in names:
            raise Refused(f"The artefact holds {entry.filename!r}, which is none of {sorted(names)}.")
        if kind not in (0, stat.S_IFREG):
            raise Refused(f"In the artefact, {entry.filename!r} is no plain file.")
    if len({entry.filename for entry in entries}) < len(entries):
        raise Refused("The artefact holds a file twice.")
    return entries


def _text(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> str:
    with archive.open(entry) as file:
        content = file.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise Refused(f"In the artefact, {entry.filename!r} has more than {LARGEST} bytes.")
    return content.decode("utf-8", "replace")
