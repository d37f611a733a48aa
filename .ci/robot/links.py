"""The dead links as one issue.

A link is dead where its server says that there is nothing, or where there is no such server. Many servers
turn programs away, or are slow or down for a day: whatever else they say counts as an answer, for a warning
that is mostly wrong is soon read by nobody. That a page has other words now no program can tell.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from robot import github, words
from robot.refusals import Refused, told

FOUND = Path(__file__).parents[2] / ".cache" / "links" / "found.json"
GONE = (404, 410)
NO_SERVER = ("dns error", "failed to lookup address", "name or service not known")
SEARCHED = "0"  # the checker's exit codes: https://lychee.cli.rs/overview/exit-codes/
SOME_FAILED = "2"

TITLE = "Links that lead nowhere"
LABEL = "data"
MARK = "<!-- links -->"
LIMIT = 60_000
MOST = 200  # links, and
LONGEST = 400  # characters of an address: together what one variable of a program may hold
BODY = """{mark}
These addresses on the site led nowhere when they were last tried. For each, find where it went, or a copy in
a web archive, and change it in its table (`CONTRIBUTING.md` says how). This text is written anew each week,
and the issue closes by itself when all of them lead somewhere.

{lines}
"""
CUT = "\nThe list is longer than this text may be: the run of the workflow has the rest."
MENDED = "All of them lead somewhere again."


def main() -> None:
    """Run `dead`, which gives the dead links that were found, or `tell`, which says them in the issue."""
    {"dead": _dead, "tell": _tell}[sys.argv[1]]()


def _dead() -> None:
    code = os.environ["CHECKED"]
    if code not in (SEARCHED, SOME_FAILED):
        raise Refused(f"The checker of links stopped with {code!r}, and looked at nothing.")
    found = json.loads(FOUND.read_text("utf-8")) if code == SOME_FAILED else {}
    github.output("dead", json.dumps(dict(sorted(dead(found))[:MOST])))


def dead(found: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Give the dead links of what the checker found, each with why it is thought dead."""
    for links in found.get("error_map", {}).values():
        for link in links:
            status = link["status"]
            text = f"{status.get('text', '')} {status.get('details', '')}".lower()
            if status.get("code") in GONE:
                yield link["url"][:LONGEST], f"its server says {status['code']}"
            elif any(sign in text for sign in NO_SERVER):
                yield link["url"][:LONGEST], "there is no such server"


def _tell() -> None:
    links = json.loads(os.environ["DEAD"])
    ours = _ours()
    if links and ours:
        github.send("PATCH", github.here(f"issues/{ours}"), {"body": _body(links), "state": "open"})
    elif links:
        fields = {"title": TITLE, "body": _body(links), "labels": [LABEL]}
        github.send("POST", github.here("issues"), fields)
    elif ours:
        github.send("POST", github.here(f"issues/{ours}/comments"), {"body": MENDED})
        github.send("PATCH", github.here(f"issues/{ours}"), {"state": "closed", "state_reason": "completed"})


def _ours() -> int | None:
    """Give the number of the open issue, by its writer and its mark."""
    issues = github.every(github.here("issues?state=open&per_page=100"))
    ours = [one["number"] for one in issues if github.is_ours(one, MARK)]
    return int(ours[0]) if ours else None


def _body(links: Mapping[str, str]) -> str:
    lines = "\n".join(f"- `{_address(link)}`: {words.harmless(why)}" for link, why in links.items())
    return words.cut(BODY.format(mark=MARK, lines=lines), LIMIT, CUT)


def _address(link: str) -> str:
    """Give an address as code, so that nothing in it means anything."""
    return words.harmless(link).replace("`", "%60").replace("\n", "%0A")


if __name__ == "__main__":
    sys.exit(told(main))
