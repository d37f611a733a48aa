"""Templates made once with Altair, filled with data, drawn by vl-convert and kept on disk.

Altair and vl-convert are slow to import, so they are imported only to make what is not kept yet.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import astuple
from functools import cache
from importlib.metadata import version
from pathlib import Path

from evidence import chart_theme
from evidence.charts import markup

Specification = dict[str, object]
Row = Mapping[str, object]
Data = Sequence[Row]

HERE = Path(__file__).parent
KEPT = HERE.parents[2] / ".cache" / "charts"


def filled(template: str, *, height: int | None = None, **datasets: Data) -> Specification:
    """Fill the named template with data; `height` is in pixels where the data decide it."""
    size = {} if height is None else {"height": height}
    return {**json.loads(_template(template)), **size, "datasets": datasets}


def svg(specification: Mapping[str, object], label: markup.Label) -> str:
    """Draw the specification without its title, which the page prints itself."""
    untitled = {key: value for key, value in specification.items() if key != "title"}
    made_of = json.dumps([untitled, astuple(label), _versions(), _source("charts/markup.py")])
    return kept(made_of, lambda: markup.cleaned(_drawn(untitled), label))


def kept(made_of: str, make: Callable[[], str], folder: Path = KEPT) -> str:
    """Give what was made of the same before; where nothing sound is kept, make and keep it."""
    path = folder / _digest(made_of)
    text = _read(path)
    if text is None:
        text = make()
        _write(path, text)
    return text


@cache
def _template(name: str) -> str:
    made_of = json.dumps([name, _versions(), _source("charts/templates"), _source("chart_theme.py")])
    return kept(made_of, lambda: _made(name))


@cache
def _versions() -> tuple[str, str]:
    return version("altair"), version("vl-convert-python")


def _made(name: str) -> str:
    from evidence.charts.templates import TEMPLATES  # noqa: PLC0415  (imports Altair: 0.4 s)

    return json.dumps({**TEMPLATES[name]().to_dict(), "config": chart_theme.CONFIG})


def _drawn(specification: Specification) -> str:
    """Draw with no network and in one time zone, which V8 reads when it starts."""
    os.environ["TZ"] = "UTC"
    time.tzset()
    import vl_convert  # noqa: PLC0415  (0.3 s)

    fixed = {**specification, "autosize": "none"}
    return vl_convert.vegalite_to_svg(fixed, show_warnings=True, allowed_base_urls=[])


def _read(path: Path) -> str | None:
    try:
        digest, _, text = path.read_bytes().decode().partition("\n")
    except (OSError, UnicodeDecodeError):
        return None
    return text if digest == _digest(text) else None


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        file.write(f"{_digest(text)}\n{text}".encode())
    os.replace(file.name, path)  # noqa: PTH105


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


@cache
def _source(path: str) -> list[str]:
    """Read a module, or every module of a package."""
    place = HERE.parent / path
    return [
        module.read_text("utf-8") for module in (sorted(place.glob("*.py")) if place.is_dir() else [place])
    ]
