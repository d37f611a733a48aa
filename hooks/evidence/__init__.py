"""From tables to pages, one module a step, each importing only those above it.

problems      what is wrong with the data, where, and what to do about it
kept          what was made before of the same, on disk
tables        the data package read from disk, every cell with its line number
checks        the rules that the tables must keep
model         the tables as the nouns of the subject
text          how a cell becomes words on a page
releasing     what a release of the tables writes
chart_theme   how every chart looks
charts        one function a chart: its words, its Vega-Lite specification and its picture
interactive   the script that draws interactive charts
policy        what a browser may load and do on a page
addresses     every address that was ever published, and where the old ones lead
downloads     the tables and charts as files to take away
metadata      the site as citations, feeds and standards that machines read
pages         one function a kind of page: nouns and templates become Markdown
cards         a picture of each page's name, shown where a link to it is shared
site          all of the above as one list of files at their addresses
permalinks    a link to itself in everything that has an address
styles        the theme's style sheet without what no page uses
finish        what can only be done to the finished site and checked on it, whoever built it
report        what changes for readers between two trees
"""
