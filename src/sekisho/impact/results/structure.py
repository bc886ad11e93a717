"""The same question under other rules of the model, with the same draws: a table that is never averaged."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from sekisho.impact.engine import Switches
from sekisho.impact.engine.variants import Ceilings, Inventory, Rationing
from sekisho.impact.materials.figure import Array
from sekisho.impact.results.bands import QuantileBand, band
from sekisho.impact.results.total_effects import count_of

FEWEST: Final = 16
"""Draws below which no middle run can be told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StructuralRow:
    """The loss under one rule, in per cent of annual GDP.

    Parameters
    ----------
    name
        minimum, nested, product, psi, no links, intermediates first, or final first.
    is_own
        Whether it is the rule of the run itself.
    """

    name: str
    loss: QuantileBand
    draws: int
    is_own: bool


Change = Callable[[Switches], Switches]
RULES: Final[tuple[tuple[str, Change], ...]] = (
    ("minimum", lambda whole: replace(whole, ceilings=Ceilings.MINIMUM)),
    ("nested", lambda whole: replace(whole, ceilings=Ceilings.NESTED)),
    ("product", lambda whole: replace(whole, ceilings=Ceilings.PRODUCT)),
    ("psi", lambda whole: replace(whole, inventory=Inventory.PSI)),
    ("no links", lambda whole: replace(whole, upstream=False, downstream=False)),
    ("intermediates first", lambda whole: replace(whole, rationing=Rationing.INTERMEDIATES_FIRST)),
    ("final first", lambda whole: replace(whole, rationing=Rationing.FINAL_FIRST)),
)
"""Each rule as a change of what a run does; one at a time."""


def structural_rows(run: Callable[[Switches, int], Array], whole: Switches, totals: Array) -> tuple[StructuralRow, ...]:
    """Run each rule with the first draws; none if draws are too few.

    Parameters
    ----------
    run
        Switches and a number of draws; returns the losses in per cent of annual GDP.
    whole
        The switches of the run itself.
    totals
        The losses of the run itself, in the same unit.
    """
    count = count_of(len(totals), FEWEST)
    if not count:
        return ()
    rows = []
    for name, change in RULES:
        changed = change(whole)
        losses = totals[:count] if changed == whole else run(changed, count)
        rows.append(StructuralRow(name=name, loss=band(losses), draws=count, is_own=changed == whole))
    return tuple(rows)
