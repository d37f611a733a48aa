"""What was made before is kept in one file, which may be removed and may be damaged."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest

from evidence import cache

Open = Callable[[], Callable[[], str]]


@pytest.fixture
def reopen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Open]:
    """Opens the results anew; what it gives asks for one result, which says how many have been made."""
    monkeypatch.setattr(cache, "CACHE_DIR", tmp_path)
    monkeypatch.setattr(cache, "RESULTS", tmp_path / "results.sqlite")
    numbers = count(1)

    def open_again() -> Callable[[], str]:
        cache._results.cache_clear()
        return lambda: cache.cached("key", lambda: f"made {next(numbers)}")

    yield open_again
    cache._results.cache_clear()


def test_a_result_is_made_once(reopen: Open) -> None:
    ask = reopen()
    assert [ask(), ask(), reopen()()] == ["made 1"] * 3


def test_results_are_forgotten_once_they_take_too_much(reopen: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    assert reopen()() == "made 1"
    monkeypatch.setattr(cache, "LARGEST", 0)
    assert reopen()() == "made 2"


def test_a_damaged_file_is_named_with_the_cure(reopen: Open) -> None:
    cache.RESULTS.write_bytes(b"damaged" * 1_000)
    with pytest.raises(OSError, match=r"results\.sqlite: file is not a database\. Remove this file"):
        reopen()()
