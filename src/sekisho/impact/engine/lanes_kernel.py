"""The recurrences of a day, compiled for many draws side by side: the draw runs along the last axis, in lanes.

The equations are those of `numpy_kernel`, for an economy of one region. A stock is gone through once a day: what
arrives of yesterday's orders, what the stock covers tomorrow and what is ordered today are found in the same pass.
Products share a row of stocks until a supplier falls short in any lane, and the firms of a pair of material and sector
share one stock until one of them is short.

Arrays are handed over whole and read by index, and functions are compiled for arrays that do not overlap and without
counting who holds them: both took as much time as the sums. Sums are written in the order in which they are to be
taken, so that machine code that was just made and machine code that was kept give the same to the last bit.

Only `lanes_runner` imports this module, for it needs numba. All that is compiled here stands in this file, and calls
nothing compiled elsewhere: kept machine code is made anew when the file of the function that is called has changed,
and not when a file that it calls into has.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple, TypeVar, cast

import numpy as np
from numba import njit
from numba.core.compiler import Compiler

from sekisho.impact.engine.normalised_economy import Floats
from sekisho.impact.engine.numba_arrays import DrawArrays, LaneArrays, Number, RecorderArrays, Whole

Function = TypeVar("Function", bound=Callable[..., Any])

BINDING = 0.99
"""Output below this ratio counts as bound."""
TINY, LARGE = 1e-30, 1e30
"""Instead of a division by zero, and of a cover or a level without end; both lie inside single precision."""
TURNED = 8
"""Days of a series that are fetched at once: as many as one line of the cache holds."""
MATHS = {"contract", "nsz", "nnan"}
"""A product and a sum may be one step; a quotient of equal numbers must stay 1, so divisions are left alone."""


class DisjointCompiler(Compiler):
    """Compiles functions whose arrays do not overlap where they are written to.

    Whether they do is asked otherwise before each loop over lanes, which takes about as long as the loop. Numba says so
    of its own loops with this flag, and has no option for it; so no function here may be handed one row twice.
    """

    def define_pipelines(self) -> list[Any]:
        """Set the flag, and compile as always."""
        self.state.flags.noalias = True
        passes: list[Any] = super().define_pipelines()  # type: ignore[no-untyped-call]
        return passes


def compiled(
    function: Function, *, entered: bool = False, allocates: bool = False, any_order: bool = False
) -> Function:
    """Compile a function; its machine code is kept between processes, and it lets other threads run.

    Only what is `entered` can be called by Python: of the others, the code for that is not made. Only what `allocates`
    counts who holds an array, for others look at arrays that their callers hold: counting, by a locked instruction for
    every row, took a quarter of the time.
    """
    options: dict[str, Any] = {
        "cache": True,
        "nogil": True,
        "error_model": "numpy",
        "fastmath": {*MATHS, "reassoc"} if any_order else MATHS,
        "pipeline_class": DisjointCompiler,
        "_nrt": allocates,
    }
    alone: dict[str, Any] = {} if entered else {"no_cpython_wrapper": True, "no_cfunc_wrapper": True}
    return cast("Function", njit(**options, **alone)(function))


class SectorLanes(NamedTuple):
    """Numbers of each sector, as user or as supplier, with a lane for each draw: shape (n, L) all of them."""

    output: Floats
    demand: Floats
    planned: Floats
    overtime: Floats
    asked: Floats
    normal: Floats
    final: Floats
    waiting: Floats
    met: Floats
    least: Floats
    share: Floats
    gone: Floats


class PlanLanes(NamedTuple):
    """What orders are worked out from today; shape (n, L)."""

    used: Floats
    planned: Floats
    target: Floats


class FirmLanes(NamedTuple):
    """Numbers of each pair of material and sector, of groups and nests of these, shape (P, L); see `firm_stocks`.

    `takes` is what its lack takes of a pair's output, `groups` what is left to each group of pairs. `left` is what is
    not yet saved of what is saved in the end: of each pair, or of each series of what is saved by day.
    """

    left: Floats
    keeps: Floats
    wanted: Floats
    need: Floats
    gap: Floats
    lack: Floats
    takes: Floats
    taken: Floats
    part: Floats
    net: Floats
    groups: Floats
    nests: Floats
    phi: Floats
    thrift: Floats
    days: Floats
    smallest: Floats


class DrawnLanes(NamedTuple):
    """What is drawn of the economy, one number a lane; shape (L,)."""

    restoring: Floats
    over: Floats
    speed: Floats
    size: Floats
    begin: Floats
    leaving: Floats


class LevelLanes(NamedTuple):
    """What is worked out for one supplier after another while it shares out what it made; shape (L,)."""

    supplied: Floats
    asked: Floats
    left: Floats
    base: Floats
    claim: Floats
    to_final: Floats
    opened: Floats
    missing: Floats
    level: Floats
    given: Floats
    least: Floats
    was_open: Floats


# ---------------------------------------------------------------------- rows


@compiled
def fill(into: Floats, number: Number) -> None:
    """Set all of some rows to a number. Numba takes seconds to compile what a slice is set to, so it is done here."""
    for j in range(len(into)):
        row = into[j]
        for k in range(len(row)):
            row[k] = number


@compiled
def copy(into: Floats, of: Floats) -> None:
    """Set some rows to others."""
    for j in range(len(into)):
        row, other = into[j], of[j]
        for k in range(len(row)):
            row[k] = other[k]


# ---------------------------------------------------------------------- materials


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
def run_down(taken: Floats, thrift: Floats, left: Floats, left_of: Whole, arriving: Floats, series: Whole) -> None:
    """Run down the stocks of materials by a day on which no firm is short."""
    unit, zero = taken.dtype.type(1), taken.dtype.type(0)
    for p in range(taken.shape[0]):
        s, a = left_of[p], series[p]
        for k in range(taken.shape[1]):
            less = thrift[p, k] * (left[s, k] - unit) - arriving[a, k]
            taken[p, k] = max(unit + taken[p, k] + less, zero)


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


# ---------------------------------------------------------------------- output


@compiled
def plan(planned: Floats, demand: Floats, overtime: Floats, least: Floats, profile: Floats, size: Floats) -> None:
    """Plan to meet demand as far as capacity goes, and note what is allowed of normal output."""
    unit, zero = planned.dtype.type(1), planned.dtype.type(0)
    for j in range(planned.shape[0]):
        if len(profile) and profile[j] > 0:
            lost = planned.dtype.type(profile[j])
            for k in range(planned.shape[1]):
                left = max(unit - lost * size[k], zero)
                least[j, k] = min(least[j, k], left)
                planned[j, k] = min(demand[j, k], overtime[j, k] * left)
        else:
            for k in range(planned.shape[1]):
                planned[j, k] = min(demand[j, k], overtime[j, k])


@compiled
def make(output: Floats, planned: Floats, covered: Floats, degrees: Floats) -> None:
    """Make what is planned less what stocks do not cover, by the degree to which an input binds."""
    zero, large = output.dtype.type(0), output.dtype.type(LARGE)
    for j in range(output.shape[0]):
        for k in range(output.shape[1]):
            output[j, k] = zero
        for v in range(len(degrees)):
            for k in range(output.shape[1]):
                output[j, k] = max(output[j, k], degrees[v] * (planned[j, k] - covered[v, j, k]))
                covered[v, j, k] = large
        for k in range(output.shape[1]):
            output[j, k] = planned[j, k] - output[j, k]


@compiled
def lose(output: Floats, lost: Floats, daily: Floats, first_binding: Whole, value: Floats, day: int) -> None:
    """Add up what a day loses, in double precision."""
    unit, binding = output.dtype.type(1), output.dtype.type(BINDING)
    for k in range(len(daily)):
        daily[k] = 0
    for j in range(output.shape[0]):
        for k in range(output.shape[1]):
            loss = unit - output[j, k]
            lost[j, k] += loss
            daily[k] += value[j] * loss
        for k in range(output.shape[1]):
            if output[j, k] < binding and first_binding[j, k] > day:
                first_binding[j, k] = day


# ---------------------------------------------------------------------- deliveries


@compiled
def hand_out(
    total: Floats, level: Floats, sold: Floats, placed: Floats, of_tier: Whole, tier: int, i: int, row: int
) -> None:
    """Add up what users of a tier get of product `i` up to a level; tier -1 stands for all."""
    zero = total.dtype.type(0)
    for k in range(len(total)):
        total[k] = zero
    for j in range(sold.shape[1]):
        part = sold[i, j] if tier < 0 or of_tier[j] == tier else zero
        for k in range(len(total)):
            total[k] += part * min(placed[row, j, k], level[k])


@compiled
def hand_out_rest(missing: Floats, opened: Floats, level: Floats, parts: Floats, placed: Floats, row: int) -> None:
    """Take off what users get up to a level, and add up what those buy who asked for more; four users at a time.

    `parts` is what each buys on a normal day, and 0 of those of other tiers.
    """
    zero, users = missing.dtype.type(0), len(parts)
    fours = users - users % 4
    for j in range(0, fours, 4):
        for k in range(len(level)):
            first, second, third, fourth = (
                placed[row, j, k], placed[row, j + 1, k], placed[row, j + 2, k], placed[row, j + 3, k],
            )  # fmt: skip
            missing[k] = (
                missing[k]
                - parts[j] * min(first, level[k])
                - parts[j + 1] * min(second, level[k])
                - parts[j + 2] * min(third, level[k])
                - parts[j + 3] * min(fourth, level[k])
            )
            total = opened[k] + (parts[j] if first > level[k] else zero)
            total += parts[j + 1] if second > level[k] else zero
            total += parts[j + 2] if third > level[k] else zero
            opened[k] = total + (parts[j + 3] if fourth > level[k] else zero)
    for j in range(fours, users):
        for k in range(len(level)):
            missing[k] -= parts[j] * min(placed[row, j, k], level[k])
            opened[k] += parts[j] if placed[row, j, k] > level[k] else zero


@compiled
def raise_level(
    level: Floats, supplied: Floats, asked: Floats, claim: Floats, missing: Floats, opened: Floats, least: Floats,
    was_open: Floats, parts: Floats, placed: Floats, levels: Floats, tier: int, i: int, row: int, final: Number,
    normal: Number, close: Number,
) -> None:  # fmt: skip
    """Find the level at which the users of a tier, and final demand, are given what there is; see `rationing`.

    It is sought from the level of the day before, in `levels`. A lane has it as soon as a step passes no kink: the same
    buyers then get all that they ask for as before it.
    """
    zero, large = level.dtype.type(0), level.dtype.type(LARGE)
    if normal <= 0:
        for k in range(len(level)):
            level[k] = large
        return
    for k in range(len(level)):
        former = levels[tier, i, k]
        least[k] = max(supplied[k] / normal, claim[k])
        level[k] = former if former > least[k] and former < large else least[k]
        was_open[k] = -close
    for step in range(len(parts) + 2):
        for k in range(len(level)):
            missing[k], opened[k] = supplied[k], zero
        hand_out_rest(missing, opened, level, parts, placed, row)
        if final > 0:
            for k in range(len(level)):
                missing[k] -= min(asked[k], level[k] * final)
                opened[k] += final if asked[k] > level[k] * final else zero
        moves = 0
        if step == 0:
            for k in range(len(level)):
                opens = opened[k] > close
                stepped = level[k] + missing[k] / opened[k] if opens else least[k]
                moved = abs(missing[k]) > close if opens else missing[k] < -close
                level[k] = max(stepped, least[k]) if moved else level[k]
                was_open[k] = opened[k]
                moves += moved
        else:
            for k in range(len(level)):
                rises = missing[k] > close and opened[k] > close and opened[k] != was_open[k]
                level[k] += missing[k] / opened[k] if rises else zero
                was_open[k] = opened[k]
                moves += rises
        if moves == 0:
            break


@compiled
def is_short(output: Floats, demand: Floats, i: int) -> bool:
    """Tell whether a supplier cannot deliver all in some lane."""
    some = 0
    for k in range(output.shape[1]):
        some += output[i, k] < demand[i, k]
    return some > 0


@compiled
def deliver_all(met: Floats, levels: Floats, i: int) -> None:
    """Note that a supplier that was short delivers all again."""
    unit, large = met.dtype.type(1), met.dtype.type(LARGE)
    for k in range(met.shape[1]):
        met[i, k] = unit
    for tier in range(levels.shape[0]):
        for k in range(met.shape[1]):
            levels[tier, i, k] = large


@compiled
def find_supply(
    asked: Floats, supplied: Floats, claim: Floats, left: Floats, base: Floats, to_final: Floats, sectors_final: Floats,
    sectors_asked: Floats, output: Floats, demand: Floats, whole: Number, i: int,
) -> None:  # fmt: skip
    """Find what a short supplier has, and what users are guaranteed of it: of `whole`, 0 for nothing."""
    zero = asked.dtype.type(0)
    for k in range(len(asked)):
        asked[k] = max(sectors_final[i, k], zero)
        lacks = demand[i, k] - output[i, k]
        supplied[k] = max(asked[k] - lacks + sectors_asked[i, k], zero) if lacks > zero else zero
        claim[k] = supplied[k] / whole if whole > zero else zero
        left[k], to_final[k], base[k] = supplied[k], zero, zero


@compiled
def take_parts(parts: Floats, sold: Floats, of_tier: Whole, tier: int, i: int) -> int:
    """Put down what each user of a tier buys on a normal day, and 0 for others; return how many users it has."""
    users = 0
    for j in range(len(parts)):
        parts[j] = sold[i, j] if of_tier[j] == tier else parts.dtype.type(0)
        users += of_tier[j] == tier
    return users


@compiled
def give_final(level: Floats, to_final: Floats, asked: Floats, left: Floats, claim: Floats, at: Number) -> None:
    """Give final demand what is its own at the level: all that is left where that is less than its claim."""
    for k in range(len(level)):
        if at * claim[k] > left[k]:
            level[k] = claim[k]
            to_final[k] = min(asked[k], left[k])
        else:
            to_final[k] = min(asked[k], level[k] * at)


@compiled
def give_rest(to_final: Floats, left: Floats, asked: Floats) -> None:
    """Give final demand what is left of what it asks for."""
    for k in range(len(left)):
        to_final[k] = min(asked[k], left[k])
        left[k] -= to_final[k]


@compiled
def take_off(left: Floats, of: Floats, given: Floats) -> None:
    """Find what is left after something was given."""
    zero = left.dtype.type(0)
    for k in range(len(left)):
        left[k] = max(of[k] - given[k], zero)


@compiled
def add_up(total: Floats, left: Floats, base: Floats) -> None:
    """Add two rows."""
    for k in range(len(total)):
        total[k] = left[k] + base[k]


@compiled
def put_down(levels: Floats, level: Floats, output: Floats, demand: Floats, tier: int, i: int) -> None:
    """Put down the level of a supplier, in lanes in which it is short."""
    large = level.dtype.type(LARGE)
    for k in range(len(level)):
        levels[tier, i, k] = level[k] if output[i, k] < demand[i, k] else large


@compiled
def note_met(met: Floats, to_final: Floats, asked: Floats, output: Floats, demand: Floats, i: int) -> None:
    """Note the share of final demand that a short supplier met."""
    unit, zero = met.dtype.type(1), met.dtype.type(0)
    for k in range(len(asked)):
        met[i, k] = to_final[k] / asked[k] if asked[k] > zero and output[i, k] < demand[i, k] else unit


@partial(compiled, any_order=True)
def bought(sold: Floats, of_tier: Whole, tier: int, i: int, final: Number) -> Number:
    """Add up what the users of a tier, and final demand, buy of a product on a normal day."""
    normal = final
    for j in range(sold.shape[1]):
        if of_tier[j] == tier:
            normal += sold[i, j]
    return normal


@partial(compiled, any_order=True)
def bought_in_all(sold: Floats, i: int, final: Number) -> Number:
    """Add up what all users, and final demand, buy of a product on a normal day."""
    normal = final
    for j in range(sold.shape[1]):
        normal += sold[i, j]
    return normal


@compiled
def share_out(
    levels: Floats, sectors: SectorLanes, of: LevelLanes, parts: Floats, placed: Floats, sold: Floats,
    tier_of_user: Whole, final: Number, final_tier: int, guaranteed: bool, close: Number, i: int, row: int,  # noqa: FBT001 - no keywords here
) -> None:  # fmt: skip
    """Share out what a short supplier made, up to a level for each tier."""
    zero = final * 0
    output, demand = sectors.output, sectors.demand
    asked, supplied, left, base, claim = of.asked, of.supplied, of.left, of.base, of.claim
    to_final, level, given = of.to_final, of.level, of.given
    normal = max(final, zero)
    find_supply(
        asked, supplied, claim, left, base, to_final, sectors.final, sectors.asked, output, demand,
        bought_in_all(sold, i, normal) if guaranteed else zero, i,
    )  # fmt: skip
    if guaranteed:
        hand_out(given, claim, sold, placed, tier_of_user, -1, i, row)
        take_off(left, supplied, given)
    for tier in range(levels.shape[0]):
        users = take_parts(parts, sold, tier_of_user, tier, i)
        at = normal if tier == final_tier else zero
        if users == 0:
            if tier == final_tier:
                give_rest(to_final, left, asked)
            continue
        if guaranteed:
            hand_out(base, claim, sold, placed, tier_of_user, tier, i, row)
        add_up(supplied, left, base)
        raise_level(
            level, supplied, asked, claim, of.missing, of.opened, of.least, of.was_open, parts, placed, levels, tier,
            i, row, at, bought(sold, tier_of_user, tier, i, at), close,
        )  # fmt: skip
        if at > 0:
            give_final(level, to_final, asked, left, claim, at)
        if tier + 1 < levels.shape[0]:
            hand_out(given, level, sold, placed, tier_of_user, tier, i, row)
            take_off(left, supplied, given)
        put_down(levels, level, output, demand, tier, i)
    note_met(sectors.met, to_final, asked, output, demand, i)


@compiled
def ration(
    levels: Floats, sectors: SectorLanes, of: LevelLanes, parts: Floats, placed: Floats, row_of: Whole, short: Whole,
    sold: Floats, final: Floats, tier_of_user: Whole, final_tier: int, guaranteed: bool, close: Number,  # noqa: FBT001 - no keywords here
) -> None:  # fmt: skip
    """Share out what suppliers made that are short in some lane, up to a level for each tier; see `rationing`."""
    for i in range(sold.shape[0]):
        if is_short(sectors.output, sectors.demand, i):
            short[i] = 1
            share_out(
                levels, sectors, of, parts, placed, sold, tier_of_user, final[i], final_tier, guaranteed, close, i,
                row_of[i],
            )  # fmt: skip
        else:
            if short[i]:
                deliver_all(sectors.met, levels, i)
            short[i] = 0


@compiled
def serve(levels: Floats, output: Floats, demand: Floats, met: Floats, short: Whole) -> None:
    """Share out what was made in ratio to orders: `levels` are shares of the order here."""
    unit = levels.dtype.type(1)
    for i in range(output.shape[0]):
        some = 0
        for k in range(output.shape[1]):
            share = min(output[i, k] / demand[i, k], unit)
            levels[0, i, k], met[i, k] = share, share
            some += share < unit
        short[i] = some > 0


@compiled
def let_wait(waiting: Floats, met: Floats, final: Floats, postponed: Number, catch_up: Number) -> None:
    """Let a share of final demand not met wait, and strike off what was caught up."""
    unit = waiting.dtype.type(1)
    for i in range(waiting.shape[0]):
        for k in range(waiting.shape[1]):
            caught_up = met[i, k] * waiting[i, k] / catch_up
            waiting[i, k] = waiting[i, k] - caught_up + postponed * final[i] * (unit - met[i, k])


@compiled
def aim(plans: PlanLanes, output: Floats, planned: Floats, smoothing: Number) -> None:
    """Take what today's orders are worked out from; targets move towards what is planned. 0: nothing follows output."""
    if smoothing > 0:
        copy(plans.used, output)
        copy(plans.planned, planned)
        follow(plans.target, planned, smoothing)


@compiled
def follow(target: Floats, planned: Floats, smoothing: Number) -> None:
    """Move targets towards what is planned."""
    for j in range(target.shape[0]):
        for k in range(target.shape[1]):
            target[j, k] += (planned[j, k] - target[j, k]) / smoothing


# ---------------------------------------------------------------------- stocks and orders


@compiled
def move_up_to(
    stock: Floats, placed: Floats, covered: Floats, output: Floats, used: Floats, planned: Floats, target: Floats,
    levels: Floats, kinds: Whole, home: Floats, tier_of_user: Whole, holding: Floats, scale: Floats,
    restoring: Floats, i: int,
) -> None:  # fmt: skip
    """Move the stock of a short product by what is used and received, and place new orders in `placed`."""
    zero = stock.dtype.type(0)
    for j in range(stock.shape[0]):
        tier, inside = tier_of_user[j], home[i, j]
        for k in range(stock.shape[1]):
            order = placed[j, k]
            left = max(stock[j, k] - output[j, k], zero) + order
            left += inside * (min(order, levels[tier, i, k]) - order)
            stock[j, k] = left
            gap = max(holding[i, k] * target[j, k] - left, zero)
            placed[j, k] = min(planned[j, k] + gap * restoring[k], used[j, k] + gap)
    note_cover(stock, covered, kinds, scale, i)


@compiled
def move_whole(
    stock: Floats, placed: Floats, covered: Floats, output: Floats, used: Floats, planned: Floats, target: Floats,
    kinds: Whole, holding: Floats, scale: Floats, restoring: Floats, i: int,
) -> None:  # fmt: skip
    """Do the same for a row of which all users get what they ordered."""
    zero = stock.dtype.type(0)
    for j in range(stock.shape[0]):
        for k in range(stock.shape[1]):
            left = max(stock[j, k] - output[j, k], zero) + placed[j, k]
            stock[j, k] = left
            gap = max(holding[i, k] * target[j, k] - left, zero)
            placed[j, k] = min(planned[j, k] + gap * restoring[k], used[j, k] + gap)
    note_cover(stock, covered, kinds, scale, i)


@compiled
def move_by_orders(
    stock: Floats, placed: Floats, covered: Floats, output: Floats, used: Floats, target: Floats, levels: Floats,
    kinds: Whole, home: Floats, holding: Floats, scale: Floats, restoring: Floats, i: int,
) -> None:  # fmt: skip
    """Do the same where all get the same share of their order, deliveries can be used, and used output is ordered."""
    unit, zero = stock.dtype.type(1), stock.dtype.type(0)
    for j in range(stock.shape[0]):
        inside = home[i, j]
        outside = unit - inside
        for k in range(stock.shape[1]):
            left = stock[j, k] - output[j, k]
            left = max(left + placed[j, k] * (inside * levels[0, i, k] + outside), zero)
            stock[j, k] = left
            placed[j, k] = used[j, k] + max(holding[i, k] * target[j, k] - left, zero) * restoring[k]
    note_cover(stock, covered, kinds, scale, i)


@compiled
def note_cover(stock: Floats, covered: Floats, kinds: Whole, scale: Floats, i: int) -> None:
    """Lower what is covered, of users whom a row binds, to what its stocks cover."""
    for j in range(stock.shape[0]):
        kind = kinds[j]
        if kind >= 0:
            for k in range(stock.shape[1]):
                covered[kind, j, k] = min(covered[kind, j, k], stock[j, k] * scale[i, k])


@compiled
def hold_back(stock: Floats, covered: Floats, kinds: Whole, holding: Floats, scale: Floats, i: int) -> None:
    """Refuse what is above the target, where orders do not follow output."""
    for j in range(stock.shape[0]):
        for k in range(stock.shape[1]):
            stock[j, k] = min(stock[j, k], holding[i, k])
    note_cover(stock, covered, kinds, scale, i)


@compiled
def ask(asked: Floats, sold: Floats, placed: Floats, i: int) -> None:
    """Add up what users order of product `i`, four users at a time: sums are fetched and put back a fourth as often."""
    zero, users = asked.dtype.type(0), sold.shape[1]
    fours = users - users % 4
    for k in range(asked.shape[1]):
        asked[i, k] = zero
    for j in range(0, fours, 4):
        for k in range(asked.shape[1]):
            total = asked[i, k] + sold[i, j] * placed[j, k]
            total += sold[i, j + 1] * placed[j + 1, k]
            total += sold[i, j + 2] * placed[j + 2, k]
            asked[i, k] = total + sold[i, j + 3] * placed[j + 3, k]
    for j in range(fours, users):
        for k in range(asked.shape[1]):
            asked[i, k] += sold[i, j] * placed[j, k]


@compiled
def ask_for(asked: Floats, sold: Floats, placed: Floats, row_of: Whole, row: int, head: int) -> None:
    """Add up what users order of each product of a row, the first of which is `head`."""
    for i in range(head, len(row_of)):
        if row_of[i] == row:
            ask(asked, sold, placed, i)


@compiled
def look_ahead(
    demand: Floats, overtime: Floats, at_last: Floats, asked: Floats, usual: Floats, output: Floats, waiting: Floats,
    most: Floats, speed: Floats, final: Floats, catch_up: Number,
) -> None:  # fmt: skip
    """See what is asked of each supplier for the next day, and of its overtime; `catch_up` 0: nothing waits."""
    unit, zero, tiny = demand.dtype.type(1), demand.dtype.type(0), demand.dtype.type(TINY)
    for i in range(demand.shape[0]):
        for k in range(demand.shape[1]):
            if catch_up > zero:
                again = waiting[i, k] / catch_up
                at_last[i, k] = final[i] + again
                demand[i, k] = max(unit + asked[i, k] - usual[i, k] + again, tiny)
            else:
                demand[i, k] = max(asked[i, k] - usual[i, k] + unit, tiny)
            lacks = max((demand[i, k] - output[i, k]) / demand[i, k], zero)
            overtime[i, k] += (unit - overtime[i, k] + lacks * (most[k] - unit)) * speed[k]


# ---------------------------------------------------------------------- run


@compiled
def put_together(row_of: Whole, sizes: Whole, holding: Floats, alike: bool) -> int:  # noqa: FBT001 - no keywords here
    """Give products that are held in the same days in all lanes, or all of them, one row; return how many rows."""
    rows = 0
    for i in range(len(holding)):
        row_of[i] = rows
        for earlier in range(i):
            same = True
            for k in range(holding.shape[1]):
                same = same and holding[earlier, k] == holding[i, k]
            if alike or same:
                row_of[i] = row_of[earlier]
                break
        rows += row_of[i] == rows
        sizes[row_of[i]] += 1
    return rows


@compiled
def find_heads(head_of: Whole, row_of: Whole) -> None:
    """Find the first product of each row."""
    for i in range(len(row_of) - 1, -1, -1):
        head_of[row_of[i]] = i


@compiled
def bind(kinds: Whole, row_of: Whole, degree_of: Whole) -> None:
    """Say to which degree the rows of stock bind users: as the product of theirs that binds most."""
    for row in range(len(kinds)):
        for j in range(kinds.shape[1]):
            kinds[row, j] = -1
    for i in range(len(row_of)):
        for j in range(degree_of.shape[1]):
            kinds[row_of[i], j] = max(kinds[row_of[i], j], degree_of[i, j])


@compiled
def set_lanes(
    drawn: DrawnLanes, sectors: SectorLanes, draws: DrawArrays, which: Whole, final: Floats, days: int
) -> int:
    """Put down what each lane draws of the economy; return the first day on which one of them is not normal."""
    start, at_last = days, sectors.final
    fill(sectors.waiting, at_last.dtype.type(0))
    fill(sectors.gone, at_last.dtype.type(0))
    for k in range(len(which)):
        d = which[k]
        start = min(start, draws.start[d])
        drawn.restoring[k], drawn.over[k], drawn.speed[k] = (
            draws.restoring[d], draws.overcapacity[d], draws.overtime_speed[d],
        )  # fmt: skip
        drawn.size[k], drawn.begin[k], drawn.leaving[k] = (
            draws.loss_size[d], draws.thrift_from[d], draws.exit_rate[d],
        )  # fmt: skip
        for i in range(len(final)):
            at_last[i, k] = final[i]
    return start


@compiled
def set_stocks(holding: Floats, scale: Floats, draws: DrawArrays, which: Whole, psi: bool) -> None:  # noqa: FBT001 - no keywords here
    """Put down the stocks that lanes aim at, and what output a day of each covers."""
    unit = holding.dtype.type(1)
    for k in range(len(which)):
        d = which[k]
        for i in range(len(holding)):
            holding[i, k] = draws.holding[d, i]
            if psi:
                scale[i, k] = unit / (holding.dtype.type(draws.psi[d]) * holding[i, k])


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
def fill_stocks(stock: Floats, covered: Floats, kinds: Whole, row_of: Whole, holding: Floats, scale: Floats) -> None:
    """Fill the stocks of all products, and find what they cover."""
    for i in range(len(holding)):
        row = row_of[i]
        for j in range(len(holding)):
            for k in range(holding.shape[1]):
                stock[row, j, k] = holding[i, k]
            if kinds[row, j] >= 0:
                for k in range(holding.shape[1]):
                    covered[kinds[row, j], j, k] = min(covered[kinds[row, j], j, k], holding[i, k] * scale[i, k])


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
def hand_over_day(kept: RecorderArrays, daily: Floats, which: Whole, day: int) -> None:
    """Hand over what a day loses."""
    for k in range(len(which)):
        kept.daily[which[k], day] = daily[k]


@compiled
def close_period(kept: RecorderArrays, lost: Floats, lanes_least: Floats, which: Whole, period: int) -> None:
    """Hand over what a period lost, and the least that was allowed in it; the next begins with nothing."""
    for k in range(len(which)):
        of_period, least = kept.lost[which[k], period], kept.least[which[k], period]
        for j in range(len(lost)):
            of_period[j] += lost[j, k]
            least[j] = min(least[j], lanes_least[j, k])
    fill(lost, 0.0)
    fill(lanes_least, lanes_least.dtype.type(1))


@compiled
def part_rows(
    row_of: Whole, sizes: Whole, short: Whole, stock: Floats, orders: Floats, kinds: Whole, head_of: Whole,
    degree_of: Whole, rows: int,
) -> int:  # fmt: skip
    """Give products rows of their own whose supplier is short; return how many rows there are now."""
    before = rows
    for i in range(len(row_of)):
        if short[i] and sizes[row_of[i]] > 1:
            sizes[row_of[i]] -= 1
            copy(stock[rows], stock[row_of[i]])
            copy(orders[rows], orders[row_of[i]])
            row_of[i], sizes[rows] = rows, 1
            rows += 1
    if rows > before:
        bind(kinds, row_of, degree_of)
        find_heads(head_of, row_of)
    return rows


@compiled
def move_row(
    stock: Floats, placed: Floats, covered: Floats, output: Floats, plans: PlanLanes, levels: Floats, kinds: Whole,
    fixed: LaneArrays, holding: Floats, scale: Floats, restoring: Floats, i: int, short: int,
) -> None:  # fmt: skip
    """Move the stock of a row, whose first product is `i`."""
    if fixed.by_orders:
        move_by_orders(
            stock, placed, covered, output, plans.used, plans.target, levels, kinds, fixed.home, holding, scale,
            restoring, i,
        )  # fmt: skip
    elif short:
        move_up_to(
            stock, placed, covered, output, plans.used, plans.planned, plans.target, levels, kinds, fixed.home,
            fixed.tier_of_user, holding, scale, restoring, i,
        )  # fmt: skip
    else:
        move_whole(
            stock, placed, covered, output, plans.used, plans.planned, plans.target, kinds, holding, scale, restoring,
            i,
        )  # fmt: skip
    if not fixed.upstream:
        hold_back(stock, covered, kinds, holding, scale, i)


@compiled
def move_rows(
    stock: Floats, orders: Floats, covered: Floats, sectors: SectorLanes, plans: PlanLanes, levels: Floats,
    kinds: Whole, fixed: LaneArrays, holding: Floats, scale: Floats, restoring: Floats, row_of: Whole,
    head_of: Whole, short: Whole, rows: int,
) -> None:  # fmt: skip
    """Move the stock of every row, and add up what users order of its products."""
    for row in range(rows):
        i, placed = head_of[row], orders[row]
        move_row(
            stock[row], placed, covered, sectors.output, plans, levels, kinds[row], fixed, holding, scale, restoring,
            i, short[i],
        )  # fmt: skip
        ask_for(sectors.asked, fixed.sold, placed, row_of, row, i)


@compiled
def allot(
    fixed: LaneArrays, sectors: SectorLanes, of: LevelLanes, levels: Floats, parts: Floats, orders: Floats,
    row_of: Whole, short: Whole,
) -> None:  # fmt: skip
    """Share out what short suppliers made, by the rule of the run; of what final demand misses a part waits."""
    if fixed.by_orders:
        serve(levels, sectors.output, sectors.demand, sectors.met, short)
    elif fixed.downstream or fixed.postponed > 0:
        ration(
            levels, sectors, of, parts, orders, row_of, short, fixed.sold, fixed.final, fixed.tier_of_user,
            fixed.final_tier, fixed.guaranteed, fixed.close,
        )  # fmt: skip
    if fixed.postponed > 0:
        let_wait(sectors.waiting, sectors.met, fixed.final, fixed.postponed, fixed.catch_up)


@compiled
def restock(
    fixed: LaneArrays, sectors: SectorLanes, plans: PlanLanes, stock: Floats, orders: Floats, covered: Floats,
    levels: Floats, kinds: Whole, holding: Floats, scale: Floats, restoring: Floats, row_of: Whole, sizes: Whole,
    head_of: Whole, short: Whole, rows: int,
) -> int:  # fmt: skip
    """Move stocks and place orders, or without stocks order what is used; return how many rows there are now."""
    if fixed.downstream:
        rows = part_rows(row_of, sizes, short, stock, orders, kinds, head_of, fixed.degree_of, rows)
        move_rows(
            stock, orders, covered, sectors, plans, levels, kinds, fixed, holding, scale, restoring, row_of, head_of,
            short, rows,
        )  # fmt: skip
    else:
        for i in range(len(fixed.sold)):
            ask(sectors.asked, fixed.sold, plans.used, i)
    return rows


@partial(compiled, any_order=True)
def hand_over(
    kept: RecorderArrays, waiting: Floats, first_binding: Whole, first_short: Whole, firm_stock: Floats,
    weights: Floats, which: Whole,
) -> None:  # fmt: skip
    """Hand over what is left at the end, and first days."""
    for k in range(len(which)):
        d = which[k]
        for j in range(len(first_binding)):
            kept.waiting[d, j] = waiting[j, k]
            kept.first_binding[d, j] = min(kept.first_binding[d, j], first_binding[j, k])
        for p in range(len(first_short)):
            kept.stock_left[d, p] = 0
            kept.first_short[d, p] = min(kept.first_short[d, p], first_short[p, k])
            for b in range(len(weights)):
                kept.stock_left[d, p] += weights[b] * firm_stock[b, p, k]


@partial(compiled, allocates=True)
def sector_lanes(n: int, lanes: int, of: Floats) -> SectorLanes:
    """Return numbers of sectors, 1 all of them, in the precision of another array."""
    kind, shape = of.dtype, (n, lanes)
    return SectorLanes(
        np.ones(shape, kind), np.ones(shape, kind), np.ones(shape, kind), np.ones(shape, kind), np.ones(shape, kind),
        np.ones(shape, kind), np.ones(shape, kind), np.ones(shape, kind), np.ones(shape, kind), np.ones(shape, kind),
        np.ones(shape, kind), np.ones(shape, kind),
    )  # fmt: skip


@partial(compiled, allocates=True)
def firm_lanes(draws: DrawArrays, lanes: int, of: Floats) -> FirmLanes:
    """Return numbers of pairs, 0 all of them, in the precision of another array."""
    kind, shape = of.dtype, (len(draws.sector), lanes)
    left = draws.saved.shape[0] if len(draws.of_saved) else shape[0]
    return FirmLanes(
        np.zeros((left, lanes), kind), np.zeros(shape, kind), np.zeros(shape, kind), np.zeros(shape, kind),
        np.zeros(shape, kind), np.zeros(shape, kind), np.zeros(shape, kind), np.zeros(shape, kind),
        np.zeros(shape, kind), np.zeros(shape, kind), np.zeros((len(draws.nest_of), lanes), kind),
        np.zeros((len(draws.sector_of), lanes), kind), np.zeros(shape, kind), np.zeros(shape, kind),
        np.zeros(shape, kind), np.zeros(shape, kind),
    )  # fmt: skip


@partial(compiled, allocates=True)
def drawn_lanes(lanes: int, of: Floats) -> DrawnLanes:
    """Return numbers that are drawn, in the precision of another array."""
    kind = of.dtype
    return DrawnLanes(
        np.zeros(lanes, kind), np.zeros(lanes, kind), np.zeros(lanes, kind), np.zeros(lanes, kind),
        np.zeros(lanes, kind), np.zeros(lanes, kind),
    )  # fmt: skip


@partial(compiled, allocates=True)
def level_lanes(lanes: int, of: Floats) -> LevelLanes:
    """Return what sharing out needs, in the precision of another array."""
    kind = of.dtype
    return LevelLanes(
        np.zeros(lanes, kind), np.zeros(lanes, kind), np.zeros(lanes, kind), np.zeros(lanes, kind),
        np.zeros(lanes, kind), np.zeros(lanes, kind), np.zeros(lanes, kind), np.zeros(lanes, kind),
        np.zeros(lanes, kind), np.zeros(lanes, kind), np.zeros(lanes, kind), np.zeros(lanes, kind),
    )  # fmt: skip


@partial(compiled, entered=True, allocates=True)
def run_block(fixed: LaneArrays, draws: DrawArrays, kept: RecorderArrays, which: Whole) -> None:  # noqa: PLR0915 - the steps of a day
    """Run the draws `which` side by side, from the first day on which one of them is not normal."""
    sold, downstream, by_orders = fixed.sold, fixed.downstream, fixed.by_orders
    n, L, P, kind, days = len(sold), len(which), len(draws.sector), sold.dtype, len(fixed.periods)
    catch_up = fixed.catch_up if fixed.postponed > 0 else 0 * fixed.catch_up
    smoothing = fixed.smoothing if fixed.upstream else 0 * fixed.smoothing
    drawn, sectors, firms, levelling = (
        drawn_lanes(L, sold), sector_lanes(n, L, sold), firm_lanes(draws, L, sold), level_lanes(L, sold),
    )  # fmt: skip
    plans = PlanLanes(np.ones((n, L), kind), np.ones((n, L), kind), np.ones((n, L), kind))
    holding, scale, parts = np.ones((n, L), kind), np.ones((n, L), kind), np.zeros(n, kind)
    firm_stock, firm_first = np.zeros((len(draws.weights), P, L), kind), np.zeros((len(draws.weights), P, L), kind)
    arriving = np.zeros((TURNED, draws.arrivals.shape[0], L), kind)
    saving = np.zeros((TURNED, draws.saved.shape[0], L), kind)
    left_of = draws.of_saved if len(draws.of_saved) else np.arange(P)
    start = set_lanes(drawn, sectors, draws, which, fixed.final, days)
    set_stocks(holding, scale, draws, which, fixed.psi)
    set_firms(firms, firm_first, draws, which)
    strained, short, kinds = np.zeros(P, np.int64), np.zeros(n, np.int64), np.zeros((n, n), np.int64)
    row_of, sizes, head_of = np.zeros(n, np.int64), np.zeros(n, np.int64), np.zeros(n, np.int64)
    rows = put_together(row_of, sizes, holding, not downstream)
    stock, orders = np.zeros((n if downstream else 1, n, L), kind), np.ones((n if downstream else 1, n, L), kind)
    bind(kinds, row_of, fixed.degree_of)
    find_heads(head_of, row_of)
    levels = np.full((fixed.tiers, n, L), kind.type(1 if by_orders else LARGE))
    covered = np.full((len(fixed.degrees), n, L), kind.type(LARGE))
    for i in range(n):
        ask(sectors.normal, sold, orders[0], i)
    if downstream:
        fill_stocks(stock, covered, kinds, row_of, holding, scale)
    copy(sectors.asked, sectors.normal)
    lost, daily, first_binding = np.zeros((n, L)), np.zeros(L), np.full((n, L), days)
    first_short = np.full((P, L), days)
    for day in range(days if P or start < days else 0):
        if P:
            receive_materials(firms, arriving, saving, drawn.begin, draws, which, day)
        if day < start:
            run_down(firms.taken, firms.thrift, firms.left, left_of, arriving[day % TURNED], draws.series)
            continue
        plan(
            sectors.planned, sectors.demand, sectors.overtime, sectors.least,
            draws.loss_profile[day] if len(draws.loss_profile) else fixed.no_profile, drawn.size,
        )  # fmt: skip
        if P:
            limit(
                sectors, firms, firm_stock, firm_first, strained, first_short, arriving[day % TURNED], left_of,
                drawn.leaving, draws, day,
            )  # fmt: skip
        make(sectors.output, sectors.planned, covered, fixed.degrees)
        if P:
            keep_up(
                firms.part, firms.net, firms.wanted, firms.need, firms.groups, draws.group_of,
                arriving[day % TURNED], draws.series, sectors.output, draws.sector,
            )  # fmt: skip
            use(firms.taken, firm_stock, firm_first, strained, firms.gap, firms.part, firms.net)
        lose(sectors.output, lost, daily, first_binding, fixed.value, day)
        hand_over_day(kept, daily, which, day)
        if day + 1 == days or fixed.periods[day + 1] != fixed.periods[day]:
            close_period(kept, lost, sectors.least, which, fixed.periods[day])
        if not downstream:
            copy(orders[0], plans.used)  # no stock stands between: what was ordered the day before is what was used
        allot(fixed, sectors, levelling, levels, parts, orders, row_of, short)
        aim(plans, sectors.output, sectors.planned, smoothing)
        rows = restock(
            fixed, sectors, plans, stock, orders, covered, levels, kinds, holding, scale, drawn.restoring, row_of,
            sizes, head_of, short, rows,
        )  # fmt: skip
        look_ahead(
            sectors.demand, sectors.overtime, sectors.final, sectors.asked, sectors.normal, sectors.output,
            sectors.waiting, drawn.over, drawn.speed, fixed.final, catch_up,
        )  # fmt: skip
    for p in range(P):
        if strained[p] == 0:
            strain(firm_stock, firm_first, firms.taken, p)
    hand_over(kept, sectors.waiting, first_binding, first_short, firm_stock, draws.weights, which)
