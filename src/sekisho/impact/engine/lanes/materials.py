"""What firms need of materials, what they lack of them, and what that lets each sector ship."""

from __future__ import annotations

import numpy as np

from sekisho.impact.engine.compilation import compiled
from sekisho.impact.engine.lanes.arrays import LARGE, FirmLanes, SectorLanes, fill
from sekisho.impact.engine.normalised_economy import Floats
from sekisho.impact.engine.numba_arrays import DrawArrays, Whole

TURNED = 8
"""Days of a series that are fetched at once: as many as one line of the cache holds."""


@compiled
def set_firms(firms: FirmLanes, first: Floats, draws: DrawArrays, which: Whole) -> None:
    """Put down what each lane draws of materials."""
    phi, thrift, days, keeps, smallest = firms.phi, firms.thrift, firms.days, firms.keeps, firms.smallest
    unit, large = phi.dtype.type(1), phi.dtype.type(LARGE)
    for k in range(len(which)):
        d = which[k]
        for p in range(phi.shape[0]):
            phi[p, k], thrift[p, k], days[p, k] = draws.phi[d, p], draws.thrift_max[d, p], draws.thrift_days[d, p]
            keeps[p, k] = np.exp(-unit / days[p, k])
            smallest[p, k] = large
            for b in range(len(first)):
                first[b, p, k] = draws.stock[d, p, b]
                smallest[p, k] = min(smallest[p, k], first[b, p, k])


@compiled
def save(left: Floats, keeps: Floats, days: Floats, begin: Floats, day: int) -> None:
    """Move on what is left of the gap to the thrift's end."""
    unit, zero, now = left.dtype.type(1), left.dtype.type(0), left.dtype.type(day)
    for p in range(left.shape[0]):
        for k in range(left.shape[1]):
            since = now - begin[k]
            if since <= zero:
                left[p, k] = unit
            elif since <= unit or day == 0:
                left[p, k] = np.exp(-since / days[p, k])
            else:
                left[p, k] *= keeps[p, k]


@compiled
def save_by_day(left: Floats, saving: Floats) -> None:
    """Take thrift that is told day by day: of a gap of all use, what is not saved is left."""
    unit = left.dtype.type(1)
    for s in range(saving.shape[0]):
        for k in range(saving.shape[1]):
            left[s, k] = unit - saving[s, k]


@compiled
def turn_over(into: Floats, of: Floats, which: Whole, day: int) -> None:
    """Take what the draws have of each series on some days, the draw along the last axis.

    The days of a series stand side by side, and as many are fetched at once whether one is taken or all.
    """
    days = min(len(into), of.shape[2] - day)
    for a in range(of.shape[0]):
        for ahead in range(days):
            for k in range(len(which)):
                into[ahead, a, k] = of[a, which[k], day + ahead]


@compiled
def receive_materials(
    firms: FirmLanes, arriving: Floats, saving: Floats, begin: Floats, draws: DrawArrays, which: Whole, day: int
) -> None:
    """Take what arrives of materials on a day, and what is saved of them; some days at once are turned over."""
    if day % TURNED == 0:
        turn_over(arriving, draws.arrivals, which, day)
        turn_over(saving, draws.saved, which, day)
    if len(draws.of_saved):
        save_by_day(firms.left, saving[day % TURNED])
    else:
        save(firms.left, firms.keeps, firms.days, begin, day)


@compiled
def run_down(taken: Floats, thrift: Floats, left: Floats, left_of: Whole, arriving: Floats, series: Whole) -> None:
    """Run down the stocks of materials by a day on which no firm is short."""
    unit, zero = taken.dtype.type(1), taken.dtype.type(0)
    for p in range(taken.shape[0]):
        s, a = left_of[p], series[p]
        for k in range(taken.shape[1]):
            less = thrift[p, k] * (left[s, k] - unit) - arriving[a, k]
            taken[p, k] = max(unit + taken[p, k] + less, zero)


@compiled
def need(
    wanted: Floats, needed: Floats, gap: Floats, planned: Floats, thrift: Floats, left: Floats, left_of: Whole,
    arriving: Floats, series: Whole, sector: Whole,
) -> None:  # fmt: skip
    """Find what each pair needs, and by how much that is above what arrives."""
    unit = wanted.dtype.type(1)
    for p in range(wanted.shape[0]):
        j, s, a = sector[p], left_of[p], series[p]
        for k in range(wanted.shape[1]):
            wanted[p, k] = max(planned[j, k], unit)
            needed[p, k] = (unit + thrift[p, k] * (left[s, k] - unit)) * wanted[p, k]
            gap[p, k] = needed[p, k] - arriving[a, k]


@compiled
def strain(stock: Floats, first: Floats, taken: Floats, p: int) -> None:
    """Put down the stock of each stratum; before a firm was short, all used up the same."""
    zero = stock.dtype.type(0)
    for b in range(stock.shape[0]):
        for k in range(stock.shape[2]):
            stock[b, p, k] = max(first[b, p, k] - taken[p, k], zero)


@compiled
def find_strained(strained: Whole, stock: Floats, first: Floats, gap: Floats, taken: Floats, smallest: Floats) -> None:
    """Find the pairs of which a firm may be short from today on: the smallest stock does not last the day."""
    for p in range(len(strained)):
        if strained[p] == 0:
            most = -gap.dtype.type(LARGE)
            for k in range(gap.shape[1]):
                most = max(most, gap[p, k] + taken[p, k] - smallest[p, k])
            if most > 0:
                strained[p] = 1
                strain(stock, first, taken, p)


@compiled
def lack_of(
    lack: Floats, takes: Floats, needed: Floats, gap: Floats, stock: Floats, weights: Floats, phi: Floats, p: int
) -> None:
    """Find what the firms of a pair lack, and what that takes of normal output."""
    zero = lack.dtype.type(0)
    for k in range(lack.shape[1]):
        lack[p, k] = zero
    for b in range(len(weights)):
        for k in range(lack.shape[1]):
            lack[p, k] += weights[b] * max(gap[p, k] - stock[b, p, k], zero)
    for k in range(lack.shape[1]):
        takes[p, k] = phi[p, k] * lack[p, k] / needed[p, k] if lack[p, k] > zero else zero


@compiled
def note_short(first_short: Whole, lack: Floats, strained: Whole, day: int) -> None:
    """Note on which day the firms of a pair were short first."""
    for p in range(len(strained)):
        if strained[p]:
            for k in range(lack.shape[1]):
                first_short[p, k] = day if lack[p, k] > 0 and first_short[p, k] > day else first_short[p, k]


@compiled
def note_least(least: Floats, share: Floats) -> None:
    """Note the least that materials let ship of the output of each sector."""
    for j in range(least.shape[0]):
        for k in range(least.shape[1]):
            least[j, k] = min(least[j, k], share[j, k])


@compiled
def leave(ships: Floats, gone: Floats, rate: Floats) -> None:
    """Hold what materials let ship to the capacity that is left; a part of what stands idle leaves for good."""
    unit, zero = ships.dtype.type(1), ships.dtype.type(0)
    for j in range(ships.shape[0]):
        for k in range(ships.shape[1]):
            ships[j, k] = min(ships[j, k], unit - gone[j, k])
            gone[j, k] += rate[k] * max(unit - (ships[j, k] + gone[j, k]), zero)


@compiled
def ship(
    share: Floats, groups: Floats, nests: Floats, takes: Floats, strained: Whole, group_of: Whole, nest_of: Whole,
    sector_of: Whole,
) -> None:  # fmt: skip
    """Find what materials let ship of each sector, and leave with each group of pairs what its material lets ship."""
    unit, zero = share.dtype.type(1), share.dtype.type(0)
    fill(share, unit)
    fill(groups, zero)
    fill(nests, unit)
    lanes = share.shape[1]
    for p in range(len(group_of)):
        if strained[p]:
            for k in range(lanes):
                groups[group_of[p], k] += takes[p, k]
    for g in range(len(nest_of)):
        for k in range(lanes):
            groups[g, k] = max(unit - groups[g, k], zero)
            nests[nest_of[g], k] = min(nests[nest_of[g], k], groups[g, k])
    for h in range(len(sector_of)):
        for k in range(lanes):
            share[sector_of[h], k] *= nests[h, k]


@compiled
def cap(planned: Floats, share: Floats) -> None:
    """Cap planned output at what materials let ship."""
    unit = planned.dtype.type(1)
    for j in range(planned.shape[0]):
        for k in range(planned.shape[1]):
            planned[j, k] = min(planned[j, k], max(planned[j, k], unit) * share[j, k])


@compiled
def limit(
    sectors: SectorLanes, firms: FirmLanes, stock: Floats, first: Floats, strained: Whole, first_short: Whole,
    arriving: Floats, left_of: Whole, leaving: Floats, draws: DrawArrays, day: int,
) -> None:  # fmt: skip
    """Cap planned output at what the lack of materials lets ship."""
    need(
        firms.wanted, firms.need, firms.gap, sectors.planned, firms.thrift, firms.left, left_of, arriving,
        draws.series, draws.sector,
    )  # fmt: skip
    find_strained(strained, stock, first, firms.gap, firms.taken, firms.smallest)
    for p in range(len(strained)):
        if strained[p]:
            lack_of(firms.lack, firms.takes, firms.need, firms.gap, stock, draws.weights, firms.phi, p)
    note_short(first_short, firms.lack, strained, day)
    ship(
        sectors.share, firms.groups, firms.nests, firms.takes, strained, draws.group_of, draws.nest_of,
        draws.sector_of,
    )  # fmt: skip
    leave(sectors.share, sectors.gone, leaving)
    cap(sectors.planned, sectors.share)
    note_least(sectors.least, sectors.share)


@compiled
def keep_up(
    part: Floats, net: Floats, wanted: Floats, needed: Floats, groups: Floats, group_of: Whole, arriving: Floats,
    series: Whole, output: Floats, sector: Whole,
) -> None:  # fmt: skip
    """Find which part of their use the firms of each pair keep up, and what arrives beyond it."""
    unit, zero = part.dtype.type(1), part.dtype.type(0)
    for p in range(part.shape[0]):
        j, g, a = sector[p], group_of[p], series[p]
        for k in range(part.shape[1]):
            could = wanted[p, k] * groups[g, k]
            part[p, k] = min(output[j, k] / could, unit) if could > zero else unit
            net[p, k] = arriving[a, k] - needed[p, k] * part[p, k]


@compiled
def use(taken: Floats, stock: Floats, first: Floats, strained: Whole, gap: Floats, part: Floats, net: Floats) -> None:
    """Take from firms' stocks what the day's output used: of each stratum, if a firm was ever short."""
    zero = taken.dtype.type(0)
    for p in range(len(strained)):
        if strained[p] == 0:
            for k in range(taken.shape[1]):
                taken[p, k] = max(taken[p, k] - net[p, k], zero)
        else:
            for b in range(stock.shape[0]):
                for k in range(stock.shape[2]):
                    stored = stock[b, p, k]
                    left = stored + net[p, k] + max(gap[p, k] - stored, zero) * part[p, k]
                    stock[b, p, k] = min(max(left, zero), first[b, p, k])
