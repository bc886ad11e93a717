"""What the house has too much of may only become less: names that stand twice, words that say nothing, idle modules."""

from __future__ import annotations

import ast
import csv
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

import pytest
from tests.support.program_source import children, program_modules, program_nodes

from sekisho.cli.commands import COMMANDS

SOURCE: Final = Path(__file__).parents[2] / "src"
NAMES: Final = Path(__file__).parent / "double_names.txt"
WORDS: Final = Path(__file__).parent / "local_words.csv"
ENTRY_POINTS: Final = frozenset(
    {
        "sekisho",
        "sekisho.__main__",
        "sekisho.cli",
        "sekisho.testing",
        *(f"sekisho.cli.{place.module}" for place in COMMANDS.values()),
    }
)
"""What Python, the command of that name and pytest start; a command is imported when it is called."""
ALEMBIC: Final = "sekisho.store.migrations"
"""Its modules are found and run by Alembic."""
REMEDY: Final = "`pytest tests/house --approve` takes what has become less as the new bound."


def name_of(file: Path) -> str:
    """Return the full name of a module."""
    return ".".join(file.relative_to(SOURCE).with_suffix("").parts).removesuffix(".__init__")


@cache
def modules() -> dict[str, ast.Module]:
    """Every module of the program by its full name, read."""
    return {name_of(file): tree for file, tree in program_modules().items()}


@cache
def nodes() -> dict[str, list[ast.AST]]:
    """Every node of each module of the program by the full name of the module."""
    return {name_of(file): found for file, found in program_nodes().items()}


def double_names() -> list[str]:
    """Public classes whose name stands in two modules or more."""
    where: defaultdict[str, set[str]] = defaultdict(set)
    for module, tree in modules().items():
        for node in tree.body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                where[node.name].add(module)
    return sorted(name for name, places in where.items() if len(places) > 1)


def words_assigned() -> Counter[str]:
    """How often each name is assigned in a function, in loops and `with` too."""
    found: Counter[str] = Counter()
    for tree in modules().values():
        waiting: list[tuple[ast.AST, bool]] = [(tree, False)]
        while waiting:
            node, inside = waiting.pop()
            if inside and isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                found[node.id] += 1
            inside = inside or isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
            waiting += [(child, inside) for child in children(node)]
    return found


def imported() -> Iterator[tuple[str, str]]:
    """Pairs of a module and what it imports or names as text: commands and jobs are found by their names."""
    known = set(modules())
    for module, of_module in nodes().items():
        for node in of_module:
            names: list[str] = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and node.module:
                names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                names = re.findall(r"\bsekisho(?:\.\w+)+", node.value) if node.value.startswith("sekisho.") else []
            yield from ((module, name) for name in names if name in known and name != module)


def test_no_public_class_name_comes_to_stand_twice(request: pytest.FixtureRequest):
    allowed, now = NAMES.read_text(encoding="utf-8").split(), double_names()
    if request.config.getoption("--approve"):
        NAMES.write_text("\n".join(name for name in allowed if name in now) + "\n", encoding="utf-8")
    fresh = sorted(set(now) - set(allowed))
    assert fresh == [], f"each of these classes stands in two modules: give one of them another name. {REMEDY}"


def test_words_that_say_nothing_are_not_assigned_more_often(request: pytest.FixtureRequest):
    with WORDS.open(encoding="utf-8", newline="") as file:
        most = {row["word"]: int(row["most"]) for row in csv.DictReader(file)}
    now = words_assigned()
    if request.config.getoption("--approve"):
        rows = "".join(f"{word},{min(number, now[word])}\n" for word, number in most.items())
        WORDS.write_text(f"word,most\n{rows}", encoding="utf-8")
    more = {word: f"{now[word]}, at most {number}" for word, number in most.items() if now[word] > number}
    assert more == {}, f"say in the name what the value is. {REMEDY}"


def test_every_module_has_a_caller():
    called = {name for _, name in imported()}
    packages = {name.rpartition(".")[0] for name in modules()}
    idle = {name for name in set(modules()) - called - packages - ENTRY_POINTS if not name.startswith(ALEMBIC)}
    assert sorted(idle) == [], "nothing in src imports these: delete them, or move them to the tests that use them"


def test_what_to_do_about_a_problem_is_its_remedy():
    """`Problem(do=...)` was its name; a call that still says so fails only when the error is raised."""
    calls = (
        (f"{module}:{node.lineno}", word.arg)
        for module, of_module in nodes().items()
        for node in of_module
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Problem"
        for word in node.keywords
    )
    assert [where for where, word in calls if word == "do"] == [], "the parameter is called `remedy`"
