"""What a scenario may fix of the uncertain inputs: at a level of belief, and some of them at a number."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sekisho.errors import did_you_mean
from sekisho.impact.uncertainty.draws import COLUMNS
from sekisho.impact.uncertainty.input_names import typed_name
from sekisho.message import joined, message

LEVELS: Final = ("low", "central", "high")
FIXABLE: Final = (*COLUMNS, "postponed")
"""The columns of the draws, and the share of final demand that waits, which is not drawn."""
NO_END: Final = float("inf")
"""A figure may be as large as it is stated."""
NUMBERS: Final[Mapping[str, tuple[float, float]]] = {
    "severity": (0, 1),
    "strictness": (0, 1),
    "spill_over": (0, 1),
    "standing_disturbed": (0, 1),
    "dependence": (0, 1),
    "leakage": (0, 1),
    "firm_stock": (0.001, NO_END),
    "stock_dispersion": (0.001, NO_END),
    "public_stock": (0, NO_END),
    "public_rate": (0, NO_END),
    "alternatives": (0, 1),
    "alternatives_lag": (0, NO_END),
    "recycling": (0, 1),
    "thrift": (0, 1),
    "inventories": (1, NO_END),  # an input has to last for the day on which it is used
    "overcapacity": (1, NO_END),
    "approval_loading": (0, 1),
    "dual_approved": (0, 1),
    "lag": (0, NO_END),
    "front_loading": (0, NO_END),
    "price_cap": (1, NO_END),
    "capacity_exit": (0, 1),
    "postponed": (0, 1),
}
"""Least and largest number at which an input may be fixed; the others stand for several figures: levels only."""


def fault_of(name: str, text: str) -> tuple[str, str]:
    """Say what is wrong with fixing an input at a level or a number, and what was expected; empty if nothing is.

    >>> fault_of("leakage", "0.2")
    ('', '')
    >>> fault_of("leakage", "3")
    ("leakage '3' is out of range.", 'Expected low, central, high, or a number from 0 to 1.')
    """
    if name not in FIXABLE:
        known = message("impact.known_inputs", "Known: {names}.", names=joined(map(typed_name, FIXABLE), "comma"))
        what = message("impact.no_such_input", "there is no uncertain input '{name}'.", name=name)
        return what, joined([did_you_mean(name, FIXABLE), known], "sentence")
    if text in LEVELS:
        return "", ""
    if name not in NUMBERS:
        return (
            message("impact.not_fixed_at", "{name} cannot be fixed at '{level}'.", name=name, level=text),
            message(
                "impact.expected_level",
                "Expected {levels}: it stands for several figures.",
                levels=joined(LEVELS, "comma"),
            ),
        )
    least, most = NUMBERS[name]
    levels = joined(LEVELS, "comma")
    expected = (
        message(
            "impact.expected_level_to",
            "Expected {levels}, or a number from {least} to {most}.",
            levels=levels,
            least=f"{least:g}",
            most=f"{most:g}",
        )
        if most < NO_END
        else message(
            "impact.expected_level_up",
            "Expected {levels}, or a number from {least} up.",
            levels=levels,
            least=f"{least:g}",
        )
    )
    try:
        number = float(text)
    except ValueError:
        return message(
            "impact.no_level", "{name} '{given}' is neither a level nor a number.", name=name, given=text
        ), expected
    if not least <= number <= most or number == NO_END:
        return message(
            "impact.fixed_out_of_range", "{name} '{given}' is out of range.", name=name, given=text
        ), expected
    return "", ""
