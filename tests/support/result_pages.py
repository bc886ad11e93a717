"""A page of a result, read."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from tests.support import made_results as made_up
from tests.support.made_results import FORMULA, SCRIPT
from tests.support.workbook_reader import Reader

from sekisho.impact.outlook import OutlookResult
from sekisho.impact.results.result import ImpactResult
from sekisho.law.model.term import Reading
from sekisho.present.impact.page import page

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
