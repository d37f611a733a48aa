"""The whole site as files, and what can only be done to finished HTML, whoever built it.

build      every generated file of the site
addresses  where old addresses lead
policy     what a browser may load and do on a page
css        the style sheets without what no page uses
permalinks a link to itself in everything that has an address
check      what is wrong with a finished site
"""
