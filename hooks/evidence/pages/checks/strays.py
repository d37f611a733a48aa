"""Every file in docs/ is known: what is not would be published, or passed over in silence."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

from evidence.problems import Problem

REMOVE = "Remove it."
COPY = "looks like a second copy"
LEFT_OVER = {
    r"thumbs\.db|desktop\.ini|\.ds_store|\._.*|\.directory": "is a file of the computer's own",
    r".*(?:~|\.(?:orig|rej|bak|old|te?mp|sw[op]|save|part|crdownload|diff|patch))|\.#.*|#.*#": "is left over",
    r"~\$.*|\.~lock\..*": "says that a program has a file open: close it there",
    r".*(?:\(\d+\)|[ _-]copy| \d+|[ _-](?:backup|local|remote|base)[ _-]?\d*)\.\w+(?:\.jinja)?": COPY,
    r"copy of .*|.* copy \d+\..*|.*conflicted copy.*": COPY,
}
DOCUMENTS = re.compile(
    r".*\.(?:pdf|docx?|odt|rtf|xlsx?|xlsm|ods|pptx?|zip|7z|rar|gz|tar|eml|msg|html?)", re.IGNORECASE
)
PICTURES = re.compile(r".*\.(?:svg|png|jpe?g|gif|webp|avif|ico|bmp|tiff?|heic)", re.IGNORECASE)
KNOWN = tuple(
    map(
        re.compile,
        (
            r"[a-z0-9-]+\.md",
            r"templates/(?:[a-z0-9-]+/)*[a-z0-9_-]+(?:\.md|\.html)?\.jinja",
            r"templates/exports/[a-z0-9-]+\.md",
            r"templates/charts\.toml",
            r"\.overrides/(?:[a-z0-9-]+/)*[a-z0-9-]+\.html",
            r"assets/(?:[a-z0-9-]+/)*[\w.-]+\.(?:css|js|mjs|json|svg|png|ico|webp|woff2)",
            r"assets/vendor/[\w.-]+",
        ),
    )
)


def docs_problems(paths: Iterable[str], folder: str, words: Collection[str]) -> Iterator[Problem]:
    """Yield each file that does not belong in docs/; `words` are the texts that name what they load."""
    for path in paths:
        fault, remedy = _docs_fault(path, words)
        if fault:
            yield Problem(f"{folder}/{path}", 1, "file", fault, remedy)


def _docs_fault(path: str, words: Collection[str]) -> tuple[str, str]:
    name = path.rpartition("/")[2]
    if left_over := _left_over(name):
        return f"The file {left_over}, and would be published.", REMOVE
    if DOCUMENTS.fullmatch(name) and not path.startswith(".overrides/"):
        return (
            "A document is not published here.",
            "Remove it. Name the page that has it in data/sources.csv instead.",
        )
    if not any(known.fullmatch(path) for known in KNOWN):
        if path.lower() != path and any(known.fullmatch(path.lower()) for known in KNOWN):
            return "The name has a capital letter.", f"Rename it to {path.lower()!r}."
        return "The file is none that the site is made of, and would be published.", REMOVE
    if path.startswith("assets/") and "/vendor/" not in path and name not in " ".join(words):
        kind = "picture" if PICTURES.fullmatch(name) else "file"
        return f"No page shows or loads this {kind}.", "Name it where it is used, or remove it."
    return "", ""


def _left_over(name: str) -> str:
    kinds = (kind for pattern, kind in LEFT_OVER.items() if re.fullmatch(pattern, name, re.IGNORECASE))
    return next(kinds, "")
