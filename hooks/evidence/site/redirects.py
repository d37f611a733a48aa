"""The pages at old addresses, as whole documents of HTML, which no host lists or searches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context

from evidence.pages.checks import settings
from evidence.pages.checks.documents import load_yaml
from evidence.problems import ROOT
from evidence.site.addresses import Redirect
from evidence.site.preview import OVERRIDES


def render_redirects(redirects: Iterable[Redirect], url: str) -> Iterator[tuple[str, str]]:
    """Render for each redirect the page at the old address, with its path; `url` is that of the site."""
    loader = FileSystemLoader(OVERRIDES, encoding="utf-8-sig")  # an editor may write a byte-order mark first
    environment = Environment(loader=loader, undefined=StrictUndefined)
    environment.filters["url"] = _relative_url
    template = environment.get_template("redirect.html")
    config, _ = load_yaml((ROOT / settings.PATH).read_text("utf-8-sig"))
    for redirect in redirects:
        page = template.render(config={**config, "site_url": url}, redirect=redirect)
        yield f"{redirect.old}index.html", page


@pass_context
def _relative_url(context: Context, address: str) -> str:
    """Do what the filter of this name does in any host."""
    redirect: Redirect = context["redirect"]
    return "../" * redirect.old.count("/") + address
