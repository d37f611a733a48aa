"""Files to take away in one archive, with where they come from, their terms and their sums."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Collection, Mapping
from functools import partial
from pathlib import PurePosixPath

from evidence import text
from evidence.cache import HERE
from evidence.exports import licences
from evidence.exports.build import Download
from evidence.model import Force
from evidence.tables import Package

README = "README.md"
SUMS = "SHA256SUMS"
ALL = "every table and column, and their licences"
WORDS = HERE.parents[1] / "docs" / "templates" / "archives"
FILE = 0o100644 << 16  # a plain file that anybody may read
UNIX = 3


def of_data(files: Mapping[str, bytes], package: Package, released: str, site_url: str) -> Download:
    """Give the data package as a zip archive; `files` are its descriptor and tables, at their paths."""
    described = {one["path"]: one["description"] for one in package.descriptor["resources"]}
    named = _named(files)
    known = {
        "title": package.descriptor["title"],
        "description": package.descriptor["description"],
        "version": package.descriptor["version"],
        "date": text.date(released),
        "site": site_url,
        "files": "\n".join(f"- `{name}`: {described.get(name, ALL)}" for name in sorted(named)),
    }
    return f"data/{package.descriptor['name']}.zip", partial(_archive, named, "data.md", known)


def of_force(files: Mapping[str, bytes], force: Force, released: str, site_url: str) -> Download:
    """Give all that the site has of a force as a zip archive; `files` are at their paths."""
    named = _named(files)
    known = {
        "name": force.name,
        "page": f"{site_url}forces/{force.id}/",
        "date": text.date(released),
        "site": site_url,
        "files": "\n".join(f"- `{name}`" for name in sorted(named)),
    }
    return f"forces/{force.id}/{force.id}.zip", partial(_archive, named, "force.md", known)


def zipped(files: Mapping[str, bytes], stored: Collection[str] = ()) -> bytes:
    """Give a zip archive that is the same for the same files in the same order.

    Every entry has the earliest date that the format knows, so that no clock comes in. Those named in
    `stored` are not compressed.
    """
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name)
            entry.create_system, entry.external_attr = UNIX, FILE
            entry.compress_type = zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED
            archive.writestr(entry, content, compresslevel=9)
    return stream.getvalue()


def _named(files: Mapping[str, bytes]) -> Mapping[str, bytes]:
    return {PurePosixPath(path).name: content for path, content in files.items()}


def _archive(files: Mapping[str, bytes], words: str, known: Mapping[str, str]) -> bytes:
    readme = (WORDS / words).read_text("utf-8").format(sums=SUMS, **known).encode()
    whole = {**files, README: readme, **licences.texts()}
    ordered = {name: whole[name] for name in sorted(whole)}
    pictures = {name for name in ordered if name.endswith(".png")}  # compressed already
    return zipped({**ordered, SUMS: _sums(ordered)}, stored=pictures)


def _sums(files: Mapping[str, bytes]) -> bytes:
    """Give the SHA-256 of each file in the lines that `sha256sum --check` reads."""
    return "".join(
        f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in files.items()
    ).encode()
