"""What the check says of pages and templates: each kind of wrong edit, and right ones that look like it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import jinja2
import pytest
import textstat  # type: ignore[import-untyped]

from evidence.model import SiteData
from evidence.pages import environment
from evidence.pages.checks import (
    elements,
    expressions,
    figures,
    front_matter,
    links,
    readability,
    references,
    settings,
    strays,
    templates,
)
from evidence.pages.checks.documents import Document
from evidence.problems import Problem

PAGE, TEMPLATE = "docs/about.md", "docs/templates/help.md.jinja"
HEAD = "---\ntitle: About\ndescription: Who makes it.\n---\n"
IDS = {"claims": ["a001", "a003"], "sources": ["letter"], "disagreements": ["unit"]}


def page(text: str) -> Document:
    return Document(path=PAGE, source=text, page="about.md", markdown=text)


def told(problems: Iterator[Problem]) -> list[str]:
    return [f"{problem.line}: {problem.fault}" for problem in problems]


def assert_told(problems: Iterator[Problem], fault: str) -> None:
    """Hold that there is one problem, whose line and fault start so; none where nothing is expected."""
    found = told(problems)
    assert [one[: len(fault)] for one in found] == ([fault] if fault else []), found


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("a\n<<<<<<< HEAD\nb\n=======\nc\n>>>>>>> topic\n", "2: Two changes met here"),
        ("\ufeff<<<<<<< Updated upstream\r\na\r\n", "1: Two changes met here"),
        ("a,b\n>>>>>>> main\n", "2: Two changes met here"),
        ("A heading\n=======\n\n> > > > > > > a quotation\n", ""),
        ("the marks <<<<<<< and >>>>>>> within a line\n", ""),
    ],
)
def test_a_merge_that_was_not_finished_is_found(text: str, fault: str) -> None:
    assert_told(strays.conflict_problems("x", text), fault)


@pytest.mark.parametrize(("label", "fault"), [("The Act of 2021", ""), ("What 24 forces said", "2: '24' is")])
def test_a_figure_in_the_label_of_a_category_is_found(label: str, fault: str) -> None:
    descriptor = json.dumps({"minimum": 24, "categories": [{"value": "act", "label": label}]})
    assert_told(figures.category_problems("x", descriptor.replace("[", "[\n")), fault)


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("about.md.orig", "The file is left over"),
        ("about.md~", "The file is left over"),
        ("templates/help.md.jinja.bak", "The file is left over"),
        ("Thumbs.db", "The file is a file of the computer"),
        ("assets/.DS_Store", "The file is a file of the computer"),
        ("desktop.ini", "The file is a file of the computer"),
        ("about copy.md", "The file looks like a second copy"),
        ("about (1).md", "The file looks like a second copy"),
        ("templates/Copy of help.md.jinja", "The file looks like a second copy"),
        ("templates/help.md (1).jinja", "The file looks like a second copy"),
        ("assets/reply.pdf", "A document is not published here"),
        ("minutes.docx", "A document is not published here"),
        ("page.html", "A document is not published here"),
        ("About.md", "The name has a capital letter"),
        ("assets/photo.png", "No page shows or loads this file."),
        ("notes.txt", "The file is none"),
        ("images/map.svg", "The file is none"),
        ("templates/help.md", "The file is none"),
        ("about.md", ""),
        ("a-new-page-2024.md", ""),
        ("templates/forces/index.md.jinja", ""),
        (".overrides/partials/nav.html", ""),
        ("assets/site.css", ""),
        ("assets/vendor/README.txt", ""),
    ],
)
def test_a_file_that_does_not_belong_in_docs_is_found(name: str, fault: str) -> None:
    found = strays.problems([name], "docs", "<link href='assets/site.css'>")
    assert_told(found, f"1: {fault}" if fault else "")


@pytest.mark.parametrize(
    ("head", "fault"),
    [
        ("title: About: who we are\ndescription: Who.\n", "2: A colon with a space after it"),
        ('title: "About\ndescription: Who.\n', "2: A quotation mark or a bracket is opened"),
        ("title: About\ndescripton: Who.\n", "3: 'descripton' is not known here."),
        ("title: About\ntitle: Us\ndescription: Who.\n", "3: 'title' stands twice."),
        ("title: 2023\ndescription: Who.\n", "2: The title is not a text."),
        ("title: No\ndescription: Who.\n", "2: The title is not a text."),
        ("title: About\ndescription:\n", "3: The page has no description."),
        ("description: Who.\n", "1: The page has no title."),
        ("title: About\ndescription: Who.\nedit: data/claims.csv\n", "4: The edit is not a group of names."),
        ("title: About\ndescription: Who.\nhide: toc\n", "4: The hide is not a list."),
        (f"title: {'A' * 43}\ndescription: Who.\n", "2: The title has 43 characters."),
        ("title: For victims\ndescription: Who.\n", "2: 'For victims' tells what the page is about."),
        ("Just words.\n", "1: The head of the page has no title."),
        ('title: "About: who we are"\ndescription: Who.\nhide: [toc]\n', ""),
        ("title: About\ndescription: On the letter of 9 November 2023.\nhide: [a]\n", ""),
    ],
)
def test_a_head_that_the_theme_cannot_read_is_found(head: str, fault: str) -> None:
    found = told(front_matter.problems(page(f"---\n{head}---\n\n# About\n")))
    assert fault in {one[: len(fault)] for one in found} if fault else found == [], found


def test_a_head_with_other_ends_of_lines_is_read_and_one_that_is_missing_is_found() -> None:
    assert_told(front_matter.problems(page("# About\n")), "1: The page has no head with a title.")
    assert_told(front_matter.problems(page(f"\n{HEAD}")), "")


ELEMENTS = {
    "<script>alert(1)</script>": "The element <script> runs a program.",
    "<IFRAME src='x'></IFRAME>": "The element <iframe> shows another site",
    "<form><p>a</p></form>": "The element <form> sends",
    '<meta http-equiv="refresh" content="0; url=x">': "The element <meta> can lead a reader away.",
    "<base href='https://example.org/'>": "The element <base> changes",
    "<link rel=stylesheet href=x.css>": "The element <link> loads a file.",
    "<style>p { color: red }</style>": "The element <style> changes",
    "<object data='x'></object>": "The element <object> is none",
    "<p onclick='x()'>a</p>": "The attribute onclick of <p> runs a program.",
    "| a | b |\n|--:|---|\n| c | d |": "The colons under the head of the table",
    "<p style='color: red'>a</p>": "The attribute style of <p> is none",
    "<a href='https://www.gov.uk/' target='_blank'>a</a>": "The attribute target of <a> is none",
    "<a href='help/' ping='https://example.org/'>a</a>": "The attribute ping of <a> is none",
    "<img src='a.png' srcset='b.png 2x' alt=''>": "The attribute srcset of <img> is none",
    "![a picture](https://example.org/a.png)": "<img> loads 'https://example.org/a.png' from another site.",
    "[a link](javascript:alert(1))": "'javascript:alert(1)' is no address of a page.",
    "[a link](JaVaScRiPt:alert)": "'JaVaScRiPt:alert' is no address of a page.",
    "<a href='data:text/html,x'>a</a>": "'data:text/html,x' is no address of a page.",
    "[a link](//example.org/)": "<a> loads '//example.org/' from another site.",
    "[a link](https://www.gov.uk@example.org/)": "'https://www.gov.uk@example.org/' leads to what follows",
    'A paragraph.\n{: onmouseover="x()" }': "The attribute onmouseover of <p> runs a program.",
}


@pytest.mark.parametrize("text", ELEMENTS)
def test_an_element_that_loads_frames_sends_or_runs_is_found(text: str) -> None:
    found = told(elements.problems(page(f"{HEAD}\n# About\n\n{text}\n")))
    assert any(ELEMENTS[text] in one for one in found), found
    assert all(re.match(r"(?:8|9): ", one) for one in found), found
    if text.startswith("<"):
        assert any(ELEMENTS[text] in one for one in told(elements.literal_problems(TEMPLATE, text)))


@pytest.mark.parametrize(
    "text",
    [
        "`<script>` is an element.",
        "    <script>in code</script>",
        "[GOV.UK](https://www.gov.uk/)",
        "[call](tel:999)",
        '<details open><summary>More</summary><p lang="cy">Heddlu</p></details>',
        "## A heading { #its-name .a-class }",
        "| a | b |\n|---|---|\n| c | d |",
        "> A quotation with **strong** and *marked* words.",
    ],
)
def test_what_pages_are_made_of_may_stand_in_them(text: str) -> None:
    assert_told(elements.problems(page(f"{HEAD}\n# About\n\n{text}\n")), "")


FIGURES = {
    "It had 12 victims.": "'12'",
    "It had twelve victims.": "'twelve'",
    "It was three women.": "'three'",
    "Hundreds of people were asked.": "'Hundreds'",
    "In all, 1,906 were counted.": "'1,906'",
    "A share of 12.5% is known.": "'12.5%'",
    "In the year there were 2023 victims.": "'2023'",
    "| forces | 44 |": "'44'",
    '<p aria-label="537 victims">all</p>': "'537'",
    "**537** victims": "'537'",
    '[all](help.md "537 victims")': "'537'",
    "![537 victims](a.svg)": "'537'",
    "In `537` cases": "'537'",
    "It was two women.": "'two women'",
    "There were <b>5</b>37.": "'5'",
    "One of twenty-one cases": "'twenty'",
}


@pytest.mark.parametrize("text", FIGURES)
def test_a_figure_that_is_written_by_hand_is_found(text: str) -> None:
    for path in (PAGE, TEMPLATE):
        found = told(figures.problems(path, f"{HEAD}\n{text}\n"))
        assert found and found[0].startswith(f"6: {FIGURES[text]} is a figure"), found


@pytest.mark.parametrize(
    "text",
    [
        "On 9 November 2023, between 1 April 2020 and 31 March 2023, or in the year 2019/20.",
        "The Freedom of Information Act 2000, section 8, and the letter, paragraph 4.",
        "Version 2.2 of WCAG 2.2, under CC BY 4.0, in UTF-8, with 320 pixels and 12 KB.",
        "**If you are in danger now, call 999.**",
        "1. Open the file.\n2. Press the pencil.",
        "One of the two answers was read three times, on the first of four pages.",
        "A count below five is refused.",
        "[the letter](letter.md#p4) and <a href='evidence/letter/#a003'>the claim</a>",
        "## A heading { #part-2 }",
        "See https://www.gov.uk/publication/12345 for it.",
        "&#8217; is a character.",
    ],
)
def test_a_date_a_section_and_a_version_are_no_figures(text: str) -> None:
    assert_told(figures.problems(PAGE, f"{HEAD}\n{text}\n"), "")


EXPRESSIONS = {
    '{{ data.claims["a003"].value }}': "The figure 'value' leads to no source.",
    '{{ data.claims["a003"].value|number }} victims': "The figure 'value' leads to no source.",
    "{{ force.counts[0].count }}": "The figure 'count' leads to no source.",
    '{{ "about " ~ force.residents[-1].residents }}': "The figure 'residents' leads to no source.",
    "{{ 500 + 37 }}": "A figure is worked out here.",
    "{{ 537 }}": "537 is a figure",
    "{{ data.forces|length }}": "A number of rows leads to no table.",
    "{% set total = data.claims.a003.value %}{{ total }}": "The figure 'total' leads to no source.",
    '{{ link("537 victims", "evidence/letter/#a003") }}': "'537' is a figure",
    '{% set WORDS = {"all": "twelve victims in all"} %}': "'twelve' is a figure",
}


@pytest.mark.parametrize("template", EXPRESSIONS)
def test_a_figure_that_a_template_prints_without_its_source_is_found(template: str) -> None:
    assert_told(expressions.problems(TEMPLATE, f"# Help\n\n{template}"), f"3: {EXPRESSIONS[template]}")


@pytest.mark.parametrize(
    "template",
    [
        '{{ figure("a003", explains="unit") }} and {{ render_count(count) }}',
        '{{ link(force.residents[-1].residents|number ~ " people", "sources/#letter") }}',
        '<td data-sort-value="{{ latest.residents }}">',
        "{{ overlap.share|share }} of its residents, {{ claim.id }}, {{ loop.index }}",
        '{{ "day" if event.date|length == 7 else "month" }}',
        '{% set ids = "a001 a002" %}{{ title("the letter of 9 November 2023") }}',
    ],
)
def test_a_figure_that_leads_to_its_source_may_be_printed(template: str) -> None:
    assert_told(expressions.problems(TEMPLATE, template), "")


SYNTAX = {
    "a\n{% for force in data.forces %}\nb\n": "2: {% for %} is not closed.",
    "{% if a %}\n{% for b in c %}\n{% endfor %}\n": "1: {% if %} is not closed.",
    "{% for a in b %}\n{% endfr %}\n{% endfor %}": "2: 'endfr' is not known here.",
    "{% fro a in b %}": "1: 'fro' is not known here.",
    "a\n{{ figure('a003') }": "2: This cannot be read",
    "{{ count|numbr }}": "1: 'numbr' is not known here.",
    "{{ a is defind }}": "1: 'defind' is not known here.",
    "{{ count|number }}{% if a %}b{% endif %}": "",
}


@pytest.mark.parametrize("template", SYNTAX)
def test_a_template_that_cannot_be_read_is_told_with_its_line(template: str) -> None:
    filters = environment.environment().filters
    assert_told(templates.syntax_problems(TEMPLATE, template, filters), SYNTAX[template])


@pytest.mark.parametrize(
    ("template", "fault"),
    [
        ('\n{{ figure("a999") }}', "2: 'a999' is not in data/claims.csv."),
        ('{{ cite("a0003") }}', "1: 'a0003' is not in data/claims.csv."),
        ('{% if none %}{{ data.sources["leter"] }}{% endif %}', "1: 'leter' is not in data/sources.csv."),
        ('{{ figure("a003", explains="unti") }}', "1: 'unti' is not in data/disagreements.csv."),
        ('{% set TOLD = {"The letter": "a001 a002"} %}', "1: 'a002' is not in data/claims.csv."),
        ('{{ figure("a003", explains="unit") }}{{ data.sources["letter"].title }}', ""),
    ],
)
def test_an_id_that_no_table_has_is_found_wherever_it_stands(template: str, fault: str) -> None:
    assert_told(references.problems(TEMPLATE, template, IDS), fault)


@pytest.mark.parametrize(
    ("template", "fault"),
    [
        ('\n{% from "prts.jinja" import chart %}', "2: There is no template 'prts.jinja'."),
        ('{% from "parts.jinja" import chrt %}', "1: parts.jinja has no 'chrt'."),
        ('{% include "nothing.jinja" %}', "1: There is no template 'nothing.jinja'."),
        ('{% include "partials/logo.html" %}', ""),  # which the theme has
        ('{% extends "embed.html.jinja" %}{% from "parts.jinja" import chart as drawn with context %}', ""),
    ],
)
def test_a_template_or_a_macro_that_is_not_there_is_found(template: str, fault: str) -> None:
    known = {"parts.jinja": "{% macro chart(a) %}{{ a }}{% endmacro %}", "embed.html.jinja": ""}
    assert_told(references.import_problems(TEMPLATE, template, known), fault)


def test_a_file_in_which_a_page_is_edited_is_there() -> None:
    template = '---\nedit: {{ edit_links("data/claims.csv", "data/suport.csv", *rows) }}\n---\n'
    found = references.edit_problems(TEMPLATE, template, {"data/claims.csv", "data/support.csv"})
    assert_told(found, "2: There is no file 'data/suport.csv'.")


def test_the_functions_that_take_ids_and_addresses_are_those_of_the_templates() -> None:
    named = {*references.BY_FUNCTION, *references.ADDRESSES, references.EDITS}
    assert named <= environment.environment().globals.keys()


@pytest.mark.parametrize(
    ("template", "fault"),
    [
        ('{{ link("help", "hlep/") }}', "1: 'hlep/' is no page of this site"),
        ('{{ link("a claim", "evidence/letter/#a999") }}', "1: 'evidence/letter/#a999' is no page"),
        ('{{ url("chnges.xml") }}', "1: 'chnges.xml' is no page of this site"),
        ("{{ '.' | url }}{{ 'help/' | url }}\n{{ 'a.js' | url }}", "2: 'a.js' is no page of this site"),
        ('{{ link("help", "help/") }}{{ link(name, "forces/" ~ force.id ~ "/") }}', ""),
    ],
)
def test_an_address_in_a_template_that_does_not_exist_is_found(template: str, fault: str) -> None:
    known = {"help/", "evidence/letter/#a003", "changes.xml"}
    assert_told(references.address_problems(TEMPLATE, template, known), fault)


@pytest.mark.parametrize(
    ("template", "fault"),
    [
        ("{% if data.known %}{{ dta.claims }}{% endif %}", "1: 'dta' is known to no template."),
        ('{% from "parts.jinja" import chart as drawn %}{{ drawn(data) }}{% set a = 1 %}{{ a }}', ""),
        ("{% macro a(b) %}{{ b }}{{ caller() }}{% endmacro %}", ""),
        ("{% for a in data %}{{ a }}{{ loop }}{% endfor %}", ""),
    ],
)
def test_a_name_that_no_template_is_given_is_found_even_where_nothing_is_printed(
    template: str, fault: str
) -> None:
    assert_told(templates.undefined_problems(TEMPLATE, template, {"data", "force"}), fault)


STOPS = jinja2.TemplateError, LookupError, TypeError, ArithmeticError, RecursionError


@pytest.mark.parametrize(
    ("template", "fault"),
    [
        ("{{ dta.support }}", "'dta' is not known here."),
        ("{{ data.suport }}", "There is no 'suport' here."),
        ('{{ figure("a003", explain="unit") }}', "figure() takes no 'explain'."),
        ("{{ figure() }}", "figure() is given too little."),
        ("{% macro a(b) %}{{ b }}{% endmacro %}{{ a(1, 2) }}", "a() is given too much."),
        ("{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}", "A macro calls itself without end."),
        ('{{ {"a": 1}["b"] }}', "There is no 'b' in this list."),
        ('{{ cite("a" ~ "999") }}', "'a999' is in no table."),
        ('{% include "a" ~ "b" %}', "There is no template 'ab'."),
        ('{% from "words.jinja" import NOTHING %}{{ NOTHING }}', "words.jinja has no macro 'NOTHING'."),
        ("{{ data.total.claim_of_nobody|default(none) }}", "What is to be printed here is not known."),
        ("{% if 1 // 0 %}{% endif %}", "This cannot be printed: "),
    ],
)
def test_what_stops_a_rendering_is_told_with_its_line_in_the_template(
    template: str, fault: str, data: SiteData, tmp_path: Path
) -> None:
    (tmp_path / "a.md.jinja").write_text(f"a\n{template}\n", "utf-8")
    (tmp_path / "words.jinja").write_text("", "utf-8")
    made = environment.environment(tmp_path).get_template("a.md.jinja")
    with pytest.raises(STOPS) as stopped:
        made.render({"data": data, "here": "", "cited": {}})
    problem = templates.render_problem(stopped.value, tmp_path, "docs/templates")
    assert problem and (problem.path, problem.line) == ("docs/templates/a.md.jinja", 2)
    assert problem.fault.startswith(fault), problem.fault


def test_what_stops_the_program_itself_is_blamed_on_no_template(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError) as stopped:
        _ = 1 // len("")
    assert templates.render_problem(stopped.value, tmp_path, "docs/templates") is None


@pytest.mark.parametrize(
    ("path", "text", "fault"),
    [
        (
            "a.css",
            "@import url(https://a.example/b.css);",
            "1: 'https://a.example/b.css' loads from elsewhere",
        ),
        ("a.css", "a { background: url(data:image/svg+xml,x) }", ""),
        ("a.js", "fetch('https://a.example/count')", "1: 'https://a.example/count' loads from elsewhere"),
        ("a.svg", "<svg><script>x</script></svg>", "1: '<script' loads from elsewhere"),
        ("a.html", "\n<script>alert(1)</script>", "2: '<script' loads from elsewhere"),
        (
            "a.html",
            '<script src="https://a.example/b.js">',
            "1: 'https://a.example/b.js' loads from elsewhere",
        ),
        ("a.html", '<img src="a.png" onerror="x()">', "1: 'onerror' loads from elsewhere"),
        ("a.html", "<script src=\"{{ 'assets/a.js' | url }}\" defer></script>", ""),
        ("a.html", '<script type="application/ld+json">{{ described.linked }}</script>', ""),
    ],
)
def test_a_file_of_the_theme_that_loads_from_elsewhere_is_found(path: str, text: str, fault: str) -> None:
    assert_told(elements.outside_problems(path, text), fault)


MKDOCS = """\
site_name: A site
docs_dir: docs
hooks: [hooks/mkdocs_hooks.py]
theme: { name: material, custom_dir: docs/.overrides, favicon: assets/favicon.svg }
extra_css: [assets/site.css]
plugins: [search]
markdown_extensions: [attr_list, tables, toc: { permalink: true, toc_depth: 3 }]
nav:
  - Home: index.md
  - More: [about.md]
"""


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("about.md", "abuot.md", "10: 'abuot.md' is no page."),
        ("about.md", "About.md", "10: 'About.md' is no page."),
        ("  - Home: index.md\n", "", "8: The page index.md is not in nav."),
        ("[about.md]", "[about.md, index.md]", "9: 'index.md' stands in nav twice."),
        ("hooks: [hooks/mkdocs_hooks.py]\n", "", "1: Without its hook"),
        ("assets/site.css", "assets/sites.css", "5: docs/assets/sites.css is not there."),
        ("docs_dir: docs", "use_directory_urls: false", "2: The addresses of the pages would change."),
        ("attr_list, ", "", "7: The pages are made with other extensions of Markdown"),
        ("name: material", "name: materal", "4: The pages are made for another theme."),
        ("  - Home", "\t- Home", "9: A tab stands before the text."),
        ("  - Home", "   - Home", "10: The line does not fit those above it."),
        ("site_name: A site", "site_name: A site: the record", "1: A colon with a space after it"),
        ("A site", "!ENV [NAME, A site]", ""),
        ("plugins: [search]\n", "plugins: [search]\nwatch: [data]\n", ""),
    ],
)
def test_settings_with_which_no_site_can_be_built_are_found(old: str, new: str, fault: str) -> None:
    assert old in MKDOCS
    files = {"assets/site.css", "assets/favicon.svg"}
    found = told(settings.problems("mkdocs.yml", MKDOCS.replace(old, new), ["index.md", "about.md"], files))
    assert fault in {one[: len(fault)] for one in found} if fault else found == [], found


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("[help](hlep.md)", "The link 'hlep.md' leads nowhere."),
        ("[help](help/)", "The link 'help/' leads nowhere."),
        ("[help](/help/)", "The link '/help/' starts with a slash."),
        ("[help](help.md#nothing)", "The link 'help.md#nothing' leads to a place that is not"),
        ("[up](#nothing)", "The link '#nothing' leads to a place that is not"),
        ("<a href='help.md'>help</a>", "The link 'help.md' leads nowhere."),
        ("<a href='../../help/'>help</a>", "The link '../../help/' leads nowhere."),
        ("![a picture](assets/no.svg)", "The link 'assets/no.svg' leads nowhere."),
        ("## A part { #about }\n\n## Another { #about }", "The anchor 'about' stands twice"),
        ("## Contents", "The anchor 'contents' stands twice"),
        ("See [the guide][guide].", "'[the guide][guide]' would stand on the page as it is."),
        ("There are {{ count }} of them.", "'{{' would stand on the page as it is."),
        ("[a](help.md#talk), [b](#us), <a href='../help/#talk'>c</a>, [d](assets/a.svg)\n\n## Us", ""),
    ],
)
def test_a_link_that_leads_nowhere_is_found(text: str, fault: str) -> None:
    other = Document(path="docs/help.md", source="", page="help.md", markdown=f"{HEAD}\n# Help\n\n## Talk\n")
    found = links.problems([page(f"{HEAD}\n{text}\n"), other], {"assets/a.svg"})
    assert_told(found, f"6: {fault}" if fault else "")


@pytest.mark.parametrize(
    ("name", "text", "fault"),
    [
        ("about.md", "# About\n\nWe.\n\n# Us\n\nWords.\n", "10: The page has 2 headings of the first level."),
        ("about.md", "## About\n\nWords.\n", "1: The page has no headings of the first level."),
        ("about.md", "# About\n\n#### Deep\n\nWords.\n", "8: The heading 'Deep' skips a level."),
        ("about.md", "# About\n\n## Empty\n\n## Full\n\nWords.\n", "8: Nothing stands under 'Empty'."),
        ("about.md", "# About\n\nWords.\n\n## Empty\n", "10: Nothing stands under 'Empty'."),
        ("letter.md", "# The letter\n\nWords.\n", "1: The page speaks of abuse"),
        ("about.md", "# About\n\n## A part\n\n### Of it\n\nWords.\n\n## Another\n\nWords.\n", ""),
        ("letter.md", '# The letter\n\n<p class="beforehand">It speaks of abuse.</p>\n\nWords.\n', ""),
    ],
)
def test_an_outline_that_cannot_be_followed_and_a_missing_warning_are_found(
    name: str, text: str, fault: str
) -> None:
    document = Document(path=PAGE, source=f"{HEAD}\n{text}", page=name, markdown=f"{HEAD}\n{text}")
    found = [*readability.outline_problems(document), *readability.warning_problems(document)]
    assert_told(iter(found), fault)


def test_a_page_that_is_hard_to_read_is_told_with_its_longest_sentences() -> None:
    hard = "Organisations administering immigration enforcement responsibilities communicate particulars of "
    hard += "individuals experiencing victimisation, notwithstanding considerations of proportionality."
    (problem,) = readability.grade_problems(page(f"{HEAD}\n# About\n\n{hard}\n"))
    assert "years of school" in problem.fault and hard in problem.remedy and problem.line == 8
    easy = f"{HEAD}\n# About\n\nThe site is free to read. You can ask us.\n"
    assert_told(readability.grade_problems(page(easy)), "")


def test_the_grade_is_that_of_a_known_program(data: SiteData) -> None:
    letter = "\n\n".join(paragraph.text for paragraph in data.letter)
    found = readability.sentences(page(letter).html, "p, li")
    known = textstat.flesch_kincaid_grade(" ".join(found))
    assert readability.flesch_kincaid(found) == pytest.approx(known, rel=0.05)
