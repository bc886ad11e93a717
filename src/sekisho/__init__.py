"""sekisho: export controls as data; may this shipment go, and what does the curb cost."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final
from typing import Any as Lazy

if TYPE_CHECKING:
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
    from sekisho.functions import (
        assess_exposure,
        brief,
        classify,
        compare,
        compare_runs,
        determine,
        determine_book,
        load_measures,
        load_table,
        nowcast,
        readings,
        screen,
        write_letters,
    )
    from sekisho.law.model.fact import UNKNOWN
    from sekisho.law.model.library import Library
    from sekisho.law.model.term import Reading, Readings
    from sekisho.notebook import simulate
    from sekisho.trade.transaction import Line

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
    "brief",
    "classify",
    "compare",
    "compare_runs",
    "determine",
    "determine_book",
    "load_measures",
    "load_table",
    "nowcast",
    "readings",
    "screen",
    "simulate",
    "write_letters",
]
__version__ = "0.2.0"

_ELSEWHERE: Final = {
    "Determination": "sekisho.determination.core.outcome",
    "Library": "sekisho.law.model.library",
    "Line": "sekisho.trade.transaction",
    "Outcome": "sekisho.determination.core.outcome",
    "Reading": "sekisho.law.model.term",
    "Readings": "sekisho.law.model.term",
    "UNKNOWN": "sekisho.law.model.fact",
    "assess_exposure": "sekisho.functions",
    "brief": "sekisho.functions",
    "classify": "sekisho.functions",
    "compare": "sekisho.functions",
    "compare_runs": "sekisho.functions",
    "determine": "sekisho.functions",
    "determine_book": "sekisho.functions",
    "load_measures": "sekisho.functions",
    "load_table": "sekisho.functions",
    "nowcast": "sekisho.functions",
    "readings": "sekisho.functions",
    "screen": "sekisho.functions",
    "simulate": "sekisho.notebook",
    "write_letters": "sekisho.functions",
}
"""Where each public name stands, save the errors, which stand in `sekisho.errors`."""


def __dir__() -> list[str]:
    """Name what may be used, whether it is loaded yet or not."""
    return sorted({*__all__, "__version__"})


def __getattr__(name: str) -> Lazy:  # noqa: ANN401 - any of the public names
    """Load a public name when it is first asked for, so that each command starts with no more than it needs."""
    if name not in __all__:
        message = f"module 'sekisho' has no attribute '{name}'"
        raise AttributeError(message)
    from sekisho.extras import extras_told

    with extras_told():
        globals()[name] = value = getattr(import_module(_ELSEWHERE.get(name, "sekisho.errors")), name)
    return value
