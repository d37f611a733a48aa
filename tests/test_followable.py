"""Every figure can be followed to what it rests on, and no digit in prose came another way."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

import pytest

from evidence import charts, site, text
from evidence.charts import poisson
from evidence.checks import sound
from evidence.model import Claim, Evidence, load, published
from evidence.tables import Package

Altered = Callable[[Mapping[tuple[str, str, str], str]], Path]

BLOCKS = {"p", "li", "dt", "dd", "th", "td", "h1", "h2", "h3", "h4", "summary", "pre", "figcaption", "title"}
VOID = {"br", "img", "input", "meta", "link", "hr", "path", "rect", "circle", "line"}
# test_citations.py reads how to cite a page, test_embeds.py the code of a frame, which repeats a headline.
HIDDEN = {"headerlink", "sic", "page-foot", "cite", "print-only", "frame"}
NOT_READ = {"svg", "script", "style", "noscript", "nav"}
NUMBERS = """
    three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
    eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million dozen
""".split()  # "one" and "two" are left out: they mostly count nothing
COUNTS = re.compile(rf"[^\s()“”<>]*\d[^\s()“”<>]*|\b(?:{'|'.join(NUMBERS)})\b", re.IGNORECASE)
SHORT = len("1,234 victims")  # a shorter cell is a value or a name, which could hide a figure by chance
MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"

LIMITS = "the name of a limit of chance"
ALLOWED: Mapping[str, str] = {
    LIMITS: r"\b(?:95|99\.8)% limits\b",
    "a date, which counts nothing": rf"\b(?:(?:\d{{1,2}} )?(?:{MONTHS}) 20\d\d|20[0-3]\d)\b",
    "the addresses in the head of the letter": r"2 Marsham Street|102 Petty France|SW1P 4(?:JA|DF)|SW1H 9AJ",
    "the number of a paragraph, which leads to it": r"\b[Pp]aragraph [1-8]\b",
    "a licence and its version": r"CC BY 4\.0|CC0|v3\.0|BSD 3-Clause|Attribution 4\.0",
    "the size of a file, which a test measures": r"\b[\d,]+ KB\b",
    "the section of an Act": r"\bsection 8\b",
    "the name of an encoding": r"\bUTF-8\b",
    "the number of a question within a request": r"(?m)^\d\. ",
    "the smallest count that is shown although nobody has published it": r"\bbelow five\b",
    "how the marks of a chart stand": r"\b25 to a row\b",
    "a number of times": r"\bfour times as large|three times\b",
    "how small a count must be to be refused, which is policy": r"\bbelow five\b",
    "a number of things on the page": r"\bsix questions above",
    "the name of a code": r"\bcodes of three letters\b",
    "the aim for the words, which a test holds": r"\bnine years of school\b",
    "what a page was tested against": r"\bversion 2\.2\b|\b(?:320|1280) pixels\b",
}


@dataclass(slots=True)
class Run:
    """Words of a page with the address that they lead to."""

    words: str
    address: str


@dataclass(slots=True)
class Block:
    """A paragraph, an item, a cell: what a reader takes in at once, with the anchor that it stands under."""

    tag: str
    anchor: str
    runs: list[Run] = field(default_factory=list)

    @property
    def words(self) -> str:
        return "".join(run.words for run in self.runs)


class Reader(HTMLParser):
    """Reads the title and the article of a page as blocks."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[Block] = []
        self.open: list[tuple[str, bool]] = []
        self.blocks: list[Block] = []
        self.address = self.anchor = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        classes = (attributes.get("class") or "").split()
        if tag in VOID:
            self.handle_data("\n" if tag == "br" else "")
            return
        hidden = tag in NOT_READ or bool(HIDDEN & set(classes))
        self.open.append((tag, hidden))
        self.anchor = attributes.get("id") or self.anchor
        if tag in BLOCKS and not (self.blocks and self.blocks[-1].tag == "figcaption"):
            self.blocks.append(Block(tag, self.anchor))
            self.found.append(self.blocks[-1])
        if tag == "a":
            self.address = attributes.get("href") or ""

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            self.handle_data("\n")

    def handle_endtag(self, tag: str) -> None:
        if self.blocks and self.blocks[-1].tag == tag:
            self.blocks.pop()
        self.address = "" if tag == "a" else self.address
        while any(one == tag for one, _ in self.open) and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        inside = {tag for tag, _ in self.open} & {"article", "title"}
        if self.blocks and inside and not any(hidden for _, hidden in self.open):
            self.blocks[-1].runs.append(Run(data, self.address))


def read(page: str) -> list[Block]:
    """Give the blocks of a page."""
    reader = Reader()
    reader.feed(page)
    return reader.found


class Known:
    """What the tables hold, by which a digit on a page is known to have come from them."""

    def __init__(self, package: Package, evidence: Evidence) -> None:
        self.evidence = evidence
        self.claims = evidence.claims
        self.tables = package.tables
        told = [*_strings(package.descriptor), *self._sentences()]
        counting = {_plain(one) for one in told if len(one) > SHORT and COUNTS.search(one)}
        self.texts = sorted(counting, key=len, reverse=True)
        self.values = {shown for cells in self.cells() for cell in cells for shown in _shown(cell)}
        self.values |= {str(len(table.rows)) for table in self.tables.values()}
        fields = [field for table in self.tables.values() for field in table.fields]
        self.values |= {field["name"] for field in fields}
        self.values |= {f"{field['type']}, {field['unit']}" for field in fields if "unit" in field}
        self.short = {text.share(one.share) for force in evidence.forces for one in force.overlaps}
        self.short |= {service.phone for service in evidence.support if service.publish == "publish"}
        self.short |= {site.where().url, *self._names()}

    def cells(self) -> Iterator[tuple[str, ...]]:
        return (cells for table in self.tables.values() for _, cells in table.rows)

    def counts(self, table: str) -> set[str]:
        """Give the counts of our own rows that a link to a table may tell."""
        letter = self.evidence.sources["letter"].published
        before = sum(f"{event.date}-12-31"[:10] < letter for event in self.evidence.timeline)
        speaking = sum(bool(force.responses) for force in self.evidence.forces)
        ours: Mapping[str, Iterable[float | str]] = {
            "timeline": [before],
            "force_responses": [speaking],
            "counts": self._of_counts(),
        }
        rows = len(self.tables[table].rows), len(self.evidence.forces)
        return {str(count) for count in (*rows, *ours.get(table, ()))}

    def _of_counts(self) -> Iterator[float | str]:
        """Give the known counts and what a chart works out of them."""
        forces = self.evidence.forces
        counts = [one.count for force in forces for one in force.counts if one.count is not None]
        yield from (
            *counts,
            sum(self.evidence.known.values()),
            len(counts),
            len(forces) - len(counts),
            round(len(counts) / 20, 1),
        )
        if counts:
            mean = sum(counts) / len(counts)
            yield f"{mean:.1f}"
            yield from (*poisson.limits(0.95, mean), *poisson.limits(0.998, mean))

    def rounded(self, words: str) -> bool:
        """Say whether a figure is one of a table of figures, as exact as it is given."""
        number = re.fullmatch(r"(?:about )?([\d,]+(?:\.(\d+))?)( million)?", words)
        if not number:
            return False
        scale = 1_000_000 if number[3] else 1
        value, places = float(number[1].replace(",", "")), len(number[2] or "")
        zeros = 3 if words.startswith("about") and not number[3] else 0
        within = 0.5 * scale * 10 ** (zeros - places)
        return any(abs(value * scale - known) <= within for known in self._figures())

    def _sentences(self) -> Iterator[str]:
        for table in self.tables.values():
            columns = [name for name in table.header if name not in {"unit", "claim_ids"}]
            yield from (cell for name in columns for _, cell in table.column(name))

    def _names(self) -> Iterator[str]:
        for service in self.evidence.support:
            yield from (service.name, service.url.removeprefix("https://"))
        for force in self.evidence.forces:
            yield from (name for name in force.local_authorities if COUNTS.search(name))

    def _figures(self) -> Iterator[float]:
        for force in self.evidence.forces:
            yield from (year.residents for year in force.residents)
            yield from (each for day in force.officers for each in (day.headcount, day.full_time_equivalent))
            yield from (count.count for count in force.counts if count.count is not None)
        yield from (year.crimes for year in self.evidence.crimes)


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield from (one for inner in value.values() for one in _strings(inner))
    elif isinstance(value, list):
        yield from (one for inner in value for one in _strings(inner))


def _shown(cell: str) -> Iterator[str]:
    yield cell
    yield text.number(cell)
    if re.fullmatch(r"\d+\.\d+", cell):
        yield f"{float(cell):,.2f}"


def _plain(words: str) -> str:
    return " ".join(words.split())


def _straight(words: str) -> str:
    return _plain(words).replace("’", "'")


def unexplained(page: str, known: Known) -> list[str]:
    """Give the digits of a page that came through no claim and no table and are of no allowed kind."""
    return [digits for block in read(page) for digits in _left(block, known)]


def _left(block: Block, known: Known) -> list[str]:
    if block.tag in {"th", "td"} and _plain(block.words) in known.values:
        return []
    own = known.claims.get(block.anchor)
    told = "".join(_unlinked(run, known) for run in block.runs)
    told = told if block.tag == "pre" else _plain(told)
    for cell in _texts(own) if own else (*known.texts, *sorted(known.short, key=len, reverse=True)):
        told = told.replace(cell, "") if cell else told
    for kind in ALLOWED.values():
        told = re.sub(kind, "", told)
    return COUNTS.findall(told)


def _texts(claim: Claim) -> list[str]:
    """Give what the entry of a claim prints of it."""
    source = claim.source.title, claim.source.publisher
    own = claim.id, claim.statement, text.quantity(claim), claim.area, claim.quote, claim.caveat, *source
    return sorted(filter(None, map(_plain, own)), key=len, reverse=True)


def _unlinked(run: Run, known: Known) -> str:
    """Give what a link says beyond what its place in the tables says."""
    place = PLACE.search(run.address)
    followed = FOLLOWED.get(place[1], _as_printed) if place else _as_printed
    return followed(run.words, place[2] if place else "", known)


def _as_printed(words: str, anchor: str, known: Known) -> str:
    return words


def _claimed(words: str, anchor: str, known: Known) -> str:
    claim = known.claims[anchor]
    told = words.replace(text.quantity(claim), "").replace(anchor, "")
    value = re.escape(text.number(claim.value))
    return re.sub(rf"(?<![\d,.]){value}(?![\d,.]*\d)", "", told) if value else told


def _sourced(words: str, anchor: str, known: Known) -> str:
    figure = re.match(r"(?:about )?[\d,.]*\d(?: million)?", words)
    return words[figure.end() :] if figure and known.rounded(figure[0]) else words


def _counted(words: str, anchor: str, known: Known) -> str:
    counts = known.counts(anchor.removeprefix("table-"))
    words = re.sub(ALLOWED[LIMITS], "", words)
    return words if set(re.findall(r"[\d,.]*\d", words)) - counts else ""


def _numbered(words: str, anchor: str, known: Known) -> str:
    return words.replace(anchor.removeprefix("p"), "", 1)


def _asked(words: str, anchor: str, known: Known) -> str:
    asked = next(one.question for one in known.evidence.disagreements if one.id == anchor)
    return words.replace(asked, "")


PLACE = re.compile(r"(evidence/|sources/|letter/|data/|disagreements/|^)#(.+)$")
FOLLOWED: Mapping[str, Callable[[str, str, Known], str]] = {
    "evidence/": _claimed,
    "sources/": _sourced,
    "data/": _counted,
    "letter/": _numbered,
    "": _numbered,
    "disagreements/": _asked,
}


Charted = tuple[str, Known]


@pytest.fixture(scope="module")
def known(evidence: Evidence) -> Known:
    return Known(published(sound(site.DATA)), evidence)


@pytest.fixture(scope="module")
def pages(built: Path, subjects: list[Path]) -> Mapping[str, str]:
    """The pages of the site by their addresses."""
    return {path.parent.relative_to(built).as_posix(): path.read_text("utf-8") for path in subjects}


@pytest.fixture(scope="module")
def charted(altered: Altered) -> Charted:
    """The charts and the count of a force in a site in which three counts are known; they are invented."""
    forces = {"kent": "12", "essex": "3", "btp": "1"}
    cells = {("counts", force, "count"): count for force, count in forces.items()}
    cells |= {("counts", force, "marker"): "" for force in forces}
    cells |= {("counts", force, "source_id"): "kent-super-complaints" for force in forces}
    data = altered(cells) / "data"
    made = {file.path: file for file in site.generate(site.where(), data=data).files}
    found = re.findall(r'<figure class="chart".*?</figure>', made["forces/kent.md"].text, re.DOTALL)
    found += re.findall(r"^<strong>(<a .*?</a>)</strong>", made["forces/kent.md"].text, re.MULTILINE)
    found += re.findall(r"^A count for .*?\n\n", made["numbers.md"].text, re.DOTALL | re.MULTILINE)
    return f"<article><p>{'</p><p>'.join(found)}</p></article>", Known(published(sound(data)), load(data))


def faults(pages: Mapping[str, str], known: Known) -> dict[str, list[str]]:
    found = {address: unexplained(page, known) for address, page in pages.items()}
    return {address: digits for address, digits in found.items() if digits}


def cited(block: Block) -> list[str]:
    """Give the ids of the claims that a block leads to."""
    return [
        place[2] for run in block.runs if (place := PLACE.search(run.address)) and place[1] == "evidence/"
    ]


def disputed(block: Block) -> set[str]:
    """Give the ids of the disagreements that a block leads to."""
    return {run.address.split("disagreements/#")[1] for run in block.runs if "disagreements/#" in run.address}


def test_a_page_is_read_to_its_end(pages: Mapping[str, str]) -> None:
    for address, page in pages.items():
        last = "<p><a target" if address.startswith("embed/") else '<p class="page-foot">'
        written = page.replace(last, f"<p>the last words</p>{last}")
        assert "the last words" in {block.words for block in read(written)}, address


def test_every_digit_came_through_a_claim_or_a_table(pages: Mapping[str, str], known: Known) -> None:
    assert faults(pages, known) == {}


@pytest.mark.parametrize(
    "address", [".", "about", "briefing", "evidence", "forces/kent", "letter", "methods"]
)
@pytest.mark.parametrize("words", ["12 victims", "twelve victims", "1,906 victims"])
def test_a_figure_that_is_written_by_hand_is_found(
    address: str, words: str, pages: Mapping[str, str], known: Known
) -> None:
    head, first, rest = re.split(r"(</h2>)", pages[address], maxsplit=1)
    assert unexplained(f"{head}{first}<p>It was {words}.</p>{rest}", known) == [words.split(maxsplit=1)[0]]


@pytest.mark.parametrize("address", [".", "evidence", "forces/kent", "numbers"])
def test_a_figure_that_is_changed_by_hand_is_found(
    address: str, pages: Mapping[str, str], known: Known
) -> None:
    assert "538" in " ".join(unexplained(pages[address].replace("537", "538"), known))


def test_a_count_that_becomes_known_can_be_followed(charted: Charted) -> None:
    page, known = charted
    assert (
        page.count("<figure") == 3
        and ">16</a> of the" in page
        and "12 victims</a>" in page
        and "95% limits" in page
    )
    assert unexplained(page, known) == []
    assert "13" in unexplained(page.replace(">12 victims", ">13 victims"), known)
    assert "17" in unexplained(page.replace(">16</a> of the", ">17</a> of the"), known)


def test_a_claim_that_changes_in_the_tables_and_not_on_the_pages_is_found(
    pages: Mapping[str, str], known: Known, altered: Altered
) -> None:
    cells = {("claims", "a011", "value"): "12", ("claims", "a011", "statement"): "It has 12 pages."}
    data = altered(cells) / "data"
    found = faults(pages, Known(published(sound(data)), load(data)))
    assert {"briefing", "evidence"} <= found.keys()
    assert "10" in found["briefing"]


def test_every_allowed_kind_of_digit_is_needed(pages: Mapping[str, str], charted: Charted) -> None:
    words = "\n".join(block.words for page in (*pages.values(), charted[0]) for block in read(page))
    assert [kind for kind, pattern in ALLOWED.items() if not re.search(pattern, words)] == []


def test_the_figures_of_a_chart_lead_to_what_they_rest_on(evidence: Evidence) -> None:
    each = [chart for force in evidence.forces for chart in charts.of_force(force, evidence)]
    for chart in (*charts.national(evidence), *each):
        words = " ".join((chart.headline, chart.subtitle, *chart.notes))
        assert chart.figures, chart.name
        assert [figure for figure in chart.figures if figure not in words] == [], chart.name


def test_every_figure_in_the_table_of_a_chart_is_a_link(pages: Mapping[str, str]) -> None:
    for address, page in pages.items():
        for table in re.findall(r'<figure class="chart".*?<table.*?</table>', page, re.DOTALL):
            for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", table.rpartition("<tbody>")[2], re.DOTALL):
                assert not re.fullmatch(r"[\d,.]+", cell) or re.fullmatch(r"20\d\d", cell), (address, cell)


def silent(pages: Mapping[str, str], evidence: Evidence) -> list[str]:
    """Give the places that use one side of a disagreement and do not say that sources differ."""
    sides = {(p.claim.id, one.id) for one in evidence.disagreements for p in one.positions}
    found = []
    for address, page in pages.items():
        for block in read(page):
            here = {block.anchor, *(run.address[1:] for run in block.runs)}
            within = here if address == "disagreements" else set()
            due = {one for claim, one in sides if claim in cited(block)}
            found += [f"{address} {block.anchor}: {one}" for one in due - disputed(block) - within]
    return found


def test_where_sources_differ_a_page_says_so_beside_the_figure(
    pages: Mapping[str, str], evidence: Evidence
) -> None:
    assert silent(pages, evidence) == []
    for address in (".", "briefing", "forces/kent", "letter", "numbers", "timeline"):
        mute = {address: pages[address].replace("disagreements/#unit", "disagreements/")}
        mute = {address: mute[address].replace("disagreements/#forces", "disagreements/")}
        assert silent(mute, evidence), address


def test_a_second_hand_claim_is_marked_where_it_stands(pages: Mapping[str, str], evidence: Evidence) -> None:
    secondary = {claim.id for claim in evidence.claims.values() if claim.grade == "secondary"}
    blocks = [block for page in pages.values() for block in read(page) if secondary & set(cited(block))]
    assert len(blocks) > 10
    for block in blocks:
        marks = block.words.count("second-hand")
        assert marks == sum(claim in secondary for claim in cited(block)), _plain(block.words)


def test_a_paragraph_of_the_letter_and_its_claims_lead_to_one_another(
    pages: Mapping[str, str], evidence: Evidence
) -> None:
    claims = [claim for claim in evidence.claims.values() if claim.paragraph]
    lines = {
        block.anchor: cited(block) for block in read(pages["letter"]) if block.words.startswith("Claims:")
    }
    assert lines == {f"p{n}": [one.id for one in claims if one.paragraph == n] for n in range(1, 8)}
    for claim in claims:
        entry = [
            run.address for block in read(pages["evidence"]) if block.anchor == claim.id for run in block.runs
        ]
        assert f"../letter/#p{claim.paragraph}" in entry, claim.id


def test_the_words_quoted_from_the_letter_stand_on_its_page(
    pages: Mapping[str, str], evidence: Evidence
) -> None:
    printed = _straight(" ".join(block.words for block in read(pages["letter"])))
    for claim in (one for one in evidence.claims.values() if one.quote):
        assert _straight(claim.quote) in printed, claim.id


def test_the_entry_of_a_claim_says_all_that_is_known_of_it(
    pages: Mapping[str, str], evidence: Evidence
) -> None:
    blocks = read(pages["evidence"])
    for claim in evidence.claims.values():
        entry = [block for block in blocks if block.anchor == claim.id]
        terms = [_plain(block.words) for block in entry if block.tag in {"dt", "dd"}]
        told = dict(zip(terms[::2], terms[1::2], strict=True))
        assert told["Grade"] == claim.grade and told["Area"] == claim.area
        assert claim.source.title in told["Source"] and claim.locator in told["Source"]
        assert told.get("Caveat", "") == claim.caveat
        assert not claim.value or told["Figure"] == text.quantity(claim)
        assert told.get("Period", "") == text.period(claim.period_start, claim.period_end)
        sides = [one for one in evidence.disagreements if claim.id in {p.claim.id for p in one.positions}]
        assert told.get("Sources differ", "") == " ".join(one.question for one in sides)
