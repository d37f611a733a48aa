"""Files to take away in one archive, with where they come from, their terms and their sums."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Mapping
from functools import partial
from pathlib import Path, PurePosixPath

from evidence.exports import licences
from evidence.exports.build import Download
from evidence.exports.words import describe, fill
from evidence.metadata import Publication
from evidence.model import Force

README = "README.md"
SUMS = "SHA256SUMS"
FILE = 0o100644 << 16  # a plain file that anybody may read
UNIX = 3


def zip_package(files: Mapping[str, bytes], publication: Publication) -> Download:
    """Give the data package as an archive; `files` are its descriptor and tables, at their paths."""
    descriptor = publication.package.descriptor
    tables = (f"- `{table['path']}`: {table['description']}" for table in descriptor["resources"])
    facts = describe(publication) | {"tables": "\n".join(tables)}
    return f"data/{descriptor['name']}.zip", partial(_archive, files, publication.words / "data.md", facts)


def zip_force(files: Mapping[str, bytes], force: Force, publication: Publication) -> Download:
    """Give all that the site has of a force as an archive; `files` are at their paths."""
    folder = f"forces/{force.id}/"
    names = "\n".join(f"- `{name}`" for name in sorted(map(_name, files)))
    facts = describe(publication) | {"name": force.name, "page": publication.url + folder, "files": names}
    return f"{folder}{force.id}.zip", partial(_archive, files, publication.words / "force.md", facts)


def write_zip(files: Mapping[str, bytes]) -> bytes:
    """Write an archive that is the same for the same files in the same order.

    Every entry has the earliest date that the format knows, so that no clock comes in. Pictures, which are
    compressed already, are stored as they are.
    """
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name)
            entry.create_system, entry.external_attr = UNIX, FILE
            entry.compress_type = zipfile.ZIP_STORED if name.endswith(".png") else zipfile.ZIP_DEFLATED
            archive.writestr(entry, content, compresslevel=9)
    return stream.getvalue()


def _name(path: str) -> str:
    return PurePosixPath(path).name


def _archive(files: Mapping[str, bytes], words: Path, facts: Mapping[str, str]) -> bytes:
    readme = fill(words, {**facts, "sums": SUMS}).encode()
    named = {_name(path): content for path, content in files.items()}
    content = dict(sorted({**named, README: readme, **licences.files()}.items()))
    return write_zip({**content, SUMS: _sums(content)})


def _sums(files: Mapping[str, bytes]) -> bytes:
    """Give the SHA-256 of each file in the lines that `sha256sum --check` reads."""
    sums = (f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in files.items())
    return "".join(sums).encode()
