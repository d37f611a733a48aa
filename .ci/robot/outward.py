"""The links that lead away from the built site, for the checker of links."""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser
from pathlib import Path

ROOT = Path(__file__).parents[2]
WRITTEN = ROOT / ".cache" / "links" / "addresses.html"
OWN = re.compile(r"https?://127\.0\.0\.1[:/]")  # a site that is built for nobody names itself so
EXIT = "exit"
"""The class of the links by which a reader leaves at once: no site of ours, and no source."""


class Links(HTMLParser):
    """Collects the links of a page that a reader can follow to another site."""

    def __init__(self) -> None:
        super().__init__()
        self.found = set[str]()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep the link of an anchor."""
        told = {name: value or "" for name, value in attrs}
        link = told.get("href", "")
        away = link.startswith(("http://", "https://")) and not OWN.match(link)
        if tag == "a" and away and EXIT not in told.get("class", "").split():
            self.found.add(link)


def outward(site: Path) -> list[str]:
    """Give every address on another site to which a built site links, once each."""
    links = Links()
    for path in sorted(site.rglob("*.html")):
        links.feed(path.read_text("utf-8"))
        links.reset()
    return sorted(links.found)


def main() -> None:
    """Write the addresses as links of one page, which tells a checker exactly where each ends."""
    links = outward(ROOT / "site")
    WRITTEN.parent.mkdir(parents=True, exist_ok=True)
    lines = (f'<a href="{html.escape(link)}">{number}</a>\n' for number, link in enumerate(links, 1))
    WRITTEN.write_text("<!doctype html>\n" + "".join(lines), "utf-8")
    print(f"{len(links)} addresses on other sites")


if __name__ == "__main__":
    main()
