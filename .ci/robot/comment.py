"""The report as one comment on its pull request.

The run that made the report ran the pull request's own code, so all that it left may be a lie: whose report
it is, its words, the shape of its files. GitHub alone is believed, which says of what commit the run was.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping
from typing import Any

from robot import artefacts, github, words
from robot.refusals import Refused, told

NUMBER = re.compile(r"[1-9][0-9]{0,8}\n?", re.ASCII)
LIMIT = 60_000
"""Characters of a report in a comment; with what stands before it, GitHub takes 65,536."""
MARK = "<!-- report -->"
HEAD = """{mark}

Made of {commit}, by its own code. {links}

"""
LINKS = {"preview": "The site as it would be", "report-page": "This report as a page, with the charts"}
# An old report must not stand under a change that it does not describe.
NONE = "There is no report: the site could not be made. The check says why, on the row where it is."
CUT = "\nThe report is longer than a comment may be. All of it is in the report as a page."


def main() -> None:
    """Write the report of a run under its pull request, or change the one that is there."""
    left = artefacts.listed(os.environ["RUN_ID"])
    if "report" not in left:
        raise Refused("The run left no report, nor whose it would be.")
    texts = artefacts.texts(left["report"], ("number", "report.md"))
    number = _number(texts.get("number", ""))
    if not _is_of(github.one(github.here(f"pulls/{number}"))):
        print("::notice::The pull request has gone on since, or the report is not of it: nothing is said.")
        return
    _say(number, _body(left, texts.get("report.md", NONE)))
    github.output("number", number)


def _number(text: str) -> str:
    if not NUMBER.fullmatch(text):
        raise Refused(f"{text[:20]!r} is not the number of a pull request.")
    return text.strip()


def _is_of(pull: Mapping[str, Any]) -> bool:
    """Tell whether a pull request is open and now at the commit of the run, in the same repository."""
    head = pull["head"]
    repository = (head["repo"] or {}).get("full_name")  # a fork may be gone
    expected = (os.environ["HEAD_SHA"], os.environ["HEAD_REPOSITORY"])
    return pull["state"] == "open" and (head["sha"], repository) == expected


def _body(left: Mapping[str, Any], report: str) -> str:
    run = github.address(f"actions/runs/{os.environ['RUN_ID']}")
    links = [
        f"[{what}]({run}/artifacts/{int(left[name]['id'])})" for name, what in LINKS.items() if name in left
    ]
    told = " · ".join((*links, f"[The run]({run})"))
    head = HEAD.format(mark=MARK, commit=os.environ["HEAD_SHA"], links=told)
    return head + words.cut(words.harmless(report), LIMIT, CUT)


def _say(number: str, body: str) -> None:
    comments = github.every(github.here(f"issues/{number}/comments?per_page=100"))
    ours = [one["id"] for one in comments if github.is_ours(one, MARK)]
    if ours:
        github.send("PATCH", github.here(f"issues/comments/{int(ours[0])}"), {"body": body})
    else:
        github.send("POST", github.here(f"issues/{number}/comments"), {"body": body})


if __name__ == "__main__":
    sys.exit(told(main))
