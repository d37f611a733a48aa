"""What a reader sees of a page: the words of its article, a line for each paragraph, item or row."""

from __future__ import annotations

from dataclasses import dataclass
from html.parser import HTMLParser

BLOCKS = set(
    "article blockquote body button caption dd details div dl dt fieldset figcaption figure footer h1 h2 h3 "
    "h4 h5 h6 header hr legend li main nav ol p pre section summary table tbody thead tr ul".split()
)
HEADINGS = {"h1", "h2", "h3", "h4"}
CELLS = {"td", "th"}
UNSEEN = {"button", "noscript", "option", "script", "style", "svg", "template"}
PERMALINK = "headerlink"
CITED = {"cite", "print-only"}
"""How to cite a page stands on each, with the day of the newest change: it would bury what does change."""
LEADS_ON = 'http-equiv="refresh"'


@dataclass(frozen=True, slots=True)
class Text:
    """The lines that a reader sees, and under which heading each stands; none where there is no page."""

    lines: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()


def text(page: str) -> Text:
    """Give what a reader sees of a page's article; of a page without one, as in a frame, of its body.

    How to cite the page is left out, and one that only leads on to another shows nothing.
    """
    if not page or LEADS_ON in page:
        return Text()
    opening = "<article" if "<article" in page else "<body"
    reader = _Reader()
    reader.feed(opening + page.partition(opening)[2].rpartition(f"</{opening[1:]}>")[0])
    reader.close()
    reader.end_line()
    return Text(tuple(reader.lines), tuple(reader.headings))


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []
        self.headings: list[str] = []
        self.words: list[str] = []
        self.heading = ""
        self.unseen = ""
        self.depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self.unseen:
            self.depth += tag == self.unseen
        elif tag in UNSEEN or dict(attrs).get("class") in {PERMALINK, *CITED}:
            self.unseen, self.depth = tag, 1
        elif tag in BLOCKS:
            self.end_line()
        elif tag in CELLS and self.words:
            self.words.append(" | ")
        elif tag == "br":
            self.words.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if self.unseen:
            self.depth -= tag == self.unseen
            self.unseen = self.unseen if self.depth else ""
        elif tag in BLOCKS:
            self.end_line(heading=tag in HEADINGS)

    def handle_data(self, data: str) -> None:
        if not self.unseen:
            self.words.append(data)

    def end_line(self, *, heading: bool = False) -> None:
        line = " ".join("".join(self.words).split())
        self.words.clear()
        if line:
            self.heading = line if heading else self.heading
            self.lines.append(line)
            self.headings.append(self.heading)
