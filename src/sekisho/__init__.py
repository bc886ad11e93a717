"""sekisho: export controls as data; may this shipment go, and what does the curb cost."""

from __future__ import annotations

from typing import TYPE_CHECKING
from typing import Any as Lazy

from sekisho.determination.core.outcome import Determination, Outcome
from sekisho.errors import BillError, BookError, FactError, LibraryError, MeasureError, SekishoError
from sekisho.law.loading.library import load_measures
from sekisho.law.model.fact import UNKNOWN
from sekisho.law.model.library import Library
from sekisho.law.model.term import Reading, Readings
from sekisho.service.check import determine, readings
from sekisho.trade.transaction import Line

if TYPE_CHECKING:
    from sekisho.classification.classifier import classify
    from sekisho.determination.book.bulk import determine_book
    from sekisho.exposure.assessment import assess_exposure
    from sekisho.impact.economy.tables.loading import load_table
    from sekisho.notebook import simulate

__all__ = [
    "UNKNOWN",
    "BillError",
    "BookError",
    "Determination",
    "FactError",
    "Library",
    "LibraryError",
    "Line",
    "MeasureError",
    "Outcome",
    "Reading",
    "Readings",
    "SekishoError",
    "assess_exposure",
    "classify",
    "determine",
    "determine_book",
    "load_measures",
    "load_table",
    "readings",
    "simulate",
]
__version__ = "0.1.0"


def __dir__() -> list[str]:
    """Name what may be used, whether it is loaded yet or not."""
    return sorted({*__all__, "__version__"})


def __getattr__(name: str) -> Lazy:  # noqa: ANN401 - any of the public names
    """Load what needs an extra only when it is asked for: order books, classification, and what a curb costs."""
    if name == "determine_book":
        from sekisho.determination.book.bulk import determine_book

        return determine_book
    if name == "classify":
        from sekisho.classification.classifier import classify

        return classify
    if name == "load_table":
        from sekisho.impact.economy.tables.loading import load_table

        return load_table
    if name == "simulate":
        from sekisho.notebook import simulate

        return simulate
    if name == "assess_exposure":
        from sekisho.exposure.assessment import assess_exposure

        return assess_exposure
    message = f"module 'sekisho' has no attribute '{name}'"
    raise AttributeError(message)
