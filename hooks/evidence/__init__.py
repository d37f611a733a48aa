"""From tables to pages, one room a step, each importing only those above it.

problems  what is wrong, where, and what to do about it
cache     what was made before from the same input, on disk
worker    a second process, which does what takes long
tables    the tables read, described and checked against every rule
model     the tables as dataclasses in the words of the subject
text      how a value becomes words on a page
charts    one function a chart, drawn as static SVG
metadata  the site as a publication, and what each page is cited by
exports   the tables and charts as files to download, and the feed
pages     templates and facts become Markdown
site      everything together, and what can only be done to finished HTML
"""
