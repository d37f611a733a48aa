"""The only file that knows MkDocs: it hands over what the evidence package makes."""

from __future__ import annotations

import datetime
import logging
import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from hashlib import sha256
from pathlib import Path

from jinja2 import Environment, FileSystemBytecodeCache, FileSystemLoader
from mkdocs.commands import serve
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import MkDocsException, PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import get_toc
from watchdog.observers.polling import PollingObserver

from evidence import worker
from evidence.cache import CACHE_DIR, collect_what_is_new
from evidence.pages.checks import project
from evidence.pages.markdown import convert_pages, to_html
from evidence.problems import ROOT, RejectedInput, describe_error, github_annotations, limit_per_kind
from evidence.site.build import Output, site_from_environment
from evidence.site.preview import FAULTS, served_folder, show_faults
from evidence.site.validate import generate_validated

log = logging.getLogger("mkdocs")

WRITTEN: dict[str, bytes] = {}
"""A digest of what each file in the site was made of; MkDocs keeps this file loaded while it serves."""


def on_startup(command: str, **_: object) -> None:
    """Let `mkdocs serve` show what is wrong at its first build too, which comes before `on_serve`."""
    build: Callable[..., None] = serve.__dict__["build"]

    def build_or_show(config: MkDocsConfig, **options: object) -> None:
        with show_faults(Path(config.site_dir), log):
            build(config, **options)

    collect_what_is_new()
    if command == "serve":
        serve.__dict__["build"] = build_or_show
        # What it warns of, a page that is not built though it should be, cannot be: see on_files.
        logging.getLogger("mkdocs.commands.build").addFilter(lambda record: "'dirty'" not in str(record.msg))


def on_serve(server: LiveReloadServer, config: MkDocsConfig, builder: Callable[[], None]) -> LiveReloadServer:
    """Show in the browser what is wrong with an edit, where MkDocs would leave it waiting."""
    _look_often(server, config.docs_dir, str(config.config_file_path))
    site, page_not_found = Path(server.root), server.error_handler

    def build_and_show() -> None:
        with show_faults(site, log):
            builder()
        server.root = str(served_folder(site))

    def fault_or_not_found(code: int) -> bytes | None:
        fault = site / FAULTS / "404.html"
        return fault.read_bytes() if fault.exists() else page_not_found(code)

    server.root = str(served_folder(site))
    server.builder, server.error_handler = build_and_show, fault_or_not_found
    return server


def _look_often(server: LiveReloadServer, *watched: str) -> None:
    """Look for edits ten times a second, where MkDocs looks twice."""
    for path in watched:
        server.unwatch(path)
    server.observer = PollingObserver(timeout=0.1)
    for path in watched:
        server.watch(path)


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Make every generated file before MkDocs empties the last good site; a faulty project raises here."""
    site = site_from_environment()
    config.site_url = config.site_url or site.url
    output = generate_validated(ROOT, replace(site, url=config.site_url), _convert_from_the_end)
    config.extra |= {"output": output, "repository": site.repository}
    released = datetime.datetime.fromisoformat(f"{output.publication.released}T00:00+00:00")
    os.environ["SOURCE_DATE_EPOCH"] = f"{released.timestamp():.0f}"  # no clock: dates come from the tables
    return config


def _convert_from_the_end(output: Output) -> None:
    """Let the worker convert the pages for the cache, the last first, until it meets MkDocs."""
    pages = [(file.text, file.path) for file in reversed(output.files) if file.path.endswith(".md")]
    worker.submit(partial(convert_pages, pages))


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Hand the generated files to MkDocs, which under `serve --dirty` writes what is made of anything new.

    The theme's scripts are left out: no page uses them.
    """
    for unused in [file for file in files if file.src_uri.startswith("assets/javascripts/")]:
        files.remove(unused)
    for generated in config.extra["output"].for_host(Path(config.docs_dir)):
        if written := files.get_file_from_path(generated.path):
            files.remove(written)
        files.append(File.generated(config, generated.path, content=generated.content))
    around = _around_pages(config)
    digests = {file.dest_uri: _digest_inputs(file, around) for file in files}
    new = {path for path, key in digests.items() if WRITTEN.get(path) != key}
    gone = WRITTEN.keys() - digests.keys()
    for file in files:
        file.is_modified = partial(new.__contains__, file.dest_uri)  # type: ignore[method-assign]
    for path in new | gone:  # a build that fails may have written some of them
        WRITTEN.pop(path, None)
    for path in gone:
        (Path(config.site_dir) / path).unlink(missing_ok=True)
    config.extra["digests"] = digests
    return files


def _around_pages(config: MkDocsConfig) -> str:
    """Give a digest of what every page shows beside its own content."""
    theme = ROOT / project.THEME
    templates = [(str(path), path.read_bytes()) for path in sorted(theme.rglob("*")) if path.is_file()]
    settings = (ROOT / "mkdocs.yml").read_bytes(), config.site_url, config.extra["repository"]
    return sha256(repr((templates, settings)).encode()).hexdigest()


def _digest_inputs(file: File, around: str) -> bytes:
    """Give a digest of all that a file of the site is made of."""
    digest = sha256(file.content_bytes)
    if file.is_documentation_page():
        digest.update(around.encode())
    return digest.digest()


def on_page_markdown(markdown: str, page: Page, **_: object) -> str:
    """Give a page its HTML, which is made once for the check and for MkDocs."""
    html = to_html(markdown, page.file.src_uri)
    page.content, page.toc = html.text, get_toc(html.contents)
    page.render = lambda *_: None  # type: ignore[method-assign]  # with which MkDocs would convert it
    return markdown


def on_post_build(config: MkDocsConfig) -> None:
    """Remember what the files in the site were made of."""
    WRITTEN.update(config.extra["digests"])


def on_env(env: Environment, **_: object) -> Environment:
    """Keep the theme's templates compiled between builds."""
    if isinstance(env.loader, FileSystemLoader):
        env.loader.encoding = "utf-8-sig"  # an editor may write a byte-order mark first
    folder = CACHE_DIR / "templates"
    folder.mkdir(parents=True, exist_ok=True)
    env.auto_reload = False  # each build has an environment of its own
    env.bytecode_cache = FileSystemBytecodeCache(str(folder))
    return env


def on_build_error(error: Exception) -> None:
    """Say in words what is wrong, where MkDocs would print a traceback."""
    if isinstance(error, RejectedInput):
        for annotation in github_annotations(limit_per_kind(error.problems)):
            print(annotation)  # no record of a log may begin a line, as GitHub needs
    if not isinstance(error, MkDocsException):
        raise PluginError(f"{describe_error(error)}\nThe site was not built.") from error


def find_setting_faults(path: Path) -> Iterator[tuple[str, str]]:
    """Yield what MkDocs would refuse in a file of settings: the name of the setting, and why."""
    settings = MkDocsConfig(str(path.resolve()))
    with path.open("rb") as file:
        settings.load_file(file)
    for name, error in (fault for faults in settings.validate() for fault in faults):
        yield name, str(error).partition("\n")[0]
