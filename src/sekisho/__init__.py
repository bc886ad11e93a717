"""sekisho: export controls as data; may this shipment go, and what does the curb cost."""

from __future__ import annotations

from typing import TYPE_CHECKING
from typing import Any as Lazy

from sekisho.determine.outcome import Determination, Outcome
from sekisho.errors import BillError, BookError, FactError, LibraryError, MeasureError, SekishoError
from sekisho.law.fact import UNKNOWN
from sekisho.law.library import Library, load_measures
from sekisho.law.term import Reading, Readings
from sekisho.service.check import determine, readings
from sekisho.trade.transaction import Line

if TYPE_CHECKING:
    from sekisho.classification.one import classify
    from sekisho.determine.bulk import determine_book
    from sekisho.impact.exposure.run import exposure
    from sekisho.impact.tables.load import load_table
    from sekisho.report.impact.simulation import simulate

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
    "classify",
    "determine",
    "determine_book",
    "exposure",
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
        from sekisho.determine.bulk import determine_book

        return determine_book
    if name == "classify":
        from sekisho.classification.one import classify

        return classify
    if name == "load_table":
        from sekisho.impact.tables.load import load_table

        return load_table
    if name == "simulate":
        from sekisho.report.impact.simulation import simulate

        return simulate
    if name == "exposure":
        from sekisho.impact.exposure.run import exposure

        return exposure
    message = f"module 'sekisho' has no attribute '{name}'"
    raise AttributeError(message)
