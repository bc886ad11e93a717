"""Pages and workbooks of made-up results, each made once."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.support.result_pages import FOUND, Found, read_page
from tests.support.workbook_reader import Reader

from sekisho.present.impact.workbook import write_impact_workbook


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
