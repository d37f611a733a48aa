"""A cell that is no plain text, or leads to a person, is found; plain words are let pass."""

from __future__ import annotations

import json

import pytest

from evidence.tables import Table
from evidence.tables.rules import Rule, addresses, cells, find_in_descriptor, people


def is_found(rule: Rule, text: str, *, table: str = "force_responses", column: str = "summary") -> bool:
    """Say whether a rule finds something wrong with a cell."""
    return bool(list(rule(Table(table, f"{table}.csv", {}, ("id", column), ((2, ("r003", text)),)))))


def texts(lines: str) -> list[str]:
    """Give the texts between the bars of indented lines."""
    return lines.replace("\n    ", "|").split("|")[1:]


WRONG_TEXTS = texts(
    """
    The policeâ€™s reply|The force is at a cafÃ©|policeÕs reply|It costs ú3|The police\u00b4s reply
    The police� reply|The police?s reply|Fire &amp; Rescue|The force&#8217;s reply
    The police\\u2019s reply|Fire%20and%20Rescue|police=E2=80=99s|The <b>force</b> said
    The force <!-- said|{{ figure }}|{% if %}|A **bold** word|A [link](page)|__init__
    javascript:alert(1)|See data:text/html,x|#REF!|#NV|It is #DIV/0! there|#N/A|#NAME?|#####|1.23E+05
    9-Nov-23|Dec-16|=A1+1|+A1|@SUM(A1)|'0808|N/A|n/a|NULL|None|nil|TBC|tbd|to be confirmed|unknown|-|–|?
    ...|TRUE|false|xxx|two  spaces| a space before|a space after """
)
WRONG_CHARACTERS = [
    "no\N{NO-BREAK SPACE}break", "narrow\N{NARROW NO-BREAK SPACE}space", "wide\N{IDEOGRAPHIC SPACE}space",
    "zero\N{ZERO WIDTH SPACE}width", "soft\N{SOFT HYPHEN}hyphen", "tab\tstop",
    "turned\N{RIGHT-TO-LEFT OVERRIDE}", "nul\0", "\ufffe", "\ue000",
    "non\N{NON-BREAKING HYPHEN}breaking", "\N{HANGUL FILLER}", "K\N{CYRILLIC SMALL LETTER IE}nt",
    "\N{CYRILLIC CAPITAL LETTER ES}\N{CYRILLIC SMALL LETTER O}", "K\N{GREEK SMALL LETTER OMICRON}nt",
    "\N{FULLWIDTH DIGIT FIVE}37", "\N{ARABIC-INDIC DIGIT FIVE}", "\N{LATIN SMALL LIGATURE FI}rewall",
    "cafe\N{COMBINING ACUTE ACCENT}", "a \N{COMBINING ACUTE ACCENT}",
]  # fmt: skip
PLAIN_TEXTS = [
    "Ynys Môn, Siân O’Brien and Zoë O'Brien", "Łódź and na hÉireann", "“Safe to Share?” it asked",
    "‘Safe to Share?’, 60% of £1.4 million", "A & B, at 5 < 6", "Not known to the force", "The answer: none",
    "He said - or wrote", "It is #1 of 2", "Жінка", "24×24 – or more, JavaScript: off", "Unknown Pleasures",
]  # fmt: skip


@pytest.mark.parametrize("text", [*WRONG_TEXTS, *WRONG_CHARACTERS])
def test_a_cell_that_is_no_plain_text_is_found(text: str) -> None:
    assert is_found(cells.cells_are_clean, text)


@pytest.mark.parametrize("text", PLAIN_TEXTS)
def test_plain_text_passes(text: str) -> None:
    assert not is_found(cells.cells_are_clean, text)


def test_what_others_printed_may_hold_marks_of_markdown() -> None:
    assert not is_found(cells.cells_are_clean, "A **bold** word", table="letter", column="text")


WRONG_ADDRESSES = texts(
    """
    https://www.kent.police.uk@evil.com/|javascript:alert(1)|ftp://kent.police.uk/|www.kent.police.uk
    http://10.0.0.1/|https://kent.police.uk:8443/|https://intranet/|https://xn--knt-5cd.police.uk/
    https://k\u0435nt.police.uk/|https:///a|https://a.b.local/|https://kent.police.uk.evil.com/
    https://www.g0v.uk/|https://po1ice.gov.uk.evil.org/|https://bit.ly/a|https://www.google.com/url?q=a
    https://a.sharepoint.com/b|https://[::1]/|https://[x|https://kent.police.uk/a?utm_source=b
    https://kent.police.uk/a?b=1&fbclid=c|https://kent.police.uk/#:~:text=a|https://kent.police.uk/a.
    https://kent.police.uk/a)|https://kent.police.uk/a b|https://https://kent.police.uk/"""
)
RIGHT_ADDRESSES = texts(
    """
    https://www.kent.police.uk/|http://old.county-gazette.co.uk/a?b=1&c=2#d
    https://en.wikipedia.org/wiki/Act_(2021)
    https://web.archive.org/web/2024/https://www.kent.police.uk/a|https://medium.com/@a/b
    https://news.bbc.co.uk/1/hi|https://gov.wales/a
    https://theyworkforyou.com/lords/?id=2023-06-14a.2051.2"""
)


@pytest.mark.parametrize("address", WRONG_ADDRESSES)
def test_an_address_that_misleads_is_found(address: str) -> None:
    assert is_found(addresses.addresses_are_safe, address, table="sources", column="url")


@pytest.mark.parametrize("address", RIGHT_ADDRESSES)
def test_an_address_that_leads_where_it_seems_to_passes(address: str) -> None:
    assert not is_found(addresses.addresses_are_safe, address, table="sources", column="url")


def test_an_address_within_a_text_is_looked_at() -> None:
    assert is_found(addresses.addresses_are_safe, "See https://bit.ly/a.")
    assert not is_found(addresses.addresses_are_safe, "See https://www.kent.police.uk/a.")


SMALL_NUMBERS = texts(
    """
    the data of 3 victims|two women|a single victim|one child was named|four people|2 referrals|1 case
    three domestic abuse victims|Two Albanian women|two of the victims|four of the 40 victims
    one of these cases
    Of 12, two were women|two of them were migrant women|victims: 4
    the number of victims whose data was shared was 3|a couple of cases|3 domestic violence victims
    one victim’s data
    data in three cases|at least three victims"""
)
NO_SMALL_NUMBERS = texts(
    """
    three years|two forces|section 4|a handful of victims|12 victims|1,004 victims|2.3 victims
    no victims|0 victims|at least one victim|more than one victim|one in four women|2 in 10 women
    recommendations 1, 4 and 5 on victims|section 4 victims|two women’s organisations
    three victim support services|four case studies|case by case|two officers|one of its policies
    victims (2021)|fewer than five victims|a victim|three victims’ leads|2021 victims"""
)


@pytest.mark.parametrize("text", SMALL_NUMBERS)
def test_a_small_number_of_people_is_found(text: str) -> None:
    assert is_found(people.small_numbers_stay_out, f"The force wrote of {text}.")


@pytest.mark.parametrize("text", NO_SMALL_NUMBERS)
def test_a_number_of_something_else_passes(text: str) -> None:
    assert not is_found(people.small_numbers_stay_out, f"The force wrote of {text}.")


PERSONAL = texts(
    """
    jane@kent.police.uk|ME15 9BZ|aged 17|aged seventeen|a 17-year-old|17 years old|date of birth
    born on 3 May|AB 12 34 56 C|AB123456C|12 High Street"""
)
NOT_PERSONAL = texts(
    """
    people aged 16 and over|aged 18 to 24|aged care|a 17-page policy|born of a policy|1802A/21
    S.I. 2021/736|Downing Street|a 10-year-old policy"""
)


@pytest.mark.parametrize("text", PERSONAL)
def test_what_leads_to_a_person_is_found(text: str) -> None:
    assert is_found(people.personal_data_stays_out, f"The reply names {text}.")


@pytest.mark.parametrize("text", NOT_PERSONAL)
def test_what_leads_to_nobody_passes(text: str) -> None:
    assert not is_found(people.personal_data_stays_out, f"The reply names {text}.")


@pytest.mark.parametrize("number", ["01622 690690", "07700 900123", "(020) 7946 0018", "+44 7700 900 123"])
def test_a_telephone_number_is_found(number: str) -> None:
    assert is_found(people.telephone_numbers_are_of_services, f"Ask Jane on {number}.")


@pytest.mark.parametrize(
    "number", ["2021/0415", "9 May 2021", "2020-04-01 to 2023-03-31", "HL13449", "W07000081"]
)
def test_a_number_that_nobody_can_call_passes(number: str) -> None:
    assert not is_found(people.telephone_numbers_are_of_services, f"It is in {number}.")


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("The policeâ€™s name.", True),
        ("Ask jane@kent.police.uk.", True),
        ("See https://bit.ly/a.", True),
        ("The force’s name, “as it is”.", False),
    ],
)
def test_the_words_of_the_descriptor_are_held_to_the_same(words: str, found: bool) -> None:
    text = json.dumps({"resources": [{"title": words, "label": words, "pattern": "^a__b$"}]}, indent=2)
    problems = list(find_in_descriptor("datapackage.json", text))
    places = [(4, "title"), (5, "label")] if found else []
    assert [(problem.line, problem.column) for problem in problems] == places
