"""What answers on pull requests and issues, with rights that no pull request's code ever has.

Nothing here runs code of a pull request, and nothing needs more than Python: each module is run by the script
of its name in the folder above, in a workflow that checks out the default branch alone.

refusals   what is not believed, told in one line
github     GitHub's own answers, through its command line
artefacts  the files that another run left, of which nothing is believed
words      a stranger's words made harmless
comment    the report as one comment on its pull request
label      what a pull request touches, as labels
outward    the links that lead away from the built site
links      the dead links as one issue
"""
