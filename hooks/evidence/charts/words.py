"""The words of the charts, from docs/templates/charts.toml."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from evidence.charts.linked_text import LinkedText, fill
from evidence.problems import Problem, RejectedInput
from evidence.tables import display_path

NO_VALUES: Mapping[str, str] = {}
PLACE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)")


@dataclass(frozen=True, slots=True)
class ChartWords:
    """The sentences of one chart by their keys, in which names in braces stand for values.

    Every method raises RejectedInput, with the line, where a sentence is missing or cannot be filled.
    """

    path: Path
    chart: str
    sentences: Mapping[str, object]

    def sentence(self, key: str, values: Mapping[str, str] = NO_VALUES) -> LinkedText:
        """Fill the sentence under a key."""
        sentence = self.sentences.get(key)
        if not isinstance(sentence, str):
            self._reject(key, "There is no such sentence.", f'Write one: {key} = "Some words."')
        return self._fill(key, sentence, values)

    def sentence_list(self, key: str, values: Mapping[str, str]) -> tuple[LinkedText, ...]:
        """Fill each sentence of the list under a key."""
        sentences = self.sentences.get(key)
        if not isinstance(sentences, list):
            self._reject(key, "There is no such list.", f'Write one: {key} = ["Some words.", "Others."]')
        return tuple(self._fill(key, str(each), values) for each in sentences)

    def columns(self, rows: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
        """Give the headings of a table with these rows."""
        columns = self.sentence_list("columns", NO_VALUES)
        for width in {len(row) for row in rows} - {len(columns)}:
            fault = f"There are {len(columns)} headings for a table with {width} columns."
            self._reject("columns", fault, "Write one heading for each column.")
        return columns

    def _fill(self, key: str, sentence: str, values: Mapping[str, str]) -> LinkedText:
        try:
            return fill(sentence, values)
        except (KeyError, ValueError):
            known = ", ".join(f"{{{name}}}" for name in values) or "no braces"
            fault = f"{sentence!r} has braces around something other than a value of this chart."
            self._reject(key, fault, f"Use {known}.")

    def _reject(self, key: str, fault: str, remedy: str) -> NoReturn:
        raise RejectedInput([_problem(self.path, self._line(key), f"{self.chart}.{key}", fault, remedy)])

    def _line(self, key: str) -> int:
        """Give the line of a key, or that of the chart's heading where it has no such key."""
        before, heading, after = self.path.read_text("utf-8-sig").partition(f"\n[{self.chart}]")
        section = after.partition("\n[")[0]
        found = re.search(rf"^{key}\s*=", section, re.MULTILINE)
        return (before + heading + section[: found.start() if found else 0]).count("\n") + 1


def load_words(path: Path, charts: Iterable[str]) -> Mapping[str, ChartWords]:
    """Read the words of charts by their names; raises RejectedInput where the file is not TOML."""
    try:
        sections = tomllib.loads(path.read_text("utf-8-sig"))
    except tomllib.TOMLDecodeError as error:
        raise RejectedInput([_not_toml(path, str(error))]) from None
    found = {name: section for name, section in sections.items() if isinstance(section, dict)}
    return {chart: ChartWords(path, chart, found.get(chart, {})) for chart in charts}


def _not_toml(path: Path, message: str) -> Problem:
    place = PLACE.search(message)
    line = int(place[1] or 1) if place else 1
    fault = f"This is not TOML: {PLACE.sub('', message)}."
    return _problem(
        path, line, "words", fault, "Write each sentence on one line between straight double quotes."
    )


def _problem(path: Path, line: int, key: str, fault: str, remedy: str) -> Problem:
    return Problem(display_path(path), line, key, fault, remedy)
