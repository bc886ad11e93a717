"""A command asks a use case: what it imports from the rooms below beside types and names may only become less."""

from __future__ import annotations

import ast
import csv
from collections import Counter
from pathlib import Path
from typing import Final

import pytest

COMMANDS: Final = Path(__file__).parents[2] / "src" / "sekisho" / "cli"
MOST: Final = Path(__file__).parent / "command_imports.csv"
BELOW: Final = frozenset({"determination", "trade", "parties", "impact", "exposure", "classification", "proofs"})
"""Rooms that answer; `service` asks them. The law and the store are read by commands that do nothing else."""
REMEDY: Final = "move what computes to `service`; `pytest tests/house --approve` takes what has become less"


def functions_from_below(tree: ast.AST) -> list[str]:
    """Name the functions and modules that are imported from the rooms below, wherever the import stands.

    A class begins with a capital letter and a constant is written in them: neither computes.
    """
    return [
        f"{node.module}.{alias.name}"
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("sekisho.")
        if node.module.split(".")[1] in BELOW
        for alias in node.names
        if alias.name[0].islower()
    ]


def test_commands_import_no_more_from_the_rooms_below(request: pytest.FixtureRequest):
    with MOST.open(encoding="utf-8", newline="") as file:
        most = {row["module"]: int(row["most"]) for row in csv.DictReader(file)}
    imports = {
        file.relative_to(COMMANDS).as_posix(): functions_from_below(ast.parse(file.read_text(encoding="utf-8")))
        for file in sorted(COMMANDS.rglob("*.py"))
    }
    if request.config.getoption("--approve"):
        bounds = {name: min(number, len(imports.get(name, ()))) for name, number in most.items()}
        rows = "".join(f"{name},{number}\n" for name, number in bounds.items() if number)
        MOST.write_text(f"module,most\n{rows}", encoding="utf-8")
    more = {name: names for name, names in imports.items() if len(names) > most.get(name, 0)}
    assert more == {}, REMEDY


def test_the_test_sees_functions_and_passes_over_types_and_names():
    source = (
        "from sekisho.determination.core.outcome import Outcome, outcome_of\n"
        "from sekisho.service.check import check\n"
        "def f():\n    from sekisho.trade.bom.lookup import SHOWN, find_part\n"
    )
    expected = Counter({"sekisho.determination.core.outcome.outcome_of": 1, "sekisho.trade.bom.lookup.find_part": 1})
    assert Counter(functions_from_below(ast.parse(source))) == expected
