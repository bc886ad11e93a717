"""sekisho: export controls as data; may this shipment go, and what does the curb cost."""

from __future__ import annotations

from typing import TYPE_CHECKING
from typing import Any as Lazy

from sekisho.determination.core.outcome import Determination, Outcome
from sekisho.errors import (
    AccountError,
    BillError,
    BookError,
    ConvergenceError,
    EngineError,
    FactError,
    InstallationError,
    LibraryError,
    ListError,
    MeasureError,
    Problem,
    RefusedError,
    ScenarioError,
    SekishoError,
    StoreError,
    TableError,
)
from sekisho.functions import assess_exposure, classify, determine, readings, screen
from sekisho.law.loading.library import load_measures
from sekisho.law.model.fact import UNKNOWN
from sekisho.law.model.library import Library
from sekisho.law.model.term import Reading, Readings
from sekisho.trade.transaction import Line

if TYPE_CHECKING:
    from sekisho.determination.book.bulk import determine_book
    from sekisho.impact.economy.tables.loading import load_table
    from sekisho.notebook import simulate

__all__ = [
    "UNKNOWN",
    "AccountError",
    "BillError",
    "BookError",
    "ConvergenceError",
    "Determination",
    "EngineError",
    "FactError",
    "InstallationError",
    "Library",
    "LibraryError",
    "Line",
    "ListError",
    "MeasureError",
    "Outcome",
    "Problem",
    "Reading",
    "Readings",
    "RefusedError",
    "ScenarioError",
    "SekishoError",
    "StoreError",
    "TableError",
    "assess_exposure",
    "classify",
    "determine",
    "determine_book",
    "load_measures",
    "load_table",
    "readings",
    "screen",
    "simulate",
]
__version__ = "0.2.0"


def __dir__() -> list[str]:
    """Name what may be used, whether it is loaded yet or not."""
    return sorted({*__all__, "__version__"})


def __getattr__(name: str) -> Lazy:  # noqa: ANN401 - any of the public names
    """Load what needs an extra only when it is asked for: order books, tables of an economy, and what a curb costs."""
    if name == "determine_book":
        from sekisho.determination.book.bulk import determine_book

        return determine_book
    if name == "load_table":
        from sekisho.impact.economy.tables.loading import load_table

        return load_table
    if name == "simulate":
        from sekisho.notebook import simulate

        return simulate
    message = f"module 'sekisho' has no attribute '{name}'"
    raise AttributeError(message)
