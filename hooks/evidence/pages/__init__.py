"""Templates and facts become Markdown.

render            every generated page
environment       the templates, with the filters and functions that they call
citation_filters  how a page cites: every figure leads to what it rests on
grouping          the facts in the groups in which pages show them
edit_links        where a page is corrected in the repository
embeds            charts and key facts as small pages for frames on other sites
finder_index      every name under which a reader may look for a force
feed_entries      the changes in words, for the feed
markdown          Markdown becomes HTML, for the check and for MkDocs
checks            what is wrong with pages and templates, told before anything is built
"""

from evidence.pages.render import Page, PageContext, Site, render

__all__ = ["Page", "PageContext", "Site", "render"]
