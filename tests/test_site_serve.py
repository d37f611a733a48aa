"""`make serve` shows in the browser what is wrong with an edit, and the page again when it is mended."""

from __future__ import annotations

import os
import re
import socket
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

from tests.conftest import STRICT
from tests.sample import edit

MOST = 120  # seconds to wait for an answer; nothing is asserted of it
FAULT = "This edit has a fault"


@contextmanager
def serving(project: Path) -> Iterator[str]:
    """Run `mkdocs serve` and give its address once it answers."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        address = f"127.0.0.1:{free.getsockname()[1]}"
    environment = os.environ | {"PYTHONPATH": str(project / "hooks"), "NO_MKDOCS_2_WARNING": "1"}
    command = [*STRICT, "mkdocs", "serve", "--dirty", "--dev-addr", address]
    quiet, pipe = subprocess.DEVNULL, subprocess.PIPE
    with subprocess.Popen(command, cwd=project, env=environment, stdout=quiet, stderr=pipe) as process:
        try:
            assert process.stderr and any(b"Serving on" in line for line in process.stderr)
            yield f"http://{address}/"
        finally:
            process.terminate()


def read(url: str) -> str:
    with urlopen(url, timeout=MOST) as answer:
        return str(answer.read().decode())


def read_next(url: str, page: str) -> str:
    """Give what a browser shows after a page: the script that MkDocs adds waits for the next build."""
    epoch = re.findall(r"livereload\((\d+), \d+\);", page)[0]
    assert int(read(f"{url}livereload/{epoch}/1")) > int(epoch)
    return read(url)


def test_a_fault_is_shown_until_it_is_mended(project: Path) -> None:
    forces = project / "data" / "forces.csv"
    edits: dict[str, Callable[[Path], object]] = {
        "docs/templates/force.md.jinja": lambda path: path.write_text(
            path.read_text("utf-8") + "{{ nothing }}"
        ),
        "docs/.overrides/main.html": lambda path: path.write_text(path.read_text("utf-8") + "{% if %}"),
        "docs/about.md": lambda path: path.write_bytes(b"\xff" + path.read_bytes()),
        "mkdocs.yml": lambda path: path.write_text(path.read_text("utf-8") + "nav: : x\n"),
    }
    good = forces.read_bytes()
    edit(forces, "kent", region="Sout <East>")
    with serving(project) as url:
        page = read(url)
        assert FAULT in page and "data/forces.csv:" in page and "Sout &lt;East&gt;" in page
        mended, content = forces, good
        for name, damage in edits.items():
            mended.write_bytes(content)
            mended, content = project / name, (project / name).read_bytes()
            damage(mended)
            page = read_next(url, page)
            assert FAULT in page and mended.name in page, name
            assert "Sout" not in page
        mended.write_bytes(content)
        page = read_next(url, page)
        assert FAULT not in page, page
        assert "Kent Police" in read(f"{url}forces/kent/")
        damage(mended)
        assert FAULT in read_next(url, page) and FAULT in read(f"{url}forces/kent/")
