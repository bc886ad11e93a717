"""What a stranger looks at first is true: version, picture, workflow, container files."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
MOST_PICTURE = 200_000
"""Bytes that a reader of the README loads at most for a picture."""
MOST_README = 120
"""Lines; depth has pages of its own."""


def test_the_citation_is_of_this_version_and_of_a_release_in_the_changelog():
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert (citation["version"], citation["license"]) == (PROJECT["version"], PROJECT["license"])
    heading = f"## {citation['version']} ({citation['date-released']})"
    assert heading in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_the_readme_is_short_and_its_pictures_are_small():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    pictures = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", text)
    assert pictures, "the first screen has a picture, with words for those who do not see it"
    assert max((ROOT / picture).stat().st_size for picture in pictures) <= MOST_PICTURE
    assert len(text.splitlines()) <= MOST_README


def test_every_page_stands_in_the_index_of_the_documentation():
    index = (ROOT / "docs/README.md").read_text(encoding="utf-8")
    pages = [page.relative_to(ROOT / "docs") for page in (ROOT / "docs").rglob("*.md") if page.name != "README.md"]
    assert [str(page) for page in pages if f"({page})" not in index and f"({page}#" not in index] == []


def test_a_fragment_has_a_kind_and_begins_with_its_sentence():
    """The changelog puts a mark before each; one that brings its own stands there with two."""
    kinds = {"law", "data", "added", "changed", "fixed", "removed"}
    fragments = [file for file in (ROOT / "changes").glob("*.md") if file.name != "README.md"]
    wrong = [
        file.name
        for file in fragments
        if file.name.split(".")[-2] not in kinds or file.read_text(encoding="utf-8").startswith(("- ", "* ", "#"))
    ]
    assert wrong == []


def test_the_workflow_runs_what_anybody_runs():
    work = yaml.safe_load((ROOT / ".github/workflows/check.yaml").read_text(encoding="utf-8"))
    assert [step["run"] for step in work["jobs"]["check"]["steps"] if "run" in step] == [".ci/run"]


def test_the_container_is_not_root_and_looks_at_its_health():
    text = (ROOT / "deploy/Dockerfile").read_text(encoding="utf-8")
    assert re.search(r"^USER (?!root|0\b)", text, flags=re.MULTILINE)
    assert "/health" in text.partition("HEALTHCHECK")[2]


@pytest.mark.parametrize("file", ["deploy/compose.yaml", "deploy/sekisho.service"])
def test_options_of_serve_in_files_of_operation_exist(file: str):
    from sekisho.cli.serve import serve

    known = {name for option in serve.params for name in option.opts}
    used = set(re.findall(r"(?<![\w-])--[a-z-]+", (ROOT / file).read_text(encoding="utf-8"))) - {"--from", "--to"}
    assert used
    assert used <= known
