"""What an editor sees in the browser while an edit cannot be built."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import jinja2

OVERRIDES = Path(__file__).parents[3] / "docs" / ".overrides"


class _Messages(logging.Handler):
    """Collects the messages of a log from warnings up."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


@contextmanager
def show_faults(site: Path, log: logging.Logger) -> Iterator[None]:
    """End a build that fails as if it had not, with every page of its site replaced by what the log says.

    The next good build writes the pages anew.
    """
    handler = _Messages()
    log.addHandler(handler)
    try:
        yield
    except Exception as error:
        if not isinstance(error, SystemExit):  # with which MkDocs ends after it has logged the cause
            log.error(str(error))  # noqa: TRY400 - the words are for an editor
        write_fault_page(site, handler.messages)
    finally:
        log.removeHandler(handler)


def write_fault_page(site: Path, messages: list[str]) -> None:
    """Write messages in place of every page, and of the page for addresses that are not there."""
    loader = jinja2.FileSystemLoader(OVERRIDES)
    environment = jinja2.Environment(loader=loader, autoescape=True)
    template, lines = environment.get_template("fault.html"), "\n".join(messages).splitlines()
    for path in {site / "index.html", site / "404.html", *site.rglob("*.html")}:
        # MkDocs adds what reloads a page by itself to every page but this one.
        page = template.render(lines=lines, reload=path.name == "404.html")
        path.write_text(page, "utf-8")
