"""A bad row is refused, a good one is reported, merged and released, and what it moves leads on."""

from __future__ import annotations

import csv
import html
import json
import re
from collections.abc import Mapping
from pathlib import Path

import feedparser  # type: ignore[import-untyped]
import pytest
import yaml  # type: ignore[import-untyped]

from evidence import text
from tests import examples, rehearsal
from tests.rehearsal import FIRST, SECOND, WRITTEN, Story
from tests.test_answers import BOT, COMMENTS, HERE, POSTED, PULL, GitHub, pull, zipped

EXAMPLES = examples.examples()
GUIDE = " ".join(examples.GUIDE.read_text("utf-8").split())
URL = "http://127.0.0.1:8000/"


# Costs four builds, of which two are side by side and little is drawn anew: about 40 seconds.
@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Story:
    return rehearsal.play(tmp_path_factory.mktemp("rehearsal"))


@pytest.fixture(scope="module")
def told(story: Story) -> str:
    """The report as a reader of the comment sees it."""
    return html.unescape(re.sub(r"</?code>|\u200b", "", story.contribution.reported.stdout))


def promised(*sentences: str) -> None:
    """Hold that the guide says what a test is about to look at."""
    assert [sentence for sentence in sentences if sentence not in GUIDE] == []


def rows(content: str) -> list[dict[str, str]]:
    return list(csv.DictReader(content.splitlines()))


def shown(page: str) -> str:
    """Give the words of a page."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


def addresses(example: str) -> tuple[str, str]:
    """Give the old and the new address of the redirect that an example adds."""
    *_, redirect = EXAMPLES[example]
    old, new, _ = redirect.new[0].split(",")
    return old, new


def test_a_bad_row_is_refused_with_the_messages_of_the_guide(story: Story) -> None:
    promised("If it finds a problem it names the file, the line, the column and the cure")
    promised("It prints all problems at once.", "If the line is left out, the check prints it")
    misspelt, left_out = examples.messages()
    refused = story.contribution.refused
    assert (refused.returncode, refused.stdout) == (1, "")
    first, second, last = refused.stderr.splitlines()
    assert (first, last) == (misspelt, left_out)
    assert second.startswith("data/forces.csv:19:region: 'Sout East' is not what was released")


def test_every_example_of_the_guide_is_sound_with_the_others(story: Story) -> None:
    checked = story.contribution.checked
    assert (checked.returncode, "no problems" in checked.stdout) == (0, True), checked.stderr
    assert all(": Doubt: " in line for line in checked.stderr.splitlines())
    subjects = story.contribution.clone.git("log", "--format=%s", "origin/main..correct").splitlines()
    assert [*EXAMPLES] == [subject for subject in reversed(subjects) if subject in EXAMPLES]


def test_the_reviewer_is_told_of_every_row_with_its_old_and_new_cell(story: Story, told: str) -> None:
    assert story.contribution.reported.returncode == 0
    base, head = (story.contribution.clone.git("rev-parse", name)[:12] for name in ("origin/main", "HEAD"))
    assert f"From origin/main ({base}) to HEAD ({head})." in told
    (cell, line), words = EXAMPLES["Correct a cell"], story.contribution.words
    old, new = (line.new[0].split(",")[position] for position in (6, 7))
    assert f"| south-yorkshire | note | {old} | {new} |" in told
    assert cell.new[0].endswith(new)
    assert f"| {words['FORCE']} 2020-04 2023-03 | count | (empty) | {words['COUNT']} |" in told
    assert f"| {words['RESPONSE-ID']} | id: {words['RESPONSE-ID']} " in told
    assert f"| {words['SOURCE-ID']} | id: {words['SOURCE-ID']} " in told
    assert "Nothing to say of: problems, rows owed to changes.csv, doubts." in told


def test_the_reviewer_is_told_what_readers_will_see_and_nothing_else(story: Story, told: str) -> None:
    promised("A comment shows what readers will see change.")
    _, line = EXAMPLES["Correct a cell"]
    old, new = line.new[0].split(",")[6:8]
    assert f"forces/south-yorkshire/:\n\n```diff\n@@ South Yorkshire Police @@\n- {old}\n+ {new}\n```" in told
    force, count = story.contribution.words["FORCE"], story.contribution.words["COUNT"]
    page = told.partition(f"\nforces/{force}/:\n")[2].partition("\n```\n")[0]
    assert f"\n+ {count} victims, April 2020 to March 2023." in page
    assert "| counts.csv, 2020-04/2023-03: count, rows known | 0 of 44 | 1 of 44 |" in told
    assert "- …say what would happen if you report a crime. It cannot pass messages on.\n" in told
    named = set(re.findall(r"^([a-z-]+/|\./):$", told, re.MULTILINE))
    assert {"./", "corrections/", "help/", "methods/", "sources/"} <= named
    assert not {"about/", "letter/", "privacy/", "timeline/"} & named  # how to cite them has another day


def test_the_reviewer_sees_the_charts_and_the_site_as_it_would_be(story: Story, told: str) -> None:
    assert "| numbers/tile-map.svg | " in told.partition("## Which charts change?")[2]
    output = story.contribution.clone.folder / ".cache" / "report"
    charts = [output / "charts" / when / "numbers" / "tile-map.svg" for when in ("before", "after")]
    before, after = (path.read_bytes() for path in charts)
    assert before != after
    assert story.contribution.reported.stdout == (output / "report.md").read_text("utf-8")
    assert "Some older links" in (output / "site" / "forces" / "south-yorkshire" / "index.html").read_text()
    assert "data:image/svg+xml" in (output / "report.html").read_text("utf-8")
    assert "| Seconds for building | " in told
    assert story.contribution.clone.git("status", "--porcelain") == ""


def test_the_reviewer_is_told_of_addresses_that_move_and_of_none_that_is_lost(told: str) -> None:
    old, new = addresses("Retire an address")
    assert "2 addresses redirected:" in told
    assert f"- {old} now leads to {new}\n" in told
    assert "- accessibility/ now leads to access/\n" in told
    assert "where a link to it now leads nowhere" not in told


def test_the_report_is_one_comment_that_is_edited_in_place(story: Story, tmp_path: Path) -> None:
    clone, github = story.contribution.clone, GitHub(folder=tmp_path)
    left = clone.folder / ".cache" / "report"
    archive = zipped(*((name, (left / name).read_text("utf-8")) for name in ("number", "report.md")))
    sha = clone.git("rev-parse", "HEAD").strip()
    head = {PULL: pull(head={"sha": sha, "repo": {"full_name": "somebody/record"}})}
    said = github.comment(archive, head, HEAD_SHA=sha)
    ((method, path, fields),) = said.written
    assert (method, path, said.outputs) == ("POST", POSTED, f"number={rehearsal.NUMBER}\n")
    assert fields["body"].startswith(f"<!-- report -->\n\nMade of {sha}, by its own code. ")
    assert fields["body"].endswith("\n\n" + (left / "report.md").read_text("utf-8"))
    there = head | {COMMENTS: [{"id": 31, "user": BOT, "body": fields["body"]}]}
    again = github.comment(archive, there, HEAD_SHA=sha).written[-1]
    assert again == ["PATCH", f"{HERE}/issues/comments/31", fields]


def test_a_version_that_says_too_little_releases_nothing(story: Story) -> None:
    release = story.release
    assert release.too_low.returncode == 2
    said = release.too_low.stderr.splitlines()[0]
    assert "' is too low. The row '" in said
    assert said.endswith(f" is new: that is a minor change. Write {release.version} or higher.")
    assert release.kept == ""


def test_a_release_gives_each_new_line_its_day_and_touches_no_other(story: Story) -> None:
    promised(
        "The next release of the tables gives each new line of `data/changes.csv` the day of that release "
        "and a number on it.",
        "A line that has been released never changes and never goes",
    )
    before, after = (rows(files[examples.LEDGER]) for files in (story.release.before, story.release.after))
    assert after[: len(before)] == before
    assert {line["date"] for line in before} == {FIRST}
    correction, count = after[len(before) :]
    assert [line["id"] for line in (correction, count)] == [f"{SECOND}-01", f"{SECOND}-02"]
    (*_, line), (*_, known) = EXAMPLES["Correct a cell"], EXAMPLES["Add a count"]
    assert list(correction.values())[2:] == line.new[0].split(",")[2:]
    assert (correction["date"], count["date"]) == (SECOND, SECOND)
    assert count["what"] == known.new[0].split(",")[2]


def test_a_release_records_every_value_and_address_and_loses_none(story: Story) -> None:
    release = story.release
    assert release.made.returncode == 0, release.made.stderr
    before, after = (files["data/urls.txt"].splitlines() for files in (release.before, release.after))
    (_, new), moved = addresses("Retire an address"), {"access/", f"corrections/#{SECOND}-01"}
    assert set(before) < set(after)
    assert {new, *moved} <= set(after) - set(before)
    assert f"corrections/#{WRITTEN}-01" not in after
    record = json.loads(release.after["data/released.json"])
    assert (record["version"], record["date"]) == (release.version, SECOND)
    assert story.contribution.words["SOURCE-ID"] in record["tables"]["sources"]["rows"]
    assert len(record["addresses"]) == 4 * len(after)
    assert json.loads(release.after["data/datapackage.json"])["version"] == release.version
    cited = yaml.load(release.after["CITATION.cff"], yaml.BaseLoader)
    assert (cited["version"], cited["date-released"]) == (release.version, SECOND)


def test_what_the_release_says_to_do_next_publishes_it(story: Story) -> None:
    clone, tag = story.release.clone, f"v{story.release.version}"
    there = {name: commit for commit, name in map(str.split, clone.git("ls-remote", "origin").splitlines())}
    assert there["refs/heads/main"] == there[f"refs/tags/{tag}"] == clone.git("rev-parse", "main").strip()
    assert story.release.attached.returncode == 0, story.release.attached.stderr
    gathered = clone.folder / rehearsal.ATTACHED
    forms = {path.suffix for path in (gathered / "files").iterdir()}
    assert forms == {".zip", ".xlsx", ".ods", ".sqlite", ""}
    notes = (gathered / "notes.md").read_text("utf-8")
    assert "- **Corrected a note** (forces.csv, south-yorkshire, note). Old: “Older links use " in notes


@pytest.fixture(scope="module")
def site(story: Story) -> Mapping[str, str]:
    """The pages of the site as it is after the release."""
    folder = story.release.clone.folder / "site"
    return {
        path.relative_to(folder).as_posix().removesuffix("index.html"): path.read_text("utf-8")
        for path in folder.rglob("*.*")
        if path.suffix in {".html", ".xml"}
    }


def test_the_correction_is_told_on_its_page_and_in_the_feed_on_the_day_of_the_release(
    story: Story, site: Mapping[str, str]
) -> None:
    promised("Then one line is added at the end of `data/changes.csv`, so that readers are told")
    _, line = EXAMPLES["Correct a cell"]
    what, table, row, column, old, new, reason, substantial = line.new[0].split(",")[2:]
    listed = site["corrections/"].partition(f'<tr id="{SECOND}-01">')[2].partition("</tr>")[0]
    place = f"{table}, {row}, {column}"
    cells = re.findall("<td>(.*?)</td>", listed)
    assert cells == [text.date(SECOND), what, place, old, new, reason, substantial]
    newest = {entry.link: entry for entry in feedparser.parse(site["changes.xml"]).entries[:2]}
    entry = newest[f"{URL}corrections/#{SECOND}-01"]
    assert (entry.title, entry.updated) == (f"{what}: {place}", f"{SECOND}T00:00:00+00:00")
    assert old in entry.summary and new in entry.summary and reason in entry.summary


def test_what_each_example_changed_stands_on_its_page(story: Story, site: Mapping[str, str]) -> None:
    words = story.contribution.words
    force = f"forces/{words['FORCE']}/"
    for page, stands in (
        ("forces/south-yorkshire/", "Some older links use www.southyorks.police.uk."),
        ("sources/", words["TITLE"].strip('"')),
        (force, words["SUMMARY"]),
        (force, f"{words['COUNT']} victims"),
        ("help/", "It cannot pass on messages."),
        ("methods/", "Where do the names come from?"),
    ):
        assert stands in shown(site[page]), (page, stands)


def test_the_old_address_of_a_place_leads_on_from_the_foot_of_its_page(site: Mapping[str, str]) -> None:
    promised("a row says where it went. On the page itself, its foot leads on.")
    old, new = addresses("Retire an address")
    page, _, anchor = old.partition("#")
    (foot,) = re.findall(rf'<p class="moved" id="{anchor}">.*?</p>', site[page])
    (link,) = re.findall('href="(.*?)"', foot)
    assert link.partition("#")[2] == new.partition("#")[2]
    assert f'id="{new.partition("#")[2]}"' in site[page].replace(foot, "")


def test_the_old_address_of_a_page_leads_on_by_itself_and_by_a_link(site: Mapping[str, str]) -> None:
    promised(
        "A whole page moves in the same way: the old address, the new one and the day. "
        "Its file gets the new name, also in the menu in `mkdocs.yml`."
    )
    assert f'<link rel="canonical" href="{URL}access/">' in site["accessibility/"]
    assert 'http-equiv="refresh" content="0; url=../access/"' in site["accessibility/"]
    assert '<a href="../access/">access/</a>' in site["accessibility/"]
    assert "How accessible is this site?" in shown(site["access/"])
    assert f"{URL}access/" in site["sitemap.xml"]
    assert f"{URL}accessibility/" not in site["sitemap.xml"]


def test_an_address_that_is_forgotten_stops_the_build_which_names_it(story: Story) -> None:
    promised("If an address is forgotten, the build stops and names it.")
    line = story.release.after["data/urls.txt"].splitlines().index("editorial/#who-decides") + 1
    place = f"data/urls.txt:{line}:address: editorial/#who-decides"
    assert story.forgotten.built.returncode == 2
    said = [one for one in story.forgotten.built.stderr.splitlines() if one.startswith("data/")]
    assert said == [f"{place} neither exists nor redirects. Add it to data/redirects.csv."]


def test_a_released_line_that_is_edited_stops_the_build_with_every_other_fault(story: Story) -> None:
    promised("what was wrong in it is told in a new line.")
    faults = re.findall(r"^ERROR +-  (data/.*)$", story.faulty.built.stderr, re.MULTILINE)
    (edited,) = (fault for fault in faults if fault.startswith("data/changes.csv:"))
    assert edited.endswith(
        ":reason: 'Others do not' is not what was released. "
        "Put it back: what is wrong in a line is told in a new one."
    )
    assert examples.messages()[0] in faults
    assert story.faulty.built.returncode == 2


def test_what_is_refused_leaves_the_last_good_site_as_it_was(story: Story) -> None:
    for refused in (story.forgotten, story.faulty):
        assert refused.before == refused.after
