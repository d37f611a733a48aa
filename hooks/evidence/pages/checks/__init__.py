"""What is wrong with the pages and templates, in words for somebody who has never written code.

check         all of it, in its order, by these:
project       the files of a project, read
strays        files that do not belong in docs/, and merges that were not finished
words         what a page or template prints as it stands
figures       figures that lead to no source, broken characters, and what could lead to a person
expressions   figures that a template prints without a link
templates     templates that cannot be read or rendered
references    rows, files, macros and addresses that a template names
documents     a page as its head, its Markdown and its HTML
settings      mkdocs.yml
front_matter  the head of a page
elements      what loads, frames, sends, leads on or runs anything
readability   the outline of a page, and sentences that are hard to read
links         links that lead nowhere
"""
