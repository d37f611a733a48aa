"""The only file that knows MkDocs: it hands over what the evidence package makes."""

from __future__ import annotations

import datetime
import logging
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from jinja2 import Environment, FileSystemBytecodeCache
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
from evidence.problems import (
    BuildError,
    ExportError,
    RejectedInput,
    file_error,
    github_annotations,
    limit_per_kind,
)
from evidence.site.build import generate, site_from_environment
from evidence.site.preview import show_faults

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

    def rebuild() -> None:
        with show_faults(Path(server.root), log):
            builder()

    server.builder = rebuild
    return server


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Make every generated file before MkDocs empties the last good site; stop here if anything is faulty."""
    where = site_from_environment()
    config.site_url = config.site_url or where.url
    config.extra["repository"] = where.repository
    try:
        output = generate(replace(where, url=config.site_url))
    except RejectedInput as error:
        for annotation in github_annotations(limit_per_kind(error.problems)):
            print(annotation)  # no record of a log may begin a line, as GitHub needs
        raise PluginError(f"{error}\nThe site was not built.") from None
    except (ExportError, BuildError) as error:
        raise PluginError(f"The site was not built. {error}") from error
    config.extra["output"] = output
    released = datetime.datetime.fromisoformat(output.publication.released).replace(tzinfo=datetime.UTC)
    os.environ["SOURCE_DATE_EPOCH"] = str(int(released.timestamp()))  # no clock: dates come from the tables
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Hand the generated files to MkDocs."""
    for generated in config.extra["output"].files:
        files.append(File.generated(config, generated.path, content=generated.content))
    return files


def on_page_context(
    context: TemplateContext, page: Page, config: MkDocsConfig, **_: object
) -> TemplateContext:
    """Hand each page what is said of it to machines and to those who cite it.

    Where the repository is known, the ways to what the page is made of are handed too.
    """
    output, repository, edit = config.extra["output"], config.extra["repository"], page.meta.get("edit")
    described = WebPage(address=page.url, title=str(page.title), work=page.meta.get("work", {}))
    context["metadata"] = output.describe(described)  # type: ignore[typeddict-unknown-key]
    ways = edit_links.ways(repository, page.file.src_uri, edit) if repository else ()
    context["ways"] = tuple(ways)  # type: ignore[typeddict-unknown-key]
    return context


def on_env(env: Environment, config: MkDocsConfig, files: Files) -> Environment:
    """Let the theme print a text as its characters, and keep its templates compiled between builds.

    With it the pages at old addresses are made, which are no pages to MkDocs: not listed, not searched.
    """
    env.filters |= {"printed": text.safe, "date": text.date}
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
    """Tell in words of what nothing else foresaw, such as a file that went or a template that fails."""
    if not isinstance(error, MkDocsException):
        words = file_error(error) if isinstance(error, OSError) and error.errno else BuildError(error)
        raise PluginError(f"The site was not built. {words}") from error
