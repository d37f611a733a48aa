"""The index of the site's search, which Pagefind makes of finished pages."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

from pagefind_bin import get_executable  # type: ignore[import-untyped]
from selectolax.lexbor import LexborHTMLParser

from evidence import text

FOLDER = "pagefind"
BOX = ".search"  # of the page that searches
BODY = "[data-pagefind-body]"
UNUSED = ("pagefind-[!e]*", "wasm.unknown.pagefind")  # what Pagefind writes for other pages than ours
ENTRY = "pagefind-entry.json"
LANGUAGE = "en"
WORDS = "words.json"  # read by docs/assets/search.js
PRELOAD = ("rel", "preload"), ("as", "fetch"), ("crossorigin", "")  # as the script itself asks for them


def is_of_search(page: str) -> bool:
    """Tell whether a page is found by the search, or searches."""
    return "data-pagefind-body" in page or 'class="search"' in page


def index_site(site: Path, names: Iterable[str]) -> None:
    """Write the index of those pages that have something to find, and the words that are found."""
    shutil.rmtree(site / FOLDER, ignore_errors=True)
    words: set[str] = set()
    with TemporaryDirectory() as name:
        for page_name in names:
            page = LexborHTMLParser((site / page_name).read_text("utf-8"))
            if page.css_first(BODY):
                words.update(_reduce(page))
                copy = Path(name, page_name)
                copy.parent.mkdir(parents=True, exist_ok=True)
                copy.write_text(page.html or "", "utf-8")
        _run_pagefind(Path(name), site / FOLDER)
    (site / FOLDER / WORDS).write_text(json.dumps(sorted(words), separators=(",", ":")), "utf-8")


def _reduce(page: LexborHTMLParser) -> list[str]:
    """Leave in a page what is found, and give its words. Pagefind keeps the text of whatever has an id."""
    for ignored in page.css(f":is({BODY} :is([data-pagefind-ignore], .headerlink, .reference))"):
        ignored.decompose()
    for node in page.css("[id]:not(h1, h2, h3)"):
        del node.attrs["id"]
    said = [body.text(separator=" ") for body in page.css(BODY)]
    said += [meta.attributes["content"] or "" for meta in page.css("[data-pagefind-meta]")]
    return text.slug(" ".join(said)).split("-")


def _run_pagefind(pages: Path, folder: Path) -> None:
    options = "--site", pages, "--output-path", folder, "--force-language", LANGUAGE, "--quiet"
    subprocess.run([get_executable(), *options], check=True)
    for path in (path for pattern in UNUSED for path in folder.glob(pattern)):
        path.unlink()


def add_preloads(page: LexborHTMLParser, site: Path) -> None:
    """Let the page that searches fetch at once what its script would ask for in turn."""
    for head, box in zip(page.css("head"), page.css(BOX), strict=False):
        entry = json.loads((site / FOLDER / ENTRY).read_text("utf-8"))
        box.attrs["data-index"] = key = entry["languages"][LANGUAGE]["hash"]
        for file in ("wasm.en.pagefind", f"{ENTRY}?ts={key}", f"pagefind.{key}.pf_meta"):
            address = f"../{FOLDER}/{file}"
            if not head.css_first(f"[href='{address}']"):
                link = page.create_node("link")
                for name, value in (*PRELOAD, ("href", address)):
                    link.attrs[name] = value
                head.insert_child(link)
