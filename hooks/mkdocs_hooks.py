"""The only file that knows MkDocs: it hands over what the evidence package makes."""

from __future__ import annotations

import datetime
import logging
import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from jinja2 import Environment, FileSystemBytecodeCache, FileSystemLoader
from mkdocs.commands import serve
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import MkDocsException, PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from mkdocs.utils.templates import TemplateContext

from evidence import text
from evidence.cache import CACHE_DIR
from evidence.metadata import WebPage
from evidence.pages import edit_links
from evidence.problems import RejectedInput, describe_error, github_annotations, limit_per_kind
from evidence.site.build import ROOT, site_from_environment
from evidence.site.preview import show_faults
from evidence.site.validate import generate_validated

log = logging.getLogger("mkdocs")


def on_startup(command: str, **_: object) -> None:
    """Let `mkdocs serve` show what is wrong at its first build too, which comes before `on_serve`."""
    build: Callable[..., None] = serve.__dict__["build"]

    def build_or_show(config: MkDocsConfig, **options: object) -> None:
        with show_faults(Path(config.site_dir), log):
            build(config, **options)

    if command == "serve":
        serve.__dict__["build"] = build_or_show


def on_serve(server: LiveReloadServer, builder: Callable[[], None], **_: object) -> LiveReloadServer:
    """Show in the browser what is wrong with an edit, where MkDocs would leave it waiting."""
    server.builder = show_faults(Path(server.root), log)(builder)
    return server


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Make every generated file before MkDocs empties the last good site; a faulty project raises here."""
    site = site_from_environment()
    config.site_url = config.site_url or site.url
    output = generate_validated(ROOT, replace(site, url=config.site_url))
    config.extra |= {"output": output, "repository": site.repository}
    released = datetime.datetime.fromisoformat(f"{output.publication.released}T00:00+00:00")
    os.environ["SOURCE_DATE_EPOCH"] = f"{released.timestamp():.0f}"  # no clock: dates come from the tables
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Hand the generated files to MkDocs."""
    for generated in config.extra["output"].files:
        files.append(File.generated(config, generated.path, content=generated.content))
    return files


def on_page_context(
    context: TemplateContext, page: Page, config: MkDocsConfig, **_: object
) -> TemplateContext:
    """Hand each page its metadata and, where the repository is known, the ways to where it is corrected."""
    output, repository = config.extra["output"], config.extra["repository"]
    described = WebPage(address=page.url, title=str(page.title), work=page.meta.get("work", {}))
    ways = edit_links.ways(repository, page.file.src_uri, page.meta.get("edit")) if repository else ()
    ours = {"metadata": output.describe(described), "ways": tuple(ways)}
    return context | ours  # type: ignore[return-value]


def on_env(env: Environment, config: MkDocsConfig, files: Files) -> Environment:
    """Give the theme our filters, and keep its templates compiled between builds.

    With it the pages at old addresses are made, which are no pages to MkDocs: not listed, not searched.
    """
    if isinstance(env.loader, FileSystemLoader):
        env.loader.encoding = "utf-8-sig"  # an editor may write a byte-order mark first
    env.filters |= {"printed": text.escape, "date": text.date}
    folder = CACHE_DIR / "templates"
    folder.mkdir(parents=True, exist_ok=True)
    env.bytecode_cache = FileSystemBytecodeCache(str(folder))
    template = env.get_template("redirect.html")
    for redirect in config.extra["output"].redirects:
        base = "../" * redirect.old.count("/")
        page = template.render(config=config, page=None, base_url=base, redirect=redirect)
        files.append(File.generated(config, redirect.old + "index.html", content=page))
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
