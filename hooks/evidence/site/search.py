"""The index of the site's search, which Pagefind makes of finished pages."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser

from evidence import text

FOLDER = "pagefind"
BOX = ".search"  # of the page that searches
UNUSED = ("pagefind-*.*", "wasm.unknown.pagefind")  # what Pagefind writes for other pages than ours
ENTRY = "pagefind-entry.json"
LANGUAGE = "en"
WORDS = "words.json"  # read by docs/assets/search.js
PRELOAD = ("rel", "preload"), ("as", "fetch"), ("crossorigin", "")  # as the script itself asks for them


def index_site(site: Path) -> None:
    """Write the index of every page that has something to find."""
    shutil.rmtree(site / FOLDER, ignore_errors=True)
    options = "--site", site, "--force-language", LANGUAGE, "--exclude-selectors", ".headerlink", "--quiet"
    subprocess.run([sys.executable, "-m", "pagefind", *options], check=True)
    _write_words(site)
    for pattern in UNUSED:
        for path in (site / FOLDER).glob(pattern):
            if path.name != ENTRY:
                path.unlink()


def _write_words(site: Path) -> None:
    """Write the words that are found, by which the search knows a slip of the keyboard."""
    words = {
        word for path in site.rglob("*.html") for word in _words(LexborHTMLParser(path.read_text("utf-8")))
    }
    (site / FOLDER / WORDS).write_text(json.dumps(sorted(words), separators=(",", ":")), "utf-8")


def _words(page: LexborHTMLParser) -> Iterator[str]:
    for body in page.css("[data-pagefind-body]"):
        for ignored in body.css("[data-pagefind-ignore]"):
            ignored.decompose()
        said = [
            body.text(separator=" "),
            *(meta.attributes["content"] or "" for meta in page.css("[data-pagefind-meta]")),
        ]
        yield from text.slug(" ".join(said)).split("-")


def add_preloads(page: LexborHTMLParser, site: Path) -> None:
    """Let the page that searches fetch at once what its script would ask for one after another."""
    for head, box in zip(page.css("head"), page.css(BOX), strict=False):
        entry = json.loads((site / FOLDER / ENTRY).read_text("utf-8"))["languages"][LANGUAGE]
        box.attrs["data-index"] = entry["hash"]
        asked = (
            f"{ENTRY}?ts={entry['hash']}",
            f"pagefind.{entry['hash']}.pf_meta",
            "wasm.en.pagefind",
            WORDS,
        )
        for address in ("../assets/places.json", *(f"../{FOLDER}/{name}" for name in asked)):
            if not head.css_first(f"[href='{address}']"):
                link = page.create_node("link")
                for name, value in (*PRELOAD, ("href", address)):
                    link.attrs[name] = value
                head.insert_child(link)
