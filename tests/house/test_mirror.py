"""Tests stand as the rooms stand, and what several of them need stands in `tests/support`."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

TESTS: Final = Path(__file__).parents[1]
SOURCE: Final = TESTS.parent / "src" / "sekisho"
BESIDE: Final = frozenset({"approved", "benchmarks", "data", "docs", "hostile", "house", "scripts", "support"})
"""Folders that test no single room: outputs, the data of a package, pages, hostile input, and what tests need."""
IMPORTS: Final = re.compile(r"^\s*from (tests(?:\.\w+)+) import \(?([\w, ]+)", re.MULTILINE)
AT_LENGTH: Final = "determination/core/test_at_length.py"
"""It runs tests of others again, with more examples."""


def test_each_folder_of_tests_is_a_room():
    rooms = {folder.name for folder in SOURCE.iterdir() if folder.is_dir()}
    folders = {folder.name for folder in TESTS.iterdir() if any(folder.rglob("*.py"))}
    assert sorted(folders - rooms - BESIDE) == []


def test_no_test_imports_another():
    found = [
        (file.relative_to(TESTS).as_posix(), f"{module}.{name.strip()}")
        for file in TESTS.rglob("*.py")
        for module, names in IMPORTS.findall(file.read_text(encoding="utf-8"))
        for name in names.split(",")
    ]
    wrong = [
        (file, name) for file, name in found if re.search(r"\.(?:test_\w+|conftest)\b", name) and file != AT_LENGTH
    ]
    assert wrong == [], "what two tests need goes to tests/support"
