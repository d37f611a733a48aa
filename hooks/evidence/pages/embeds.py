"""The charts and the key facts of each force as small pages that stand in frames on other sites.

The address of an embed is that of the page from which it is, after embed/: embed/numbers/victims/ for a
chart, embed/forces/kent/ for the key facts of a force.
"""

from __future__ import annotations

from collections.abc import Iterator

from evidence.charts import PAGE
from evidence.metadata import NAME
from evidence.pages.environment import environment
from evidence.pages.render import PageContext


def embeds(context: PageContext) -> Iterator[tuple[str, str]]:
    """Give every embed as its path and its HTML."""
    yield from _of_charts(context)
    for force in context.data.forces:
        page = f"forces/{force.id}/"
        variables = {"title": force.name, "page": page, "anchor": ""}
        yield _embed(context, page, "facts", variables | {"force": force})


def _of_charts(context: PageContext) -> Iterator[tuple[str, str]]:
    for chart in context.charts.values():
        variables = {"title": "The numbers", "page": PAGE, "anchor": f"#{chart.name}"}
        yield _embed(context, f"{PAGE}{chart.name}/", "chart", variables | {"chart": chart})


def _embed(context: PageContext, of: str, kind: str, variables: dict[str, object]) -> tuple[str, str]:
    here = f"embed/{of}"
    everywhere = {"here": here, "site": context.site, "data": context.data, "name": NAME, "cited": {}}
    template = environment(context.site.templates).get_template(f"embed-{kind}.html.jinja")
    page = template.render(everywhere | variables)
    # In cells, what looks like an element is text, so these are the links alone.
    return f"{here}index.html", page.replace("<a ", '<a target="_top" ')
