"""A reviewer is told what changes for readers, all of it, and nothing in either tree can speak for itself."""

from __future__ import annotations

import html
import re
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from evidence.__main__ import main
from evidence.checks import sound
from evidence.report import attachment, comment, found, reported, sides
from evidence.report.document import Report
from evidence.report.sides import Side, Sides
from evidence.tables import Package

ROOT = Path(__file__).parents[1]
URL = "https://example.org/"

Cells = Mapping[tuple[str, str, str], str]

HOSTILE = (
    "@someone and #123, or GH-12",
    "](javascript:alert(1)) [x](javascript:alert(1)) <javascript:alert(1)>",
    '<img src=x onerror="alert(1)"> </code></td></pre><script>alert(1)</script>',
    "`a` ``b`` ```` c",
    "```\nfence\n~~~",
    "`````",
    "a | b || \\| c",
    "# heading *strong* _em_ ~~gone~~ $x$ :smile: [^1]",
    "www.example.org https://example.org someone@example.org",
    "one\n\n- two\r\nthree",
    "{{ total }} {% raw %} {# note #}",
    "&lt;b&gt; &#64;someone",
    "\u202eright to left\u200b",
)


@pytest.fixture(scope="module")
def real() -> Package:
    package = sides.package(ROOT)
    assert package
    return package


def edited(package: Package, name: str, change: Callable[[list[list[str]]], object]) -> Package:
    """Give a package in which the rows of a table, its header first, were changed."""
    table = package.tables[name]
    rows = [list(table.header), *(list(cells) for _, cells in table.rows)]
    change(rows)
    numbered = tuple((line, tuple(cells)) for line, cells in enumerate(rows[1:], 2))
    changed = replace(table, header=tuple(rows[0]), rows=numbered)
    return replace(package, tables={**package.tables, name: changed})


def written(package: Package, cells: Cells) -> Package:
    """Give a package with other cells, each under its table, the first cell of its row and its column."""
    for (name, key, column), cell in cells.items():

        def write(rows: list[list[str]], key: str = key, column: str = column, cell: str = cell) -> None:
            row = next(row for row in rows if row[0] == key)
            row[rows[0].index(column)] = cell

        package = edited(package, name, write)
    return package


def page(*lines: str) -> str:
    article = f'<article><h1 id="top">A page</h1>{"".join(lines)}</article>'
    return f"<html><body><nav>Menu</nav>{article}</body></html>"


def made(folder: Path, files: Mapping[str, str]) -> Path:
    """Write the files of a site."""
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(content, "utf-8")
    return folder


@pytest.fixture
def compare(real: Package, tmp_path: Path) -> Callable[..., Report]:
    """Compares two trees, each given as tables and the files of its site."""

    def compared(
        base: tuple[Package, Mapping[str, str]],
        head: tuple[Package, Mapping[str, str]],
        **told: tuple[str, ...],
    ) -> Report:
        both = [
            Side(
                name=name,
                project=made(tmp_path / name / "project", {"docs/about.md": "Words"}),
                package=package,
                site=made(tmp_path / name / "site", files),
            )
            for name, (package, files) in (("base", base), ("head", head))
        ]
        both[1] = replace(both[1], **told)  # type: ignore[arg-type]
        return reported(found.compare(Sides(*both), URL))

    return compared


def section(report: Report, title: str) -> str:
    """Give a section as a comment has it, its cells as their characters."""
    whole = comment.markdown(report)
    part = whole.partition(f"## {title}\n")[2].partition("\n## ")[0]
    return html.unescape(re.sub(r"</?code>|\u200b", "", part))


def test_of_two_equal_trees_it_says_in_one_sentence_that_nothing_changes(
    compare: Callable[..., Report], real: Package
) -> None:
    same = (real, {"index.html": page("<p>Words</p>")})
    report = compare(same, same)
    told = comment.markdown(report)
    assert report.summary == (("Nothing changes for readers.",),)
    silent = "problems, rows owed to changes.csv, rows of the tables, derived figures, other files, "
    assert f"{silent}words of pages, charts, addresses, doubts." in told
    assert re.findall("^## .*", told, re.MULTILINE) == ["## How large, how long?"]


def test_rows_and_columns_are_told_by_table_and_key_with_both_cells(
    compare: Callable[..., Report], real: Package
) -> None:
    head = written(real, {("forces", "kent", "region"): "South West"})
    head = edited(head, "officers", lambda rows: rows.pop(1))
    head = edited(head, "sources", lambda rows: rows.append(["zz-new", *[""] * (len(rows[0]) - 1)]))
    head = edited(head, "support", lambda rows: rows.__setitem__(slice(None), [[*row, "x"] for row in rows]))
    head = replace(head, tables={name: table for name, table in head.tables.items() if name != "tiles"})
    report = compare((real, {}), (head, {}))
    told = section(report, "Which rows change?")
    gone = real.tables["officers"].rows[0][1]
    assert "| kent | region | South East | South West |" in told
    assert f"officers.csv, 1 row gone:\n\n| Row | Cells |\n| --- | --- |\n| {gone[0]} {gone[1]} |" in told
    assert "sources.csv, 1 row new:" in told
    assert "| zz-new | id: zz-new |" in told
    assert "support.csv, columns new: x" in told
    assert "tiles.csv, 44 rows gone:" in told


def test_what_is_counted_from_the_tables_moves_with_a_count(
    compare: Callable[..., Report], real: Package
) -> None:
    known = {("counts", force, "count"): count for force, count in (("kent", "12"), ("essex", "0"))}
    report = compare((real, {}), (written(real, known), {}))
    told = section(report, "Which figures move with it?")
    assert "| counts.csv, 2020-04/2023-03: count, rows known | 0 of 44 | 2 of 44 |" in told
    assert "| counts.csv, 2020-04/2023-03: count, sum of what is known | nothing | 12 |" in told


def test_a_figure_on_a_page_is_derived_where_no_changed_cell_holds_it(
    compare: Callable[..., Report], real: Package
) -> None:
    before = page("<p>No count is known for 44 of 44 forces.</p><p>Kent shared 7 victims’ data.</p>")
    after = page("<p>No count is known for 43 of 44 forces.</p><p>Kent shared 12 victims’ data.</p>")
    head = written(real, {("counts", "kent", "count"): "12", ("counts", "kent", "source_id"): "letter"})
    base = written(real, {("counts", "kent", "count"): "7", ("counts", "kent", "source_id"): "letter"})
    told = section(
        compare((base, {"index.html": before}), (head, {"index.html": after})), "Which figures move with it?"
    )
    assert "| No count is known for 44 of 44 forces. | No count is known for 43 of 44 forces. | ./ |" in told
    assert "Kent shared" not in told


def test_pages_that_change_alike_are_told_once_with_a_short_diff(
    compare: Callable[..., Report], real: Package
) -> None:
    names = [f"constituencies/place-{number}/index.html" for number in range(575)]
    long = " ".join(["word"] * 200)

    def site(speaks: str) -> dict[str, str]:
        return {
            name: page(f'<h2 id="said">Said</h2><p>{number} {long} {speaks} so. {long}</p>')
            for number, name in enumerate(names)
        }

    report = compare((real, site("says")), (real, site("said")))
    told = section(report, "What will readers see?")
    assert "and 572 pages more with the same change:" in told
    assert "@@ Said @@\n- …" in told
    (gone,) = re.findall(r"^- (.*)", told, re.MULTILINE)
    assert " says so. " in gone
    assert len(gone) < 160
    assert ("For readers: 575 pages change.",) in report.summary
    whole = attachment.html(report)
    assert all(name.removesuffix("index.html") in whole for name in names)


def test_only_what_readers_see_is_compared(compare: Callable[..., Report], real: Package) -> None:
    before = page(
        "<p>Words  and\n words</p><script>1</script><svg><text>1</text></svg>", '<a class="headerlink">¶</a>'
    )
    after = page(
        "<p class='x'>Words and <b>words</b></p><script>2</script><svg><text>2</text></svg>",
        '<details class="cite"><summary>Cite this page</summary><p>Version 2.</p></details>',
        '<p class="print-only">Version 2.</p>',
    )
    report = compare((real, {"index.html": before}), (real, {"index.html": after}))
    assert report.summary == (("Nothing changes for readers.",),)
    assert "Not the same to the byte: 1 file of the site." in comment.markdown(report)


def test_new_and_lost_pages_and_addresses_are_named(compare: Callable[..., Report], real: Package) -> None:
    base = {"index.html": page('<p id="here">One</p>'), "old/index.html": page("<p>Old</p>")}
    moved = '<meta http-equiv="refresh" content="0; url=../new/">'
    head = {"index.html": page("<p>One</p>"), "new/index.html": page("<p>New</p>"), "old/index.html": moved}
    redirecting = edited(real, "redirects", lambda rows: rows.append(["old/", "new/", "2026-12-01"]))
    report = compare((real, base), (redirecting, head))
    words, places = section(report, "What will readers see?"), section(report, "Which addresses change?")
    assert "1 page new:\n\n- new/" in words
    assert "1 page gone:\n\n- old/" in words
    assert "1 address gone, where a link to it now leads nowhere:\n\n- ./#here" in places
    assert "1 address redirected:\n\n- old/ now leads to new/" in places
    assert "1 address new:\n\n- new/" in places


def test_charts_stand_side_by_side_in_the_attachment(compare: Callable[..., Report], real: Package) -> None:
    svg = "<svg xmlns='http://www.w3.org/2000/svg'><title>{}</title><script>alert(1)</script></svg>"
    base = {"numbers/crimes.svg": svg.format("Four &amp; five"), "assets/icon.svg": svg.format("1")}
    head = {
        "numbers/crimes.svg": svg.format("Six"),
        "assets/icon.svg": svg.format("2"),
        "new.svg": svg.format("7"),
    }
    report = compare((real, base), (real, head))
    told = section(report, "Which charts change?")
    assert "| numbers/crimes.svg | Four & five | Six |" in told
    assert "| new.svg | no chart | 7 |" in told
    assert "icon.svg" not in told
    whole = attachment.html(report)
    assert whole.count('<img src="data:image/svg+xml;base64,') == 3
    assert 'alt="Four &amp; five"' in whole
    assert "<script" not in whole


def test_doubts_that_come_and_go_are_told_and_those_that_stay_are_counted(
    compare: Callable[..., Report], real: Package
) -> None:
    row = ["zz-copy", "A page", "Somebody", "2020", "news", "https://example.org/", "copy", ""]
    head = edited(real, "sources", lambda rows: rows.append(row))
    head = edited(head, "officers", lambda rows: rows.append(["kent", "2026-03-31", "4200", "4200"]))
    told = section(compare((real, {}), (head, {})), "What may be a slip?")
    line = len(head.tables["sources"].rows) + 1
    assert f"data/sources.csv:{line}:id: nothing uses 'zz-copy'." in told
    assert f"data/sources.csv:{line}:read_in: 'zz-copy' was not read at its publisher." in told
    assert "1 doubt gone:\n\n- data/officers.csv" in told
    assert re.search(r"^\d+ doubts stand as before\.$", told, re.MULTILINE)


def test_the_row_that_is_owed_can_be_pasted_and_settles_it(
    compare: Callable[..., Report], real: Package, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(ROOT / "data", tmp_path / "data")
    path = tmp_path / "data" / "sources.csv"
    path.write_text(path.read_text("utf-8").replace("fdocument.pub", "another-address.uk"), "utf-8")
    head = sides.package(tmp_path)
    assert head
    told = section(compare((real, {}), (head, {})), "What does changes.csv still owe?")
    (row,) = re.findall("```csv\n(.*)\n```", told)
    assert ",sources,bawso-annual-report-2011-2012-2012,url,https://fdocument.pub/document/" in row
    with (tmp_path / "data" / "changes.csv").open("a", encoding="utf-8", newline="") as file:
        file.write(
            row.replace("WHAT", "Moved").replace("REASON", "It moved").replace("YES-OR-NO", "no") + "\n"
        )
    assert sound(tmp_path / "data", artificial=True)


def test_a_cell_that_is_a_fault_is_to_be_mended_and_not_told(
    compare: Callable[..., Report], real: Package
) -> None:
    head = written(real, {("forces", "kent", "region"): "Sout East", ("forces", "gwent", "note"): "New"})
    (line,) = (number for number, cells in real.tables["forces"].rows if cells[0] == "kent")
    fault = f"data/forces.csv:{line}:region: 'Sout East' is not a region. Did you mean 'South East'?"
    told = section(compare((real, {}), (head, {}), problems=(fault,)), "What does changes.csv still owe?")
    assert ",forces,gwent,note," in told
    assert "kent" not in told


def spoken(cells: Sequence[str], compare: Callable[..., Report], real: Package) -> Report:
    """Compare a harmless tree with one in which the cells stand wherever words can."""
    forces = [cells[0] for _, cells in real.tables["forces"].rows]
    head = written(
        real, {("forces", force, "note"): cell for force, cell in zip(forces, cells, strict=False)}
    )
    head = edited(head, "sources", lambda rows: rows.extend([cell, cell, *[""] * 6] for cell in cells))
    before = {f"{turn}/index.html": page("<p>Words</p>") for turn, _ in enumerate(cells)}
    after = {
        f"{turn}/index.html": page(f"<h2>{html.escape(cell)}</h2><p>{html.escape(cell)}</p>")
        for turn, cell in enumerate(cells)
    }
    drawn = {
        f"<b>`@x|{turn}.svg": f"<svg><title>{html.escape(cell)}</title></svg>"
        for turn, cell in enumerate(cells)
    }
    problems = (*cells, *(f"data/x.csv:1:a: {cell}" for cell in cells))
    return compare((real, before), (head, after | drawn), problems=problems)


def parsed(whole: str) -> list[Token]:
    return MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).parse(whole)


def test_no_cell_is_more_than_its_characters_in_a_comment(
    compare: Callable[..., Report], real: Package
) -> None:
    whole = comment.markdown(spoken(HOSTILE, compare, real))
    harmless = comment.markdown(spoken([f"harmless {turn}" for turn, _ in enumerate(HOSTILE)], compare, real))
    tokens = parsed(whole)
    assert [token.type for token in tokens] == [token.type for token in parsed(harmless)]
    inline = [token for block in tokens for token in block.children or []]
    assert {token.type for token in inline} <= {"text", "text_special", "html_inline", "softbreak"}
    assert {token.content for token in inline if token.type == "html_inline"} == {"<code>", "</code>"}
    words = "".join(token.content for token in inline if token.type in {"text", "text_special"})
    assert "@\u200bsomeone and #\u200b123" in words
    assert not re.search(r"[@#]\w", words)
    assert not re.search(
        r"https?:|www\.", "".join(block.content for block in tokens if block.type == "inline")
    )
    assert any("+ `a` ``b`` ```` c" in token.content for token in tokens if token.type == "fence")


class Elements(HTMLParser):
    """The elements of a page, each with the names of its attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append(" ".join((tag, *sorted(name for name, _ in attrs))))


def test_no_cell_is_more_than_its_characters_in_the_attachment(
    compare: Callable[..., Report], real: Package
) -> None:
    whole = attachment.html(spoken(HOSTILE, compare, real))
    harmless = attachment.html(spoken([f"harmless {turn}" for turn, _ in enumerate(HOSTILE)], compare, real))
    assert Elements(whole).found == Elements(harmless).found
    assert "script" not in Elements(whole).found


def test_characters_that_are_not_seen_are_shown(compare: Callable[..., Report], real: Package) -> None:
    head = written(real, {("forces", "kent", "note"): "a\u202eb\u00a0c"})
    report = compare((real, {}), (head, {}))
    assert "a[U+202E]b[U+00A0]c" in section(report, "Which rows change?")
    assert "a[U+202E]b[U+00A0]c" in attachment.html(report)


def test_what_does_not_fit_is_cut_openly_and_whole_in_the_attachment(
    compare: Callable[..., Report], real: Package
) -> None:
    def change(rows: list[list[str]]) -> None:
        for row in rows[1:]:
            row[rows[0].index("note")] = f"{row[0]} " + "<" * 10_000

    report = compare((real, {}), (edited(real, "sources", change), {}), problems=("`" * 700,) * 2_000)
    cut, whole = comment.markdown(report), attachment.html(report)
    assert len(cut) <= comment.LIMIT
    assert "Not whole here, to fit in a comment: What is wrong?; " in cut
    assert "Which rows change?" in cut.partition("All of it is in report.html")[0]
    assert re.search(r"… and [\d,]+ more in report\.html\.", cut)
    keys = [cells[0] for _, cells in real.tables["sources"].rows]
    assert all(f"{key} {'&lt;' * 10_000}" in whole for key in keys)
    assert whole.count("`" * 700) == 2_000


def test_a_head_that_is_faulty_is_told_of_with_its_rows(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], altered: Callable[[Cells], Path]
) -> None:
    projects = [altered({("forces", "hampshire", "region"): region}) for region in ("Sout East", "Sout West")]
    output = tmp_path / "report"
    assert main(["report", *map(str, projects), "--output", str(output)]) == 1
    told = capsys.readouterr().out
    assert told == (output / "report.md").read_text("utf-8")
    assert "data/forces.csv:19:region: 'Sout West' is not a region. Did you mean 'South West'?" in told
    assert (
        "<code>hampshire</code> | <code>region</code> | <code>Sout East</code> | <code>Sout West</code>"
        in told
    )
    assert "Not compared, for want of two sites: words of pages, charts, addresses, doubts, size" in told
    assert not (output / "site").exists()


@pytest.mark.parametrize("revision", ["", "no-such-branch", "--output=/tmp", "HEAD:data"])
def test_what_is_no_revision_is_refused(
    revision: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["report", "--output", str(tmp_path), "--", revision, "HEAD"]) == 1
    assert f"{revision!r} is neither a project folder nor a revision" in capsys.readouterr().err
