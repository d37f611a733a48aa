"""What an editor sees in the browser while an edit cannot be built."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import jinja2

from evidence.pages.checks.project import THEME
from evidence.problems import ROOT

FAULTS = ".faults"
OVERRIDES = ROOT / THEME


class _Messages(logging.Handler):
    """Collects the messages of a log from warnings up."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


@contextmanager
def show_faults(site: Path, log: logging.Logger) -> Iterator[None]:
    """Let a build that fails end like any other, and show what the log says in place of every page.

    The site stays as it was: the messages stand in a folder of it, which the next build removes first.
    """
    shutil.rmtree(site / FAULTS, ignore_errors=True)
    handler = _Messages()
    log.addHandler(handler)
    try:
        yield
    except Exception as error:
        if not isinstance(error, SystemExit):  # with which MkDocs ends after it has logged the cause
            log.error(str(error))  # noqa: TRY400 - the words are for an editor
        write_fault_pages(site, handler.messages)
    finally:
        log.removeHandler(handler)


def served_folder(site: Path) -> Path:
    """Give the folder whose pages an editor sees: that of the faults while there are any."""
    faults = site / FAULTS
    return faults if faults.exists() else site


def write_fault_pages(site: Path, messages: list[str]) -> None:
    """Write messages for every page of a site, and for the page at addresses that are not there."""
    loader = jinja2.FileSystemLoader(OVERRIDES)
    environment = jinja2.Environment(loader=loader, autoescape=True)
    template, lines = environment.get_template("fault.html"), "\n".join(messages).splitlines()
    for path in {site / "index.html", site / "404.html", *site.rglob("*.html")}:
        # MkDocs adds what reloads a page by itself to every page but this one.
        page = template.render(lines=lines, reload=path.name == "404.html")
        place = site / FAULTS / path.relative_to(site)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(page, "utf-8")
