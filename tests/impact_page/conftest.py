"""Pages and workbooks of made-up results, each made once."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from tests.impact_page import made_up
from tests.impact_page.made_up import FORMULA, SCRIPT
from tests.report.reader import Reader

from sekisho.impact.outlook import OutlookResult
from sekisho.impact.results.result import ImpactResult
from sekisho.law.model.term import Reading
from sekisho.present.impact.page import page
from sekisho.present.impact.workbook import write_impact_workbook

Found = ImpactResult | OutlookResult

FOUND: dict[str, Callable[[], Found]] = {
    "readings": made_up.result,
    "one reading": lambda: made_up.result(readings=(Reading.CENTRAL,)),
    "no spread": lambda: made_up.result(readings=(Reading.CENTRAL,), spread=False),
    "no loss": lambda: made_up.result(size=0.0),
    "outlook": made_up.outlook,
    "hostile": lambda: made_up.result(f"{SCRIPT} & {FORMULA}", hostile=True),
    "hostile outlook": lambda: made_up.outlook(FORMULA, hostile=True),
}
"""Every kind of result that is shown."""


@cache
def page_of(kind: str) -> str:
    """Return the page of a kind of result."""
    return page(FOUND[kind]())


@cache
def read_page(kind: str) -> Reader:
    """Return the page of a kind of result, read strictly."""
    return Reader.read(page_of(kind))


@pytest.fixture(params=FOUND, scope="session")
def kind(request: pytest.FixtureRequest) -> str:
    """Each kind of result."""
    return str(request.param)


@pytest.fixture(scope="session")
def found(kind: str) -> Found:
    """A result of each kind."""
    return FOUND[kind]()


@pytest.fixture(scope="session")
def read(kind: str) -> Reader:
    """Its page, read strictly."""
    return read_page(kind)


@pytest.fixture(scope="session")
def workbook(found: Found, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its workbook."""
    out = tmp_path_factory.mktemp("workbook") / "result.xlsx"
    write_impact_workbook(found, out)
    return out
