"""The program as source: every module taken apart, once a process, for the tests that read it."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path
from typing import Final

SOURCE: Final = Path(__file__).resolve().parents[2] / "src" / "sekisho"


@cache
def program_modules() -> dict[Path, ast.Module]:
    """Every module of the program by its file, in the order of their paths."""
    return {file: ast.parse(file.read_text(encoding="utf-8"), str(file)) for file in sorted(SOURCE.rglob("*.py"))}
