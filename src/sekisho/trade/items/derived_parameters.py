"""What stated parameters imply of others: walls, bores, sides, specific strength, that what is pure is no mixture."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from sekisho.law.model.condition import FactName
from sekisho.law.model.fact import UNKNOWN, FactValue, NumberInterval
from sekisho.trade.items.parameter import StatedParameters

GRAVITY: Final = Decimal("9.80665")
"""Standard acceleration of gravity, m/s2 (3rd General Conference on Weights and Measures, 1901)."""
NO_MIXTURE: Final = Decimal(98)
"""Purity in percent from which a chemical is sold as such, and not as a mixture."""
_SIDES: Final = ("length", "width", "height")
_TELLING: Final = frozenset(
    map(
        FactName,
        (*_SIDES, "diameter", "inner_diameter", "outer_diameter", "wall_thickness", "purity", "tensile_strength"),
    )
)
"""Parameters without which nothing follows."""


def with_implied(stated: StatedParameters) -> StatedParameters:
    """Add what follows from what is stated; a stated value always stands.

    >>> block = StatedParameters(
    ...     {FactName(side): Decimal(size) for side, size in (("length", 90), ("width", 40), ("height", 60))}
    ... )
    >>> str(with_implied(block)[FactName("diameter")])
    '<= 60'
    """
    if _TELLING.isdisjoint(stated):
        return stated
    found = {name: value for name, value in _implied(stated) if stated[name] is UNKNOWN}
    return StatedParameters({**stated, **found}) if found else stated


def _implied(stated: StatedParameters) -> Iterator[tuple[FactName, FactValue]]:
    def number(name: str) -> Decimal | None:
        value = stated[FactName(name)]
        return value if isinstance(value, Decimal) else None

    inner, outer, wall = number("inner_diameter"), number("outer_diameter"), number("wall_thickness")
    if inner is not None and outer is not None:
        yield FactName("wall_thickness"), (outer - inner) / 2
    if inner is not None and wall is not None:
        outer = inner + 2 * wall
        yield FactName("outer_diameter"), outer
    sides = [side for name in _SIDES if (side := number(name)) is not None]
    # A diameter of which only bounds are known is no reason to take another number for it: it may prove smaller.
    across, along = outer if stated[FactName("diameter")] is UNKNOWN else number("diameter"), number("length")
    if len(sides) == len(_SIDES):
        shortest, middle, _ = sorted(sides)
        yield FactName("shortest_side"), shortest
        yield FactName("longest_side"), max(sides)
        yield from (
            (FactName(name), NumberInterval(None, middle)) for name in ("diameter", "inner_diameter", "outer_diameter")
        )
    elif across is not None and along is not None:
        yield FactName("shortest_side"), min(across, along)
        yield FactName("longest_side"), max(across, along)
        yield from ((FactName(name), across) for name in ("width", "height"))
    elif sides or across is not None:
        yield FactName("longest_side"), NumberInterval(max([*sides, *([across] if across is not None else [])]), None)
    if across is not None:
        yield FactName("inner_diameter"), NumberInterval(None, across)
    purity = stated[FactName("purity")]
    least = purity.low if isinstance(purity, NumberInterval) else purity
    if isinstance(least, Decimal) and least >= NO_MIXTURE:
        yield FactName("mixture"), False
    if purity is not UNKNOWN:
        yield FactName("explosive_content"), purity
    strength, density = number("tensile_strength"), number("density")
    if strength is not None and density:
        yield FactName("specific_tensile_strength"), strength * 1000 / (density * GRAVITY)
