"""What firms need of materials, what they lack of them, and what that lets each sector ship."""

from __future__ import annotations

import numpy as np

from sekisho.impact.engine.compilation import compiled_in_turn as compiled
from sekisho.impact.engine.normalised_economy import Floats
from sekisho.impact.engine.numba_arrays import DrawArrays, Number, Whole
from sekisho.impact.engine.regions.numbers import (
    AVAILABLE,
    GONE,
    GOT,
    KEEPS,
    LACK,
    LACKING,
    LEFT,
    NEED,
    NET,
    OF_GROUP,
    OF_NEST,
    PART,
    PLANNED,
    SHIPS,
    TAKEN,
    WANTED,
)


@compiled
def begin_firms(firms: Floats, firm_stock: Floats, draws: DrawArrays, k: int) -> None:
    """Run firms' stocks of materials down to the day on which a draw begins."""
    zero = firms.dtype.type(0)
    for p in range(firms.shape[1]):
        firms[KEEPS, p] = np.exp(-firms.dtype.type(1) / draws.thrift_days[k, p])
    for day in range(draws.start[k] if firms.shape[1] else 0):
        save_on(firms, draws, k, day)
        run_down(firms, draws.thrift_max[k], draws.arrivals[k, day], draws.series)
    for b in range(len(firm_stock)):
        for p in range(firms.shape[1]):
            firm_stock[b, p] = max(draws.stock[k, b, p] - firms[TAKEN, p], zero)


@compiled
def save(firms: Floats, days: Floats, begin: Number, day: int) -> None:
    """Move on what is left of the gap to the thrift's end."""
    one = firms.dtype.type(1)
    since = firms.dtype.type(day - begin)
    for p in range(len(days)):
        if since <= 0:
            firms[LEFT, p] = one
        elif since <= 1 or day == 0:
            firms[LEFT, p] = np.exp(-since / days[p])
        else:
            firms[LEFT, p] *= firms[KEEPS, p]


@compiled
def save_as_told(firms: Floats, saved: Floats, of_pair: Whole) -> None:
    """Leave of the gap to the thrift's end what the day says, for pairs whose thrift would be all of their use."""
    unit = firms.dtype.type(1)
    for p in range(len(of_pair)):
        firms[LEFT, p] = unit - saved[of_pair[p]]


@compiled
def save_on(firms: Floats, draws: DrawArrays, k: int, day: int) -> None:
    """Move on what is saved of materials, as the draw states it."""
    if len(draws.of_saved):
        save_as_told(firms, draws.saved[k, day], draws.of_saved)
    else:
        save(firms, draws.thrift_days[k], draws.thrift_from[k], day)


@compiled
def run_down(firms: Floats, thrift_max: Floats, arrivals: Floats, series: Whole) -> None:
    """Run down the stocks of materials by a day on which no firm is short."""
    one, zero = firms.dtype.type(1), firms.dtype.type(0)
    for p in range(len(series)):
        need = one - thrift_max[p] * (one - firms[LEFT, p])
        firms[TAKEN, p] = max(firms[TAKEN, p] + need - arrivals[series[p]], zero)


@compiled
def supply(
    firms: Floats, stock: Floats, weights: Floats, thrift_max: Floats, phi: Floats, planned: Floats, sector: Whole
) -> None:
    """Find what the lack of each pair takes of normal output, stratum by stratum, pairs side by side."""
    one, zero = firms.dtype.type(1), firms.dtype.type(0)
    wanted, need, gap, lack = firms[WANTED], firms[NEED], firms[NET], firms[LACK]
    for p in range(len(sector)):
        wanted[p] = max(planned[sector[p]], one)
    for p in range(len(sector)):
        need[p] = (one - thrift_max[p] * (one - firms[LEFT, p])) * wanted[p]
        gap[p] = need[p] - firms[GOT, p]
        lack[p] = zero
    for b in range(len(weights)):
        weight, held = weights[b], stock[b]
        for p in range(len(sector)):
            lack[p] += weight * max(gap[p] - held[p], zero)
    for p in range(len(sector)):
        firms[SHIPS, p] = phi[p] * (lack[p] / need[p]) if lack[p] > 0 else zero


@compiled
def leave(ships: Floats, gone: Floats, rate: Number) -> None:
    """Hold what materials let ship to the capacity that is left; a part of what stands idle leaves for good."""
    one, zero = ships.dtype.type(1), ships.dtype.type(0)
    for j in range(len(ships)):
        ships[j] = min(ships[j], one - gone[j])
        gone[j] += rate * max(one - ships[j] - gone[j], zero)


@compiled
def cap(numbers: Floats, firms: Floats, group_of: Whole, nest_of: Whole, sector_of: Whole, rate: Number) -> None:
    """Cap planned output at what materials let ship; leave with each pair what its material lets ship."""
    one, zero = numbers.dtype.type(1), numbers.dtype.type(0)
    share, groups, nests = numbers[LACKING], firms[OF_GROUP], firms[OF_NEST]
    share[:], groups[:], nests[:] = one, zero, one
    for p in range(len(group_of)):
        groups[group_of[p]] += firms[SHIPS, p]
    for g in range(len(nest_of)):
        groups[g] = max(one - groups[g], zero)
        nests[nest_of[g]] = min(nests[nest_of[g]], groups[g])
    for h in range(len(sector_of)):
        share[sector_of[h]] *= nests[h]
    leave(share, numbers[GONE], rate)
    for j in range(len(share)):
        normal = max(numbers[PLANNED, j], one)
        numbers[PLANNED, j] = min(numbers[PLANNED, j], normal * share[j])
        numbers[AVAILABLE, j] *= share[j]
    for p in range(len(group_of)):
        firms[SHIPS, p] = groups[group_of[p]]


@compiled
def meet_materials(
    numbers: Floats, firms: Floats, firm_stock: Floats, draws: DrawArrays, first_short: Whole, k: int, day: int
) -> None:
    """Take what arrives of materials on a day, and cap planned output at what they let ship."""
    for p in range(firms.shape[1]):
        firms[GOT, p] = draws.arrivals[k, day, draws.series[p]]
    save_on(firms, draws, k, day)
    supply(firms, firm_stock, draws.weights, draws.thrift_max[k], draws.phi[k], numbers[PLANNED], draws.sector)
    for p in range(firms.shape[1]):
        if firms[LACK, p] > 0 and first_short[p] > day:
            first_short[p] = day
    cap(numbers, firms, draws.group_of, draws.nest_of, draws.sector_of, draws.exit_rate[k])


@compiled
def use(firms: Floats, stock: Floats, first: Floats, output: Floats, sector: Whole) -> None:
    """Take from firms' stocks what the day's output used."""
    one, zero = firms.dtype.type(1), firms.dtype.type(0)
    gap, part, net = firms[LACK], firms[PART], firms[NET]
    for p in range(len(sector)):
        could = firms[WANTED, p] * firms[SHIPS, p]
        part[p] = min(output[sector[p]] / could, one) if could > 0 else one
    for p in range(len(sector)):
        gap[p] = firms[NEED, p] - firms[GOT, p]
        net[p] = firms[GOT, p] - firms[NEED, p] * part[p]
    for b in range(len(stock)):
        held, most = stock[b], first[b]
        for p in range(len(sector)):
            left = held[p] + max(gap[p] - held[p], zero) * part[p] + net[p]
            held[p] = min(max(left, zero), most[p])
