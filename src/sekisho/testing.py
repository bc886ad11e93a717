"""What a data package imports to test itself: golden cases, lint, and a pytest option that runs both.

`pytest --sekisho FOLDER` checks the data package in FOLDER, as `sekisho test FOLDER` does: every case of its `cases/`
folders, and its lint.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from sekisho.determination.line.golden_cases import CASE_KEYS, GoldenCase, differences, failures, lint_cases, read_cases
from sekisho.errors import SekishoError

if TYPE_CHECKING:
    import pytest

__all__ = ["CASE_KEYS", "GoldenCase", "check_package", "differences", "read_cases"]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option `--sekisho FOLDER`."""
    parser.addoption("--sekisho", metavar="FOLDER", default=None, help="check the sekisho data package in FOLDER")


def pytest_collection(session: pytest.Session) -> None:
    """Check the data package before anything else; its problems end the run."""
    folder = session.config.getoption("--sekisho")
    if folder is None:
        return
    import pytest

    problems = list(check_package(folder))
    if problems:
        raise pytest.UsageError("\n".join(problems))


def check_package(folder: Path | str) -> Iterator[str]:
    """Yield everything that is wrong with a data package: lint, readings that are not nested, failed cases."""
    from sekisho.law.loading.library import load_measures
    from sekisho.proofs.lint import lint
    from sekisho.proofs.nesting import nested_problems

    try:
        library = load_measures([folder])
        cases = read_cases(folder)
    except SekishoError as fault:
        yield from map(str, fault.problems)
        return
    problems = (*lint(library), *nested_problems(library), *lint_cases(cases, library))
    yield from map(str, problems)
    yield from (
        f"{case.file}:{case.line}: {case.id}: {text}" for case, texts in failures(cases, library) for text in texts
    )
