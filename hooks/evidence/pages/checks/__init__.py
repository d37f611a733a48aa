"""What is wrong with the pages and templates, in words for somebody who has never written code.

project        the files of a project, read
conflicts      a merge that was not finished
strays         files that do not belong in docs/ or data/
encoding       text that was saved wrongly
yaml_text      YAML read with the line of what is wrong
settings       mkdocs.yml
documents      a page as Markdown and as HTML
front_matter   the head of a page
words          what a page or template prints as it stands
figures        figures that lead to no source, and data about people
expressions    figures that a template prints without a link
elements       elements and attributes that may not stand in a page
headings       the outline of a page
reading_grade  sentences that are hard to read
templates      templates that cannot be rendered
references     claims, sources and addresses that a template names
links          links that lead nowhere
"""
