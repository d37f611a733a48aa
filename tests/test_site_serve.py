"""`make serve` shows in the browser what is wrong with an edit, and the page again when it is mended."""

from __future__ import annotations

import os
import re
import socket
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace as replace_field
from pathlib import Path
from urllib.request import urlopen

from evidence.site.build import Output, site_from_environment
from evidence.site.validate import generate_validated
from tests.conftest import STRICT, Run
from tests.sample import ROOT, append, edit, replace

MOST = 120  # seconds to wait for an answer; nothing is asserted of it
MADE_LATER = {"search/search_index.json", "sitemap.xml.gz"}
FAULT_PAGE = (ROOT / "docs" / ".overrides" / "fault.html").read_text("utf-8")
FAULT = FAULT_PAGE.partition("<title>")[2].partition("</title>")[0]


@contextmanager
def serving(project: Path, python: Sequence[str] = STRICT) -> Iterator[str]:
    """Run `mkdocs serve` and give its address once it answers."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        address = f"127.0.0.1:{free.getsockname()[1]}"
    environment = os.environ | {"PYTHONPATH": str(project / "hooks"), "NO_MKDOCS_2_WARNING": "1"}
    command = [*python, "mkdocs", "serve", "--dirty", "--dev-addr", address]
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


EDITS: dict[str, Callable[[Path], None]] = {
    "mkdocs.yml": lambda path: replace(path, "site_name: ", "site_name: Served "),
    "docs/.overrides/partials/foot.html": lambda path: append(path, "<p>Served.</p>"),
    "docs/templates/constituency.md.jinja": lambda path: append(path, "\nServed.\n"),
    "docs/templates/help.md.jinja": lambda path: append(path, "\nServed.\n"),
    "docs/templates/charts.toml": lambda path: replace(path, 'title = "', 'title = "Served: '),
    "docs/about.md": lambda path: append(path, "\nServed.\n"),
    "docs/assets/site.css": lambda path: append(path, ".served { color: inherit; }\n"),
    "data/sources.csv": lambda path: replace(path, "becomes law", "is served"),
    "data/forces.csv": lambda path: edit(path, "kent", name_cy="Heddlu Caint"),
    "data/constituencies.csv": lambda path: edit(path, "E14001069", parliament_id="1"),
}
"""An edit of each kind of file; those that change every page come first, so that none hides a miss."""


def test_what_is_served_after_edits_is_what_a_clean_build_makes(
    project: Path, run: Run, tmp_path: Path
) -> None:
    clean = tmp_path / "clean"
    with serving(project) as url:
        for name, change in EDITS.items():
            page = read(url)
            change(project / name)
            assert FAULT not in read_next(url, page), name
        built = run(project, "mkdocs", "build", "--site-dir", clean, SITE_URL=url)
        assert built.returncode == 0, built.stderr
        for path in clean.rglob("*.*"):
            name = path.relative_to(clean).as_posix()
            if name not in MADE_LATER:
                assert fetch(url + name) == path.read_bytes(), name


def test_what_was_right_before_the_start_is_right_after_an_edit_too(project: Path, run: Run) -> None:
    checked = run(project, "evidence", "check")
    assert checked.returncode == 0, checked.stderr
    site = replace_field(site_from_environment(), templates=project / "docs" / "templates")
    begun = list[Output]()
    generate_validated(project, site, begun.append)
    append(project / "docs" / "about.md", "\nServed.\n")
    again = generate_validated(project, site, begun.append)
    assert begun[1] is again


def fetch(url: str) -> bytes:
    """Give a file as it is served, without the script that MkDocs adds."""
    with urlopen(url, timeout=MOST) as answer:
        return re.sub(rb"<script>\nvar livereload.*?</script>", b"", answer.read(), flags=re.DOTALL)


def test_a_fault_is_shown_until_it_is_mended(project: Path) -> None:
    forces = project / "data" / "forces.csv"
    edits: dict[str, Callable[[Path], object]] = {
        "docs/templates/force.md.jinja": lambda path: append(path, "{{ nothing }}"),
        "docs/.overrides/main.html": lambda path: append(path, "{% if %}"),
        "docs/about.md": lambda path: path.write_bytes(b"\xff" + path.read_bytes()),
        "mkdocs.yml": lambda path: append(path, "nav: : x\n"),
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
