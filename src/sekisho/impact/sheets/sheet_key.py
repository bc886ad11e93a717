"""What a sheet hangs on: the question, the economy data, the law's answers, and the rooms of the program that compute.

Each part is a digest. Two parts have a second look where the first differs: other law that answers alike leaves a sheet
right, and so does a change of comments in the program.
"""

from __future__ import annotations

import ast
import hashlib
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sekisho.impact.economy.package_folder import economy_folders
from sekisho.impact.economy.table import InputOutputTable, hash_of
from sekisho.impact.run_settings import as_asked
from sekisho.impact.scenario.resolution import outcomes_of
from sekisho.impact.scenario.scenario import LegalCut, Scenario
from sekisho.impact.scenario.scenario_reader import find_scenario, scenario_names
from sekisho.law.model.library import Library

if TYPE_CHECKING:
    from sekisho.impact.run_settings import RunSettings

OTHER_DATA: Final = frozenset(
    {"scenarios", "presets", "episodes", "observations", "forecasts", "tables", "bridges", "translations.csv"}
)
"""Files and folders of economy data that are no part of the digest of data: no run reads observations, forecasts or
translations, the scenarios and the table of a run are in the digest of its question, and bridges lead to tables of
other sectors than those of a sheet."""
NO_PART: Final = frozenset({"nowcast", "dependence", "sheets", "kept_runs.py", "input_weight.py", "economy/tables"})
"""Modules of the room of cost that no sheet hangs on: they ask other questions, or keep answers; or they read tables,
and every figure of the table of a run is in the digest of its question."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetKey:
    """Digests of what a sheet was made of.

    Parameters
    ----------
    question
        The scenarios that are run with the settings, and the table.
    data
        The economy data.
    files, meaning
        The modules that compute: byte for byte, and without comments, docstrings and layout.
    law
        The library; empty if the question asks no law.
    answers
        What the law answers on the way; empty if it is not asked.
    """

    question: str
    data: str
    files: str
    meaning: str
    law: str
    answers: str


def question_of(library: Library, scenario: Scenario, table: InputOutputTable, settings: RunSettings) -> str:
    """Return the digest of what is asked, whichever reading heads it."""
    asked = (settings.draws, settings.seed, sorted(settings.assume.items()), settings.as_of)
    return _digest([repr((scenarios_run(library, as_asked(scenario, settings)), asked, table.name)), hash_of(table)])


def scenarios_run(library: Library, scenario: Scenario) -> tuple[Scenario, ...]:
    """Return a scenario with all that are run beside it: its ways on, and the estimates that bridges lead to."""
    ways = outcomes_of(library, scenario) if scenario.outcomes else ()
    main = (scenario, *ways)
    every = [find_scenario(library, name) for name in scenario_names(library)]
    named = {name for scenario in main for name in (scenario.own, scenario.beside) if name}
    asked = {scenario.id for scenario in main} | {scenario.beside for scenario in main if scenario.beside}
    return (*main, *(beside for beside in every if beside.own in asked or beside.id in named))


def asks_law(library: Library, scenario: Scenario) -> bool:
    """Whether a scenario, or a way on of it, has a cut by law."""
    ways = outcomes_of(library, scenario) if scenario.outcomes else (scenario,)
    return any(isinstance(cut, LegalCut) for way in ways for cut in way.cuts)


def data_digest(library: Library) -> str:
    """Return the digest of the economy data that a run may read."""
    parts = []
    for folder in economy_folders(library):
        for file in sorted(folder.rglob("*")):
            if file.suffix in {".csv", ".yaml"} and file.relative_to(folder).parts[0] not in OTHER_DATA:
                parts += [file.relative_to(folder).as_posix(), hashlib.sha256(file.read_bytes()).hexdigest()]
    return _digest(parts)


def files_digest() -> str:
    """Return the digest of the modules that compute, byte for byte."""
    return _digest(hashlib.sha256(file.read_bytes()).hexdigest() for file in _modules())


def meaning_digest() -> str:
    """Return the same without comments, docstrings and layout; it differs between versions of Python."""
    return _meaning_of(files_digest())


@lru_cache(maxsize=1)
def _meaning_of(_: str) -> str:
    """Read what the modules mean, once while they stay as they are: it takes seventy times what their bytes take."""
    parts = (ast.dump(_undocumented(ast.parse(file.read_bytes()))) for file in _modules())
    return _digest([f"{sys.version_info[:2]}", *parts])


def _modules() -> Iterator[Path]:
    room = Path(__file__).parents[1]
    return (file for file in sorted(room.rglob("*.py")) if not _apart(file.relative_to(room)))


def _apart(file: Path) -> bool:
    """Whether a module, or a folder it lies in, is one that no sheet hangs on."""
    return any(place.as_posix() in NO_PART for place in (file, *file.parents))


def _undocumented(tree: ast.Module) -> ast.Module:
    for node in ast.walk(tree):
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef)):
            node.body = [line for line in node.body if not _is_text(line)]
    return tree


def _is_text(line: ast.stmt) -> bool:
    return isinstance(line, ast.Expr) and isinstance(line.value, ast.Constant) and isinstance(line.value.value, str)


def _digest(parts: Iterable[str]) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()
