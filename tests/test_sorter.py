"""The code of others that sorts tables is as its makers published it."""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path

VENDOR = Path(__file__).parents[1] / "docs" / "assets" / "vendor"


def test_the_sorter_is_byte_for_byte_what_its_note_says() -> None:
    note = (VENDOR / "sortable-table.README.txt").read_text("utf-8")
    digest = hashlib.sha512((VENDOR / "sortable-table.bundle.js").read_bytes()).digest()
    assert re.findall(r"^  file +(\S+)$", note, re.MULTILINE) == [
        f"sha512-{base64.b64encode(digest).decode()}"
    ]
    assert re.search(r"npm package @ministryofjustice/frontend, version \d+\.\d+\.\d+, ", note)
    assert re.search(r"licence +MIT: sortable-table\.LICENSE\.txt", note)
    assert "Permission is hereby granted, free of charge" in (
        VENDOR / "sortable-table.LICENSE.txt"
    ).read_text("utf-8")
