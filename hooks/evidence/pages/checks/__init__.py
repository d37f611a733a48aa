"""What is wrong with the pages and templates, in words for somebody who has never written code.

project        the files of a project, read
conflicts      a merge that was not finished
source_files   the files as they stand, by these:
  strays         files that do not belong in docs/
  words          what a page or template prints as it stands
  writing        broken characters, and what could lead to a person
  figures        figures that lead to no source
  expressions    figures that a template prints without a link
  templates      templates that cannot be read or rendered
  references     rows, files, macros and addresses that a template names
  theme_files    style sheets, scripts and the templates of the theme
rendered       the pages, by these:
  documents      a page as Markdown and as HTML
  settings       mkdocs.yml
  yaml_text      YAML read with the line of what is wrong
  front_matter   the head of a page
  elements       elements and attributes that may not stand in a page
  headings       the outline of a page
  reading_grade  sentences that are hard to read
  links          links that lead nowhere
"""
