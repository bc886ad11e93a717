"""The audit of packages: a known fault is an error, and what was not asked is never told as clean."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]


def _audit() -> ModuleType:
    spec = importlib.util.spec_from_file_location("audit", ROOT / "scripts" / "audit.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


audit = _audit()
CLEAN = {"name": "a", "version": "1", "vulns": []}
SKIPPED = {"name": "b", "skip_reason": "Dependency not found"}
FAULTY = {"name": "c", "version": "1.2", "vulns": [{"id": "PYSEC-1", "fix_versions": ["1.3"], "aliases": []}]}


@pytest.mark.parametrize(
    ("packages", "says", "code"),
    [
        ([CLEAN, FAULTY, SKIPPED], "c 1.2: PYSEC-1, mended in 1.3.", 1),
        ([CLEAN, CLEAN], "No fault is known of 2 packages.", 0),
        ([CLEAN, SKIPPED], "Not audited: 1 that the database does not know, such as b.", 0),
        ([SKIPPED, SKIPPED], "Not audited: the database answered for none of 2 packages.", 0),
    ],
)
def test_what_the_database_says_is_told_as_it_is(packages: list[dict[str, object]], says: str, code: int):
    lines, found = audit.told({"dependencies": packages})
    assert (says in lines, found) == (True, code)
    assert ("No fault" in "".join(lines)) == (CLEAN in packages and FAULTY not in packages)
