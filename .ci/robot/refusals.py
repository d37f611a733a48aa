"""What is not believed, told in one line."""

from __future__ import annotations

from collections.abc import Callable


class Refused(Exception):
    """Something that came from outside is not as it must be; the message says what."""


def told(run: Callable[[], None]) -> int:
    """Run a command; gives 1 where it refused, having printed why as a GitHub Actions workflow command."""
    try:
        run()
    except Refused as refusal:
        print(f"::error::{_line(str(refusal))}")
        return 1
    return 0


def _line(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
