"""Every golden case of every installed data package has the answer that its source says; each clause is needed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest

from sekisho import Library, SekishoError
from sekisho.law.loading.data_package import installed_folders
from sekisho.law.model.measure import Clause, Measure
from sekisho.parties.index import parties_of
from sekisho.testing import GoldenCase, differences, read_cases


@cache
def cases() -> tuple[GoldenCase, ...]:
    """The cases of all installed data packages; none where a file cannot be read, which has a test of its own."""
    try:
        return tuple(case for folder in installed_folders() for case in read_cases(folder))
    except SekishoError:
        return ()


@pytest.mark.parametrize("folder", installed_folders(), ids=lambda folder: folder.name)
def test_case_files_can_be_read_and_hold_cases(folder: Path):
    assert read_cases(folder)


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.id)
def test_golden_case(case: GoldenCase, library: Library):
    found = differences(case, library)
    assert not found, "\n".join([f"{case.file}:{case.line}: {case.name}", *found])


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.id)
def test_a_golden_case_expects_an_outcome_and_says_what_it_shows(case: GoldenCase):
    assert case.expected.get("outcome"), "a case without an outcome shows nothing"
    assert " " in case.name.strip(), "the name of a case is a sentence"
    assert case.as_of, "a case has a date"


# --- every clause is needed -----------------------------------------------------------------------


def without(library: Library, measure: Measure, clause: Clause) -> Library:
    """The library with one clause less; exceptions from it go with it."""
    measures = {}
    for name, other in library.measures.items():
        kept = tuple(
            replace(each, excepts=tuple(target for target in each.excepts if target != clause.id))
            for each in other.clauses
            if each.id != clause.id
        )
        measures[name] = replace(other, clauses=kept)
    assert len(measures[measure.id].clauses) == len(measure.clauses) - 1
    return replace(library, measures=measures)


def names_of(case: GoldenCase) -> set[str]:
    """Every clause that a case names."""
    found: set[str] = set()
    for key in ("decided_by", "open", "obligations"):
        given = case.expected.get(key, ())
        assert isinstance(given, str | list | tuple)
        found |= {given} if isinstance(given, str) else {str(name) for name in given}
    return found


def likely_first(name: str, clause: Clause) -> list[GoldenCase]:
    """All cases, those first that name a clause or what it is an exception from: one of them fails without it."""
    near = {name, *map(str, clause.excepts)}
    return sorted(cases(), key=lambda case: not near & names_of(case))


@pytest.fixture
def same_parties(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    """Libraries that differ in their clauses alone share the index of parties, which takes longest to build."""
    index = parties_of(library)
    for module in ("core.inputs", "core.evaluation", "line.determination"):
        monkeypatch.setattr(import_module(f"sekisho.determination.{module}"), "parties_of", lambda _: index)


def not_needed(library: Library, every: int) -> list[str]:
    """Of every so many clauses, those without which no case fails."""
    lost = []
    for name, (measure, clause) in list(library.clauses.items())[::every]:
        fewer = without(library, measure, clause)
        if not any(differences(case, fewer) for case in likely_first(str(name), clause)):
            lost.append(str(name))
    return lost


@pytest.mark.usefixtures("same_parties")
@pytest.mark.parametrize("every", [pytest.param(1, marks=pytest.mark.slow(reason="one library a clause")), 20])
def test_every_clause_is_needed_by_some_case(library: Library, every: int):
    """If a clause is dropped, some case fails: so no clause can be lost, or added without a case."""
    lost = not_needed(library, every)
    assert not lost, f"no case fails without {', '.join(lost)}"


def test_every_measure_with_clauses_has_a_case_on_the_day_before_it_takes_effect(library: Library):
    """CONTRIBUTING asks for it: on that day nothing of the measure applies."""
    days = {case.as_of for case in cases()}
    missing = [
        name
        for name, measure in library.measures.items()
        if measure.clauses and (measure.effective - timedelta(days=1)).isoformat() not in days
    ]
    assert not missing


def test_a_case_that_names_a_measure_that_is_not_there_is_no_case(library: Library):
    """Ids under `decided_by`, `open` and `obligations` are clauses of the library."""
    known = {str(name) for name in library.clauses}
    wrong = [
        f"{case.file}:{case.line}: {case.id}: {names_of(case) - known}" for case in cases() if names_of(case) - known
    ]
    assert not wrong, "\n".join(wrong)
