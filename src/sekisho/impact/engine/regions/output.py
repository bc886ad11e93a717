"""What sectors plan, make and lose on a day, and what is asked of them for the next."""

from __future__ import annotations

from sekisho.impact.engine.compilation import compiled_in_turn as compiled
from sekisho.impact.engine.normalised_economy import Floats
from sekisho.impact.engine.numba_arrays import Number, SharedArrays, Whole
from sekisho.impact.engine.regions.numbers import (
    AVAILABLE,
    COVERED,
    DEMAND,
    FINAL,
    LACKING,
    OUTPUT,
    OVERTIME,
    PLANNED,
    ROW,
    TINY,
    WAITING,
    WEIGHT,
)

BINDING = 0.99
"""Output below this ratio counts as bound."""


@compiled
def plan(numbers: Floats, profile: Floats, size: Number) -> None:
    """Plan to meet demand as far as capacity goes."""
    one, zero = numbers.dtype.type(1), numbers.dtype.type(0)
    for j in range(numbers.shape[1]):
        available = numbers[OVERTIME, j]
        if len(profile):
            available *= max(one - profile[j] * size, zero)
        numbers[AVAILABLE, j] = available
        numbers[PLANNED, j] = min(numbers[DEMAND, j], available)


@compiled
def allow(least: Floats, ceiling: Floats, profile: Floats, size: Number) -> None:
    """Lower the least ceiling of a period to that of a day; an empty ceiling is one that allows all."""
    unit, zero = ceiling.dtype.type(1), ceiling.dtype.type(0)
    for j in range(len(least)):
        if len(ceiling):
            least[j] = min(least[j], ceiling[j])
        if len(profile):
            least[j] = min(least[j], max(unit - profile[j] * size, zero))


@compiled
def bind(lacking: Floats, planned: Floats, stock: Floats, scale: Number, users: Whole, shares: Floats) -> None:
    """Raise what users lack to what the stock of a product does not cover."""
    for pair in range(len(users)):
        j = users[pair]
        lacking[j] = max(lacking[j], shares[pair] * (planned[j] - stock[j] * scale))


@compiled
def make(numbers: Floats, stock: Floats, places: Whole, holding: Floats, psi: Number, fixed: SharedArrays) -> None:
    """Make what is planned, less what stocks of critical inputs do not cover."""
    zero, unit = numbers.dtype.type(0), numbers.dtype.type(1)
    for j in range(numbers.shape[1]):
        numbers[LACKING, j] = max(numbers[PLANNED, j] - numbers[COVERED, j], zero)
    for i in range(len(holding)):
        some = slice(fixed.pair_begin[i], fixed.pair_begin[i + 1])
        if some.start < some.stop:
            scale = unit / (psi * holding[i]) if fixed.psi else unit
            bind(
                numbers[LACKING], numbers[PLANNED], stock[places[ROW, i]], scale, fixed.pair_user[some],
                fixed.pair_share[some],
            )  # fmt: skip
    for j in range(numbers.shape[1]):
        numbers[OUTPUT, j] = numbers[PLANNED, j] - numbers[LACKING, j]


@compiled
def lose(lost: Floats, first_binding: Whole, output: Floats, value: Floats, day: int) -> float:
    """Add up what a day loses, and return the value added of it."""
    one, daily = output.dtype.type(1), 0.0
    for j in range(len(output)):
        loss = one - output[j]
        lost[j] += loss
        daily += value[j] * loss
    for j in range(len(output)):
        if output[j] < BINDING and first_binding[j] > day:
            first_binding[j] = day
    return daily


@compiled
def look_ahead(numbers: Floats, asked: Floats, normal: Floats, final: Floats, catch_up: float) -> None:
    """See what is asked of each supplier for the next day; what waits is asked for if `catch_up` is above 0."""
    one, zero, tiny = numbers.dtype.type(1), numbers.dtype.type(0), numbers.dtype.type(TINY)
    for p in range(numbers.shape[1]):
        extra = zero
        for tier in range(len(asked)):
            asked[tier, p] *= numbers[WEIGHT, p]
            extra += asked[tier, p] - normal[tier, p]
        if catch_up > 0:
            waiting = numbers[WAITING, p] / catch_up
            numbers[FINAL, p] = final[p] + waiting
            extra += waiting
        numbers[DEMAND, p] = max(one + extra, tiny)


@compiled
def work_over(numbers: Floats, most: Number, speed: Number) -> None:
    """Let overtime rise where demand is above what was made, and fall back where it is not."""
    one, zero = numbers.dtype.type(1), numbers.dtype.type(0)
    for p in range(numbers.shape[1]):
        lacks = max((numbers[DEMAND, p] - numbers[OUTPUT, p]) / numbers[DEMAND, p], zero)
        numbers[OVERTIME, p] += (lacks * (most - one) + one - numbers[OVERTIME, p]) * speed
