"""The whole site as files, and what can only be done to finished HTML, whoever built it.

build      every generated file of the site
validate   a whole project judged before it is generated
addresses  where old addresses lead
redirects  the pages at old addresses
preview    what an editor sees of a build that fails
finish     the steps from a built page to a finished one
search     the index of the search
policy     what a browser may load and do on a page
css        the style sheets in one file, without what no page uses
check      what is wrong with a finished site
"""
