"""What tests, examples, scripts and benchmarks import is there, also in the programs that they keep as text."""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
IMPORT = re.compile(r"^ *from (sekisho[\w.]*) import (?:\(([^)]*)\)|([^\n;]+))", re.MULTILINE)


def imported(folder: str) -> Iterator[tuple[Path, str, str]]:
    for path in sorted((ROOT / folder).rglob("*.py")):
        for module, several, few in IMPORT.findall(path.read_text(encoding="utf-8")):
            for name in re.findall(r"(\w+)(?: as \w+)?", (several or few).partition("#")[0]):
                yield path, module, name


@pytest.mark.parametrize("folder", ["tests", "examples", "scripts", "benchmarks"])
def test_every_name_that_is_imported_exists(folder: str):
    missing = []
    for path, module, name in imported(folder):
        if hasattr(importlib.import_module(module), name):
            continue
        if importlib.util.find_spec(f"{module}.{name}") is None:
            missing.append(f"{path.relative_to(ROOT)}: {module} has no {name}")
    assert missing == []
