"""Whether a data package is right: its files checked, its golden cases run, and what can be proved of its law."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sekisho.errors import Problem
from sekisho.law.loading.library import load_measures

if TYPE_CHECKING:
    from sekisho.determination.line.golden_cases import GoldenCase
    from sekisho.law.model.library import Library
    from sekisho.message import Text
    from sekisho.proofs.suite import Proof

AHEAD: Final = 2
"""Years from today up to which states of the law are proved. A guess: no loaded measure names a day further off."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRun:
    """What came of the golden cases of a data package.

    Parameters
    ----------
    problems
        What is wrong with the files; no case is run then.
    cases
        How many cases there are.
    failed
        Cases whose answer differs from what is expected, or cannot be given, each with what is wrong.
    """

    problems: tuple[Problem, ...] = ()
    cases: int = 0
    failed: tuple[tuple[GoldenCase, list[Text]], ...] = ()

    @property
    def holds(self) -> bool:
        """Every case has the answer that is expected, and there is one at least."""
        return bool(self.cases) and not self.problems and not self.failed


def lint_package(path: Path) -> list[Problem]:
    """Check the files of a data package, or one measure file, and what its cases name."""
    from sekisho.determination.line.golden_cases import lint_cases_of
    from sekisho.proofs.lint import lint_folder

    return [*lint_folder(path), *lint_cases_of(path)]


def run_cases(path: Path, *, against: Library | None = None) -> CaseRun:
    """Run every golden case of a data package, if its files are right.

    Parameters
    ----------
    against
        Law in use: terms whose reach differs from it are proved to be nested, which no case shows of all facts.

    Raises
    ------
    MeasureError
        If a case file is no list of cases.
    """
    from sekisho.determination.line.golden_cases import failures, lint_cases, read_cases
    from sekisho.proofs.lint import lint_folder

    if problems := lint_folder(path):
        return CaseRun(problems=tuple(problems))
    library, cases = load_measures([path]), read_cases(path)
    if against is not None:
        from sekisho.proofs.nesting import changed_terms, nested_problems

        if problems := nested_problems(library, only=changed_terms(library, against)):
            return CaseRun(problems=tuple(problems))
    if problems := lint_cases(cases, library):
        return CaseRun(problems=tuple(problems))
    return CaseRun(cases=len(cases), failed=tuple(failures(cases, library)))


def has_cases(path: Path) -> bool:
    """Tell whether a data package has a golden case."""
    from sekisho.determination.line.golden_cases import read_cases

    return bool(read_cases(path))


def prove_package(path: Path, today: date) -> Proof:
    """Prove what can be proved of the law of one data package, up to a month of the years to come."""
    from sekisho.proofs.suite import prove

    return prove(load_measures([path]), until=date(today.year + AHEAD, today.month, 1) + timedelta(days=31))
