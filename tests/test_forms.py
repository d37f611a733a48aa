"""The issue forms are GitHub's own, warn before they ask, and ask for little."""

from __future__ import annotations

import csv
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped]

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / ".github" / "ISSUE_TEMPLATE"
# Links from elsewhere fill these in: an id may be added, and none may go.
FIELDS = {
    "correct.yml": "fact right source",
    "problem.yml": "problem page with",
    "reply.yml": "force speaker said link dated period document safe",
    "source.yml": "publication link says dated",
}
WARNINGS = (
    "public, with your account’s name",
    "nothing about your own case or anybody else’s",
    "In danger now, call 999",
    "[reported privately](../security/advisories/new)",
)


@pytest.fixture(scope="module")
def forms() -> Mapping[str, Mapping[str, Any]]:
    found = {path.name: yaml.safe_load(path.read_text("utf-8")) for path in FOLDER.glob("*.yml")}
    return {name: form for name, form in found.items() if name != "config.yml"}


@pytest.fixture(scope="module")
def config() -> Mapping[str, Any]:
    read: Mapping[str, Any] = yaml.safe_load((FOLDER / "config.yml").read_text("utf-8"))
    return read


@pytest.mark.parametrize(
    ("schema", "names"), [("github-issue-forms", tuple(FIELDS)), ("github-issue-config", ("config.yml",))]
)
def test_a_form_keeps_to_the_schema_of_its_kind(schema: str, names: tuple[str, ...]) -> None:
    command = (sys.executable, "-m", "check_jsonschema", "--builtin-schema", f"vendor.{schema}")
    files = (FOLDER / name for name in names)
    told = subprocess.run([*command, *files], capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stdout + told.stderr


def test_the_fields_of_a_form_keep_their_ids(forms: Mapping[str, Mapping[str, Any]]) -> None:
    told = {name: [field.get("id") for field in form["body"]] for name, form in forms.items()}
    assert {name: " ".join(filter(None, ids)) for name, ids in told.items()} == FIELDS


def test_a_form_warns_before_it_asks(forms: Mapping[str, Mapping[str, Any]]) -> None:
    for name, form in forms.items():
        first = form["body"][0]
        assert first["type"] == "markdown", name
        assert [words for words in WARNINGS if words not in first["attributes"]["value"]] == [], name


def test_a_form_asks_for_little(forms: Mapping[str, Mapping[str, Any]]) -> None:
    for name, form in forms.items():
        required = [field for field in form["body"] if field.get("validations", {}).get("required")]
        assert 1 <= len(required) <= 3, name


def test_what_is_added_to_a_reply_has_its_personal_data_struck_out_first(
    forms: Mapping[str, Mapping[str, Any]],
) -> None:
    before, _, _ = str(forms["reply.yml"]).partition("'id': 'document'")
    for words in ("Strike out", "names, signatures", "number below five", "can often be lifted"):
        assert words in before


def test_nobody_can_pass_the_forms_by(config: Mapping[str, Any]) -> None:
    assert config["blank_issues_enabled"] is False
    assert (ROOT / "SECURITY.md").is_file()  # to which GitHub adds a link by itself


def test_whoever_needs_help_is_led_to_services_that_the_help_page_shows(config: Mapping[str, Any]) -> None:
    with (ROOT / "data" / "support.csv").open(encoding="utf-8", newline="") as file:
        shown = {row["url"]: row["area"] for row in csv.DictReader(file) if row["publish"] == "publish"}
    for contact in config["contact_links"]:
        assert contact["name"].endswith(f"in {shown[contact['url']]}")
        assert "call 999" in contact["about"] and "public" in contact["about"]
