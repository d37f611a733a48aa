"""Build the site with ProperDocs, which continues MkDocs, and compare every page with that in site/.

Once with Material and once with MaterialX, which continues it. A page must keep the words that a reader sees,
its links, and what machines read of it.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from difflib import unified_diff
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser

ROOT = Path(__file__).parents[1]
PROPERDOCS = "properdocs==1.6.7"
THEMES = {"material": "mkdocs-material", "materialx": "mkdocs-materialx==10.2.2"}
FOR_MACHINES = (
    "head > title, meta:not([name=generator]):not([http-equiv]), link[rel=canonical], link[rel=alternate]"
)
LINKED_DATA = "script[type='application/ld+json']"
UNSEEN = "script, style, template, svg, [hidden]"


def main() -> int:
    """Print what differs, and give 1 where anything does."""
    differences = [line for theme in THEMES for line in compare(ROOT / "site", build(theme))]
    print("\n".join(differences) or f"The pages are the same with {PROPERDOCS} and {THEMES['materialx']}.")
    return 1 if differences else 0


def build(theme: str) -> Path:
    """Build and finish the site in an environment of its own: both themes install the same folder."""
    folder = ROOT / ".cache" / "hosts" / theme
    python, site = folder / "bin" / "python", folder / "site"
    uv = (sys.executable, "-m", "uv")
    run(*uv, "venv", "--quiet", "--clear", "--python", sys.executable, folder)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    shared = (each for each in project["dependencies"] if not each.startswith("mkdocs-material"))
    options = ("--quiet", "--system-certs", "--only-binary", ":all:", "--constraint", "requirements.txt")
    run(*uv, "pip", "install", *options, "--python", python, PROPERDOCS, THEMES[theme], *shared)
    settings = (ROOT / "mkdocs.yml").read_text("utf-8").replace("  name: material\n", f"  name: {theme}\n")
    run(python, "-m", "properdocs", "build", "--quiet", "--strict", "-f", "-", "-d", site, given=settings)
    run(python, "-m", "evidence", "finish", site)
    return site


def run(*command: str | Path, given: str | None = None) -> None:
    environment = os.environ | {"PYTHONPATH": str(ROOT / "hooks")}
    subprocess.run(command, cwd=ROOT, env=environment, input=given, text=True, check=True)


def compare(usual: Path, other: Path) -> Iterator[str]:
    """Yield the lines in which a page of two sites differs, first those that the usual site has."""
    names = {page.relative_to(site).as_posix() for site in (usual, other) for page in site.rglob("*.html")}
    for name in sorted(names):
        yield from unified_diff(
            read(usual / name), read(other / name), str(usual / name), str(other / name), n=0, lineterm=""
        )


def read(page: Path) -> list[str]:
    """Give what a page tells machines, its links and its visible words; nothing where there is no page."""
    tree = LexborHTMLParser(page.read_text("utf-8") if page.is_file() else "")
    described = [node.html or "" for node in tree.css(f"{FOR_MACHINES}, {LINKED_DATA}")]
    for node in tree.css(UNSEEN):
        node.decompose()
    links = [f"{' '.join(node.text().split())}: {node.attributes['href']}" for node in tree.css("a[href]")]
    words = tree.body.text(separator="\n").splitlines() if tree.body else []
    return [*described, *links, *filter(None, map(str.strip, words))]


if __name__ == "__main__":
    sys.exit(main())
