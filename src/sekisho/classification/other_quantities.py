"""Figures that no limit measures, though their unit is that of one: a tap density, a capacity at 1C."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from sekisho.trade.items.unit import is_of_a_kind

NEAR: Final = 40
"""Characters before or after a number within which a word may say what it measures."""

_OTHER: Final = (
    (
        "g/cm**3",
        r"(?:\b(?:tap(?:ped)?|true|theoretical|skeletal|helium|pour|loose)[\s-]+density|(?:振实|松装|真|理论|タップ)密度)",
        r"(?:tap(?:ped)?|true|theoretical)\b",
    ),
    (
        "mAh/g",
        r"(?<![\w.])(?:0\.[2-9]\d*|[1-9]\d*(?:\.\d+)?)\s?c(?![a-z])[^,;，；]*?",
        r"@\s*(?:0\.[2-9]\d*|[1-9]\d*)\s?c\b",
    ),
    (
        "min",
        r"(?:\b(?:charg\w+|setup|set-up|warm-?up|start-?up|lead|delivery|cool\w*)(?:[\s-]+time)?|充电(?:时间)?|充電(?:時間)?)",
        r"(?:(?:battery|fast) )?charg\w+",
    ),
)
"""Words before and after a number of a kind that make it a figure which no limit measures."""


@lru_cache(maxsize=1)
def _others() -> tuple[tuple[str, re.Pattern[str], re.Pattern[str]], ...]:
    between = r"[\s:=为是约~≈()@-]*(?:(?:of|in|is|at|about|approx\.?)\s+)?"
    return tuple(
        (unit, re.compile(rf"{before}{between}$"), re.compile(rf"[\s(]*{after}")) for unit, before, after in _OTHER
    )


def is_other_figure(low: str, unit: str, begin: int, end: int) -> bool:
    """Tell whether words beside a number make it a figure of another kind.

    >>> (
    ...     is_other_figure("tap density 1.1 g/cm3", "g/cm**3", 12, 21),
    ...     is_other_figure("density 1.1 g/cm3", "g/cm**3", 8, 17),
    ... )
    (True, False)
    """
    return any(
        is_of_a_kind(unit, kind)
        and (before.search(low[max(0, begin - NEAR) : begin]) or after.match(low[end:])) is not None
        for kind, before, after in _others()
    )
