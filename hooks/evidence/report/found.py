"""Two trees compared, and what was found in the order in which a reviewer asks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from evidence.report import doubted, drawings, figures, owed, places, rows, sizes, wording
from evidence.report.document import Block, Drawing, Lines, Section
from evidence.report.revisions import MADE
from evidence.report.sides import DATA, Side, Sides, differing, pages


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Everything that differs between two trees; `files` are those of their sites, `other` no tables."""

    sides: Sides
    files: Mapping[str, tuple[Path | None, Path | None]]
    tables: tuple[rows.Compared, ...]
    words: wording.Wording
    figures: Section
    drawings: tuple[Drawing, ...]
    places: places.Places
    doubts: doubted.Doubted
    owed: tuple[owed.Owed, ...]
    other: tuple[str, ...]

    @property
    def moved(self) -> int:
        """How many derived figures move."""
        return sum(len(block.content.items) for block in self.figures.blocks if block.content)


def compare(sides: Sides, url: str) -> Found:
    """Compare two trees and their sites, which were built for the same address."""
    files = differing(sides) if sides.built else {}
    tables, words = rows.compared(sides), wording.wording(pages(files))
    return Found(
        sides=sides,
        files=files,
        tables=tables,
        words=words,
        figures=figures.section(sides, tables, words),
        drawings=drawings.changed(files),
        places=places.places(sides, url, same=not any(path.endswith(".html") for path in files)),
        doubts=doubted.doubted(sides),
        owed=owed.owed(sides),
        other=tuple(_other(sides)),
    )


def sections(all_of_it: Found) -> Iterator[Section]:
    """Give every section, whether or not it has anything to say."""
    sides = all_of_it.sides
    yield _problems("What is wrong?", "problems", sides.head)
    yield _problems("What is wrong with the base?", "", sides.base)
    yield owed.section(all_of_it.owed)
    yield rows.section(all_of_it.tables)
    yield all_of_it.figures
    yield _others(all_of_it.other)
    on_sites = (
        wording.section(all_of_it.words),
        drawings.section(all_of_it.drawings),
        places.section(all_of_it.places),
        doubted.section(all_of_it.doubts),
        sizes.section(sides, len(all_of_it.files)),
    )
    yield from (replace(section, compared=sides.built) for section in on_sites)


def _problems(title: str, subject: str, side: Side) -> Section:
    words = ("Each line names the file, the line and the column, and says what is wrong and what to do:",)
    blocks = (Block(words=words, content=Lines(kind="text", items=side.faults)),) if side.faults else ()
    return Section(title=title, subject=subject, blocks=blocks)


def _others(paths: tuple[str, ...]) -> Section:
    words = ("These hold words, descriptions or code:",)
    blocks = (Block(words=words, content=Lines(kind="text", items=paths)),) if paths else ()
    return Section(title="Which other files change?", subject="other files", blocks=blocks)


def _other(sides: Sides) -> Iterator[str]:
    """Give the files of the two projects that are no tables and not the same bytes, in order."""
    base, head = _files(sides.base.project), _files(sides.head.project)
    for path in sorted(base.keys() | head.keys()):
        if path not in base:
            yield f"{path} (new)"
        elif path not in head:
            yield f"{path} (gone)"
        elif base[path].read_bytes() != head[path].read_bytes():
            yield path


def _files(project: Path) -> Mapping[str, Path]:
    found: dict[str, Path] = {}
    for place in sorted(project.iterdir()):
        if place.name in MADE:
            continue
        every = sorted(place.rglob("*")) if place.is_dir() and not place.is_symlink() else [place]
        found |= {path.relative_to(project).as_posix(): path for path in every if _is_plain(path)}
    return {path: file for path, file in found.items() if not _is_table(path)}


def _is_plain(path: Path) -> bool:
    return path.is_file() and not path.is_symlink() and "__pycache__" not in path.parts


def _is_table(path: str) -> bool:
    return path.startswith(f"{DATA}/") and path.endswith(".csv")
